import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeFeature } from '#core/codecs/shape.ts'
import { boundsOf } from '#core/geometry/shape.ts'
import { codePointLength } from '#core/text/code-points.ts'
import { accepted, read, refused } from '#tests/labels/reading.ts'
import { shapeIn } from '#tests/labels/shapes.ts'

const E4396 = 'ModelArts.4396'
const E4413 = 'ModelArts.4413'
const E4423 = 'ModelArts.4423'

/** Puts short keys into the form of the wire: `{ feature }` is `{ '@modelarts:feature' }`. */
function wire(property: Record<string, unknown>) {
  return Object.fromEntries(Object.entries(property).map(([key, value]) => [`@modelarts:${key}`, value]))
}

function readOne(dataset_type: number, property: Record<string, unknown>, name = 'cat') {
  return read(dataset_type, [{ name, property: wire(property) }])
}

function refusedAt(dataset_type: number, property: Record<string, unknown>) {
  const [code, sentence] = refused(readOne(dataset_type, property))
  return [code, sentence.replace('labels[0].property.@modelarts:', '')]
}

describe('a shape', () => {
  test.each([
    [
      'bndbox',
      [
        [0, 0],
        [100, 50],
      ],
    ],
    [
      'polygon',
      [
        [0, 0],
        [9.5, 0],
        [9, 9],
      ],
    ],
    [
      'polygon',
      [
        [0, 0],
        [9, 0],
        [9, 9],
        [0, 0],
      ],
    ],
    ['circle', [[50, 25], [25]]],
    [
      'line',
      [
        [0, 0],
        [9, 9],
      ],
    ],
    [
      'dashed',
      [
        [9, 9],
        [0, 0],
      ],
    ],
    ['point', [[100, 50]]],
    [
      'polyline',
      [
        [0, 0],
        [9, 9],
      ],
    ],
  ])('%s %j is kept as it came', (shape, feature) => {
    for (const dataset_type of [1, 600]) {
      expect(accepted(readOne(dataset_type, { shape, feature })).labels[0]!.property).toEqual(wire({ shape, feature }))
    }
  })

  test.each([
    [
      'bndbox',
      [
        [10, 10],
        [10, 20],
      ],
      'x1 must be less than x2',
    ],
    [
      'bndbox',
      [
        [10, 20],
        [20, 10],
      ],
      'y1 must be less than y2',
    ],
    [
      'bndbox',
      [
        [10, 10],
        [101, 20],
      ],
      'must lie inside the image, 100 x 50 pixels',
    ],
    [
      'bndbox',
      [
        [10, 10],
        [20, 50.5],
      ],
      'must lie inside the image, 100 x 50 pixels',
    ],
    [
      'bndbox',
      [
        [-1, 10],
        [20, 20],
      ],
      'point 1 must hold numbers of at least 0',
    ],
    [
      'bndbox',
      [
        ['1', 10],
        [20, 20],
      ],
      'point 1 must hold numbers of at least 0',
    ],
    ['bndbox', [[1, 10]], 'a bndbox takes two points, upper left and lower right'],
    [
      'polygon',
      [
        [0, 0],
        [9, 9],
      ],
      'a polygon needs at least three distinct points',
    ],
    [
      'polygon',
      [
        [0, 0],
        [9, 9],
        [0, 0],
      ],
      'a polygon needs at least three distinct points',
    ],
    [
      'polygon',
      [
        [0, 0],
        [9, 9],
        [101, 0],
      ],
      'must lie inside the image, 100 x 50 pixels',
    ],
    ['circle', [[10, 10], [11]], 'must lie inside the image, 100 x 50 pixels'],
    ['circle', [[10, 10], [0]], 'the radius must be greater than 0'],
    ['circle', [[10, 10], 5], 'the radius must stand alone in a list, as [50]'],
    [
      'line',
      [
        [1, 1],
        [1, 1],
      ],
      'start and end must differ',
    ],
    [
      'dashed',
      [
        [1, 1],
        [1, 1],
      ],
      'start and end must differ',
    ],
    ['point', [[1, 51]], 'must lie inside the image, 100 x 50 pixels'],
    [
      'polyline',
      [
        [1, 1],
        [1, 1],
      ],
      'points 1 and 2 must differ',
    ],
    ['polyline', [[1, 1]], 'a polyline needs at least two points'],
    ['polyline', {}, 'must be a list of points [x, y]'],
    ['polyline', null, 'must be a list of points [x, y]'],
  ])('%s %j is refused', (shape, feature, problem) => {
    expect(refusedAt(1, { shape, feature })).toEqual([E4413, `feature: ${problem}`])
    expect(refusedAt(600, { shape, feature })).toEqual([E4413, `feature: ${problem}`])
  })

  test('is required', () => {
    for (const dataset_type of [1, 3, 600]) {
      expect(refusedAt(dataset_type, {})).toEqual([E4413, 'feature: is required'])
      expect(refused(read(dataset_type, [{ name: 'cat' }]))[0]).toBe(E4413)
    }
  })

  test('without a name is the default of the definition, else a bndbox', () => {
    const feature = [[3, 4]]
    for (const none of [{}, { shape: '' }]) {
      expect(accepted(readOne(1, { feature, ...none }, 'pole')).labels[0]!.property).toEqual(
        wire({ shape: 'point', feature }),
      )
      expect(refusedAt(1, { feature, ...none })[1]).toBe(
        'feature: a bndbox takes two points, upper left and lower right',
      )
    }
    const box = wire({
      shape: 'bndbox',
      feature: [
        [0, 0],
        [1, 1],
      ],
    })
    expect(accepted(read(1, [{ name: 'pole', property: box }])).labels[0]!.property).toEqual(box)
  })

  test.each(['box', 'BNDBOX', '__proto__', null, 0, false])('%j does not exist', (shape) => {
    expect(
      refusedAt(1, {
        shape,
        feature: [
          [0, 0],
          [1, 1],
        ],
      }),
    ).toEqual([E4396, 'shape: must be one of bndbox, polygon, circle, line, dashed, point, polyline'])
  })

  test('in segmentation is a polygon', () => {
    expect(
      refusedAt(3, {
        shape: 'bndbox',
        feature: [
          [0, 0],
          [1, 1],
        ],
      }),
    ).toEqual([E4413, 'shape: must be polygon in image segmentation'])
    expect(
      refusedAt(3, {
        feature: [
          [0, 0],
          [1, 1],
        ],
      })[0],
    ).toBe(E4413)
  })

  test('of any kind is taken in an image that holds it and refused in a smaller one', () => {
    fc.assert(
      fc.property(shapeIn([640, 480, 3]), (shape) => {
        const property = wire({ shape: shape.shape, feature: encodeFeature(shape) })
        const readIn = (width: number, height: number) =>
          read(1, [{ name: 'cat', property }], { sample: { size: [width, height, 3] } })
        const [, , right, bottom] = boundsOf(shape)
        const [width, height] = [Math.max(1, Math.ceil(right)), Math.max(1, Math.ceil(bottom))]
        expect(accepted(readIn(width, height)).labels[0]!.property).toEqual(property)
        if (right > 1) expect(refused(readIn(Math.ceil(right) - 1, height))[0]).toBe(E4413)
        if (bottom > 1) expect(refused(readIn(width, Math.ceil(bottom) - 1))[0]).toBe(E4413)
      }),
    )
  })
})

describe('the size of the image', () => {
  const labels = [
    {
      name: 'cat',
      property: wire({
        feature: [
          [0, 0],
          [90, 40],
        ],
      }),
    },
  ]
  const unknown = { sample: { size: undefined } }

  test('is the known one, or the one sent with the labels', () => {
    expect(accepted(read(1, labels)).size).toEqual([100, 50, 3])
    expect(accepted(read(1, labels, { sentSize: [100, 50] })).size).toEqual([100, 50, 3])
    expect(accepted(read(1, labels, { ...unknown, sentSize: [100, 50] })).size).toEqual([100, 50, 3])
    expect(accepted(read(1, labels, { ...unknown, sentSize: [100, 50, 1] })).size).toEqual([100, 50, 1])
    expect(accepted(read(1, labels, { sample: { size: [100, 50, 4] }, sentSize: [100, 50] })).size).toEqual([
      100, 50, 4,
    ])
  })

  test('must be known for shapes, and for nothing else', () => {
    for (const sentSize of [undefined, null]) {
      for (const dataset_type of [1, 600]) {
        expect(refused(read(dataset_type, labels, { ...unknown, sentSize }))).toEqual([
          E4423,
          'metadata.@modelarts:size: is required: the size of the image is not known',
        ])
      }
      expect(accepted(read(1, [], { ...unknown, sentSize })).size).toBeUndefined()
      expect(accepted(read(0, [{ name: 'cat' }], { ...unknown, sentSize })).size).toBeUndefined()
    }
  })

  test('is what shapes are checked against', () => {
    expect(refused(read(1, labels, { ...unknown, sentSize: [89, 50] }))[0]).toBe(E4413)
  })

  test('another depth than the known one moves no box', () => {
    expect(accepted(read(1, labels, { sentSize: [100, 50, 1] })).size).toEqual([100, 50, 3])
  })

  test.each([[[101, 50]], [[100, 51, 3]]])('%j contradicts the known one', (sentSize) => {
    for (const given of [labels, []]) {
      expect(refused(read(1, given, { sentSize }))).toEqual([
        E4423,
        `metadata.@modelarts:size: [${sentSize}] contradicts the known size [100,50,3]`,
      ])
    }
  })

  test.each([
    [[0, 50]],
    [[100]],
    [[100, 50, 3, 1]],
    [[100.5, 50]],
    [['100', '50']],
    [[-1, 50]],
    [[3_000_000_000, 50]],
    [{}],
    ['100x50'],
    [[null, 50]],
    [[]],
  ])('%j is none', (sentSize) => {
    expect(refused(read(1, labels, { ...unknown, sentSize }))).toEqual([
      E4423,
      'metadata.@modelarts:size: must be [width, height] or [width, height, depth] of positive integers',
    ])
  })
})

describe('a span of text', () => {
  const at = (start_index: unknown, end_index: unknown) => ({ start_index, end_index })

  test.each([
    [at(undefined, 4), E4413, 'start_index: is required'],
    [at(0, undefined), E4413, 'end_index: is required'],
    [at(-1, 4), E4413, 'start_index: must be at least 0'],
    [at(4, 4), E4413, 'end_index: must be greater than the start index'],
    [at(5, 4), E4413, 'end_index: must be greater than the start index'],
    [at(0, 31), E4413, 'end_index: must not exceed the length of the text, 30 characters'],
    [at('0', 4), E4396, 'start_index: must be an integer'],
    [at(null, 4), E4396, 'start_index: must be an integer'],
    [at(false, 4), E4396, 'start_index: must be an integer'],
    [at(0, 4.5), E4396, 'end_index: must be an integer'],
  ])('%j is refused', (property, code, problem) => {
    expect(refusedAt(101, property)).toEqual([code, problem])
    const [tripletCode, sentence] = refused(readOne(102, property, 'Person'))
    expect([tripletCode, sentence.replace('labels[0].property.@modelarts:', '')]).toEqual([code, problem])
  })

  test('may overlap another, or be the same under another name, but not be repeated', () => {
    const spans = [
      ['cat', 0, 4],
      ['cat', 2, 6],
      ['dog', 0, 4],
    ] as const
    const labels = spans.map(([name, start, end]) => ({ name, property: wire(at(start, end)) }))
    expect(accepted(read(101, labels)).labels).toHaveLength(3)
    expect(refused(read(101, [...labels, labels[1]!]))).toEqual([
      E4413,
      'labels[3]: repeats the name and the span of another label',
    ])
  })

  test('may overlap none where the dataset wants no overlaps; side by side is fine', () => {
    const labels = [at(4, 8), at(0, 4), at(8, 9)].map((span) => ({ name: 'cat', property: wire(span) }))
    expect(accepted(read(101, labels, { text_overlaps: false })).labels).toHaveLength(3)
    const inside = { name: 'dog', property: wire(at(5, 6)) }
    expect(refused(read(101, [...labels, inside], { text_overlaps: false }))).toEqual([
      E4413,
      'labels[3]: overlaps another: the dataset has text_overlaps false',
    ])
  })

  test('is checked in code points against any text: emoji, flags, combining marks, right-to-left', () => {
    const pieces = ['a', 'é', 'e\u0301', '😀', '👩‍👩‍👧', '🇨🇭', '深', 'שלום', '\u200f']
    const text = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 20 }).map((all) => all.join(''))
    fc.assert(
      fc.property(text, fc.integer({ min: -2, max: 60 }), fc.integer({ min: -2, max: 60 }), (sample, start, end) => {
        const characters = Array.from(sample)
        const result = read(101, [{ name: 'cat', property: wire(at(start, end)) }], {
          sample: { textLength: codePointLength(sample) },
        })
        const covers = start >= 0 && start < end && end <= characters.length
        if (covers) expect(accepted(result).labels[0]!.property).toEqual(wire(at(start, end)))
        else expect(refused(result)[0]).toBe(E4413)
      }),
    )
  })

  test('has no upper end where the text is not known', () => {
    const labels = [{ name: 'cat', property: wire(at(0, 1_000_000)) }]
    expect(accepted(read(101, labels, { sample: { textLength: undefined } })).labels).toHaveLength(1)
  })
})

describe('speech', () => {
  const at = (start_time: unknown, end_time: unknown) => ({ start_time, end_time })
  const good = at('00:00:01.250', '00:00:03.900')

  test.each([
    [at(undefined, '00:00:03.900'), E4413, 'start_time: is required'],
    [at('00:00:01.250', undefined), E4413, 'end_time: is required'],
    [at('1.25', '00:00:03.900'), E4396, 'start_time: must be a time written as hh:mm:ss.SSS'],
    [at(1250, '00:00:03.900'), E4396, 'start_time: must be a time written as hh:mm:ss.SSS'],
    [at('00:00:01.250', '00:00:61.000'), E4396, 'end_time: must be a time written as hh:mm:ss.SSS'],
    [at('00:00:03.900', '00:00:03.900'), E4413, 'end_time: must be later than the start time'],
    [at('00:00:04.000', '00:00:03.900'), E4413, 'end_time: must be later than the start time'],
    [at('00:00:09.000', '00:00:10.001'), E4413, 'end_time: must not exceed the duration of the recording, 10000 ms'],
    [{ ...good, content: 5 }, E4396, 'content: must be a text'],
    [{ ...good, source: null }, E4396, 'source: must be a text'],
  ])('paragraph %j is refused', (property, code, problem) => expect(refusedAt(202, property)).toEqual([code, problem]))

  test('paragraphs carry speaker and transcript, and may overlap', () => {
    const property = wire({ ...good, source: 'agent', content: 'Good morning.' })
    const labels = accepted(read(202, [{ property }, { property }, { name: 'dog', property }])).labels
    expect(labels[0]!.property).toEqual(property)
    expect(labels).toHaveLength(3)
  })

  test('a paragraph may end with the recording, or anywhere while its duration is not known', () => {
    const property = wire(at('00:00:00.000', '00:00:10.000'))
    expect(accepted(read(202, [{ property }])).labels).toHaveLength(1)
    const late = [{ property: wire(at('00:00:00.000', '99:00:00.000')) }]
    expect(accepted(read(202, late, { sample: { duration: undefined } })).labels).toHaveLength(1)
  })

  test('a transcript is refused where the dataset labels no content', () => {
    const labels = [{ property: wire({ ...good, content: 'Good morning.' }) }]
    expect(refused(read(202, labels, { content_labeling: false }))).toEqual([
      E4413,
      'labels[0].property.@modelarts:content: is not taken: the dataset has content_labeling false',
    ])
    expect(accepted(read(202, [{ property: wire(good) }], { content_labeling: false })).labels).toHaveLength(1)
  })

  test('content is a text and required', () => {
    const one = (property: object) => refused(read(201, [{ property }]))
    expect(one({})).toEqual([E4413, 'labels[0].property.@modelarts:content: is required'])
    expect(one(wire({ content: 1 }))).toEqual([E4396, 'labels[0].property.@modelarts:content: must be a text'])
    expect(accepted(read(201, [{ property: wire({ content: '' }) }])).labels).toHaveLength(1)
  })
})

describe('what belongs to one type is refused with another', () => {
  const positions: Record<string, unknown> = {
    shape: 'bndbox',
    feature: [
      [0, 0],
      [1, 1],
    ],
    start_index: 0,
    end_index: 4,
    from: 'E1',
    to: 'E2',
    start_time: '00:00:01.000',
    end_time: '00:00:02.000',
    content: 'a',
    source: 'b',
    hard: 'true',
    hard_coefficient: '0.5',
    hard_reasons: '3-20',
  }
  const hard = ['hard', 'hard_coefficient', 'hard_reasons']
  const shape = ['shape', 'feature']
  const span = ['start_index', 'end_index']
  test.each<[number, string, string[], string[]]>([
    [0, 'cat', [], hard],
    [1, 'cat', ['feature'], [...shape, ...hard]],
    [3, 'cat', [], shape],
    [100, 'cat', [], []],
    [101, 'cat', span, span],
    [102, 'Person', span, span],
    [200, 'cat', [], []],
    [201, '', ['content'], ['content']],
    [202, 'cat', ['start_time', 'end_time'], ['start_time', 'end_time', 'content', 'source']],
    [600, 'cat', ['feature'], shape],
  ])('dataset type %i, label %s', (dataset_type, name, needed, own) => {
    const pick = (keys: string[]) => Object.fromEntries(keys.map((key) => [key, positions[key]]))
    const base =
      dataset_type === 3
        ? {
            feature: [
              [0, 0],
              [1, 0],
              [1, 1],
            ],
          }
        : pick(needed)
    for (const key of Object.keys(positions)) {
      const property =
        dataset_type === 3 && key === 'shape' ? { ...base, shape: 'polygon' } : { ...pick([key]), ...base }
      const result = read(dataset_type, [{ name, property: wire(property) }])
      if (own.includes(key)) expect(accepted(result).labels).toHaveLength(1)
      else {
        const sentence = `labels[0].property.@modelarts:${key}: does not belong to labels of this type`
        expect(refused(result)).toEqual([E4413, sentence])
      }
    }
  })
})
