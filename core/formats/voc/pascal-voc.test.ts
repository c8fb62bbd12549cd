import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import type { RecordLabel, SampleRecord } from '#core/formats/record.ts'
import { records } from '#tests/formats/arbitraries.ts'
import { checkGoingOn } from '#tests/formats/going-on.ts'
import { pictureOf, putPicture } from '#tests/formats/mask-pictures.ts'
import { MemoryFiles } from '#tests/formats/memory-files.ts'
import { checkRoundTrip, readRecords, writeRecords } from '#tests/formats/round-trip.ts'
import { pascalVoc } from './pascal-voc.ts'

const isSample = (path: string) => /\.(jpe?g|png)$/i.test(path)
const optionsFor = (dataset_type: DatasetType) => ({ dataset_type, labels: [], isSample })
const detection = optionsFor(DatasetType.objectDetection)
const segmentation = optionsFor(DatasetType.imageSegmentation)
const placed = (found: SampleRecord[]) => found.map((record) => ({ ...record, path: `JPEGImages/${record.path}` }))

const object =
  '<object><name>cat</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>3</xmax><ymax>4</ymax></bndbox></object>'
const cat: RecordLabel = {
  name: 'cat',
  type: 1,
  property: {
    '@modelarts:shape': 'bndbox',
    '@modelarts:feature': [
      [0, 0],
      [3, 4],
    ],
  },
}

describe('the tree of the Pascal VOC challenge', () => {
  test.each([detection, segmentation])('comes back as it was written: %j', async (options) => {
    for (const more of [{}, { voc_decimals: true, voc_origin: 1 }]) {
      await fc.assert(
        fc.asyncProperty(records(options), (found) =>
          checkRoundTrip(pascalVoc, placed(found), { ...options, ...more }),
        ),
        { numRuns: 60 },
      )
    }
  })

  test('is read on from any picture', async () => {
    await fc.assert(
      fc.asyncProperty(records(detection), async (found) => {
        const { files } = await writeRecords(pascalVoc, placed(found), detection)
        await checkGoingOn(pascalVoc, files, detection)
      }),
      { numRuns: 20 },
    )
  })

  test('is found in folders of its own; its lists tell the usage', async () => {
    const top = 'VOCdevkit/VOC2012/'
    const files = new MemoryFiles({
      [`${top}Annotations/1.xml`]: `<annotation><filename>1.jpg</filename>${object}</annotation>`,
      [`${top}Annotations/4.xml`]: '<annotation><object/></annotation>',
      [`${top}ImageSets/Main/train.txt`]: '1\r\n\n"a b"\n',
      [`${top}ImageSets/Main/trainval.txt`]: '1\n2\na b\n',
      [`${top}ImageSets/Main/val.txt`]: '1\n2.jpg\n',
      [`${top}ImageSets/Main/cat_train.txt`]: '3  1\n',
      ...Object.fromEntries(['1', '2', '3', '4', 'a b'].map((name) => [`${top}JPEGImages/${name}.jpg`, ''])),
      [`${top}SegmentationClass/1.png`]: '',
    })
    expect(await readRecords(pascalVoc, files, { ...detection, voc_origin: 1 })).toEqual({
      records: [
        { path: `${top}JPEGImages/1.jpg`, usage: 'TRAIN', labels: [cat], metadata: {} },
        { path: `${top}JPEGImages/2.jpg`, usage: 'EVAL', labels: [], metadata: {} },
        { path: `${top}JPEGImages/3.jpg`, labels: [], metadata: {} },
        { path: `${top}JPEGImages/a b.jpg`, usage: 'TRAIN', labels: [], metadata: {} },
      ],
      faults: [{ path: `${top}Annotations/4.xml`, line: 1, reason: 'has an object without a shape' }],
    })
  })

  test('holds lists, masks of classes and of objects, and the colours', async () => {
    const leaf = (x: number): RecordLabel => ({
      name: 'leaf',
      type: 3,
      property: {
        '@modelarts:shape': 'polygon',
        '@modelarts:feature': [
          [x, 0],
          [x + 2, 0],
          [x + 2, 1],
          [x, 1],
        ],
      },
    })
    const found: SampleRecord[] = [
      { path: 'a/1.jpg', size: [5, 2, 3], usage: 'EVAL', labels: [leaf(0), leaf(3)], metadata: {} },
      { path: '2.jpg', labels: [], metadata: {} },
    ]
    const labels = [{ name: 'leaf', type: 3 as const, property: { '@modelarts:color': '#C1F335' } }]
    const { files, losses } = await writeRecords(pascalVoc, found, { ...segmentation, labels })
    expect(losses).toEqual([])
    expect([...files.files.keys()].sort()).toEqual([
      'Annotations/a/1.xml',
      'ImageSets/Segmentation/default.txt',
      'ImageSets/Segmentation/val.txt',
      'JPEGImages/2.jpg',
      'JPEGImages/a/1.jpg',
      'SegmentationClass/a/1.png',
      'SegmentationObject/a/1.png',
      'labelmap.txt',
    ])
    expect(files.texts['ImageSets/Segmentation/val.txt']).toBe('a/1\n')
    expect(files.texts['labelmap.txt']).toBe('# label:color_rgb:parts:actions\nbackground:0,0,0::\nleaf:193,243,53::\n')
    expect([...files.pictures.get('SegmentationClass/a/1.png')!.data]).toEqual([1, 1, 0, 1, 1, 0, 0, 0, 0, 0])
    expect([...files.pictures.get('SegmentationObject/a/1.png')!.data]).toEqual([1, 1, 0, 2, 2, 0, 0, 0, 0, 0])
  })

  test('is read from the masks where nothing has a polygon', async () => {
    const box =
      '<object><name>cat</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>2</xmax><ymax>2</ymax></bndbox></object>'
    const files = new MemoryFiles({
      'a/JPEGImages/1.jpg': '',
      'a/JPEGImages/2.jpg': '',
      'a/JPEGImages/3.jpg': '',
      'a/Annotations/2.xml': `<annotation><filename>2.jpg</filename>${box}</annotation>`,
      'a/Annotations/3.xml': `<annotation>${box}</annotation>`,
      'a/labelmap.txt': 'background:0,0,0::\ncat:255,0,0::\n',
    })
    for (const name of ['1', '2']) putPicture(files, `a/SegmentationClass/${name}.png`, pictureOf('11.1', '11..'))
    const { records: found, faults } = await readRecords(pascalVoc, files, segmentation)
    expect(found.map(({ path, labels }) => [path, labels.map(({ name }) => name)])).toEqual([
      ['a/JPEGImages/1.jpg', ['cat', 'cat']],
      ['a/JPEGImages/2.jpg', ['cat', 'cat']],
    ])
    const reason = 'has a bndbox, but segmentation takes polygons alone'
    expect(faults).toEqual([{ path: 'a/Annotations/3.xml', line: 1, reason }])
    await checkGoingOn(pascalVoc, files, segmentation)
  })

  test('the mask of another picture of its name says nothing about a picture', async () => {
    const leaf: RecordLabel = {
      name: 'leaf',
      type: 3,
      property: {
        '@modelarts:shape': 'polygon',
        '@modelarts:feature': [
          [0, 0],
          [2, 0],
          [2, 1],
        ],
      },
    }
    const found: SampleRecord[] = [
      { path: 'JPEGImages/1.JPEG', size: [5, 2, 3], labels: [leaf], metadata: {} },
      { path: 'JPEGImages/1.jpg', labels: [], metadata: {} },
    ]
    await checkRoundTrip(pascalVoc, found, segmentation)
  })
})
