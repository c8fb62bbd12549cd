import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { accepted, type Given, labelSetFor, read } from '#tests/labels/reading.ts'
import { labelsOf } from '#tests/labels/samples.ts'
import type { StoredLabel } from './label.ts'
import { sameLabels } from './same-labels.ts'
import { toWireLabels } from './wire-labels.ts'

const types = [0, 1, 3, 100, 101, 102, 200, 201, 202, 600]

function box(feature: number[][], more: object = {}, shape = 'bndbox'): StoredLabel[] {
  return [{ label_key: 1, type: 1, property: { '@modelarts:shape': shape, '@modelarts:feature': feature, ...more } }]
}

function stored(dataset_type: number, labels: Given[]): StoredLabel[] {
  return accepted(read(dataset_type, labels)).labels
}

/** The same labels under other ids, in another order and with other scores. */
function disguise(labels: StoredLabel[], order: number[]): StoredLabel[] {
  const ids = new Map(labels.map(({ id }, index) => [id, `x${index}`]))
  return labels
    .map((label, index) => {
      const property = { ...label.property }
      for (const end of ['@modelarts:from', '@modelarts:to']) {
        if (end in property) property[end] = ids.get(property[end] as string)
      }
      return {
        at: order[index]!,
        label: { ...label, id: ids.get(label.id), score: index / 100, annotated_by: 'other', property },
      }
    })
    .sort((a, b) => a.at - b.at)
    .map(({ label }) => label)
}

describe.each(types)('labels of dataset type %i', (dataset_type) => {
  test('are the same as themselves under other ids, scores and in any order', () => {
    fc.assert(
      fc.property(labelsOf(dataset_type), fc.array(fc.nat(), { minLength: 12, maxLength: 12 }), (labels, order) => {
        const one = stored(dataset_type, labels)
        const other = disguise(one, order)
        expect(sameLabels(one, other)).toBe(true)
        expect(sameLabels(other, one)).toBe(true)
      }),
    )
  })

  test('are not the same once one is missing or doubled', () => {
    fc.assert(
      fc.property(labelsOf(dataset_type), fc.nat(), (labels, at) => {
        const one = stored(dataset_type, labels)
        fc.pre(one.length > 0)
        expect(sameLabels(one, one.toSpliced(at % one.length, 1))).toBe(false)
        expect(sameLabels(one, [...one, one[at % one.length]!])).toBe(false)
      }),
    )
  })

  test('are the same again when what a GET gave is sent back', () => {
    fc.assert(
      fc.property(labelsOf(dataset_type), (labels) => {
        const one = stored(dataset_type, labels)
        const wire: Given[] = JSON.parse(JSON.stringify(toWireLabels(one, labelSetFor(dataset_type))))
        const again = stored(dataset_type, wire)
        expect(again).toEqual(JSON.parse(JSON.stringify(one)))
        expect(sameLabels(one, again)).toBe(true)
      }),
    )
  })

  test('agree transitively: whoever equals the second equals the third', () => {
    fc.assert(
      fc.property(
        labelsOf(dataset_type),
        labelsOf(dataset_type),
        fc.array(fc.nat(), { minLength: 12, maxLength: 12 }),
        (a, b, order) => {
          const [one, other] = [stored(dataset_type, a), stored(dataset_type, b)]
          expect(sameLabels(one, other)).toBe(sameLabels(disguise(one, order), other))
          expect(sameLabels(one, other)).toBe(sameLabels(other, one))
        },
      ),
    )
  })
})

describe('sameness', () => {
  const points = [
    [0, 0],
    [10, 0],
    [10, 10],
  ]

  test.each<[string, StoredLabel[], StoredLabel[], boolean]>([
    [
      'less than half a hundredth apart',
      box([
        [0, 10],
        [50, 95],
      ]),
      box([
        [0.004, 10],
        [50, 94.996],
      ]),
      true,
    ],
    [
      'a hundredth of a pixel apart',
      box([
        [0, 10],
        [50, 95],
      ]),
      box([
        [0.01, 10],
        [50, 95],
      ]),
      false,
    ],
    [
      'another shape with the same points',
      box(
        [
          [0, 1],
          [5, 9],
        ],
        {},
        'line',
      ),
      box(
        [
          [0, 1],
          [5, 9],
        ],
        {},
        'dashed',
      ),
      false,
    ],
    [
      'a polygon that repeats its first point',
      box(points, {}, 'polygon'),
      box([...points, [0, 0]], {}, 'polygon'),
      true,
    ],
    [
      'a polyline that returns to its first point',
      box(points, {}, 'polyline'),
      box([...points, [0, 0]], {}, 'polyline'),
      false,
    ],
    [
      'another order of keys',
      box(
        [
          [0, 1],
          [5, 9],
        ],
        { a: '1', b: '2' },
      ),
      box(
        [
          [0, 1],
          [5, 9],
        ],
        { b: '2', a: '1' },
      ),
      true,
    ],
    [
      'another attribute',
      box(
        [
          [0, 1],
          [5, 9],
        ],
        { a: '1' },
      ),
      box(
        [
          [0, 1],
          [5, 9],
        ],
        { a: '2' },
      ),
      false,
    ],
    [
      'an attribute more',
      box(
        [
          [0, 1],
          [5, 9],
        ],
        { a: '1' },
      ),
      box([
        [0, 1],
        [5, 9],
      ]),
      false,
    ],
    [
      'a nested value in another order',
      box(
        [
          [0, 1],
          [5, 9],
        ],
        { '@muster:m': { a: 1, b: [2] } },
      ),
      box(
        [
          [0, 1],
          [5, 9],
        ],
        { '@muster:m': { b: [2], a: 1 } },
      ),
      true,
    ],
    [
      'hard marks written otherwise',
      box(
        [
          [0, 1],
          [5, 9],
        ],
        { '@modelarts:hard': '1', '@modelarts:hard_coefficient': '0.50', '@modelarts:hard_reasons': '3-20' },
      ),
      box(
        [
          [0, 1],
          [5, 9],
        ],
        { '@modelarts:hard': 'true', '@modelarts:hard_coefficient': '0.5', '@modelarts:hard_reasons': '20-3' },
      ),
      true,
    ],
    [
      'another hard mark',
      box(
        [
          [0, 1],
          [5, 9],
        ],
        { '@modelarts:hard': '1' },
      ),
      box(
        [
          [0, 1],
          [5, 9],
        ],
        { '@modelarts:hard': '0' },
      ),
      false,
    ],
    ['another label', [{ label_key: 1, type: 0, property: {} }], [{ label_key: 2, type: 0, property: {} }], false],
    ['no labels', [], [], true],
  ])('%s', (_, one, other, same) => {
    expect(sameLabels(one, other)).toBe(same)
    expect(sameLabels([...one, ...one], [...other, ...other])).toBe(same)
  })

  test('of relations is that of their ends, not of their ids', () => {
    const entity = (id: string, start: number) => ({
      name: 'Person',
      type: 103,
      id,
      property: { '@modelarts:start_index': start, '@modelarts:end_index': start + 2 },
    })
    const relate = (from: string, to: string) => ({
      name: 'both',
      type: 102,
      property: { '@modelarts:from': from, '@modelarts:to': to },
    })
    const one = stored(102, [entity('E1', 0), entity('E2', 4), relate('E1', 'E2')])
    expect(sameLabels(one, stored(102, [entity('E2', 0), entity('E1', 4), relate('E2', 'E1')]))).toBe(true)
    expect(sameLabels(one, stored(102, [entity('E1', 0), entity('E2', 4), relate('E2', 'E1')]))).toBe(false)
    expect(sameLabels(one, stored(102, [entity('E2', 0), entity('E1', 4), relate('E1', 'E2')]))).toBe(false)
  })
})
