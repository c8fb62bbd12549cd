import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { accepted, read } from '#tests/labels/reading.ts'
import { labelsOf } from '#tests/labels/samples.ts'
import type { StoredLabel } from './label.ts'
import { countLabels, withAttributesChanged, withoutLabelKeys } from './label-surgery.ts'

const cat: StoredLabel = { label_key: 1, type: 1, property: { colour: 'red', note: 'x', 'a.b': '1' } }
const dog: StoredLabel = { label_key: 2, type: 1, property: { colour: 'red' } }
const speech: StoredLabel = { type: 201, property: { '@modelarts:content': 'a' } }

test('labels are counted per definition; those without a name nowhere', () => {
  expect(countLabels([cat, dog, cat, speech])).toEqual(
    new Map([
      [1, 2],
      [2, 1],
    ]),
  )
  expect(countLabels([])).toEqual(new Map())
})

describe('deleting definitions', () => {
  test('takes their labels and leaves the others as they are', () => {
    expect(withoutLabelKeys([cat, dog, cat, speech], new Set([1]))).toEqual([dog, speech])
    expect(withoutLabelKeys([cat, dog], new Set([1, 2]))).toEqual([])
  })

  test('answers the same list when no label is concerned', () => {
    const labels = [cat, dog, speech]
    expect(withoutLabelKeys(labels, new Set([9]))).toBe(labels)
  })

  test('takes a relation with either of its ends, and never leaves one without', () => {
    fc.assert(
      fc.property(labelsOf(102), fc.subarray([60, 61, 62]), (given, deleted) => {
        const { labels } = accepted(read(102, given))
        const kept = withoutLabelKeys(labels, new Set(deleted))
        const ids = kept.map(({ id }) => id)
        for (const label of kept) {
          expect(deleted).not.toContain(label.label_key)
          if (label.type === 102) expect(ids).toEqual(expect.arrayContaining(Object.values(label.property)))
        }
        if (!deleted.includes(60)) expect(countLabels(kept).get(60)).toBe(countLabels(labels).get(60))
        if (deleted.length === 0) expect(kept).toBe(labels)
      }),
    )
  })
})

describe('changing attributes', () => {
  const none = { attributeRemovals: [], attributeRenames: [] }

  test('takes a removed attribute from the labels of that definition only', () => {
    const changes = { ...none, attributeRemovals: [{ label_key: 1, attribute: 'colour' }] }
    expect(withAttributesChanged([cat, dog], changes)).toEqual([{ ...cat, property: { note: 'x', 'a.b': '1' } }, dog])
    expect(cat.property).toHaveProperty('colour')
  })

  test('takes a removed value only where it stands', () => {
    const remove = (value: string) => ({ ...none, attributeRemovals: [{ label_key: 2, attribute: 'colour', value }] })
    expect(withAttributesChanged([dog], remove('red'))).toEqual([{ ...dog, property: {} }])
    const labels = [dog]
    expect(withAttributesChanged(labels, remove('blue'))).toBe(labels)
  })

  test('renames attributes and values at once, also when two swap', () => {
    const attributeRenames = [
      { label_key: 1, attribute: 'colour', to: 'note' },
      { label_key: 1, attribute: 'note', to: 'colour' },
      { label_key: 1, attribute: 'colour', value: 'red', to: 'blue' },
      { label_key: 1, attribute: 'colour', value: 'blue', to: 'red' },
    ]
    expect(withAttributesChanged([cat, dog], { ...none, attributeRenames })).toEqual([
      { ...cat, property: { note: 'blue', colour: 'x', 'a.b': '1' } },
      dog,
    ])
  })

  test('answers the same list when no label carries what changes', () => {
    const labels = [cat, dog, speech]
    const changes = {
      attributeRemovals: [
        { label_key: 2, attribute: 'note' },
        { label_key: 3, attribute: 'colour' },
      ],
      attributeRenames: [{ label_key: 1, attribute: 'colour', value: 'green', to: 'red' }],
    }
    expect(withAttributesChanged(labels, changes)).toBe(labels)
  })
})
