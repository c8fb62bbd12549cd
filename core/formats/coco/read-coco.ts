import { LabelType, type SampleUsage } from '#contract/codes.ts'
import { readDocuments } from '#core/formats/documents.ts'
import { FileFault, type ReadFiles } from '#core/formats/files.ts'
import type { PictureFinder } from '#core/formats/find-picture.ts'
import type { ReadOptions } from '#core/formats/format.ts'
import type { JsonObject } from '#core/formats/json-object.ts'
import { folderOf } from '#core/formats/paths.ts'
import {
  type ReadItem,
  type ReadRecord,
  type RecordLabel,
  type SampleRecord,
  withIgnored,
} from '#core/formats/record.ts'
import { catchFault, faultOf } from '#core/formats/record-fault.ts'
import { usageOfName } from '#core/formats/usage-of-name.ts'
import { sizeOf } from '#core/formats/written-size.ts'
import { keys } from '#core/labels/property-keys.ts'
import { readAnnotation, shown } from './coco-annotations.ts'
import { type CocoDocument, type CocoImage, readDocument } from './coco-document.ts'

/** Numbers of annotations that are held at once. */
const mostNumbers = 4_000_000

/**
 * Reads every JSON document of the tree that has `images`, or the one file of the options. In memory are, for each document,
 * its images and categories and some million numbers of its annotations: these are read again for every batch of images
 * whose annotations fit, so a document of 200 MB is gone through about ten times. A picture with an annotation that is wrong
 * is a fault as a whole.
 */
export async function* readCoco(files: ReadFiles, options: ReadOptions): AsyncGenerator<ReadItem> {
  yield* readDocuments(files, options, {
    ending: /\.json$/i,
    read: (path, own, finder) => readOne(files, path, own, finder),
  })
}

/** `index` counts the images of the document; a document that is done with has none. */
async function* readOne(
  files: ReadFiles,
  path: string,
  options: ReadOptions,
  finder: PictureFinder,
): AsyncGenerator<ReadItem> {
  try {
    const document = await readDocument(files, path)
    if (document === undefined) {
      if (options.file === undefined) return
      throw new FileFault(path, 'has no images with a file_name')
    }
    const start = options.after?.index ?? -2
    if (start < -1 && document.stray !== undefined)
      yield { cursor: { path, index: -1 }, fault: { path, reason: document.stray } }
    for (let from = Math.max(0, start + 1); from < document.images.length; ) {
      const to = endOfBatch(document, from)
      const annotations = await readBatch(files, document, from, to)
      for (let index = from; index < to; index++) {
        const image = document.images[index]!
        const found = annotations.get(index) ?? []
        const item = await catchFault(() => readImage(files, document, { image, annotations: found, options, finder }))
        yield { cursor: { path, index }, ...item }
      }
      from = to
    }
  } catch (error) {
    yield { cursor: { path }, fault: faultOf(error) }
  }
}

function endOfBatch({ images }: CocoDocument, from: number): number {
  let [to, numbers] = [from, 0]
  for (; to < images.length && (to === from || numbers + images[to]!.numbers <= mostNumbers); to++) {
    numbers += images[to]!.numbers
  }
  return to
}

/** Annotations of the images from one index to before another, by the index of their image. */
async function readBatch(
  files: ReadFiles,
  document: CocoDocument,
  from: number,
  to: number,
): Promise<Map<number, JsonObject[]>> {
  const batch = new Map<number, JsonObject[]>()
  let isEmpty = true
  for (let index = from; index < to; index++) if (document.images[index]!.numbers > 0) isEmpty = false
  if (isEmpty) return batch
  for await (const member of files.members(document.path, ['annotations'])) {
    const index = document.indexOf(member)
    if (index === undefined || index < from || index >= to) continue
    const found = batch.get(index)
    if (found) found.push(member as JsonObject)
    else batch.set(index, [member as JsonObject])
  }
  return batch
}

type ImageInput = { image: CocoImage; annotations: readonly JsonObject[]; options: ReadOptions; finder: PictureFinder }

async function readImage(
  files: ReadFiles,
  document: CocoDocument,
  { image, annotations, options, finder }: ImageInput,
): Promise<ReadRecord> {
  const refuse = (reason: string): never => {
    throw new FileFault(document.path, reason)
  }
  if (image.fault !== undefined) return refuse(image.fault)
  const path = await finder.find(document.path, image.file_name)
  if (path.problem !== undefined) return refuse(`names the picture ${shown(image.file_name)}, which ${path.problem}`)
  const size = sizeOf(image, await files.imageSize(path.found))
  if (typeof size === 'string') return refuse(`says that ${shown(image.file_name)} ${size}`)
  const labels: RecordLabel[] = []
  const ignored: string[] = []
  const type = options.dataset_type as LabelType
  for (const annotation of annotations) {
    const found = readAnnotation(annotation, { type, categories: document.categories, size }, ignored)
    if (typeof found === 'string') {
      return refuse(`has an annotation ${shown(annotation.id)} of ${shown(image.file_name)} that ${found}`)
    }
    labels.push(...found)
  }
  const usage = usageOf(document.path)
  // A score says that a model labelled (formats 11: results files).
  const isUnconfirmed = type === LabelType.objectDetection && labels.some(({ score }) => score !== undefined)
  const record: SampleRecord = {
    path: path.found,
    ...(usage && { usage }),
    ...(size && { size }),
    labels,
    ...(isUnconfirmed && { unconfirmed: true as const }),
    metadata: labels.length === 0 && image.isEmpty ? { [keys.empty]: 1 } : {},
  }
  return withIgnored(record, ignored)
}

/** `instances_train2017.json` is for training, and so is any document of a folder `train`. */
function usageOf(path: string): SampleUsage | undefined {
  const [, word] = /(?:^|[^a-z])(train|val|valid|validation|test|inference)\d*\.json$/i.exec(path) ?? []
  const folder = folderOf(path).split('/').at(-2) ?? ''
  const found = word ?? (/^(?:train|val|valid|validation|test)\d*$/i.test(folder) ? folder : undefined)
  return found === undefined ? undefined : usageOfName(found)
}
