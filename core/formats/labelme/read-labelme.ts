import type { LabelType } from '#contract/codes.ts'
import { DocumentPairs } from '#core/formats/document-pairs.ts'
import { FileFault, type ReadFiles } from '#core/formats/files.ts'
import type { ReadOptions } from '#core/formats/format.ts'
import { findJsonFault } from '#core/formats/json-fault.ts'
import { isObject, type JsonObject } from '#core/formats/json-object.ts'
import { meansNeighbour } from '#core/formats/means-neighbour.ts'
import { baseName } from '#core/formats/paths.ts'
import {
  type ReadItem,
  type ReadRecord,
  type RecordLabel,
  type SampleRecord,
  withIgnored,
} from '#core/formats/record.ts'
import { catchFault } from '#core/formats/record-fault.ts'
import { isSide, sizeOf } from '#core/formats/written-size.ts'
import type { ImageSize } from '#core/geometry/shape.ts'
import { keys } from '#core/labels/property-keys.ts'
import type { MaskPixels } from './labelme-shapes.ts'
import { readShape } from './read-shape.ts'

/** What a document says of its picture as a whole, each true or false. */
export const flagsKey = '@muster:flags'

const ending = '.json'

/**
 * Reads the pictures of a tree with their documents; a picture without one is unlabelled. A picture with a shape that is wrong
 * is a fault as a whole, and so is a document without a picture.
 */
export async function* readLabelMe(files: ReadFiles, options: ReadOptions): AsyncGenerator<ReadItem> {
  const pairs = await DocumentPairs.read(files, { isSample: options.isSample, ending })
  for await (const { path } of files.list({ after: options.after?.path })) {
    if (path.toLowerCase().endsWith(ending) && pairs.isAlone(path)) {
      const told = await catchFault(() => readAlone(files, path))
      if ('fault' in told) yield { cursor: { path }, fault: told.fault }
    } else if (options.isSample(path)) {
      yield { cursor: { path }, ...(await catchFault(() => readPicture(files, path, { pairs, options }))) }
    }
  }
}

/** Whether a file is a document of LabelMe. */
export async function isLabelMe(files: ReadFiles, path: string): Promise<boolean> {
  const read = await catchFault(async () => ({ document: await readDocument(files, path) }))
  return 'document' in read && Array.isArray(read.document.shapes) && typeof read.document.imagePath === 'string'
}

/** JSON of any other kind is passed over. */
async function readAlone(files: ReadFiles, path: string): Promise<object> {
  const { shapes } = await readDocument(files, path)
  if (!Array.isArray(shapes)) return {}
  throw new FileFault(path, 'has shapes, but there is no picture of its name, or two')
}

async function readPicture(
  files: ReadFiles,
  path: string,
  { pairs, options }: { pairs: DocumentPairs; options: ReadOptions },
): Promise<ReadRecord> {
  const unlabelled = { record: { path, labels: [], metadata: {} } }
  const own = pairs.documentOf(path)
  if (own === undefined) return unlabelled
  const document = await readDocument(files, own)
  const named = typeof document.imagePath === 'string' ? baseName(document.imagePath.replaceAll('\\', '/')) : undefined
  if (await meansNeighbour(files, path, named)) return unlabelled
  const { shapes, flags } = document
  if (!Array.isArray(shapes)) throw new FileFault(own, 'has no list of shapes')
  const size = readSize(own, document, await files.imageSize(path))
  const ignored: string[] = []
  const labels: RecordLabel[] = []
  for (const [index, shape] of shapes.entries()) {
    const mask = await readMask(files, own, shape)
    const label = readShape(shape, { type: options.dataset_type as LabelType, size }, { mask, ignored })
    if (typeof label === 'string') throw new FileFault(own, `has a shape ${index + 1} that ${label}`)
    labels.push(label)
  }
  const areFlags = isFlags(flags)
  if (!areFlags && isObject(flags) && Object.keys(flags).length > 0)
    ignored.push('flags that are neither true nor false')
  const record: SampleRecord = {
    path,
    ...(size && { size }),
    labels,
    metadata: { ...(labels.length === 0 && { [keys.empty]: 1 }), ...(areFlags && { [flagsKey]: flags }) },
  }
  return withIgnored(record, ignored)
}

export function isFlags(value: unknown): boolean {
  const flags = isObject(value) ? Object.values(value) : []
  return flags.length > 0 && flags.every((one) => typeof one === 'boolean')
}

async function readDocument(files: ReadFiles, path: string): Promise<JsonObject> {
  const text = await files.text(path)
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch {
    throw new FileFault(path, `is not valid JSON at character ${findJsonFault(text) + 1}`)
  }
  if (!isObject(document)) throw new FileFault(path, 'is JSON, but no object')
  return document
}

/** Some tools do not know the size and write null or 0. */
function readSize(path: string, document: JsonObject, known: ImageSize | undefined): ImageSize | undefined {
  const [width, height] = [document.imageWidth ?? 0, document.imageHeight ?? 0]
  if (!isSide(width) || !isSide(height))
    throw new FileFault(path, 'has an imageWidth or imageHeight that is no whole number')
  const size = sizeOf({ width, height }, known)
  if (typeof size === 'string') throw new FileFault(path, `says that its picture ${size}`)
  return size
}

/** A grey picture holds values, one with a palette colours; black is what does not belong to the object. */
async function readMask(files: ReadFiles, path: string, shape: unknown): Promise<MaskPixels | undefined> {
  if (!isObject(shape) || shape.shape_type !== 'mask' || typeof shape.mask !== 'string') return undefined
  const { width, height, data, palette } = await files.embeddedPixels(path, shape.mask)
  if (!palette) return { width, height, data }
  const isObjectAt = palette.map((color) => color.some((part) => part > 0))
  return { width, height, data: data.map((index) => Number(isObjectAt[index])) }
}
