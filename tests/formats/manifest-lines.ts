import { expect } from 'vitest'
import type { DatasetType } from '#contract/codes.ts'
import { manifest } from '#core/formats/manifest/manifest.ts'
import { MemoryFiles } from './memory-files.ts'

const isSample = (path: string) => path.endsWith('.jpg') || path.endsWith('.csv')

/** Reads these lines as the manifest `in/m.manifest`, with other files beside it. */
export async function readLines(
  lines: readonly (string | object)[],
  dataset_type: number = 0,
  more: object = {},
  files = {},
) {
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')
  const tree = new MemoryFiles({ 'in/m.manifest': text, ...files })
  const options = { dataset_type: dataset_type as DatasetType, isSample, file: 'in/m.manifest', ...more }
  return Array.fromAsync(manifest.read(tree, options))
}

/** What is wrong with the only line. */
export async function faultOf(
  line: string | object,
  dataset_type?: number,
  more?: object,
  files?: object,
): Promise<string> {
  const [item, ...others] = await readLines([line], dataset_type, more, files)
  expect(others).toEqual([])
  if (!item || !('fault' in item)) throw new Error(`was read: ${JSON.stringify(item)}`)
  return item.fault.reason
}

/** The record of the only line, with what was ignored. */
export async function recordOf(line: object, dataset_type?: number, more?: object, files?: object) {
  const [item] = await readLines([line], dataset_type, more, files)
  if (!item || !('record' in item)) throw new Error(`was not read: ${JSON.stringify(item)}`)
  return { ...item.record, ...('ignored' in item && { ignored: item.ignored }) }
}

/** A line that is good. */
export const picture = { source: 's3://b/x.jpg' }
/** A line with one entity in a text of five characters, six units of UTF-16. */
export const entity = (start: unknown, end: unknown, more: object = {}) => ({
  source: 'content://a😀b c',
  annotation: [
    {
      type: 'modelarts/text_entity',
      name: 'X',
      property: { '@modelarts:start_index': start, '@modelarts:end_index': end, ...more },
    },
  ],
})
/** An object of a VOC file. */
export const box =
  '<object><name>a</name><bndbox><xmin>1</xmin><ymin>2</ymin><xmax>3</xmax><ymax>4</ymax></bndbox></object>'
/** A line whose shapes stand in `in/voc/x.xml`. */
export const drawn = (more: object = {}) => ({
  ...picture,
  annotation: [{ type: 'object_detection', 'annotation-loc': './voc/x.xml', ...more }],
})
