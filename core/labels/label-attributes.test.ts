import { describe, expect, test } from 'vitest'
import { accepted, type Given, read, refused } from '#tests/labels/reading.ts'

const E4396 = 'ModelArts.4396'
const E4430 = 'ModelArts.4430'
const shape = {
  '@modelarts:shape': 'bndbox',
  '@modelarts:feature': [
    [0, 10],
    [50, 45],
  ],
}

/** A label with attributes in every dataset type whose labels have names. */
const labels: [dataset_type: number, label: Given][] = [
  [0, { name: 'dog' }],
  [1, { name: 'dog', property: shape }],
  [
    3,
    {
      name: 'dog',
      property: {
        '@modelarts:feature': [
          [0, 0],
          [9, 0],
          [9, 9],
        ],
      },
    },
  ],
  [100, { name: 'dog' }],
  [101, { name: 'dog', property: { '@modelarts:start_index': 0, '@modelarts:end_index': 4 } }],
  [200, { name: 'dog' }],
  [202, { name: 'dog', property: { '@modelarts:start_time': '00:00:01.000', '@modelarts:end_time': '00:00:02.000' } }],
  [600, { name: 'dog', property: shape }],
]

function withKeys(label: Given, more: object): Given {
  return { ...label, property: { ...(label.property as object), ...more } }
}

describe.each(labels)('attributes in dataset type %i', (dataset_type, label) => {
  const readWith = (more: object) => read(dataset_type, [withKeys(label, more)])

  test('are kept; missing ones take their default', () => {
    const { property } = accepted(readWith({ colour: 'red', note: 'über 👍' })).labels[0]!
    expect(property).toMatchObject({ colour: 'red', note: 'über 👍', seen: 'no' })
    expect(accepted(readWith({ seen: 'yes' })).labels[0]!.property).toMatchObject({ seen: 'yes' })
    expect(accepted(readWith({})).labels[0]!.property).not.toHaveProperty('colour')
  })

  test.each([
    [{ size: 'big' }, E4430, 'size: is no attribute of this label'],
    [{ Colour: 'red' }, E4430, 'Colour: is no attribute of this label'],
    [{ '@modelarts:color': '#fff' }, E4430, '@modelarts:color: is no attribute of this label'],
    [{ colour: 'green' }, E4430, 'colour: "green" is not among the values of this attribute'],
    [{ seen: 'maybe' }, E4430, 'seen: "maybe" is not among the values of this attribute'],
    [{ colour: '' }, E4430, 'colour: "" is not among the values of this attribute'],
    [{ colour: 1 }, E4396, 'colour: must be a text'],
    [{ colour: null }, E4396, 'colour: must be a text'],
    [{ note: ['a'] }, E4396, 'note: must be a text'],
    [{ pose: {} }, E4396, 'pose: must be a text, a number or a boolean'],
    [{ truncated: null }, E4396, 'truncated: must be a text, a number or a boolean'],
  ])('refuse %j', (more, code, problem) => {
    expect(refused(readWith(more))).toEqual([code, `labels[0].property.${problem}`])
  })

  test('need no definition under the keys of files and extensions', () => {
    const free = {
      pose: 'Unspecified',
      truncated: '0',
      occluded: 1,
      difficult: true,
      '@modelarts:clockwise_angle': '12.5',
      '@modelarts:rotate_background': 'white',
      '@muster:mask': { size: [50, 100], counts: 'abc' },
      '@muster:part_of': 'l1',
    }
    expect(accepted(readWith(free)).labels[0]!.property).toMatchObject(free)
  })

  test('cannot reach a prototype', () => {
    const hostile = JSON.parse('{"__proto__":{"polluted":true}}') as object
    const property = Object.assign(Object.create(null) as object, label.property)
    Object.defineProperty(property, '__proto__', { value: hostile, enumerable: true })
    expect(refused(read(dataset_type, [{ ...label, property }]))[0]).toBe(E4430)
    for (const key of ['constructor', 'prototype', 'toString']) expect(refused(readWith({ [key]: 'x' }))[0]).toBe(E4430)
  })
})

describe('hard marks of a label', () => {
  test.each([
    ['hard', ['0', '1', 'true', 'false'], ['', 'yes', 1, true, null], 'must be "0", "1", "true" or "false"'],
    [
      'hard_coefficient',
      ['0', '0.0', '0.6', '1'],
      ['', '1.1', '-1', 'x', 0.6, null],
      'must be a number from 0 to 1 as text',
    ],
    [
      'hard_reasons',
      ['', '0', '30', '3-20-21-19'],
      ['31', '3,4', '-', 'x', 3, [3], null],
      'must be ids from 0 to 30 joined by hyphens, as "3-20-21"',
    ],
  ])('%s', (word, good, bad, problem) => {
    const key = `@modelarts:${word}`
    for (const [dataset_type, label] of [
      [0, { name: 'cat' }],
      [1, { name: 'cat', property: shape }],
    ] as const) {
      for (const value of good) {
        expect(accepted(read(dataset_type, [withKeys(label, { [key]: value })])).labels[0]!.property[key]).toBe(value)
      }
      for (const value of bad) {
        const sentence = `labels[0].property.${key}: ${problem}`
        expect(refused(read(dataset_type, [withKeys(label, { [key]: value })]))).toEqual([E4396, sentence])
      }
    }
  })
})

describe('paragraphs of speech without a name', () => {
  const times = { '@modelarts:start_time': '00:00:01.000', '@modelarts:end_time': '00:00:02.000' }

  test('take class → label pairs that nobody has defined', () => {
    const property = { ...times, mood: 'calm', 'who speaks': 'agent', '@muster:note': [1] }
    expect(accepted(read(202, [{ property }])).labels).toEqual([{ type: 202, property }])
    expect(refused(read(202, [{ property: { ...times, mood: 1 } }]))).toEqual([
      E4396,
      'labels[0].property.mood: must be a text',
    ])
  })

  test('with a name they take what is defined', () => {
    expect(refused(read(202, [{ name: 'dog', property: { ...times, mood: 'calm' } }]))[0]).toBe(E4430)
  })
})
