import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyText } from '#tests/workbench/texts.ts'
import type { CodePoint, Utf16 } from './offsets.ts'
import { borderAfter, borderBefore, isBorder, snapRange, trimRange } from './snap.ts'
import { readText } from './text-model.ts'

/** What a selection of `drawn` in `text` means, as text. */
function snapped(text: string, drawn: string, snapping: { words?: boolean; trim?: boolean } = {}) {
  const model = readText(text)
  const from = text.indexOf(drawn)
  const [start, end] = [from, from + drawn.length].map((at) => model.offsets.toCodePoint(at as Utf16))
  const range = snapRange(model, start!, end!, { words: false, trim: true, ...snapping })
  return range && model.slice(range)
}

describe('a selection', () => {
  test.each([
    ['thumb 👍🏿 up', '👍', '👍🏿'],
    ['👩‍👩‍👧 family', '\u200d👩', '👩‍👩‍👧'],
    ['🇨🇭🇩🇪', '🇭🇩', '🇨🇭🇩🇪'],
    ['cafe\u0301', '\u0301', 'e\u0301'],
    ['one\r\ntwo', 'one\r', 'one'],
  ])('in %j of %j means %j: clusters are never cut', (text, drawn, meant) => expect(snapped(text, drawn)).toBe(meant))

  test('leaves out spaces at its edges, unless that is switched off', () => {
    expect(snapped('in New York now', ' New York ')).toBe('New York')
    expect(snapped('in New York now', ' New York ', { trim: false })).toBe(' New York ')
  })

  test('of nothing but spaces is none', () => expect(snapped('a   b', '   ')).toBeUndefined())

  test('grows to words if switched on, in languages without spaces as well', () => {
    expect(snapped('in New York now', ' New Yo', { words: true })).toBe('New York')
    expect(snapped('今天天气很热', '天天', { words: true })).toBe('今天天气')
  })

  test('a space that carries a mark is no space', () => expect(snapped('a \u0301b', ' \u0301')).toBe(' \u0301'))

  test('covers whole clusters in any text, and means the same when it is selected again', () => {
    const snapping = fc.record({ words: fc.boolean(), trim: fc.boolean() })
    fc.assert(
      fc.property(anyText, fc.nat(40), fc.nat(40), snapping, (text, anchor, focus, how) => {
        const model = readText(text)
        const [a, b] = [anchor, focus].map((at) => Math.min(at, model.length) as CodePoint)
        const range = snapRange(model, a!, b!, how)
        if (range === undefined) return
        expect(isBorder(model, 'grapheme', range.start) && isBorder(model, 'grapheme', range.end)).toBe(true)
        expect(range.start).toBeLessThan(range.end)
        expect(snapRange(model, range.end, range.start, how)).toEqual(range)
        if (how.trim && !how.words) expect(trimRange(model, range)).toEqual(range)
      }),
    )
  })
})

test('borders lead forth through the whole text and the same way back', () => {
  fc.assert(
    fc.property(anyText, fc.constantFrom('grapheme', 'word', 'sentence'), (text, unit) => {
      const model = readText(text)
      const forth = [0 as CodePoint]
      while (forth.at(-1)! < model.length) forth.push(borderAfter(model, unit, forth.at(-1)!))
      const back = [model.length]
      while (back.at(-1)! > 0) back.push(borderBefore(model, unit, back.at(-1)!))
      expect(back.reverse()).toEqual(forth)
    }),
  )
})
