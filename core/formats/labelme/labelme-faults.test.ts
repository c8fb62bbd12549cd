import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { detection, isSample, segmentation, size } from '#tests/formats/coco-trees.ts'
import { readTree, treeOf } from '#tests/formats/labelme-trees.ts'
import { MemoryFiles } from '#tests/formats/memory-files.ts'
import { readRecords } from '#tests/formats/round-trip.ts'
import { labelme } from './labelme.ts'

const box = {
  label: 'a',
  shape_type: 'rectangle',
  points: [
    [1, 1],
    [2, 2],
  ],
}
const mask = {
  label: 'a',
  shape_type: 'mask',
  points: [
    [1, 1],
    [2, 2],
  ],
}

describe('LabelMe with faults', () => {
  test.each<[unknown, string]>([
    [7, 'is no object'],
    [{ ...box, label: 7 }, 'has no label'],
    [{ ...box, label: ' ' }, 'has no label'],
    [{ ...box, label: 'a\u0000' }, 'has a label with the character U+0000'],
    [{ ...box, shape_type: 7 }, 'has a shape_type that is no text'],
    [{ ...box, shape_type: 'triangle' }, 'has the shape_type "triangle", which is not known'],
    [{ ...box, shape_type: 'constructor' }, 'has the shape_type "constructor", which is not known'],
    [{ ...box, points: null }, 'has points that are no list of pairs of numbers'],
    [{ ...box, points: [[1, 2, 3]] }, 'has points that are no list of pairs of numbers'],
    [
      {
        ...box,
        points: [
          [1, '2'],
          [3, 4],
        ],
      },
      'has points that are no list of pairs of numbers',
    ],
    [{ ...box, points: [[1, 2]] }, 'is no upright rectangle'],
    [
      {
        ...box,
        points: [
          [1, 2],
          [5, 3],
          [4, 6],
          [0, 5],
        ],
      },
      'is no upright rectangle',
    ],
    [
      {
        ...box,
        points: [
          [1, 1],
          [200, 2],
        ],
      },
      'holds the point [200, 2] outside the picture, 100 x 50 pixels',
    ],
    [{ ...box, shape_type: 'circle', points: [[1, 1]] }, 'is a circle of 1 points'],
    [
      {
        ...box,
        shape_type: 'circle',
        points: [
          [1, 1],
          [1, 1],
        ],
      },
      'holds a circle that is none: the radius must be greater than 0',
    ],
    [
      {
        ...box,
        shape_type: 'circle',
        points: [
          [5, 5],
          [20, 5],
        ],
      },
      'holds a circle that lies outside the picture, 100 x 50 pixels',
    ],
    [{ ...box, shape_type: 'polygon' }, 'holds a polygon that is none: a polygon needs at least three distinct points'],
    [
      {
        ...box,
        shape_type: 'linestrip',
        points: [
          [1, 1],
          [1, 1],
        ],
      },
      'holds a polyline that is none: a polyline needs at least two points',
    ],
    [{ ...box, flags: [] }, 'has flags that are no object'],
    [{ ...box, flags: { x: 'true' } }, 'has a flag "x" that is neither true nor false'],
    [{ ...box, description: '\ud800' }, 'has a description with an unpaired surrogate'],
    [{ ...box, score: 2 }, 'has a score that is no number from 0 to 1'],
    [{ ...box, attributes: 'x' }, 'has attributes that are no object'],
    [mask, 'is a mask without its pixels'],
    [{ ...mask, mask: 7 }, 'is a mask without its pixels'],
  ])('%j is a fault of the picture', async (shape, reason) => {
    expect(await readTree(treeOf([box, shape]), detection)).toEqual({
      records: [],
      faults: [{ path: '1.json', reason: `has a shape 2 that ${reason}` }],
    })
  })

  test.each<[string, string]>([
    ['no picture at all', '!!!'],
    ['another kind of picture', 'R0lGODlhAQABAAAAACwAAAAAAQABAAA='],
  ])('a mask that is %s is a fault of the document', async (_, base64) => {
    const { faults } = await readTree(treeOf([{ ...mask, mask: base64 }]), detection)
    expect(faults).toEqual([{ path: '1.json', reason: expect.any(String) }])
  })

  test('segmentation takes outlines alone: a rectangle is the polygon of its corners', async () => {
    const { faults } = await readTree(treeOf([{ ...box, shape_type: 'line' }]), segmentation)
    expect(faults).toMatchObject([
      { reason: 'has a shape 1 that has no outline, but segmentation takes outlines alone' },
    ])
    const corners = [
      [30, 20],
      [10, 5],
    ]
    const { records } = await readTree(treeOf([{ ...box, points: corners }]), segmentation)
    expect(records[0]!.labels[0]!.property).toMatchObject({
      '@modelarts:shape': 'polygon',
      '@modelarts:feature': [
        [10, 5],
        [30, 5],
        [30, 20],
        [10, 20],
      ],
    })
  })

  test.each<[string, string]>([
    ['{"shapes":[', 'is not valid JSON at character 12'],
    ['[]', 'is JSON, but no object'],
    ['null', 'is JSON, but no object'],
    ['{"shapes":{}}', 'has no list of shapes'],
    ['{"shapes":[],"imageWidth":"100"}', 'has an imageWidth or imageHeight that is no whole number'],
    ['{"shapes":[],"imageWidth":5,"imageHeight":6}', 'says that its picture has 5 x 6 pixels, but it has 100 x 50'],
  ])('the document %s is told, and the next picture is read', async (text, reason) => {
    const { records, faults } = await readTree({ '1.jpg': '', '1.json': text, '2.jpg': '' }, detection)
    expect(records).toEqual([{ path: '2.jpg', labels: [], metadata: {} }])
    expect(faults).toEqual([{ path: '1.json', reason }])
  })

  test('names from hell stay names', async () => {
    const text =
      '{"shapes":[{"label":"__proto__","points":[[1,1],[2,1],[2,2]],"flags":{"__proto__":true},' +
      '"attributes":{"constructor":"x","@muster:note":{"__proto__":1},"@modelarts:feature":"[]","deep":{}}}],' +
      '"flags":{"__proto__":true}}'
    const { records } = await readTree({ '1.jpg': '', '1.json': text }, detection)
    const { labels, metadata } = records[0]!
    expect(labels[0]!.name).toBe('__proto__')
    expect(Object.entries(labels[0]!.property!)).toEqual([
      ['@modelarts:shape', 'polygon'],
      [
        '@modelarts:feature',
        [
          [1, 1],
          [2, 1],
          [2, 2],
        ],
      ],
      ['__proto__', 'true'],
      ['constructor', 'x'],
      ['@muster:note', JSON.parse('{"__proto__":1}')],
    ])
    expect(JSON.stringify(metadata)).toBe('{"@muster:flags":{"__proto__":true}}')
  })

  test('what has no place is told', async () => {
    const files = new MemoryFiles(
      treeOf([{ ...box, group_id: 'x', attributes: { deep: {}, '@modelarts:hard': true } }], { flags: { x: 1 } }),
    )
    files.sizes.set('1.jpg', size)
    const [item] = await Array.fromAsync(labelme.read(files, detection))
    expect(item).toMatchObject({
      ignored: [
        'a group_id that is no whole number',
        'the attribute "deep"',
        'the attribute "@modelarts:hard"',
        'flags that are neither true nor false',
      ],
    })
  })

  test('nothing that stands in place of a value throws', async () => {
    const keys = ['label', 'points', 'shape_type', 'group_id', 'flags', 'mask', 'attributes', 'score', 'description']
    const types = ['rectangle', 'polygon', 'circle', 'mask', 'point', 'oriented_rectangle', 'line', 'linestrip']
    const point = fc.tuple(fc.constantFrom(0, 3, -1, 1e308, 49, 7.5), fc.constantFrom(0, 3, -1e308, 1e-320, 9))
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.constantFrom(...types),
      fc.array(point, { maxLength: 5 }),
      fc.constant('iVBORw0KGgo='),
    )
    const shape = fc.tuple(fc.dictionary(fc.constantFrom(...keys), value), fc.boolean()).map(([given, isNamed]) => {
      return isNamed
        ? {
            label: 'a',
            points: [
              [1, 1],
              [2, 2],
            ],
            ...given,
          }
        : given
    })
    const head = fc.dictionary(fc.constantFrom('imagePath', 'imageWidth', 'flags', 'shapes'), fc.jsonValue())
    await fc.assert(
      fc.asyncProperty(fc.array(shape, { maxLength: 3 }), head, async (shapes, more) => {
        const content = treeOf(shapes, more)
        const files = new MemoryFiles(content)
        for (const path of Object.keys(content)) if (isSample(path)) files.sizes.set(path, size)
        const { records, faults } = await readRecords(labelme, files, detection)
        expect(records.length + faults.length).toBe(1)
      }),
    )
  })
})
