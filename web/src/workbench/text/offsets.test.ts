import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyText } from '#tests/workbench/texts.ts'
import { type CodePoint, offsetsOf, sliceText, type Utf16 } from './offsets.ts'

describe('offsets of a text', () => {
  test('the word behind an emoji starts one code point earlier than in UTF-16', () => {
    const text = '💩This is an annotation'
    const at = text.indexOf('annotation') as Utf16
    expect([at, offsetsOf(text).toCodePoint(at)]).toEqual([13, 12])
  })

  test('agree with counting characters one by one', () => {
    fc.assert(
      fc.property(anyText, fc.nat(60), (text, at) => {
        const characters = Array.from(text)
        const offsets = offsetsOf(text)
        expect(offsets.length).toBe(characters.length)
        expect(offsets.toUtf16(at as CodePoint)).toBe(characters.slice(0, at).join('').length)
      }),
    )
  })

  test('come back from UTF-16 as they went', () => {
    fc.assert(
      fc.property(anyText, fc.nat(60), (text, wish) => {
        const offsets = offsetsOf(text)
        const at = Math.min(wish, offsets.length) as CodePoint
        expect(offsets.toCodePoint(offsets.toUtf16(at))).toBe(at)
      }),
    )
  })

  test('take the inside of a pair for its beginning', () => {
    const { toCodePoint } = offsetsOf('a😀b')
    expect([0, 1, 2, 3, 4].map((at) => toCodePoint(at as Utf16))).toEqual([0, 1, 1, 2, 3])
  })

  test.each(['plain', '😀'])('take what lies outside %j for an end of it', (text) => {
    const offsets = offsetsOf(text)
    expect(offsets.toUtf16(99 as CodePoint)).toBe(text.length)
    expect(offsets.toCodePoint(99 as Utf16)).toBe(offsets.length)
    expect([offsets.toUtf16(-1 as CodePoint), offsets.toCodePoint(-1 as Utf16)]).toEqual([0, 0])
  })

  test('cut the text exactly where an entity stands', () => {
    const text = '😀 深圳 今天很热'
    const range = { start: 2 as CodePoint, end: 4 as CodePoint }
    expect(sliceText(text, offsetsOf(text), range)).toBe('深圳')
  })
})
