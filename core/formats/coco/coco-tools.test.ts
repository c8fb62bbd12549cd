import { describe, expect, test } from 'vitest'
import { compressMask } from '#core/formats/places/rle.ts'
import type { RecordLabel, SampleRecord } from '#core/formats/record.ts'
import { detection, documentOf, readAll, segmentation, size } from '#tests/formats/coco-trees.ts'
import { writeRecords } from '#tests/formats/round-trip.ts'
import { coco } from './coco.ts'

const labelsOf = async (...given: Parameters<typeof readAll>) => {
  const { records, faults } = await readAll(...given)
  expect(faults).toEqual([])
  return records[0]!.labels
}

/** The annotations that are written for one picture. */
async function annotationsOf(options: typeof detection | typeof segmentation, labels: RecordLabel[]) {
  const record: SampleRecord = { path: 'images/1.jpg', size, labels, metadata: {} }
  const { files, losses } = await writeRecords(coco, [record], options)
  expect(losses).toEqual([])
  return JSON.parse(files.texts['annotations/instances_default.json']!).annotations
}

const turned: RecordLabel = {
  name: 'cat',
  type: 1,
  property: {
    '@modelarts:shape': 'bndbox',
    '@modelarts:feature': [
      [10, 20],
      [50, 40],
    ],
    '@modelarts:clockwise_angle': 30,
  },
}

describe('COCO of other tools', () => {
  test('categories may be counted in texts', async () => {
    const content = documentOf({ categories: [{ id: '1', name: 'cat' }] }, { category_id: '1' })
    expect((await labelsOf(content, detection))[0]).toMatchObject({ name: 'cat', property: { '@muster:coco_id': 1 } })
    const named = documentOf({ categories: [{ id: 'c1', name: 'cat' }] }, { category_id: 'c1' })
    const [label] = await labelsOf(named, detection)
    expect(label!.name).toBe('cat')
    expect(label!.property).not.toHaveProperty('@muster:coco_id')
  })

  test.each([
    [1, '1'],
    ['1', 1],
  ])('an image %j meets the annotations of the image %j', async (id, image_id) => {
    const content = documentOf({ images: [{ id, file_name: '1.jpg', width: 100, height: 50 }] }, { image_id })
    const { records, faults } = await readAll(content, detection)
    expect(faults).toEqual([])
    expect(records[0]!.labels.map(({ name }) => name)).toEqual(['cat'])
  })

  test('an image 1 and an image "1" are two, each with its own annotations', async () => {
    const images = ['1.jpg', '2.jpg'].map((file_name, n) => ({ id: n ? '1' : 1, file_name }))
    const annotations = [1, '1', '1'].map((image_id) => ({ image_id, category_id: 1, bbox: [0, 0, 5, 5] }))
    const { records } = await readAll({ ...documentOf({ images, annotations }), '2.jpg': '' }, detection)
    expect(records.map(({ path, labels }) => [path, labels.length])).toEqual([
      ['1.jpg', 1],
      ['2.jpg', 2],
    ])
  })

  test('a turned box has a rotation as CVAT has it', async () => {
    const [written] = await annotationsOf(detection, [turned])
    expect(written).toMatchObject({ bbox: [10, 20, 40, 20], attributes: { rotation: 30 } })
    const [read] = await labelsOf(documentOf({}, { bbox: [10, 20, 40, 20], attributes: { rotation: 30 } }), detection)
    expect(read!.property).toEqual({ ...turned.property, '@muster:coco_id': 1 })
    const [upright] = await labelsOf(documentOf({}, { attributes: { occluded: false, rotation: 0 } }), detection)
    expect(Object.keys(upright!.property!)).not.toContain('rotation')
  })

  test('a turned box that would stand out upright is the polygon of its corners', async () => {
    const content = documentOf({}, { bbox: [-10, 10, 40, 20], attributes: { rotation: 90 } })
    const [{ property } = {} as RecordLabel] = await labelsOf(content, detection)
    expect(property).toMatchObject({
      '@modelarts:shape': 'polygon',
      '@modelarts:feature': [
        [20, 0],
        [20, 40],
        [0, 40],
        [0, 0],
      ],
    })
    expect(property).not.toHaveProperty('@modelarts:clockwise_angle')
  })

  test.each([[[]], [undefined], [null]])('segmentation takes a box whose outline is %j', async (outline) => {
    const [label] = await labelsOf(documentOf({}, { segmentation: outline }), segmentation)
    expect(label!.property).toMatchObject({
      '@modelarts:shape': 'polygon',
      '@modelarts:feature': [
        [0, 0],
        [5, 0],
        [5, 5],
        [0, 5],
      ],
    })
  })

  test('the box of an object in two parts holds both', async () => {
    // Two pixels in the first column, three in the last.
    const mask = compressMask({ size: [50, 100], runs: [0, 2, 4995, 3] })
    const property: RecordLabel['property'] = {
      '@modelarts:shape': 'polygon',
      '@modelarts:feature': [
        [99, 47],
        [100, 47],
        [100, 50],
        [99, 50],
      ],
      '@muster:mask': mask,
    }
    const [written] = await annotationsOf(segmentation, [{ name: 'cat', type: 3, property }])
    expect(written).toMatchObject({ bbox: [0, 0, 100, 50], area: 5 })
  })

  test('names of pictures may be those of addresses', async () => {
    const named = (file_name: string) => ({
      ...documentOf({ images: [{ id: 1, file_name }], annotations: [] }),
      'images/a b.jpg': '',
    })
    for (const name of ['/data/local-files/?d=images/a%20b.jpg', 'a%20b.jpg']) {
      expect((await readAll(named(name), detection)).records.map(({ path }) => path)).toEqual(['images/a b.jpg'])
    }
    expect((await readAll(named('100%.jpg'), detection)).faults).toEqual([
      { path: 'a.json', reason: 'names the picture "100%.jpg", which is missing' },
    ])
  })
})
