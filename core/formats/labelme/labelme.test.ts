import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RecordLabel, SampleRecord } from '#core/formats/record.ts'
import { records } from '#tests/formats/arbitraries.ts'
import { detection, segmentation, size } from '#tests/formats/coco-trees.ts'
import { checkGoingOn } from '#tests/formats/going-on.ts'
import { readTree, treeOf } from '#tests/formats/labelme-trees.ts'
import { checkRoundTrip, readRecords, writeRecords } from '#tests/formats/round-trip.ts'
import { labelme } from './labelme.ts'

const label = (name: string, shape: string, feature: number[][], more: object = {}): RecordLabel => ({
  name,
  type: 1,
  property: { '@modelarts:shape': shape as 'bndbox', '@modelarts:feature': feature, ...more },
})

/** Two pixels wide and two high, the upper right one black; grey, as LabelMe saves it. */
const maskPng = 'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAAAAABX3VL4AAAADklEQVR4nGNgZGBgZAQAAA4ABGrO+qIAAAAASUVORK5CYII='

/** As LabelMe writes it. */
const published = `{
  "version": "5.5.0",
  "flags": {"blurred": true, "night": false},
  "shapes": [
    {"label": "car", "points": [[30.5, 20.0], [10.0, 5.25]], "group_id": 2, "description": "parked", "shape_type": "rectangle", "flags": {"occluded": true, "wet": false}, "mask": null},
    {"label": "dog", "points": [[1.0, 2.0], [5.5, 2.0], [5.5, 8.0]], "group_id": null, "description": "", "shape_type": "polygon", "flags": {}},
    {"label": "sun", "points": [[50.0, 25.0], [53.0, 29.0]], "group_id": null, "shape_type": "circle", "flags": {}},
    {"label": "edge", "points": [[0.0, 0.0], [9.0, 9.0]], "group_id": null, "shape_type": "line", "flags": {}},
    {"label": "lane", "points": [[0.0, 1.0], [2.0, 3.0], [2.0, 3.0], [4.0, 1.0]], "group_id": null, "shape_type": "linestrip", "flags": {}},
    {"label": "nose", "points": [[7.0, 8.0]], "group_id": null, "shape_type": "point", "flags": {}},
    {"label": "ship", "points": [[20.0, 10.0], [30.0, 20.0], [20.0, 30.0], [10.0, 20.0]], "shape_type": "oriented_rectangle"},
    {"label": "old", "points": [[1, 1], [2, 1], [2, 2]], "fill_color": null}
  ],
  "imagePath": "..\\\\photos\\\\1.jpg",
  "imageData": "/9j/4AAQ",
  "imageHeight": 50,
  "imageWidth": 100
}
`

describe('LabelMe', () => {
  test('a document beside its picture', async () => {
    const { records: read, faults } = await readTree({ 'a/1.json': published, 'a/1.jpg': '', 'a/2.jpg': '' }, detection)
    expect(faults).toEqual([])
    const [first, second] = read
    expect(first).toMatchObject({
      path: 'a/1.jpg',
      size,
      metadata: { '@muster:flags': { blurred: true, night: false } },
    })
    expect(first!.labels.slice(0, 6)).toEqual([
      label(
        'car',
        'bndbox',
        [
          [10, 5.25],
          [30.5, 20],
        ],
        {
          '@muster:group': 2,
          description: 'parked',
          occluded: true,
          wet: 'false',
        },
      ),
      label('dog', 'polygon', [
        [1, 2],
        [5.5, 2],
        [5.5, 8],
      ]),
      label('sun', 'circle', [[50, 25], [5]]),
      label('edge', 'line', [
        [0, 0],
        [9, 9],
      ]),
      label('lane', 'polyline', [
        [0, 1],
        [2, 3],
        [4, 1],
      ]),
      label('nose', 'point', [[7, 8]]),
    ])
    const side = Math.SQRT2 * 10
    const [ship, old] = first!.labels.slice(6)
    expect(ship!.property!['@modelarts:clockwise_angle']).toBe(45)
    for (const [i, [x, y]] of [
      [20 - side / 2, 20 - side / 2],
      [20 + side / 2, 20 + side / 2],
    ].entries()) {
      expect(ship!.property!['@modelarts:feature']![i]![0]).toBeCloseTo(x!, 5)
      expect(ship!.property!['@modelarts:feature']![i]![1]).toBeCloseTo(y!, 5)
    }
    expect(old).toEqual(
      label('old', 'polygon', [
        [1, 1],
        [2, 1],
        [2, 2],
      ]),
    )
    expect(second).toEqual({ path: 'a/2.jpg', labels: [], metadata: {} })
  })

  test('a rectangle of four corners, attributes and a score, as tools made from LabelMe write them', async () => {
    const shape = {
      label: 'a',
      shape_type: 'rectangle',
      points: [
        [1, 2],
        [5, 2],
        [5, 8],
        [1, 8],
      ],
      score: 0.5,
      attributes: { colour: 'red', seats: 4 },
    }
    const { records: read } = await readTree(treeOf([shape]), detection)
    expect(read[0]!.labels).toEqual([
      {
        ...label(
          'a',
          'bndbox',
          [
            [1, 2],
            [5, 8],
          ],
          { colour: 'red', seats: '4' },
        ),
        score: 0.5,
      },
    ])
  })

  test('a mask is read with its outline, and written as it was', async () => {
    const shape = {
      label: 'cat',
      shape_type: 'mask',
      points: [
        [20, 10],
        [21, 11],
      ],
      flags: {},
      mask: maskPng,
    }
    for (const options of [detection, segmentation]) {
      const { records: read, faults } = await readTree(treeOf([shape]), options)
      expect(faults).toEqual([])
      expect(read[0]!.labels[0]!.property).toEqual({
        '@modelarts:shape': 'polygon',
        '@modelarts:feature': [
          [20, 10],
          [21, 10],
          [21, 11],
          [22, 11],
          [22, 12],
          [20, 12],
        ],
        '@muster:mask': { size: [50, 100], counts: expect.any(String) },
      })
      const { files, losses } = await writeRecords(labelme, read, options)
      expect(losses).toEqual([])
      const written = JSON.parse(files.texts['1.json']!).shapes[0]
      expect(written).toMatchObject({
        shape_type: 'mask',
        points: [
          [20, 10],
          [21, 11],
        ],
        mask: expect.any(String),
      })
      expect((await readRecords(labelme, files, options)).records).toEqual(read)
    }
  })

  test('documents in a folder of their own go with the only pictures of their names', async () => {
    const document = (name: string) =>
      JSON.stringify({
        shapes: [
          {
            label: name,
            points: [
              [1, 1],
              [2, 1],
              [2, 2],
            ],
          },
        ],
      })
    const content = {
      'ann/1.json': document('one'),
      'ann/2.json': document('two'),
      'img/1.jpg': '',
      'img/2.jpg': '',
      'img/3.jpg': '',
      'other/2.jpg': '',
      'package.json': '{"name":"x"}',
    }
    const { records: read, faults } = await readTree(content, segmentation)
    expect(read.map(({ path, labels }) => [path, labels.map(({ name }) => name)])).toEqual([
      ['img/1.jpg', ['one']],
      ['img/2.jpg', []],
      ['img/3.jpg', []],
      ['other/2.jpg', []],
    ])
    expect(faults).toEqual([{ path: 'ann/2.json', reason: 'has shapes, but there is no picture of its name, or two' }])
  })

  test('a document between two pictures of its name is that of the picture it names', async () => {
    const content = { ...treeOf([], { imagePath: '1.png' }), '1.png': '' }
    expect((await readTree(content, detection)).records).toEqual([
      { path: '1.jpg', labels: [], metadata: {} },
      { path: '1.png', size, labels: [], metadata: { '@muster:empty': 1 } },
    ])
  })

  test('what it writes', async () => {
    const record: SampleRecord = {
      path: 'a/1.jpg',
      size,
      labels: [
        label(
          'car',
          'bndbox',
          [
            [1, 2],
            [3, 4.5],
          ],
          { '@muster:group': 2, wet: 'true', occluded: '1', description: 'x' },
        ),
        label(
          'ship',
          'bndbox',
          [
            [10, 10],
            [30, 20],
          ],
          { '@modelarts:clockwise_angle': 90 },
        ),
      ],
      metadata: { '@muster:flags': { night: true } },
    }
    const empty: SampleRecord = { path: 'a/1.png', size, labels: [], metadata: { '@muster:empty': 1 } }
    const nothing: SampleRecord = { path: 'b.jpg', size, labels: [], metadata: {} }
    const { files, losses } = await writeRecords(labelme, [record, empty, nothing], detection)
    expect(Object.keys(files.texts)).toEqual(['a/1.jpg', 'a/1.json', 'a/1-2.png', 'a/1-2.json', 'b.jpg'])
    expect(JSON.parse(files.texts['a/1.json']!)).toEqual({
      version: '6.0.0',
      flags: { night: true },
      shapes: [
        {
          label: 'car',
          points: [
            [1, 2],
            [3, 4.5],
          ],
          group_id: 2,
          description: 'x',
          shape_type: 'rectangle',
          flags: { wet: true },
          mask: null,
          attributes: { occluded: '1' },
        },
        {
          label: 'ship',
          points: [
            [25, 5],
            [25, 25],
            [15, 25],
            [15, 5],
          ],
          group_id: null,
          description: '',
          shape_type: 'oriented_rectangle',
          flags: {},
          mask: null,
        },
      ],
      imagePath: '1.jpg',
      imageData: null,
      imageHeight: 50,
      imageWidth: 100,
    })
    expect(JSON.parse(files.texts['a/1-2.json']!)).toMatchObject({ shapes: [], imagePath: '1-2.png' })
    expect(losses).toEqual([
      { path: 'a/1.png', field: 'path', reason: 'becomes a/1-2.png' },
      { path: 'b.jpg', field: 'size', reason: 'has no place in this format' },
    ])
    await checkRoundTrip(labelme, [record, empty, nothing], detection)
  })

  test.each([detection, segmentation])('what is written is read again, minus the losses (%j)', async (options) => {
    await fc.assert(
      fc.asyncProperty(records(options), async (given) => {
        await checkRoundTrip(labelme, given, options)
        const { files } = await writeRecords(labelme, given, options)
        await checkGoingOn(labelme, files, options)
      }),
    )
  })
})
