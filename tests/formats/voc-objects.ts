import { LabelType } from '#contract/codes.ts'
import type { RecordLabel, SampleRecord } from '#core/formats/record.ts'
import { readVoc, type VocContext } from '#core/formats/voc/read-voc.ts'
import { writeVoc } from '#core/formats/voc/write-voc.ts'
import { MemoryFiles } from './memory-files.ts'

/** What every object of a VOC file says. */
export const flags = { pose: 'Unspecified', truncated: '0', occluded: '0', difficult: '0' }
/** A label with a shape. */
export const drawn = (
  name: string,
  shape: string,
  feature: number[][],
  more: object = flags,
  type: LabelType = 1,
): RecordLabel => ({
  name,
  type,
  property: { '@modelarts:shape': shape as 'bndbox', '@modelarts:feature': feature, ...more },
})

/** Reads a document that stands at `x.xml`. */
export async function read(text: string, more: Partial<VocContext> = {}) {
  const root = await new MemoryFiles({ 'x.xml': text }).xml('x.xml')
  return readVoc(root, { path: 'x.xml', type: LabelType.objectDetection, origin: 0, ...more })
}

/** The label of one object, in line 2. */
export const readObject = async (inner: string, more?: Partial<VocContext>) =>
  (await read(`<annotation>\n<object><name>a</name>${inner}</object></annotation>`, more)).labels[0]!

export const size = [100, 50, 3] as const
export const box = '<bndbox><xmin>1</xmin><ymin>2</ymin><xmax>3</xmax><ymax>4</ymax></bndbox>'
/** The document of labels of a picture of that size. */
export const write = (labels: RecordLabel[], options: { decimals?: boolean; origin?: 0 | 1 } = {}) => {
  const record: SampleRecord = { path: 'x.jpg', size, labels, metadata: {} }
  return writeVoc(record, { decimals: false, origin: 0, ...options })
}
/** The numbers of the first shape of a document. */
export const featureIn = (xml: string) =>
  /<(bndbox|circle|polygon|polyline|line|point)>.*<\/\1>/
    .exec(xml)?.[0]
    .replace(/<[^>]+>/g, ' ')
    .trim()
    .split(/\s+/)
    .map(Number)
