import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { codePointLength, sliceCodePoints } from './code-points.ts'

/** Emoji, emoji joined by zero-width joiners, flags, combining marks, right-to-left text, unpaired surrogates. */
const pieces = [
  'a',
  ' ',
  'é',
  'e\u0301',
  '😀',
  '👩‍👩‍👧',
  '🇨🇭',
  '深',
  'שלום',
  'مرحبا',
  '𝒳',
  '\ud800',
  '\udc00',
  '\u200f',
  '',
]
const text = fc.oneof(
  fc.array(fc.constantFrom(...pieces)).map((all) => all.join('')),
  fc.string({ unit: 'binary' }),
)

describe('length in code points', () => {
  test.each([
    ['', 0],
    ['Barack Hussein Obama II', 23],
    ['😀 深圳 今天很热', 9],
    ['e\u0301', 2],
    ['🇨🇭', 2],
    ['👩‍👩‍👧', 5],
    ['שלום', 4],
    ['\ud83d', 1],
    ['\ude00\ud83d', 2],
  ])('%j has %i', (sample, length) => expect(codePointLength(sample)).toBe(length))

  test('agrees with the iterator of the language for every text', () => {
    fc.assert(
      fc.property(text, (sample) => {
        expect(codePointLength(sample)).toBe(Array.from(sample).length)
      }),
    )
  })
})

describe('a slice by code points', () => {
  test('covers what an entity means', () => expect(sliceCodePoints('😀 深圳 今天很热', 2, 4)).toBe('深圳'))

  test('is the same as counting characters one by one', () => {
    fc.assert(
      fc.property(text, fc.nat(40), fc.nat(40), (sample, start, length) => {
        const expected = Array.from(sample)
          .slice(start, start + length)
          .join('')
        expect(sliceCodePoints(sample, start, start + length)).toBe(expected)
      }),
    )
  })

  test('leaves nothing out and repeats nothing at any cut', () => {
    fc.assert(
      fc.property(text, fc.nat(40), (sample, at) => {
        const length = codePointLength(sample)
        const cut = Math.min(at, length)
        const head = sliceCodePoints(sample, 0, cut)
        expect(head + sliceCodePoints(sample, cut, length)).toBe(sample)
      }),
    )
  })
})
