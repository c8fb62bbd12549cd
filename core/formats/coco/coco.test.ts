import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RecordLabel, SampleRecord } from '#core/formats/record.ts'
import { records } from '#tests/formats/arbitraries.ts'
import { detection, documentOf, readAll, segmentation, size } from '#tests/formats/coco-trees.ts'
import { checkGoingOn } from '#tests/formats/going-on.ts'
import { MemoryFiles } from '#tests/formats/memory-files.ts'
import { checkRoundTrip, readRecords, writeRecords } from '#tests/formats/round-trip.ts'
import { coco } from './coco.ts'

const label = (type: 1 | 3, name: string, shape: string, feature: number[][], more: object = {}): RecordLabel => ({
  name,
  type,
  property: { '@modelarts:shape': shape as 'bndbox', '@modelarts:feature': feature, ...more },
})
const square = [
  [10, 10],
  [30, 10],
  [30, 20],
  [10, 20],
]

/** As the tools of COCO write it, with the picture elsewhere than it says. */
const published = JSON.stringify({
  info: { description: 'x', images: [1] },
  images: [
    { id: 7, file_name: 'train2017/000000000007.jpg', width: 100, height: 50 },
    { id: 9, file_name: '000000000009.jpg', width: 100, height: 50 },
  ],
  annotations: [
    {
      id: 1,
      image_id: 7,
      category_id: 18,
      bbox: [10.5, 10, 20.25, 10],
      area: 200,
      iscrowd: 0,
      segmentation: [square.flat(), [1, 1, 5, 1, 5, 5]],
    },
    {
      id: 2,
      image_id: 7,
      category_id: 3,
      bbox: [1, 0, 2, 3],
      area: 4,
      iscrowd: 1,
      segmentation: { size: [50, 100], counts: [50, 3, 47, 2, 4898] },
      attributes: { occluded: false, colour: 'red', rotation: 12.5, deep: {} },
    },
  ],
  categories: [
    { id: 3, name: 'car', supercategory: 'vehicle' },
    { id: 18, name: 'dog' },
  ],
})
const tree = {
  'annotations/instances_train2017.json': published,
  'annotations/captions.json': '{"annotations":[{"caption":"a dog"}]}',
  'package.json': '{"images":[]}',
  'pictures/000000000007.jpg': '',
  'images/000000000009.jpg': '',
}

describe('COCO instances', () => {
  test('detection reads the boxes', async () => {
    expect(await readAll(tree, detection)).toEqual({
      records: [
        {
          path: 'pictures/000000000007.jpg',
          usage: 'TRAIN',
          size,
          labels: [
            label(
              1,
              'dog',
              'bndbox',
              [
                [10.5, 10],
                [30.75, 20],
              ],
              { '@muster:coco_id': 18 },
            ),
            label(
              1,
              'car',
              'bndbox',
              [
                [1, 0],
                [3, 3],
              ],
              {
                occluded: false,
                colour: 'red',
                '@modelarts:clockwise_angle': 12.5,
                supercategory: 'vehicle',
                iscrowd: '1',
                '@muster:coco_id': 3,
              },
            ),
          ],
          metadata: {},
        },
        { path: 'images/000000000009.jpg', usage: 'TRAIN', size, labels: [], metadata: {} },
      ],
      faults: [],
    })
  })

  test('segmentation reads a label for each ring, and masks with their outline', async () => {
    const {
      records: [found],
    } = await readAll(tree, segmentation)
    const dog = { '@muster:group': '1', '@muster:coco_id': 18 }
    expect(found!.labels).toEqual([
      label(3, 'dog', 'polygon', square, dog),
      label(
        3,
        'dog',
        'polygon',
        [
          [1, 1],
          [5, 1],
          [5, 5],
        ],
        dog,
      ),
      label(
        3,
        'car',
        'polygon',
        [
          [1, 0],
          [3, 0],
          [3, 2],
          [2, 2],
          [2, 3],
          [1, 3],
        ],
        {
          occluded: false,
          colour: 'red',
          rotation: '12.5',
          supercategory: 'vehicle',
          iscrowd: '1',
          '@muster:coco_id': 3,
          '@muster:mask': { size: [50, 100], counts: 'b13_1Ocg4' },
        },
      ),
    ])
  })

  test.each([detection, segmentation])('what was read from other tools is written back: %j', async (options) => {
    const { records: found } = await readAll(tree, options)
    const { files, losses } = await writeRecords(coco, found, options)
    expect(losses).toEqual([
      { path: 'pictures/000000000007.jpg', field: 'path', reason: 'becomes images/pictures/000000000007.jpg' },
    ])
    const written = JSON.parse(files.texts['annotations/instances_train.json']!)
    expect(written.categories).toEqual(JSON.parse(published).categories)
    expect(written.annotations).toHaveLength(2)
    await checkRoundTrip(coco, found, options)
  })

  test('is written as one document for each usage', async () => {
    const labels = [
      {
        ...label(
          1,
          'cat',
          'bndbox',
          [
            [10, 10],
            [30, 20],
          ],
          { colour: 'red' },
        ),
        score: 0.5,
      },
      label(1, 'dog', 'polygon', square),
    ]
    const found: SampleRecord[] = [
      { path: 'a/1.jpg', usage: 'EVAL', size, labels, unconfirmed: true, metadata: {} },
      { path: '2.jpg', usage: 'EVAL', size, labels: [], metadata: { '@muster:empty': 1 } },
      { path: '3.jpg', size, labels: [], metadata: {} },
    ]
    const definitions = [
      { name: 'dog', type: 1 as const },
      { name: 'cow', type: 1 as const },
    ]
    const options = { ...detection, labels: definitions }
    const { files, losses } = await writeRecords(coco, found, options)
    expect(losses.filter(({ field }) => field !== 'path')).toEqual([])
    expect(Object.keys(files.texts)).toEqual([
      'images/a/1.jpg',
      'images/2.jpg',
      'images/3.jpg',
      'annotations/instances_val.json',
      'annotations/instances_default.json',
    ])
    expect(files.texts['annotations/instances_val.json']).toBe(`{"info":{},
"licenses":[],
"images":[
{"id":1,"file_name":"a/1.jpg","width":100,"height":50},
{"id":2,"file_name":"2.jpg","width":100,"height":50,"@muster:empty":1}
],
"annotations":[
{"id":1,"image_id":1,"category_id":3,"segmentation":[],"area":200,"bbox":[10,10,20,10],"iscrowd":0,"score":0.5,"attributes":{"colour":"red"}},
{"id":2,"image_id":1,"category_id":1,"segmentation":[[10,10,30,10,30,20,10,20]],"area":200,"bbox":[10,10,20,10],"iscrowd":0,"@muster:shape":"polygon"}
],
"categories":[
{"id":1,"name":"dog","@muster:numbered":1},
{"id":2,"name":"cow","@muster:numbered":1},
{"id":3,"name":"cat","@muster:numbered":1}
]}
`)
    await checkRoundTrip(coco, found, options)
  })

  test('the file that is asked for has to be one', async () => {
    const files = new MemoryFiles(tree)
    expect((await readRecords(coco, files, { ...detection, file: 'package.json' })).faults).toEqual([
      { path: 'package.json', reason: 'has no images with a file_name' },
    ])
    const options = { ...detection, file: 'annotations/instances_train2017.json' }
    expect((await readRecords(coco, files, options)).records).toHaveLength(2)
    await checkGoingOn(coco, files, options)
  })

  test.each([detection, segmentation])('comes back but for what is said to be lost: %j', async (options) => {
    await fc.assert(
      fc.asyncProperty(records(options), (found) => checkRoundTrip(coco, found, options)),
      { numRuns: 300 },
    )
  })

  test('annotations that do not fit into memory at once are read in turn', async () => {
    // Three batches, for the outline of a box counts though it is not wanted here.
    const many = Array.from({ length: 2_500_000 }, () => 0)
    const images = [1, 2, 3].map((id) => ({ id, file_name: `${id}.jpg`, width: 100, height: 50 }))
    const annotations = [3, 1, 2].map((id) => ({
      id,
      image_id: id,
      category_id: 1,
      bbox: [0, 0, id, id],
      segmentation: [many],
    }))
    const content = { ...documentOf({ images, annotations }), '2.jpg': '', '3.jpg': '' }
    const files = new MemoryFiles(content)
    let passes = 0
    const members = files.members.bind(files)
    files.members = (path, steps) => {
      if (steps[0] === 'annotations') passes++
      return members(path, steps)
    }
    const { records: found, faults } = await readRecords(coco, files, detection)
    expect(faults).toEqual([])
    expect(found.map(({ labels }) => labels.map(({ property }) => property!['@modelarts:feature']![1]))).toEqual(
      [1, 2, 3].map((id) => [[id, id]]),
    )
    expect(passes).toBe(1 + 3)
  })

  test('is read on from any picture', async () => {
    await fc.assert(
      fc.asyncProperty(records(detection), async (found) => {
        const { files } = await writeRecords(coco, found, detection)
        await checkGoingOn(coco, files, detection)
      }),
      { numRuns: 30 },
    )
  })
})
