import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SampleLabel } from '#contract/samples.ts'
import { encodeFeature } from '#core/codecs/shape.ts'
import { shapeIn } from '#tests/labels/shapes.ts'
import { metadataChange, readContent, writeLabels } from './wire.ts'

const placed = fc.oneof(
  shapeIn([64, 48, 3]).map((shape) => ({
    '@modelarts:shape': shape.shape,
    '@modelarts:feature': encodeFeature(shape) as number[][],
  })),
  fc.record({ '@modelarts:start_index': fc.nat(), '@modelarts:end_index': fc.nat() }),
  fc.record({ '@modelarts:from': fc.string(), '@modelarts:to': fc.string() }),
  fc.constant({}),
)
const others = fc.dictionary(fc.constantFrom('colour', 'occluded', '@muster:x', '@modelarts:hard'), fc.jsonValue())
const wireLabel = fc.record(
  {
    name: fc.string(),
    type: fc.constantFrom(1, 101, 102, 103),
    property: fc.tuple(placed, others).map(([place, rest]) => ({ ...place, ...rest })),
    score: fc.double({ min: 0, max: 1, noNaN: true }),
    annotated_by: fc.constant('human/kim'),
  },
  { requiredKeys: ['property'] },
)

describe('labels of the wire', () => {
  test('come back as they were, unknown keys included', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1 })), fc.array(wireLabel), (ids, labels) => {
        const wire = labels.slice(0, ids.length).map((label, at) => ({ ...label, id: ids[at]! })) as SampleLabel[]
        expect(writeLabels(readContent({ labels: wire }))).toEqual(wire)
      }),
    )
  })

  test('all have ids that differ, the same at every reading; ids of the wire stay', () => {
    const labels: SampleLabel[] = [{ name: 'a' }, { id: 'L1' }, { id: 'L1' }, { id: '' }, { id: 'L4' }]
    const { labels: read } = readContent({ labels })
    expect(read.map(({ id }) => id)).toEqual(['L2', 'L1', 'L3', 'L5', 'L4'])
  })

  test('are read in their older writing, and without the name of a box', () => {
    const { labels } = readContent({
      labels: [
        {
          property: {
            '@modelarts:feature': [
              [1, 2],
              [3, 4],
            ],
            '@modelarts:shape': '',
          },
        },
        { property: { '@modelarts:feature': [5, 6, 7] as unknown as number[][], '@modelarts:shape': 'circle' } },
      ],
    })
    expect(labels.map(({ place }) => place)).toEqual([
      { kind: 'shape', shape: { shape: 'bndbox', min: [1, 2], max: [3, 4] } },
      { kind: 'shape', shape: { shape: 'circle', center: [5, 6], radius: 7 } },
    ])
  })

  test.each([
    { '@modelarts:shape': 'star', '@modelarts:feature': [[1, 2]] },
    { '@modelarts:shape': 'bndbox', '@modelarts:feature': [[1, 2]] },
    { '@modelarts:start_index': 1 },
  ])('%j says no place and is kept', (property) => {
    const content = readContent({ labels: [{ id: 'a', property: property as SampleLabel['property'] }] })
    expect(content.labels[0]).toEqual({ id: 'a', place: { kind: 'none' }, property })
    expect(writeLabels(content)[0]!.property).toEqual(property)
  })

  test('a sample without labels and metadata is empty', () => {
    expect(readContent({})).toEqual({ labels: [], metadata: {} })
  })
})

test('a save says of metadata what differs, and null for what was taken away', () => {
  const server = { '@modelarts:hard': true, '@modelarts:hard_reasons': [1, 2], note: 'x' }
  const mine = { '@modelarts:hard_reasons': [1, 2], note: 'y', more: 1 }
  expect(metadataChange(server, mine)).toEqual({ '@modelarts:hard': null, note: 'y', more: 1 })
  expect(metadataChange(server, server)).toEqual({})
})
