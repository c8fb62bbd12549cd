import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyText } from '#tests/workbench/texts.ts'
import { lineIndexAt, turnedAt } from './lines.ts'
import type { CodePoint } from './offsets.ts'
import { isBorder } from './snap.ts'
import { readText } from './text-model.ts'

const textsOf = (text: string) => readText(text).lines.map((line) => line.text)

describe('lines of a text', () => {
  test.each([
    ['', ['']],
    ['one', ['one']],
    ['one\ntwo', ['one', 'two']],
    ['one\r\n\rtwo\n', ['one', '', 'two', '']],
    ['one\u2028two\u0085three', ['one', 'two', 'three']],
  ])('%j are %j', (text, lines) => expect(textsOf(text)).toEqual(lines))

  test('cover the text without gaps and are numbered by paragraph', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { lines, length } = readText(text)
        expect(lines.map(({ start }) => start)).toEqual([0, ...lines.slice(0, -1).map(({ next }) => next)])
        expect(lines.at(-1)!.next).toBe(length)
        expect(lines.map(({ number }) => number)).toEqual(lines.map((_, index) => index + 1))
      }),
    )
  })

  test('the line of a place is the one that holds it', () => {
    fc.assert(
      fc.property(anyText, fc.nat(60), (text, wish) => {
        const { lines, length } = readText(text)
        const at = Math.min(wish, length) as CodePoint
        const line = lines[lineIndexAt(lines, at)]!
        expect(line.start <= at && (at < line.next || at === length)).toBe(true)
      }),
    )
  })

  test('a long paragraph is cut behind sentences and keeps one number', () => {
    const { lines } = readText(`${'A sentence like any other. '.repeat(400)}\nshort`)
    expect(lines.length).toBeGreaterThan(5)
    expect(lines.slice(0, -1).every(({ text }) => text.length <= 2000 && text.endsWith('other. '))).toBe(true)
    expect(lines.map(({ number }) => number).filter((number) => number !== undefined)).toEqual([1, 2])
  })

  test('a paragraph without sentences is cut between words, one without words between clusters', () => {
    const words = readText('word '.repeat(1000)).lines
    expect(words.length).toBeGreaterThan(2)
    expect(words.every(({ text }) => text.startsWith('word'))).toBe(true)
    const family = '👩‍👩‍👧'
    const families = readText(family.repeat(1000)).lines
    expect(families.length).toBeGreaterThan(2)
    expect(families.every(({ text }) => text.length % family.length === 0)).toBe(true)
  })

  test('a single cluster longer than a block stays whole', () => {
    expect(textsOf(`e${'\u0301'.repeat(5000)}`)).toHaveLength(1)
  })

  test.each([
    ['hello', 'ltr'],
    ['12 שלום hello', 'rtl'],
    ['hello שלום', 'ltr'],
    ['\u200fhello', 'rtl'],
    ['مرحبا', 'rtl'],
    ['12', 'ltr'],
  ])('the direction of %j is %s', (text, direction) => expect(readText(text).lines[0]!.direction).toBe(direction))
})

describe('parts of a text', () => {
  test('of each kind cover every line, and clusters are those of the whole text', () => {
    const whole = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
    fc.assert(
      fc.property(anyText, (text) => {
        const model = readText(text)
        for (const unit of ['grapheme', 'word', 'sentence'] as const) {
          const parts = model.lines.flatMap((_, index) => model.parts(unit, index))
          expect(parts.map(({ end }) => end).slice(0, -1)).toEqual(parts.map(({ start }) => start).slice(1))
          expect(parts.map((part) => model.slice(part)).join('')).toBe(text)
        }
        for (const { index, segment } of whole.segment(text)) {
          const at = Array.from(text.slice(0, index)).length as CodePoint
          expect(model.slice(model.partAt('grapheme', at))).toBe(segment)
          expect(isBorder(model, 'grapheme', at)).toBe(true)
        }
      }),
    )
  })

  test.each([
    ['今天天气很热', ['今天', '天气', '很', '热']],
    ['私は学生です', ['私', 'は', '学生', 'です']],
    ['สวัสดีชาวโลก', ['สวัสดี', 'ชาว', 'โลก']],
  ])('words of %s are found without spaces', (text, words) => {
    const model = readText(text)
    expect(model.parts('word', 0).map((part) => model.slice(part))).toEqual(words)
  })
})

describe('a stretch against the direction of its line', () => {
  const turnedIn = (text: string, at: number) => turnedAt(readText(text).lines[0]!, at)

  test('is found at its first and behind its last letter, spaces between its words belong to it', () => {
    expect([4, 13].map((at) => turnedIn('say שלום עולם now', at))).toEqual([
      [4, 13],
      [4, 13],
    ])
    expect([5, 3, 14, 0].map((at) => turnedIn('say שלום עולם now', at))).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ])
  })

  test('in a line from right to left it is one from left to right, numbers among it', () => {
    expect(turnedIn('שלום Room 12 עולם', 5)).toEqual([5, 12])
  })
})
