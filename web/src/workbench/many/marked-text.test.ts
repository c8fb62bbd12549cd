import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { WorkLabel } from '#web/workbench/document/label.ts'
import { piecesOf } from './marked-text.ts'

const span = (id: string, start: number, end: number): WorkLabel => ({
  id,
  name: id,
  place: { kind: 'span', start, end },
  property: {},
})
const read = (text: string, labels: readonly WorkLabel[], most = 100) =>
  piecesOf(text, labels, most).map((piece) => [piece.text, piece.label?.id])

test('labels are counted in code points, and the shortest one is seen', () => {
  expect(read('💩 is here', [span('all', 0, 9), span('verb', 2, 4)])).toEqual([
    ['💩 ', 'all'],
    ['is', 'verb'],
    [' here', 'all'],
  ])
  // What lies behind the text is not seen.
  expect(read('abcdef', [span('x', 4, 9)], 5)).toEqual([
    ['abcd', undefined],
    ['e', 'x'],
  ])
  expect(read('', [])).toEqual([])
})

test('the pieces are the text, whatever is labelled', () => {
  const spans = fc.array(fc.tuple(fc.nat({ max: 20 }), fc.nat({ max: 20 })), { maxLength: 5 })
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), spans, (text, given) => {
      const labels = given.map(([start, length], i) => span(`${i}`, start, start + length))
      expect(
        piecesOf(text, labels, 1000)
          .map((piece) => piece.text)
          .join(''),
      ).toBe(text)
    }),
  )
})
