import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isRefusal } from '#core/refusal.ts'
import { accepted, type Given, labelSetFor, read, refused } from '#tests/labels/reading.ts'

const E4396 = 'ModelArts.4396'
const E4410 = 'ModelArts.4410'
const E4413 = 'ModelArts.4413'

const box = {
  '@modelarts:feature': [
    [0, 10],
    [50, 45],
  ],
}
const span = { '@modelarts:start_index': 0, '@modelarts:end_index': 4 }
const time = { '@modelarts:start_time': '00:00:01.250', '@modelarts:end_time': '00:00:03.900' }

/** The least that a label of each type needs. */
const least: [dataset_type: number, label: Given, stored: object][] = [
  [0, { name: 'cat' }, { label_key: 10, type: 0, property: {} }],
  [1, { name: 'cat', property: box }, { label_key: 13, type: 1, property: { '@modelarts:shape': 'bndbox', ...box } }],
  [
    3,
    {
      name: 'cat',
      property: {
        '@modelarts:feature': [
          [0, 0],
          [9, 0],
          [9, 9],
        ],
      },
    },
    {
      label_key: 16,
      type: 3,
      property: {
        '@modelarts:shape': 'polygon',
        '@modelarts:feature': [
          [0, 0],
          [9, 0],
          [9, 9],
        ],
      },
    },
  ],
  [100, { name: 'cat' }, { label_key: 19, type: 100, property: {} }],
  [101, { name: 'cat', property: span }, { label_key: 22, type: 101, property: span }],
  [102, { name: 'Person', property: span }, { label_key: 60, type: 103, id: 'E1', property: span }],
  [200, { name: 'cat' }, { label_key: 25, type: 200, property: {} }],
  [
    201,
    { property: { '@modelarts:content': 'Hold the line.' } },
    { type: 201, property: { '@modelarts:content': 'Hold the line.' } },
  ],
  [202, { property: time }, { type: 202, property: time }],
  [
    600,
    { name: 'cat', property: box },
    { label_key: 31, type: 600, property: { '@modelarts:shape': 'bndbox', ...box } },
  ],
]

describe('a label of every type', () => {
  test.each(least)('dataset type %i takes %j', (dataset_type, label, stored) => {
    expect(accepted(read(dataset_type, [label])).labels).toEqual([stored])
  })

  test.each(least)('dataset type %i takes its own type by number', (dataset_type, label, stored) => {
    const { type } = stored as { type: number }
    expect(accepted(read(dataset_type, [{ ...label, type }])).labels).toEqual([stored])
  })

  test.each(least)('dataset type %i refuses a label of another type', (dataset_type, label) => {
    const type = dataset_type === 0 ? 100 : 0
    expect(refused(read(dataset_type, [{ ...label, type }]))).toEqual([
      E4413,
      `labels[0].type: ${type} does not fit a dataset of type ${dataset_type}`,
    ])
  })

  test.each(least)('dataset type %i keeps id and confidence, not who annotated', (dataset_type, label, stored) => {
    const [given] = accepted(read(dataset_type, [{ ...label, id: 'x', score: 0.5, annotated_by: 'human' }])).labels
    expect(given).toEqual({ ...stored, id: 'x', score: 0.5, ...(dataset_type === 600 && { annotated_by: 'human' }) })
  })

  test.each([null, undefined, []])('no labels (%j) are the empty list', (labels) => {
    for (const [dataset_type] of least) expect(accepted(read(dataset_type, labels)).labels).toEqual([])
  })

  test.each([400, 900, 7])('dataset type %i takes none', (dataset_type) => {
    expect(refused(read(dataset_type, [{ name: 'cat' }]))).toEqual([
      E4413,
      'labels: samples of this dataset take no labels',
    ])
    expect(accepted(read(dataset_type, [])).labels).toEqual([])
  })

  test('is answered with the faulty one of several', () => {
    const [, sentence] = refused(read(0, [{ name: 'cat' }, { name: 'dog' }, { name: 'cow' }]))
    expect(sentence).toBe('labels[2].name: the dataset has no label "cow"')
  })
})

describe('the name', () => {
  const named = least.filter(([dataset_type]) => dataset_type !== 201 && dataset_type !== 202)

  test.each(named)('is required in dataset type %i', (dataset_type, label) => {
    for (const name of [undefined, '']) {
      expect(refused(read(dataset_type, [{ ...label, name }]))).toEqual([E4413, 'labels[0].name: is required'])
    }
  })

  test.each(least)('must be in the label set of dataset type %i', (dataset_type, label) => {
    expect(refused(read(dataset_type, [{ ...label, name: 'cow' }]))).toEqual([
      E4410,
      'labels[0].name: the dataset has no label "cow"',
    ])
  })

  test.each(['__proto__', 'constructor', 'toString', ' cat', 'Cat', 'cat ', 'ca\u0301t'])(
    '%j is not taken for another',
    (name) => {
      expect(refused(read(0, [{ name }]))[0]).toBe(E4410)
    },
  )

  test('may be given to a paragraph', () => {
    expect(accepted(read(202, [{ name: 'cat', property: time }])).labels[0]).toEqual({
      label_key: 28,
      type: 202,
      property: time,
    })
  })

  test.each([0, 100, 200])('given twice is kept once in dataset type %i, the first of them', (dataset_type) => {
    const { labels } = accepted(
      read(dataset_type, [{ name: 'cat', score: 1 }, { name: 'dog' }, { name: 'cat', score: 0 }]),
    )
    const wanted = labelSetFor(dataset_type).definitions.map(({ label_key }) => label_key)
    expect(labels.map(({ label_key }) => label_key)).toEqual(wanted)
    expect(labels[0]!.score).toBe(1)
  })

  test('that the owner uses first is to be created, once, and only where it is allowed', () => {
    const labels = [{ name: 'cow' }, { name: 'cat' }, { name: 'hen' }, { name: 'cow' }]
    expect(accepted(read(100, labels, { unknownLabel: 'create' })).create).toEqual([
      { name: 'cow', type: 100 },
      { name: 'hen', type: 100 },
    ])
    expect(accepted(read(100, [{ name: 'cat' }], { unknownLabel: 'create' })).create).toEqual([])
  })

  test('is not created for a label that is refused otherwise', () => {
    const label = { name: 'cow', property: { colour: 'red' } }
    expect(refused(read(100, [label], { unknownLabel: 'create' }))[0]).toBe('ModelArts.4430')
  })

  test('of many labels is quoted in part', () => {
    expect(refused(read(0, [{ name: 'x'.repeat(1024) }]))[1].length).toBeLessThan(150)
  })
})

describe('score and annotated_by', () => {
  test.each([0, 0.5, 1])('score %d is kept', (score) => {
    expect(accepted(read(0, [{ name: 'cat', score }])).labels[0]!.score).toBe(score)
  })

  test.each([-0.01, 1.01, '0.5', null, true, Number.NaN])('score %j is refused', (score) => {
    expect(refused(read(0, [{ name: 'cat', score }]))).toEqual([E4396, 'labels[0].score: must be a number from 0 to 1'])
  })

  test('a video label tells whether a person or a model made it', () => {
    const label = { name: 'cat', property: box }
    // Answers name who it was as well.
    for (const annotated_by of ['human', 'auto', 'human/Default/admin', 'auto/yolo']) {
      expect(accepted(read(600, [{ ...label, annotated_by }])).labels[0]!.annotated_by).toBe(annotated_by)
    }
    for (const annotated_by of ['me', '', 'humans', 'a/human']) {
      expect(refused(read(600, [{ ...label, annotated_by }]))).toEqual([
        E4396,
        'labels[0].annotated_by: must be human or auto, or begin with human/ or auto/',
      ])
    }
  })
})

test('speech content is exactly one label', () => {
  const label = { property: { '@modelarts:content': 'a' } }
  expect(refused(read(201, [label, label]))).toEqual([E4413, 'labels: speech content takes exactly one label'])
})

test('whatever stands in a label, the answer is a list of labels or a documented refusal', () => {
  const keys = [
    'shape',
    'feature',
    'start_index',
    'end_index',
    'from',
    'to',
    'start_time',
    'end_time',
    'content',
    'hard',
    'size',
    'x',
  ]
  const key = fc.oneof(
    fc.constantFrom(...keys.map((word) => `@modelarts:${word}`), '__proto__', 'colour', 'pose'),
    fc.string(),
  )
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom(
      'bndbox',
      '00:00:01.000',
      '00:00:02.000',
      'E1',
      'red',
      '1',
      3,
      7,
      [
        [1, 1],
        [2, 2],
      ],
      [[5, 5], [2]],
    ),
  )
  const label = fc.record(
    {
      name: fc.constantFrom('cat', 'dog', 'Person', 'wrote', 'both', 'cow', ''),
      type: fc.constantFrom(0, 1, 3, 100, 101, 102, 103, 200, 201, 202, 600),
      id: fc.constantFrom('E1', 'E2', 'R1', ''),
      property: fc.dictionary(key, value, { maxKeys: 5 }),
    },
    { requiredKeys: [] },
  )
  const codes = ['4396', '4410', '4413', '4414', '4423', '4430'].map((number) => `ModelArts.${number}`)
  fc.assert(
    fc.property(
      fc.constantFrom(0, 1, 3, 100, 101, 102, 200, 201, 202, 400, 600, 900),
      fc.array(label, { maxLength: 4 }),
      fc.constantFrom<'refuse' | 'create'>('refuse', 'create'),
      (dataset_type, labels, unknownLabel) => {
        const before = JSON.stringify(labels)
        const result = read(dataset_type, labels, { unknownLabel })
        expect(JSON.stringify(labels)).toBe(before)
        if (isRefusal(result)) expect(codes).toContain(refused(result)[0])
        else expect(result.labels.length).toBeLessThanOrEqual(labels.length)
        expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
      },
    ),
    { numRuns: 2000 },
  )
})
