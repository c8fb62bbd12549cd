import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseStrictJson } from './json.ts'

const refusalOf = (text: string) => {
  const result = parseStrictJson(text)
  return 'refused' in result ? result.refused : undefined
}

describe('what is refused, and where it is said to be', () => {
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
  test.each([
    ['{"a":1,"a":1}', 'duplicate key "a"'],
    ['{"samples":[{},{},{},{"labels":[],"labels":null}]}', 'duplicate key "labels" at samples[3]'],
    ['{"x":{"a":1,"\\u0061":2}}', 'duplicate key "a" at x'],
    ['{"":1,"":2}', 'duplicate key ""'],
    ['{"😀":1,"\\ud83d\\ude00":2}', 'duplicate key "😀"'],
    ['{"samples":[{"__proto__":1}]}', 'forbidden key "__proto__" at samples[0]'],
    ['{"\\u005f_proto__":1}', 'forbidden key "__proto__"'],
    ['[{"constructor":1}]', 'forbidden key "constructor" at [0]'],
    ['[{"prototype":1}]', 'forbidden key "prototype" at [0]'],
    ['{"a":"\\ud83d"}', 'an unpaired surrogate at a'],
    ['{"a":["\\ude00\\ud83d"]}', 'an unpaired surrogate at a[0]'],
    ['{"a":["\ud83d"]}', 'an unpaired surrogate at a[0]'],
    ['"\ud83d\\n\ude00"', 'an unpaired surrogate'],
    ['{"a":{"b\\ud83d":1}}', 'an unpaired surrogate in a key at a'],
    ['{"a":{"b\\u0000":1}}', 'the character U+0000 in a key at a'],
    ['{"a":{"b":"x\\u0000y"}}', 'the character U+0000 at a.b'],
    ['{"@modelarts:size":[1e999]}', 'number out of range at @modelarts:size[0]'],
    [`[-1${'0'.repeat(309)}]`, 'number out of range at [0]'],
    ['{"a b":{"c.d":-1E+400}}', 'number out of range at ["a b"]["c.d"]'],
    [nested(65), 'nesting deeper than 64 at line 1, column 65'],
    [`\n "😀" `.replace(/$/, nested(1)), 'invalid JSON at line 2, column 6: the end of the text is expected'],
    ['', 'invalid JSON at line 1, column 1: a value is expected'],
    ['{"a":1,}', 'invalid JSON at line 1, column 8: a key in double quotes is expected'],
    ['{"a" 1}', 'invalid JSON at line 1, column 6: a colon is expected'],
    ['{"a":1 "b":2}', 'invalid JSON at line 1, column 8: a comma or } is expected'],
    ['[1 2]', 'invalid JSON at line 1, column 4: a comma or ] is expected'],
    ['[1,]', 'invalid JSON at line 1, column 4: a value is expected'],
    ['[01]', 'invalid JSON at line 1, column 3: a comma or ] is expected'],
    ['[-]', 'invalid JSON at line 1, column 3: a digit is expected'],
    ['[1.]', 'invalid JSON at line 1, column 4: a digit is expected'],
    ['[+1]', 'invalid JSON at line 1, column 2: a value is expected'],
    ['[NaN]', 'invalid JSON at line 1, column 2: a value is expected'],
    ['["a\tb"]', 'invalid JSON at line 1, column 4: a control character must be escaped'],
    ['["a', 'invalid JSON at line 1, column 4: the closing quote is missing'],
    ['["\\x"]', 'invalid JSON at line 1, column 3: no such escape'],
    ['["\\u12g4"]', 'invalid JSON at line 1, column 3: no such escape'],
    ['\ufeff{}', 'invalid JSON at line 1, column 1: a value is expected'],
  ])('%j', (text, sentence) => expect(refusalOf(text)).toBe(sentence))

  test('a duplicate among hundreds of keys', () => {
    const keys = Array.from({ length: 300 }, (_, i) => `"k${i}":{"k${i}":0}`)
    expect(refusalOf(`{${keys}}`)).toBeUndefined()
    expect(refusalOf(`[{${keys},"k7":0}]`)).toBe('duplicate key "k7" at [0]')
    expect(refusalOf(`[{${keys},"__proto__":0}]`)).toBe('forbidden key "__proto__" at [0]')
  })

  test('faults far inside a long text', () => {
    const long = 'QUJD'.repeat(1000)
    expect(refusalOf(`["${long}\\u0000${long}"]`)).toBe('the character U+0000 at [0]')
    expect(refusalOf(`["${long}\ud83d${long}"]`)).toBe('an unpaired surrogate at [0]')
    expect(refusalOf(`["${long}\n${long}"]`)).toBe(
      'invalid JSON at line 1, column 4003: a control character must be escaped',
    )
    expect(refusalOf(`["${long}`)).toBe('invalid JSON at line 1, column 4003: the closing quote is missing')
  })

  test('a long key is cut in the message', () => {
    const key = 'k'.repeat(5000)
    expect(refusalOf(`{"${key}":1,"${key}":2}`)).toBe(`duplicate key "${'k'.repeat(80)}…"`)
  })
})

test('64 levels, paired surrogates in any spelling and keys that only share a hash or a prefix are read', () => {
  const deep = '['.repeat(64) + ']'.repeat(64)
  for (const text of [
    deep,
    '"\\ud83d\\ude00"',
    '"\ud83d\\ude00"',
    '{"Aa":1,"BB":2,"A":3,"a":{"a":{}},"b":{"a":1}}',
    '-0',
  ]) {
    expect(parseStrictJson(text)).toEqual({ value: JSON.parse(text) })
  }
})

/** Slow and independent of the scanner: looks for a danger in a text that JSON.parse has accepted. */
function hasDanger(text: string): boolean {
  const open: (Set<string> | null)[] = []
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s{}[\]:,"]+/g)!
  return tokens.some((token, index) => {
    if (token === '{') open.push(new Set())
    else if (token === '[') open.push(null)
    else if (token === '}' || token === ']') open.pop()
    else if (token[0] === '"') {
      const word = JSON.parse(token) as string
      if (word.includes('\0') || !word.isWellFormed()) return true
      const keys = tokens[index + 1] === ':' ? open.at(-1) : undefined
      if (keys?.has(word) || (keys && ['__proto__', 'constructor', 'prototype'].includes(word))) return true
      keys?.add(word)
    } else if (!['true', 'false', 'null', ':', ','].includes(token) && !Number.isFinite(Number(token))) return true
    return open.length > 64
  })
}

function expected(text: string): { value: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return hasDanger(text) ? undefined : { value }
  } catch {
    return undefined
  }
}

function expectAgreement(text: string): void {
  const result = parseStrictJson(text)
  const wanted = expected(text)
  if (wanted === undefined) expect(result, text).toHaveProperty('refused')
  else expect(result, text).toStrictEqual(wanted)
}

const key = fc.oneof(
  fc.constantFrom('a', 'b', 'labels', '😀', '', '__proto__', 'constructor'),
  fc.string({ unit: 'binary' }),
)
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme', maxLength: 120 }),
  fc.constantFrom('\0', '\ud83d'),
)
const json = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.oneof(text, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer(), fc.boolean(), fc.constant(null)),
    fc.array(tie('node'), { maxLength: 4 }),
    fc.dictionary(key, tie('node'), { maxKeys: 40 }),
  ),
})).node

test('agrees with JSON.parse on whatever JSON.stringify writes', () => {
  fc.assert(
    fc.property(json, fc.constantFrom(undefined, 1, '\t'), (value, indent) => {
      expectAgreement(JSON.stringify(value, null, indent))
    }),
    { numRuns: 1000 },
  )
})

test('refuses exactly what JSON.parse refuses or what holds a danger, in texts broken at random', () => {
  const piece = fc.oneof(
    fc.constantFrom(...'{}[]:,"\\-+.eE0159tfn \n\t\0\ud83d\ude00'),
    fc.constantFrom(
      '"a":1,',
      '\\u0061',
      '\\u0000',
      '\\ud83d',
      '\\ude00',
      '1e400',
      '"__proto__":1,',
      '[['.repeat(33),
      'null',
      '\\n',
    ),
    fc.string({ maxLength: 3 }),
  )
  const edit = fc.record({ place: fc.nat(), cut: fc.nat({ max: 3 }), piece })
  fc.assert(
    fc.property(json, fc.array(edit, { minLength: 1, maxLength: 3 }), (value, edits) => {
      let broken = JSON.stringify(value)
      for (const { place, cut, piece: insert } of edits) {
        const at = place % (broken.length + 1)
        broken = broken.slice(0, at) + insert + broken.slice(at + cut)
      }
      expectAgreement(broken)
    }),
    { numRuns: 5000 },
  )
})

test('sees a duplicate key in whatever spelling and however far apart', () => {
  const spelt = fc.string({ minLength: 1, unit: 'grapheme' }).chain((word) =>
    fc.tuple(
      fc.constant(word),
      fc.array(fc.boolean(), { minLength: word.length, maxLength: word.length }).map((masked) => {
        const units = word.split('').map((unit, i) => {
          return masked[i]
            ? `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
            : JSON.stringify(unit).slice(1, -1)
        })
        return `"${units.join('')}"`
      }),
    ),
  )
  fc.assert(
    fc.property(spelt, fc.nat({ max: 60 }), fc.nat({ max: 60 }), ([word, other], before, between) => {
      const filler = (name: string, count: number) => Array.from({ length: count }, (_, i) => `"~${name}${i}":{"a":[]}`)
      const inside = [...filler('x', before), `${JSON.stringify(word)}:1`, ...filler('y', between), `${other}:2`]
      expect(refusalOf(`{${inside}}`)).toMatch(/^(duplicate|forbidden) key/)
    }),
  )
})
