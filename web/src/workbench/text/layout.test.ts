import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyText } from '#tests/workbench/texts.ts'
import type { WorkLabel } from '#web/workbench/document/label.ts'
import { layoutSpans } from './layout.ts'
import { rangeOf } from './spans.ts'
import { readText } from './text-model.ts'

const span = (id: string, start: number, end: number): WorkLabel => ({
  id,
  name: 'person',
  place: { kind: 'span', start, end },
  property: {},
})

describe('spans on lines', () => {
  test('a span over three lines has a piece on each, tagged where it opens', () => {
    const { lines } = layoutSpans(readText('one\ntwo\nthree'), [span('a', 1, 10)])
    expect(
      lines.map(({ pieces }) => pieces.map(({ start, end, opens, closes }) => [start, end, opens, closes])),
    ).toEqual([[[1, 3, true, false]], [[0, 3, false, false]], [[0, 2, false, true]]])
  })

  test('columns are those of the screen, offsets those of the wire', () => {
    const { lines } = layoutSpans(readText('x\n💩💩ab'), [span('a', 4, 5)])
    expect(lines[1]!.pieces[0]).toMatchObject({ start: 4, end: 5 })
  })

  test('nested spans stack outwards', () => {
    const { lines } = layoutSpans(readText('New York University'), [span('whole', 0, 19), span('city', 0, 8)])
    expect(lines[0]!.lanes).toBe(2)
    expect(Object.fromEntries(lines[0]!.pieces.map(({ id, lane }) => [id, lane]))).toEqual({ whole: 1, city: 0 })
  })

  test('what covers only the end of a line leaves an empty piece there', () => {
    const { lines } = layoutSpans(readText('one\r\ntwo'), [span('a', 3, 5)])
    expect(lines[0]!.pieces[0]).toMatchObject({ start: 3, end: 3, opens: true, closes: true })
    expect(lines[1]!.pieces).toEqual([])
  })

  test.each([
    [-5, 2],
    [90, 99],
    [3, 1],
  ])('a place from %i to %i, which is none, is still shown', (start, end) => {
    const { lines } = layoutSpans(readText('one\ntwo'), [span('a', start, end)])
    expect(lines.flatMap(({ pieces }) => pieces)).toHaveLength(1)
  })
})

const place = fc.tuple(fc.nat(40), fc.integer({ min: 1, max: 20 })).map(([start, length]) => [start, start + length])
const labelling = fc.uniqueArray(fc.tuple(fc.nat(12), place), { selector: ([id]) => id, maxLength: 10 })
const labelsOf = (all: [number, number[]][]) => all.map(([id, [start, end]]) => span(`s${id}`, start!, end!))

test('every span is drawn on exactly the text it covers, from where it opens to where it closes', () => {
  fc.assert(
    fc.property(anyText, labelling, (text, all) => {
      const model = readText(text)
      const labels = labelsOf(all).filter(({ place }) => place.kind === 'span' && place.end <= model.length)
      const { lines } = layoutSpans(model, labels)
      for (const label of labels) {
        const here = lines.flatMap(({ pieces }, index) =>
          pieces.map((piece) => ({ ...piece, line: model.lines[index]! })),
        )
        const pieces = here.filter(({ id }) => id === label.id)
        const covered = pieces.map(({ line, start, end }) => line.text.slice(start, end)).join('')
        expect(covered).toBe(model.slice(rangeOf(label)!).replace(/\r\n|[\n\r\u0085\u2028\u2029]/g, ''))
        expect(pieces.map(({ opens, closes }) => [opens, closes])).toEqual(
          pieces.map((_, index) => [index === 0, index === pieces.length - 1]),
        )
      }
    }),
  )
})

describe('laying out anew', () => {
  test('after any edit equals laying out from the start', () => {
    fc.assert(
      fc.property(anyText, labelling, labelling, (text, first, second) => {
        const model = readText(text)
        const before = labelsOf(first)
        const after = labelsOf(second).map((label) => before.find((old) => sameLabel(old, label)) ?? label)
        const { lines } = layoutSpans(model, after, layoutSpans(model, before))
        expect(lines).toEqual(layoutSpans(model, after).lines)
      }),
    )
  })

  test('leaves the lines an edit does not touch exactly as they were', () => {
    const model = readText('one\ntwo\nthree\nfour')
    const labels = [span('a', 0, 3), span('b', 4, 7), span('c', 14, 18)]
    const before = layoutSpans(model, labels)
    const after = layoutSpans(model, [labels[0]!, span('b', 5, 9), labels[2]!], before)
    expect(after.lines.map((line, index) => line === before.lines[index])).toEqual([true, false, false, true])
  })

  test('without a change is the same value', () => {
    const model = readText('one')
    const labels = [span('a', 0, 3)]
    const before = layoutSpans(model, labels)
    expect(layoutSpans(model, [...labels], before)).toBe(before)
  })
})

function sameLabel(one: WorkLabel, other: WorkLabel): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
