import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import type { RecordLabel, SampleRecord } from '#core/formats/record.ts'
import type { ImageSize } from '#core/geometry/shape.ts'
import { records } from '#tests/formats/arbitraries.ts'
import { checkGoingOn } from '#tests/formats/going-on.ts'
import { MemoryFiles } from '#tests/formats/memory-files.ts'
import { checkRoundTrip, readRecords, writeRecords } from '#tests/formats/round-trip.ts'
import { ultralytics } from './ultralytics.ts'
import { readUltralyticsOptions } from './ultralytics-options.ts'

const isSample = (path: string) => /\.(jpe?g|png)$/i.test(path)
const optionsFor = (dataset_type: DatasetType, more: Record<string, unknown> = {}) => ({
  dataset_type,
  labels: [{ name: 'car', type: dataset_type as 0 | 1 | 3 }],
  isSample,
  ...more,
})
const detection = optionsFor(DatasetType.objectDetection)
const oriented = optionsFor(DatasetType.objectDetection, { yolo_task: 'oriented' })
const segmentation = optionsFor(DatasetType.imageSegmentation)
const classification = optionsFor(DatasetType.imageClassification)

const size: ImageSize = [1000, 500, 3]
const label = (type: 1 | 3, shape: string, feature: number[][], more: object = {}): RecordLabel => {
  return {
    name: 'car',
    type,
    property: { '@modelarts:shape': shape as 'bndbox', '@modelarts:feature': feature, ...more },
  }
}
const corners = [
  [100, 50],
  [300, 50],
  [300, 150],
]

async function readAll(content: Record<string, string>, options: ReturnType<typeof optionsFor>) {
  const files = new MemoryFiles(content)
  for (const path of Object.keys(content)) files.sizes.set(path, size)
  await checkGoingOn(ultralytics, files, options)
  return readRecords(ultralytics, files, options)
}

describe('YOLO as Ultralytics takes it', () => {
  test('is written with a set for each usage and read from there', async () => {
    const record = (path: string, usage: SampleRecord['usage'], ...labels: RecordLabel[]): SampleRecord => {
      return { path, ...(usage && { usage }), ...(labels.length > 0 && { size }), labels, metadata: {} }
    }
    const box = label(1, 'bndbox', [corners[0]!, corners[2]!])
    const found = [
      record(
        '1.jpg',
        'TRAIN',
        box,
        label(
          1,
          'bndbox',
          [
            [0, 0],
            [1000, 500],
          ],
          { '@muster:track': 7 },
        ),
      ),
      record('a/images/2.jpg', 'EVAL', box),
      record('3.jpg', 'TEST'),
      { ...record('4.png', 'TRAIN'), size, metadata: { '@muster:empty': 1 } },
    ]
    const { files, losses } = await writeRecords(ultralytics, found, detection)
    expect(files.texts).toEqual({
      'images/train/1.jpg': '',
      'labels/train/1.txt': '0 0.200000 0.200000 0.200000 0.200000\n0 0.500000 0.500000 1.000000 1.000000\n',
      'images/val/a/images-/2.jpg': '',
      'labels/val/a/images-/2.txt': '0 0.200000 0.200000 0.200000 0.200000\n',
      'images/test/3.jpg': '',
      'images/train/4.png': '',
      'labels/train/4.txt': '',
      'data.yaml': 'train: images/train\nval: images/val\ntest: images/test\nnames:\n  0: "car"\n',
    })
    const [track] = losses.filter(({ field }) => field !== 'path')
    expect(track).toMatchObject({ field: 'labels[1].property.@muster:track', reason: 'has no place in this format' })
    await checkRoundTrip(ultralytics, found, detection)
  })

  test('rows draw boxes, outlines and turned boxes', async () => {
    const {
      records: [found],
      faults,
    } = await readAll(
      {
        'data.yaml': 'train: ../train/images\nval: ../train/images\nnames: [car]\n',
        'train/images/1.jpg': '',
        'train/labels/1.txt': [
          '0 0.2 0.2 0.2 0.2',
          '0 0.1 0.1 0.3 0.1 0.3 0.3',
          '0 0.1 0.1 0.3 0.1 0.3 0.3 3',
          '0 0.1 0.1 0.3 0.1 0.3 0.3 0.1 0.3',
          '0 0.25 0.1 0.25 0.5 0.15 0.5 0.15 0.1 12',
          '0 0.1 0.1 0.3 0.1 0.3 0.3 0.2 0.5',
        ].join('\n'),
      },
      detection,
    )
    expect(faults).toEqual([])
    expect(found).toEqual({
      path: 'train/images/1.jpg',
      usage: 'TRAIN',
      size,
      labels: [
        label(1, 'bndbox', [
          [100, 50],
          [300, 150],
        ]),
        label(1, 'polygon', corners),
        label(1, 'polygon', corners, { '@muster:track': 3 }),
        label(1, 'bndbox', [
          [100, 50],
          [300, 150],
        ]),
        label(
          1,
          'bndbox',
          [
            [100, 100],
            [300, 200],
          ],
          { '@modelarts:clockwise_angle': 90, '@muster:track': 12 },
        ),
        label(1, 'polygon', [...corners, [200, 250]]),
      ],
      metadata: {},
    })
  })

  test('sets for training and validation are named also where there is no picture for them', async () => {
    const record: SampleRecord = { path: '1.jpg', usage: 'TEST', size, labels: [], metadata: {} }
    const { files } = await writeRecords(ultralytics, [record], detection)
    expect(files.texts['data.yaml']).toBe('train: []\nval: []\ntest: images/test\nnames:\n  0: "car"\n')
    expect((await readAll(files.texts, detection)).records).toEqual([
      { path: 'images/test/1.jpg', usage: 'TEST', labels: [], metadata: {} },
    ])
  })

  test.each([
    ['x/images/1.jpg', 'x/labels/1.txt'],
    ['x/1.jpg', 'x/1.txt'],
  ])('a list of classes alone goes with %s', async (image, rows) => {
    const content = { 'x/classes.txt': 'cat\nbig car\n', [image]: '', [rows]: '1 0.2 0.2 0.2 0.2' }
    const { records, faults } = await readAll(content, detection)
    expect(faults).toEqual([])
    expect(records.map(({ path, usage, labels }) => [path, usage, labels.map(({ name }) => name)])).toEqual([
      [image, undefined, ['big car']],
    ])
  })

  test('four corners are an outline where the task says so', async () => {
    const content = {
      'x/data.yml': 'train: images\nnames: {0: car}',
      'x/images/1.jpg': '',
      'x/labels/1.txt': '0 0.1 0.1 0.3 0.1 0.3 0.3 0.1 0.3',
    }
    for (const options of [segmentation, optionsFor(DatasetType.objectDetection, { yolo_task: 'segment' })]) {
      const {
        records: [found],
      } = await readAll(content, options)
      expect(found!.labels[0]!.property!['@modelarts:shape']).toBe('polygon')
    }
  })

  test('a turned box comes back with its angle', async () => {
    const angles = fc.integer({ min: 1, max: 359 })
    const place = fc.record({
      x: fc.integer({ min: 200, max: 300 }),
      width: fc.integer({ min: 20, max: 150 }),
      angle: angles,
    })
    await fc.assert(
      fc.asyncProperty(place, async ({ x, width, angle }) => {
        const box = [
          [x, 200],
          [x + width, 240],
        ]
        const labels = [label(1, 'bndbox', box, { '@modelarts:clockwise_angle': angle })]
        const record: SampleRecord = { path: '1.jpg', usage: 'TRAIN', size, labels, metadata: {} }
        const { losses } = await writeRecords(ultralytics, [record], oriented)
        expect(losses).toEqual([{ path: '1.jpg', field: 'path', reason: 'becomes images/train/1.jpg' }])
        await checkRoundTrip(ultralytics, [record], oriented)
      }),
    )
  })

  test('an outline whose box alone is written is told to become one', async () => {
    const labels = [label(1, 'polygon', corners)]
    const record: SampleRecord = { path: '1.jpg', usage: 'TRAIN', size, labels, metadata: {} }
    const detect = optionsFor(DatasetType.objectDetection, { yolo_task: 'detect' })
    const { losses } = await writeRecords(ultralytics, [record], detect)
    expect(losses.map(({ field, reason }) => `${field} ${reason}`)).toEqual([
      'path becomes images/train/1.jpg',
      'labels[0].property.@modelarts:shape becomes that of a bndbox',
      'labels[0].property.@modelarts:feature becomes that of a bndbox',
    ])
  })

  test('lists of pictures are read, and what they name without there being it is told', async () => {
    const { records: found, faults } = await readAll(
      {
        'data.yaml': 'path: /datasets/x\ntrain: train.txt\nval: images/none\ntest: [images/a, images/b]\nnames: [car]',
        'train.txt': './images/a/1.jpg\n./images/a/9.jpg\n',
        'images/a/1.jpg': '',
        'images/b/2.jpg': '',
        'labels/b/2.txt': '1 0 0 0 0',
      },
      detection,
    )
    expect(found.map(({ path, usage }) => [path, usage])).toEqual([
      ['images/a/1.jpg', 'TRAIN'],
      ['images/a/1.jpg', 'TEST'],
    ])
    expect(faults).toEqual([
      { path: 'train.txt', line: 2, reason: 'names "./images/a/9.jpg", which is missing' },
      { path: 'data.yaml', reason: 'says that val is "/datasets/x/images/none", which is missing' },
      { path: 'labels/b/2.txt', line: 1, reason: 'names the class "1", which is not defined' },
    ])
  })

  test.each([
    [{}, { path: 'data.yaml', reason: 'is missing' }],
    [{ 'data.yaml': 'names: [car]' }, { path: 'data.yaml', reason: 'names neither train nor val nor test' }],
    [{ 'data.yaml': 'names: [car' }, { path: 'data.yaml', line: 1, reason: 'has no "," or "]" where one belongs' }],
  ])('without a description that can be read there is one fault: %j', async (content, fault) => {
    expect(await readAll(content, detection)).toEqual({ records: [], faults: [fault] })
  })

  test('segmentation takes outlines alone: a box is the polygon of its corners', async () => {
    const content = { 'data.yaml': 'train: images\nnames: [car]', 'images/1.jpg': '', 'labels/1.txt': '0 0.5 0.5 1 1' }
    const { records: found, faults } = await readAll(content, segmentation)
    expect(faults).toEqual([])
    const { '@modelarts:shape': shape, '@modelarts:feature': points } = found[0]!.labels[0]!.property!
    const [width, height] = (points as number[][])[2]!
    expect([shape, points]).toEqual([
      'polygon',
      [
        [0, 0],
        [width, 0],
        [width, height],
        [0, height],
      ],
    ])
    expect(width! > 0 && height! > 0).toBe(true)
  })

  test('classified pictures stand in folders of their set and label', async () => {
    const place = (path: string) => ({ [path]: '' })
    const { records: found } = await readAll(
      {
        ...place('train/val/1.jpg'),
        ...place('x/valid/cat/2.jpg'),
        ...place('test/3.jpg'),
        ...place('cat/4.jpg'),
        ...place('5.jpg'),
      },
      classification,
    )
    expect(found.map(({ path, usage, labels }) => [path, usage, labels.map(({ name }) => name).join()])).toEqual([
      ['5.jpg', undefined, ''],
      ['cat/4.jpg', undefined, 'cat'],
      ['test/3.jpg', 'TEST', ''],
      ['train/val/1.jpg', 'TRAIN', 'val'],
      ['x/valid/cat/2.jpg', 'EVAL', 'cat'],
    ])
  })

  test.each([
    detection,
    oriented,
    segmentation,
    optionsFor(DatasetType.objectDetection, { yolo_task: 'segment' }),
    classification,
  ])('comes back but for what is said to be lost: %j', async (options) => {
    const some = records(options).filter((found) => found.length > 0)
    await fc.assert(
      fc.asyncProperty(some, (found) => checkRoundTrip(ultralytics, found, options)),
      { numRuns: 150 },
    )
  })

  test('another task is refused', () => {
    expect(readUltralyticsOptions({ yolo_task: 'segment' })).toEqual({ task: 'segment' })
    expect(readUltralyticsOptions({})).toEqual({ task: undefined })
    expect(readUltralyticsOptions({ yolo_task: 1 })).toMatchObject({
      error_msg: 'muster.yolo_task must be one of detect, segment, oriented.',
    })
  })
})
