import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import type { ReadOptions } from '#core/formats/format.ts'
import type { RecordLabel, SampleRecord } from '#core/formats/record.ts'
import { records } from '#tests/formats/arbitraries.ts'
import { checkGoingOn } from '#tests/formats/going-on.ts'
import { MemoryFiles } from '#tests/formats/memory-files.ts'
import { checkRoundTrip, readRecords, writeRecords } from '#tests/formats/round-trip.ts'
import { modelartsVoc } from './modelarts-voc.ts'

const isSample = (path: string) => /\.(jpe?g|png)$/i.test(path)
const optionsFor = (dataset_type: DatasetType) => ({ dataset_type, labels: [], isSample })
const detection = optionsFor(DatasetType.objectDetection)
const segmentation = optionsFor(DatasetType.imageSegmentation)

const box = '<bndbox><xmin>1</xmin><ymin>2</ymin><xmax>3</xmax><ymax>4</ymax></bndbox>'
const withObject = (inner: string) => `<annotation><object><name>cat</name>${inner}</object></annotation>`
const cat: RecordLabel = {
  name: 'cat',
  type: 1,
  property: {
    '@modelarts:shape': 'bndbox',
    '@modelarts:feature': [
      [1, 2],
      [3, 4],
    ],
  },
}

describe('pictures with their VOC file beside them', () => {
  test.each([detection, segmentation, optionsFor(DatasetType.video)])(
    'come back as they were written: %j',
    async (options) => {
      for (const more of [{}, { voc_decimals: true }, { voc_origin: 1 }]) {
        await fc.assert(
          fc.asyncProperty(records(options), (found) => checkRoundTrip(modelartsVoc, found, { ...options, ...more })),
          { numRuns: 60 },
        )
      }
    },
  )

  test('with decimals no place of a label is lost', async () => {
    await fc.assert(
      fc.asyncProperty(records(detection), async (found) => {
        const { losses } = await writeRecords(modelartsVoc, found, { ...detection, voc_decimals: true })
        expect(losses.filter(({ field }) => /^labels\[\d+\](\.property\.@modelarts:feature)?$/.test(field))).toEqual([])
      }),
    )
  })

  test('are read on from any of them', async () => {
    await fc.assert(
      fc.asyncProperty(records(detection), async (found) => {
        const { files } = await writeRecords(modelartsVoc, found, detection)
        await checkGoingOn(modelartsVoc, files, detection)
      }),
      { numRuns: 30 },
    )
  })

  test('without a file are unlabelled, with an empty one there is nothing to mark', async () => {
    const files = new MemoryFiles({
      '1.jpg': '',
      '2.jpg': '',
      '2.xml': '<annotation/>',
      'notes.txt': 'x',
      '3.xml': 'lonely',
    })
    expect((await read(files)).records).toEqual([
      { path: '1.jpg', labels: [], metadata: {} },
      { path: '2.jpg', labels: [], metadata: { '@muster:empty': 1 } },
    ])
  })

  test('of the same stem have a file each', async () => {
    const found = ['a.jpg', 'a.png', 'a.png.jpg'].map((path) => ({ path, labels: [cat], metadata: {} }))
    const { files, losses } = await writeRecords(modelartsVoc, found, detection)
    expect(losses).toEqual([])
    expect([...files.files.keys()].filter((path) => path.endsWith('.xml'))).toEqual([
      'a.xml',
      'a.png.xml',
      'a.png.jpg.xml',
    ])
    expect((await read(files)).records).toEqual(found)
  })

  test('a file that names a picture next to it is that one’s alone', async () => {
    const xml = withObject(box).replace('<object>', '<filename>a.png</filename><object>')
    const files = new MemoryFiles({ 'a.jpg': '', 'a.png': '', 'a.xml': xml, 'b.jpg': '', 'b.xml': xml })
    const { records } = await read(files)
    expect(records.map(({ path, labels }) => [path, labels.length])).toEqual([
      ['a.jpg', 0],
      ['a.png', 1],
      ['b.jpg', 1],
    ])
  })

  test('a file that names a picture next to it is no other’s where files lie apart too', async () => {
    const xml = withObject(box).replace('<object>', '<filename>a.png</filename><object>')
    const files = new MemoryFiles({ 'a.jpg': '', 'a.png': '', 'a.xml': xml, 'x/b.jpg': '', 'y/b.xml': withObject(box) })
    const { records } = await read(files)
    expect(records.map(({ path, labels }) => [path, labels.length])).toEqual([
      ['a.jpg', 0],
      ['a.png', 1],
      ['x/b.jpg', 1],
    ])
  })

  test('a file may have its ending in capitals', async () => {
    const files = new MemoryFiles({ 'A.JPG': '', 'A.XML': withObject(box), 'b.jpg': '', 'b.xml': withObject(box) })
    const { records } = await read(files)
    expect(records.map(({ path, labels }) => [path, labels.length])).toEqual([
      ['A.JPG', 1],
      ['b.jpg', 1],
    ])
  })

  test('bad files are told with their place, and the others are read', async () => {
    const files = new MemoryFiles({
      '1.jpg': '',
      '1.xml': withObject('<circle><cx>1</cx><cy>1</cy><r>100<r></circle>'),
      '2.jpg': '',
      '2.xml': '<!DOCTYPE x [<!ENTITY a "b">]><annotation/>',
      '3.jpg': '',
      '3.xml': withObject(box),
    })
    const { records, faults } = await read(files)
    expect(records.map(({ path }) => path)).toEqual(['3.jpg'])
    expect(faults).toEqual([
      { path: '1.xml', reason: expect.stringMatching(/^is not valid XML in line 1: /) },
      { path: '2.xml', reason: 'has a document type in line 1, which is refused' },
    ])
  })

  test('segmentation paints a mask in the colours of the labels and reads the polygons', async () => {
    const polygon = (name: string, feature: number[][]): RecordLabel => ({
      name,
      type: 3 as const,
      property: { '@modelarts:shape': 'polygon', '@modelarts:feature': feature },
    })
    const labels = [
      polygon('leaf', [
        [0, 0],
        [4, 0],
        [4, 2],
        [0, 2],
        [0, 0],
      ]),
      polygon('stem', [
        [2, 1],
        [4, 1],
        [4, 3],
        [2, 3],
      ]),
    ]
    const record: SampleRecord = { path: 'a/1.jpg', size: [5, 4, 3], labels, metadata: {} }
    const definitions = [{ name: 'leaf', type: 3 as const, property: { '@modelarts:color': '#c1f335' } }]
    const { files, losses } = await writeRecords(modelartsVoc, [record], { ...segmentation, labels: definitions })
    expect(losses).toEqual([])
    const mask = files.pictures.get('segmentationClassRaw/a/1.png')!
    expect(Array.from({ length: 4 }, (_, y) => [...mask.data.slice(5 * y, 5 * y + 5)].join(''))).toEqual([
      '11110',
      '11220',
      '00220',
      '00000',
    ])
    expect(mask.palette).toEqual([
      [0, 0, 0],
      [193, 243, 53],
      [0, 128, 0],
    ])
    expect(files.texts['a/1.xml']).toContain('<mask_source>segmentationClassRaw/a/1.png</mask_source>')
    expect(files.texts['a/1.xml']).toContain('<segmented>1</segmented>')
    expect(files.texts['a/1.xml']).toContain('<mask_color>193,243,53</mask_color>')
    expect(await readRecords(modelartsVoc, files, segmentation)).toEqual({ records: [record], faults: [] })
  })
})

async function read(files: MemoryFiles, more: Partial<ReadOptions> = {}) {
  return readRecords(modelartsVoc, files, { ...detection, ...more })
}
