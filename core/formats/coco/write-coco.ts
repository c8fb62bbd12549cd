import { LabelType, type SampleUsage } from '#contract/codes.ts'
import type { OpenFile, Spool, WriteFiles } from '#core/formats/files.ts'
import type { RecordWriter, WriteOptions } from '#core/formats/format.ts'
import { FreePaths } from '#core/formats/free-paths.ts'
import { changedLosses, headLosses, lossOf, pathLosses } from '#core/formats/losses.ts'
import { belowRoot } from '#core/formats/paths.ts'
import { isFoundEmpty, type Loss, type RecordLabel, type SampleRecord } from '#core/formats/record.ts'
import { keys } from '#core/labels/property-keys.ts'
import { CategoryIds } from './category-ids.ts'
import { readAnnotation } from './coco-annotations.ts'
import { groupRings, writeAnnotation } from './write-annotation.ts'

const sets: Readonly<Record<SampleUsage, string>> = {
  TRAIN: '_train',
  EVAL: '_val',
  TEST: '_test',
  INFERENCE: '_inference',
}

/** A document that is being written: its images, and aside its annotations, which stand behind them. */
type Document = { file: OpenFile; annotations: Spool; imageCount: number; annotationCount: number }

export class CocoWriter implements RecordWriter {
  readonly #files: WriteFiles
  readonly #type: LabelType
  readonly #categories: CategoryIds
  readonly #paths = new FreePaths()
  readonly #documents = new Map<string, Document>()

  constructor(files: WriteFiles, { labels, dataset_type }: WriteOptions) {
    this.#files = files
    this.#type = dataset_type as LabelType
    this.#categories = new CategoryIds(labels, this.#type)
  }

  async add(record: SampleRecord): Promise<readonly Loss[]> {
    const { path, usage, size } = record
    const file_name = this.#paths.take(belowRoot(path, 'images/'))
    const target = `images/${file_name}`
    await this.#files.copy(path, target)
    const document = await this.#document(`instances${usage === undefined ? '_default' : sets[usage]}`)
    const isEmpty = isFoundEmpty(record)
    const image = {
      id: document.imageCount + 1,
      file_name,
      ...(size && { width: size[0], height: size[1] }),
      ...(isEmpty && { [keys.empty]: 1 }),
    }
    await document.file.write(`${document.imageCount++ === 0 ? '' : ','}\n${JSON.stringify(image)}`)
    const { losses, isScored } = await this.#writeLabels(record, document)
    // A score says that a model labelled, and its labels are read as ones to confirm.
    const isUnconfirmed = isScored && this.#type === LabelType.objectDetection
    const held = ['usage', 'size', ...(isEmpty ? [`metadata.${keys.empty}`] : []), 'unconfirmed']
    return [
      ...headLosses(record, held),
      ...(isUnconfirmed === (record.unconfirmed ?? false)
        ? []
        : [lossOf(record, 'unconfirmed', isUnconfirmed ? 'is said by every score' : 'is said by scores alone')]),
      ...pathLosses(record, target),
      ...losses,
    ]
  }

  async end(): Promise<void> {
    for (const { file, annotations } of this.#documents.values()) {
      await file.write('\n],\n"annotations":[')
      for await (const part of annotations.read()) await file.write(part)
      const categories = this.#categories.list().map((category) => `\n${JSON.stringify(category)}`)
      await file.write(`\n],\n"categories":[${categories.join(',')}\n]}\n`)
      await file.close()
    }
  }

  async #writeLabels(record: SampleRecord, document: Document): Promise<{ losses: Loss[]; isScored: boolean }> {
    const losses: Loss[] = []
    let isScored = false
    for (const group of groupRings(record.labels)) {
      const rings = group.map((index) => record.labels[index]!)
      const annotation = this.#writeGroup(record, rings, document)
      const read =
        typeof annotation === 'string'
          ? annotation
          : readAnnotation(annotation, { type: this.#type, categories: this.#categories, size: record.size })
      if (typeof read === 'string' || read.length !== rings.length) {
        const reason = typeof read === 'string' ? read : 'comes back as another number of labels'
        losses.push(...group.map((index) => lossOf(record, `labels[${index}]`, reason)))
        continue
      }
      for (const [i, index] of group.entries()) losses.push(...changedLosses(record, index, read[i]!))
      isScored ||= rings[0]!.score !== undefined
      const text = `${document.annotationCount++ === 0 ? '' : ','}\n${JSON.stringify(annotation)}`
      await document.annotations.write(text)
    }
    return { losses, isScored }
  }

  #writeGroup({ size }: SampleRecord, rings: readonly RecordLabel[], document: Document) {
    if ((rings[0]!.name ?? '').trim() === '') return 'has no name'
    const category_id = this.#categories.idOf(rings[0]!)
    const written = writeAnnotation(rings, { id: category_id, category: this.#categories.get(category_id)!, size })
    if (typeof written === 'string') return written
    return { id: document.annotationCount + 1, image_id: document.imageCount, category_id, ...written }
  }

  async #document(name: string): Promise<Document> {
    const known = this.#documents.get(name)
    if (known) return known
    const file = await this.#files.open(`annotations/${name}.json`)
    const made = { file, annotations: await this.#files.spool(), imageCount: 0, annotationCount: 0 }
    this.#documents.set(name, made)
    await file.write('{"info":{},\n"licenses":[],\n"images":[')
    return made
  }
}
