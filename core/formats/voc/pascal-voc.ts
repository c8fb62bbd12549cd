import { DatasetType, LabelType } from '#contract/codes.ts'
import type { OpenFile, ReadFiles, WriteFiles } from '#core/formats/files.ts'
import {
  type Format,
  isAskedFor,
  type ReadOptions,
  type RecordWriter,
  type WriteOptions,
} from '#core/formats/format.ts'
import { headLosses, lossOf } from '#core/formats/losses.ts'
import { LabelMaps, writeLabelMap } from '#core/formats/masks/label-map.ts'
import { readMask } from '#core/formats/masks/read-mask.ts'
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
import { textOf } from '#core/formats/xml.ts'
import { keys } from '#core/labels/property-keys.ts'
import { LabelColors } from './label-colors.ts'
import { isSegmented } from './mask-objects.ts'
import { contextOf } from './modelarts-voc.ts'
import { readPictureSets, sets, usageOf } from './picture-sets.ts'
import { readVoc } from './read-voc.ts'
import { writeMask } from './voc-mask.ts'
import { writeAnnotation } from './write-annotation.ts'

/**
 * The tree of the Pascal VOC challenge (formats 11): `JPEGImages`, `Annotations`, `ImageSets`, and of segmented pictures
 * `SegmentationClass` and `SegmentationObject`, with `labelmap.txt` for their colours. It may lie in folders of its own, as
 * `VOCdevkit/VOC2012`. Labels are read from the polygons of
 * the annotations, and from the mask where there are none.
 */
export const pascalVoc: Format = {
  name: 'voc',
  dataset_types: [DatasetType.objectDetection, DatasetType.imageSegmentation],
  isBeside: true,
  read,
  write: (files, options) => new Writer(files, options),
}

const pictures = 'JPEGImages/'

async function* read(files: ReadFiles, options: ReadOptions): AsyncGenerator<ReadItem> {
  const root = await findRoot(files)
  const found = await readPictureSets(files, root)
  const tree = { files, root, options, maps: new LabelMaps(files) }
  for await (const { path } of files.list({ prefix: `${root}${pictures}`, after: options.after?.path })) {
    if (!isAskedFor(options, path)) continue
    const usage = usageOf(found, path.slice(root.length + pictures.length))
    const read = await catchFault(() => readPicture(tree, path))
    const item = 'record' in read && usage ? { ...read, record: { ...read.record, usage } } : read
    yield { cursor: { path }, ...item }
  }
}

/** What lies before the folders everybody knows, `` or `VOCdevkit/VOC2012/`. */
async function findRoot(files: ReadFiles): Promise<string> {
  for await (const { path } of files.list()) {
    const found = /^((?:.*\/)?)(?:Annotations|ImageSets|JPEGImages|SegmentationClass|SegmentationObject)\//.exec(path)
    if (found) return found[1]!
  }
  return ''
}

type Tree = { files: ReadFiles; root: string; options: ReadOptions; maps: LabelMaps }

async function readPicture(tree: Tree, path: string): Promise<ReadRecord> {
  const { files, root, options } = tree
  const below = path.slice(root.length + pictures.length)
  // A picture of the same name but for its ending, whose mask then lies there.
  let hasNeighbour = false
  for (const name of [withoutEnding(below), below]) {
    const xml = `${root}Annotations/${name}.xml`
    if (!(await files.has(xml))) continue
    const element = await files.xml(xml)
    if (await meansNeighbour(files, path, textOf(element, 'filename'))) {
      hasNeighbour = true
      continue
    }
    const masked = element.children.some(isSegmented) ? undefined : await readMasked(tree, path, name)
    if (masked) return masked
    const picture = readVoc(element, await contextOf(files, path, { xml, root: element }, options))
    return withIgnored(annotatedPicture(path, picture), picture.ignored)
  }
  const masked = hasNeighbour ? undefined : await readMasked(tree, path, withoutEnding(below))
  return masked ?? { record: { path, labels: [], metadata: {} } }
}

/** In the files of the challenge objects have boxes, and outlines in the mask alone. */
async function readMasked(
  { files, root, options: { dataset_type }, maps }: Tree,
  path: string,
  name: string,
): Promise<{ record: SampleRecord } | undefined> {
  const mask = `${root}SegmentationClass/${name}.png`
  if (dataset_type !== DatasetType.imageSegmentation || !(await files.has(mask))) return undefined
  const size = await files.imageSize(path)
  const labels = await readMask(files, mask, { type: LabelType.imageSegmentation, size, map: await maps.of(mask) })
  return { record: annotatedPicture(path, { labels, size }) }
}

class Writer implements RecordWriter {
  readonly #files: WriteFiles
  readonly #options: WriteOptions
  readonly #colors: LabelColors
  readonly #names = new OwnNames()
  readonly #lists = new Map<string, OpenFile>()

  constructor(files: WriteFiles, options: WriteOptions) {
    this.#files = files
    this.#options = options
    this.#colors = new LabelColors(options.labels)
  }

  async add(record: SampleRecord): Promise<readonly Loss[]> {
    const below = record.path.startsWith(pictures) ? record.path.slice(pictures.length) : record.path.replace(/^\//, '')
    const name = this.#names.take([withoutEnding(below), below])
    if (name === undefined) return [lossOf(record, '', 'has the name of another picture')]
    await this.#files.copy(record.path, pictures + below)
    await this.#list(record, name)
    const isNothing = record.labels.length === 0
    if (isNothing && !isFoundEmpty(record)) return headLosses(record, ['usage'])
    const { isWritten, isPainted, losses } = await writeAnnotation(this.#files, record, {
      xml: `Annotations/${name}.xml`,
      mask: `SegmentationClass/${name}.png`,
      isBoxed: true,
      options: this.#options,
      colors: this.#colors,
    })
    if (isPainted) await this.#writeObjects(record, `SegmentationObject/${name}.png`)
    const held = ['usage', ...(isWritten ? ['size'] : []), ...(isNothing ? [`metadata.${keys.empty}`] : [])]
    return [...headLosses(record, held), ...losses]
  }

  /** Every object has a colour of its own there, whatever its label. */
  async #writeObjects(record: SampleRecord, path: string): Promise<void> {
    const labels = record.labels.map((label, index) => ({ ...label, name: String(index) }))
    await writeMask(this.#files, path, { ...record, labels }, new LabelColors(labels.map(({ name }) => ({ name }))))
  }

  async end(): Promise<void> {
    for (const list of this.#lists.values()) await list.close()
    await writeLabelMap(this.#files, this.#colors)
  }

  async #list({ usage }: SampleRecord, name: string): Promise<void> {
    const folder = this.#options.dataset_type === DatasetType.imageSegmentation ? 'Segmentation' : 'Main'
    const [set] = sets.find(([, one]) => one === usage)!
    const path = `ImageSets/${folder}/${set}.txt`
    const list = this.#lists.get(path) ?? (await this.#files.open(path))
    this.#lists.set(path, list)
    await list.write(`${name}\n`)
  }
}
