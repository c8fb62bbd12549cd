import { describe, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import { compressMask } from '#core/formats/places/rle.ts'
import type { RecordLabel, SampleRecord } from '#core/formats/record.ts'
import type { ImageSize } from '#core/geometry/shape.ts'
import { checkGoingOn } from '#tests/formats/going-on.ts'
import { MemoryFiles } from '#tests/formats/memory-files.ts'
import { readRecords, writeRecords } from '#tests/formats/round-trip.ts'
import { modelartsVoc } from './modelarts-voc.ts'
import { pascalVoc } from './pascal-voc.ts'

const isSample = (path: string) => /\.(jpe?g|png)$/i.test(path)
const detection = { dataset_type: DatasetType.objectDetection, labels: [], isSample }
const segmentation = { ...detection, dataset_type: DatasetType.imageSegmentation }
const size: ImageSize = [6, 5, 3]

const box = '<bndbox><xmin>1</xmin><ymin>2</ymin><xmax>3</xmax><ymax>4</ymax></bndbox>'
const triangle = '<polygon><x1>1</x1><y1>2</y1><x2>3</x2><y2>2</y2><x3>3</x3><y3>4</y3></polygon>'
const annotation = (inner: string) => `<annotation><object><name>cat</name>${inner}</object></annotation>`

async function readAll(content: Record<string, string>, options: typeof detection | typeof segmentation) {
  const files = new MemoryFiles(content)
  await checkGoingOn(modelartsVoc, files, options)
  const { records, faults } = await readRecords(modelartsVoc, files, options)
  return { found: Object.fromEntries(records.map(({ path, labels }) => [path, labels.length])), records, faults }
}

/** A ring of pixels around an empty one. */
const ring: RecordLabel = {
  name: 'ring',
  type: 3,
  property: {
    '@modelarts:shape': 'polygon',
    '@modelarts:feature': [
      [1, 1],
      [4, 1],
      [4, 4],
      [1, 4],
    ],
    '@muster:mask': compressMask({ size: [5, 6], runs: [6, 3, 2, 1, 1, 1, 2, 3, 11] }),
  } as RecordLabel['property'],
}

async function writeOne(
  format: typeof pascalVoc,
  labels: RecordLabel[],
  options: typeof detection | typeof segmentation,
) {
  const record: SampleRecord = { path: 'JPEGImages/1.jpg', size, labels, metadata: {} }
  const { files } = await writeRecords(format, [record], options)
  return files
}

const drawn = (shape: string, feature: number[][]): RecordLabel => ({
  name: 'cat',
  type: 1,
  property: { '@modelarts:shape': shape, '@modelarts:feature': feature } as RecordLabel['property'],
})

describe('VOC of other tools', () => {
  test('a box beside an outline is the box around it', async () => {
    for (const inner of [box + triangle, triangle + box]) {
      for (const options of [detection, segmentation]) {
        const { records, faults } = await readAll({ '1.jpg': '', '1.xml': annotation(inner) }, options)
        expect(faults).toEqual([])
        expect(records[0]!.labels.map(({ property }) => property!['@modelarts:shape'])).toEqual(['polygon'])
      }
    }
  })

  test('annotations may lie in a folder of their own, also under names of addresses', async () => {
    const content = {
      'Annotations/1.xml': annotation(box),
      'Annotations/a%20b.xml': annotation(box),
      'pictures/1.jpg': '',
      'pictures/a b.png': '',
      'pictures/2.jpg': '',
      'xmls/3.xml': annotation(box),
      'pictures/3.jpg': '',
    }
    const { found, faults } = await readAll(content, detection)
    expect(found).toEqual({ 'pictures/1.jpg': 1, 'pictures/a b.png': 1, 'pictures/2.jpg': 0, 'pictures/3.jpg': 1 })
    expect(faults).toEqual([])
  })

  test('a picture that is not asked for has its annotation still', async () => {
    const content = { 'a.jpg': '', 'a.xml': annotation(box), 'b.jpg': '', 'b.xml': annotation(box), 'c/a.jpg': '' }
    const isWanted = (path: string) => path === 'b.jpg' || path === 'c/a.jpg'
    const { records, faults } = await readRecords(modelartsVoc, new MemoryFiles(content), { ...detection, isWanted })
    expect(records.map(({ path, labels }) => [path, labels.length])).toEqual([
      ['b.jpg', 1],
      ['c/a.jpg', 0],
    ])
    expect(faults).toEqual([])
  })

  test('an annotation that goes with no picture is told, other documents are not', async () => {
    const content = {
      'Annotations/1.xml': annotation(box),
      'Annotations/2.xml': annotation(box),
      'Annotations/about.xml': '<note/>',
      'a/1.jpg': '',
      'b/1.jpg': '',
    }
    const { found, faults } = await readAll(content, detection)
    expect(found).toEqual({ 'a/1.jpg': 0, 'b/1.jpg': 0 })
    const reason = 'is the annotation of a picture, but there is none of its name, or two'
    expect(faults).toEqual([
      { path: 'Annotations/1.xml', reason },
      { path: 'Annotations/2.xml', reason },
    ])
  })

  test.each<[string, number[][], string]>([
    [
      'polygon',
      [
        [1, 1],
        [4, 2],
        [3, 4],
      ],
      '<xmin>1</xmin><ymin>1</ymin><xmax>4</xmax><ymax>4</ymax>',
    ],
    ['circle', [[3, 2], [1]], '<xmin>2</xmin><ymin>1</ymin><xmax>4</xmax><ymax>3</ymax>'],
    [
      'line',
      [
        [1, 5],
        [4, 5],
      ],
      '<xmin>1</xmin><ymin>4</ymin><xmax>4</xmax><ymax>5</ymax>',
    ],
    ['point', [[6, 5]], '<xmin>5</xmin><ymin>4</ymin><xmax>6</xmax><ymax>5</ymax>'],
  ])('in the tree of the challenge a %s has a box around it', async (shape, feature, sides) => {
    const label = drawn(shape, feature)
    const files = await writeOne(pascalVoc, [label], detection)
    expect(files.texts['Annotations/1.xml']).toContain(`<bndbox>${sides}</bndbox><${shape}>`)
    const { records } = await readRecords(pascalVoc, files, detection)
    expect(records[0]!.labels[0]!.property).toMatchObject(label.property!)
  })

  test.each([pascalVoc, modelartsVoc])(
    'a mask is painted as its pixels are, with their holes ($name)',
    async (format) => {
      const files = await writeOne(format, [ring], segmentation)
      const [mask] = [...files.pictures].filter(([path]) => /Class/.test(path)).map(([, picture]) => picture)
      const rows = Array.from({ length: 5 }, (_, y) => [...mask!.data.subarray(y * 6, y * 6 + 6)].join(''))
      expect(rows).toEqual(['000000', '011100', '010100', '011100', '000000'])
    },
  )
})
