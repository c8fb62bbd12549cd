import { DatasetType, type LabelType } from '#contract/codes.ts'
import { FileFault, type ReadFiles, type WriteFiles } from '#core/formats/files.ts'
import {
  type Format,
  isAskedFor,
  type ReadOptions,
  type RecordWriter,
  type WriteOptions,
} from '#core/formats/format.ts'
import { headLosses, lossOf } from '#core/formats/losses.ts'
import { meansNeighbour } from '#core/formats/means-neighbour.ts'
import { OwnNames } from '#core/formats/own-names.ts'
import { withoutEnding } from '#core/formats/paths.ts'
import {
  annotatedPicture,
  isFoundEmpty,
  type Loss,
  type ReadItem,
  type ReadRecord,
  type SampleRecord,
  withIgnored,
} from '#core/formats/record.ts'
import { catchFault } from '#core/formats/record-fault.ts'
import { textOf, type XmlElement } from '#core/formats/xml.ts'
import { keys } from '#core/labels/property-keys.ts'
import { AnnotationsApart } from './annotations-apart.ts'
import { LabelColors } from './label-colors.ts'
import { placeByMask } from './mask-objects.ts'
import { readVoc, type VocContext, type VocPicture } from './read-voc.ts'
import { vocOptionsOf } from './voc-options.ts'
import { writeAnnotation } from './write-annotation.ts'

/**
 * Pictures with `x.xml` beside `x.jpg`, or in a folder of its own where it is the only one of that name: the vendor's "ModelArts PASCAL VOC 1.0", and with masks its "ModelArts image
 * segmentation 1.0" (formats 6). Masks stand in `segmentationClassRaw`; labels are read
 * from the polygons, and from the mask where an object has a colour of it and no polygon.
 */
export const modelartsVoc: Format = {
  name: 'modelarts-voc',
  dataset_types: [DatasetType.objectDetection, DatasetType.imageSegmentation, DatasetType.video],
  isBeside: true,
  read,
  write: (files, options) => new Writer(files, options),
}

const maskFolder = 'segmentationClassRaw'

async function* read(files: ReadFiles, options: ReadOptions): AsyncGenerator<ReadItem> {
  const apart = new AnnotationsApart(files, options.isSample)
  for await (const { path } of files.list({ after: options.after?.path })) {
    if (path.split('/').slice(0, -1).includes(maskFolder)) continue
    if (options.isSample(path)) {
      apart.pass(path)
      if (!isAskedFor(options, path)) continue
      yield { cursor: { path }, ...(await catchFault(() => readPicture(files, path, { options, apart }))) }
    } else if (await apart.isAlone(path)) {
      const told = await catchFault(() => readAlone(files, path))
      if ('fault' in told) yield { cursor: { path }, fault: told.fault }
    }
  }
}

/** XML of any other kind is passed over. */
async function readAlone(files: ReadFiles, path: string): Promise<object> {
  if ((await files.xml(path)).name !== 'annotation') return {}
  throw new FileFault(path, 'is the annotation of a picture, but there is none of its name, or two')
}

type Reading = { options: ReadOptions; apart: AnnotationsApart }

async function readPicture(files: ReadFiles, path: string, { options, apart }: Reading): Promise<ReadRecord> {
  const found = await findAnnotation(files, path, { options, apart })
  if (!found) return { record: { path, labels: [], metadata: {} } }
  return withIgnored(annotatedPicture(path, found), found.ignored)
}

/** Where the annotation of a file may stand: `x.xml`, or `x.jpg.xml` where another file has the same stem. */
function namesBeside(path: string): string[] {
  return [...new Set([`${withoutEnding(path)}.xml`, `${path}.xml`])]
}

async function findAnnotation(
  files: ReadFiles,
  path: string,
  { options, apart }: Reading,
): Promise<VocPicture | undefined> {
  for (const xml of namesBeside(path)) {
    if (!(await files.has(xml))) continue
    const root = await files.xml(xml)
    if (await meansNeighbour(files, path, textOf(root, 'filename'))) continue
    return readVoc(root, await contextOf(files, path, { xml, root }, options))
  }
  const xml = await apart.annotationOf(path)
  if (xml === undefined) return undefined
  const root = await files.xml(xml)
  if (root.name !== 'annotation' || (await meansNeighbour(files, path, textOf(root, 'filename')))) return undefined
  return readVoc(root, await contextOf(files, path, { xml, root }, options))
}

/** What the annotation at `xml` of the picture at `path` is read with. */
export async function contextOf(
  files: ReadFiles,
  path: string,
  { xml, root }: { xml: string; root: XmlElement },
  options: ReadOptions,
): Promise<VocContext> {
  const size = await files.imageSize(path)
  const type = options.dataset_type as LabelType
  const places = await placeByMask(files, root, { path: xml, type, size })
  return { path: xml, type, origin: vocOptionsOf(options).origin, places, ...(size && { size }) }
}

class Writer implements RecordWriter {
  readonly #files: WriteFiles
  readonly #options: WriteOptions
  readonly #colors: LabelColors
  readonly #names = new OwnNames()

  constructor(files: WriteFiles, options: WriteOptions) {
    this.#files = files
    this.#options = options
    this.#colors = new LabelColors(options.labels)
  }

  async add(record: SampleRecord): Promise<readonly Loss[]> {
    await this.#files.copy(record.path, record.path)
    const isNothing = record.labels.length === 0
    if (isNothing && !isFoundEmpty(record)) return headLosses(record, [])
    const xml = this.#names.take(namesBeside(record.path))
    if (xml === undefined) return [lossOf(record, 'labels', 'have no file of their own')]
    const { isWritten, losses } = await writeAnnotation(this.#files, record, {
      xml,
      mask: `${maskFolder}/${withoutEnding(xml)}.png`,
      options: this.#options,
      colors: this.#colors,
    })
    const held = isWritten ? ['size', ...(isNothing ? [`metadata.${keys.empty}`] : [])] : []
    return [...headLosses(record, held), ...losses]
  }

  async end(): Promise<void> {}
}
