import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findJsonFault } from './json-fault.ts'

test('the place where JSON ends is the one where every longer text fails as well', () => {
  const pieces = fc.array(
    fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ':',
      ',',
      '"a"',
      '"',
      '\\',
      '\\u00',
      '1',
      '-',
      '1.5e3',
      'true',
      'nul',
      ' ',
      'x',
      '\n',
    ),
    { maxLength: 14 },
  )
  const isJson = (text: string) => {
    try {
      JSON.parse(text)
      return true
    } catch {
      return false
    }
  }
  fc.assert(
    fc.property(
      fc.oneof(
        pieces.map((parts) => parts.join('')),
        fc.json(),
      ),
      fc.nat(20),
      (text, cut) => {
        const given = text.slice(0, Math.max(1, text.length - (cut % 3)))
        if (!isJson(given)) expect(findJsonFault(given)).toBeLessThanOrEqual(given.length)
        else expect(findJsonFault(given)).toBe(given.length)
      },
    ),
    { numRuns: 2000 },
  )
  for (const [text, at] of [
    ['{"a":1,}', 7],
    ['[1 2]', 3],
    ['hello', 0],
    ['{"a"', 4],
    ['{"a":"\\x"}', 7],
    ['["\\u12g4"]', 6],
    ['[01]', 2],
    ['[true', 5],
    ['{a:1}', 1],
    ['[]]', 2],
    ['"a\nb"', 2],
  ] as const) {
    expect([text, findJsonFault(text)]).toEqual([text, at])
  }
})
