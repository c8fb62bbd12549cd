import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyText } from '#tests/workbench/texts.ts'
import { layoutSpans } from './layout.ts'
import type { CodePoint } from './offsets.ts'
import { segmentsOf } from './segments.ts'
import { newSpan } from './span-edits.ts'
import { readText } from './text-model.ts'

const entity = { name: 'person', type: 101 } as const

function cut(text: string, ...spans: (readonly [number, number])[]) {
  const model = readText(text)
  const labels = spans.map(([start, end], index) =>
    newSpan(`s${index}`, { start: start as CodePoint, end: end as CodePoint }, entity),
  )
  return segmentsOf(text, layoutSpans(model, labels).lines[0]!)
}

test('a line is cut where spans begin and end, and each stretch knows what covers it', () => {
  const segments = cut('Barack Obama here', [0, 12], [7, 12])
  expect(segments.map(({ text, pieces }) => [text, pieces.map(({ id }) => id)])).toEqual([
    ['Barack ', ['s0']],
    ['Obama', ['s0', 's1']],
    [' here', []],
  ])
})

test('a tag has room up to the next one in its lane', () => {
  const tags = cut('ab cd ef', [0, 2], [3, 5]).flatMap((segment) => segment.tags)
  expect(tags.map(({ room }) => room)).toEqual([1.5, Number.POSITIVE_INFINITY])
  expect(cut('奥巴马在芝加哥', [0, 3], [4, 7])[0]!.tags[0]!.room).toBe(4)
})

test('whatever the spans, the segments are the line', () => {
  const spans = fc.array(fc.tuple(fc.nat(40), fc.nat(40)), { maxLength: 8 })
  fc.assert(
    fc.property(anyText, spans, (text, pairs) => {
      const model = readText(text)
      const labels = pairs.map(([a, b], index) =>
        newSpan(`s${index}`, { start: Math.min(a, b) as CodePoint, end: Math.max(a, b) as CodePoint }, entity),
      )
      const layout = layoutSpans(model, labels)
      for (const [index, line] of model.lines.entries()) {
        const segments = segmentsOf(line.text, layout.lines[index]!)
        expect(segments.map((segment) => segment.text).join('')).toBe(line.text)
        const tagged = segments.flatMap(({ tags }) => tags.map(({ piece }) => piece.id)).sort()
        expect(tagged).toEqual(layout.lines[index]!.pieces.map(({ id }) => id).sort())
      }
    }),
  )
})
