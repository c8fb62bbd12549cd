import type { LabelType, SampleUsage } from '#contract/codes.ts'
import { faultOfText, quote } from '#contract/text.ts'
import { readDocuments } from '#core/formats/documents.ts'
import { FileFault, type ReadFiles } from '#core/formats/files.ts'
import type { PictureFinder } from '#core/formats/find-picture.ts'
import type { ReadOptions } from '#core/formats/format.ts'
import { type ReadItem, type ReadRecord, type SampleRecord, withIgnored } from '#core/formats/record.ts'
import { catchFault, faultOf } from '#core/formats/record-fault.ts'
import { usageOfName } from '#core/formats/usage-of-name.ts'
import { isSide, sizeOf, type WrittenSize } from '#core/formats/written-size.ts'
import { childOf, textOf, type XmlElement } from '#core/formats/xml.ts'
import { keys } from '#core/labels/property-keys.ts'
import { readFrames, TrackFrames } from './read-frames.ts'
import { readShapes } from './read-shape.ts'

/** On an image of which somebody looked and found nothing (formats 4). */
export const emptyAttribute = 'muster-empty'

export type CvatDocument = { path: string; options: ReadOptions; usage?: SampleUsage; frameSize?: WrittenSize }

/**
 * Reads every document `<annotations>` of the tree, or the one file of the options, element by element. A picture with a shape
 * that is wrong is a fault as a whole.
 */
export async function* readCvat(files: ReadFiles, options: ReadOptions): AsyncGenerator<ReadItem> {
  yield* readDocuments(files, options, {
    ending: /\.xml$/i,
    read: (path, own, finder) => readOne(files, { path, options: own }, finder),
  })
}

/** Whether a file is a document of CVAT, by its first element. */
export async function isCvat(files: ReadFiles, path: string): Promise<boolean> {
  const read = await catchFault(async () => {
    for await (const { name } of files.elements(path)) return { isCvat: name === 'annotations' }
    return { isCvat: false }
  })
  return 'isCvat' in read && read.isCvat
}

/** `index` counts the images, and behind them the frames of tracks. */
async function* readOne(files: ReadFiles, document: CvatDocument, finder: PictureFinder): AsyncGenerator<ReadItem> {
  const { path, options } = document
  const start = options.after?.index ?? -1
  const tracks = new TrackFrames(path)
  let [index, root] = [0, undefined as XmlElement | undefined]
  try {
    for await (const element of files.elements(path)) {
      if (!root) {
        root = element
        if (root.name === 'annotations') continue
        // Other documents may lie beside.
        if (options.file === undefined) return
        throw new FileFault(path, `is a document <${root.name}>, not <annotations>`, root.line)
      }
      if (element.name === 'meta') readMeta(element, document)
      else if (element.name === 'track') tracks.add(element)
      else if (element.name === 'image' && index++ > start) {
        const item = await catchFault(() => readImage(files, document, element, finder))
        yield { cursor: { path, index: index - 1 }, ...item }
      }
    }
    for await (const item of readFrames(files, document, tracks)) {
      if (index++ > start) yield { cursor: { path, index: index - 1 }, ...item }
    }
  } catch (error) {
    yield { cursor: { path }, fault: faultOf(error) }
  }
}

function readMeta(meta: XmlElement, document: CvatDocument): void {
  const about = meta.children.find(({ name }) => name === 'task' || name === 'job' || name === 'project')
  const usage = usageOfName((about && textOf(about, 'subset')) ?? '')
  const size = (about && childOf(about, 'original_size')) ?? childOf(meta, 'original_size')
  if (usage) document.usage = usage
  if (size) document.frameSize = readSize(textOf(size, 'width'), textOf(size, 'height')) ?? {}
}

async function readImage(
  files: ReadFiles,
  document: CvatDocument,
  element: XmlElement,
  finder: PictureFinder,
): Promise<ReadRecord> {
  const { path, options } = document
  const refuse = (reason: string, line = element.line): never => {
    throw new FileFault(path, reason, line)
  }
  const { name = '', subset, width, height } = element.attributes
  if (name === '' || faultOfText(name) !== undefined) return refuse('has an image without a name')
  const found = await findPicture(finder, path, subset ? [name, `${subset}/${name}`] : [name])
  if (found.problem !== undefined) return refuse(`names the picture ${quote(name)}, which ${found.problem}`)
  const written = readSize(width, height)
  if (!written) return refuse(`has a width or height of ${quote(name)} that is no whole number`)
  const size = sizeOf(written, await files.imageSize(found.found))
  if (typeof size === 'string') return refuse(`says that ${quote(name)} ${size}`)
  const ignored: string[] = []
  const read = readShapes(element.children, { type: options.dataset_type as LabelType, size }, ignored)
  if ('fault' in read) return refuse(`has in ${quote(name)} a ${read.fault}`, read.line)
  const usage = usageOfName(subset ?? '') ?? document.usage
  const isEmpty = element.children.length === 0 && element.attributes[emptyAttribute] === '1'
  const record: SampleRecord = {
    path: found.found,
    ...(usage && { usage }),
    ...(size && { size }),
    labels: read.labels,
    metadata: isEmpty ? { [keys.empty]: 1 } : {},
  }
  return withIgnored(record, ignored)
}

/** In exports of a project the pictures of a subset may lie in a folder of its own. */
async function findPicture(finder: PictureFinder, path: string, names: readonly string[]) {
  let last = await finder.find(path, names[0]!)
  for (const name of names.slice(1)) if (last.problem !== undefined) last = await finder.find(path, name)
  return last
}

function readSize(width = '0', height = '0'): WrittenSize | undefined {
  const [w, h] = [width, height].map((text) => (/^\s*\d{1,10}\s*$/.test(text) ? Number(text) : undefined))
  return isSide(w) && isSide(h) ? { width: w, height: h } : undefined
}
