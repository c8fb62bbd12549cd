import type { LabelType, SampleUsage } from '#contract/codes.ts'
import type { Spool, WriteFiles } from '#core/formats/files.ts'
import type { RecordWriter, WriteOptions } from '#core/formats/format.ts'
import { FreePaths } from '#core/formats/free-paths.ts'
import { changedLosses, headLosses, lossOf, pathLosses } from '#core/formats/losses.ts'
import { belowRoot } from '#core/formats/paths.ts'
import { isFoundEmpty, type Loss, type SampleRecord } from '#core/formats/record.ts'
import { writeXml, type XmlElement } from '#core/formats/xml.ts'
import { keys } from '#core/labels/property-keys.ts'
import { LabelDefinitions } from './label-definitions.ts'
import { emptyAttribute } from './read-cvat.ts'
import { readShape } from './read-shape.ts'
import { groupPoints, writeShape } from './write-shape.ts'

const subsets: Readonly<Record<SampleUsage, string>> = {
  TRAIN: 'train',
  EVAL: 'validation',
  TEST: 'test',
  INFERENCE: 'inference',
}

/** The definitions of all labels stand before the images: these wait aside. */
export class CvatWriter implements RecordWriter {
  readonly #files: WriteFiles
  readonly #type: LabelType
  readonly #definitions: LabelDefinitions
  readonly #paths = new FreePaths()
  #images: Spool | undefined
  #count = 0

  constructor(files: WriteFiles, { labels, dataset_type }: WriteOptions) {
    this.#files = files
    this.#type = dataset_type as LabelType
    this.#definitions = new LabelDefinitions(labels)
  }

  async add(record: SampleRecord): Promise<readonly Loss[]> {
    const { path, usage, size } = record
    const name = this.#paths.take(belowRoot(path, 'images/'))
    await this.#files.copy(path, `images/${name}`)
    const { elements, losses } = this.#writeLabels(record)
    const isEmpty = isFoundEmpty(record)
    const image: XmlElement = {
      name: 'image',
      attributes: {
        id: String(this.#count++),
        name,
        ...(usage && { subset: subsets[usage] }),
        ...(size && { width: String(size[0]), height: String(size[1]) }),
        ...(isEmpty && { [emptyAttribute]: '1' }),
      },
      children: elements,
      text: '',
      line: 0,
    }
    this.#images ??= await this.#files.spool()
    await this.#images.write(`${writeXml(image)}\n`)
    return [
      ...headLosses(record, ['usage', 'size', ...(isEmpty ? [`metadata.${keys.empty}`] : [])]),
      ...pathLosses(record, `images/${name}`),
      ...losses,
    ]
  }

  async end(): Promise<void> {
    const task: XmlElement = {
      name: 'task',
      attributes: {},
      children: [element('size', String(this.#count)), element('mode', 'annotation'), this.#definitions.element()],
      text: '',
      line: 0,
    }
    const file = await this.#files.open('annotations.xml')
    await file.write('<?xml version="1.0" encoding="utf-8"?>\n<annotations>\n<version>1.1</version>\n')
    await file.write(`<meta>${writeXml(task)}</meta>\n`)
    if (this.#images) for await (const part of this.#images.read()) await file.write(part)
    await file.write('</annotations>\n')
    await file.close()
  }

  /** Every element is read again to see what has become of its labels. */
  #writeLabels(record: SampleRecord): { elements: XmlElement[]; losses: Loss[] } {
    const elements: XmlElement[] = []
    const losses: Loss[] = []
    for (const group of groupPoints(record.labels)) {
      const written = writeShape(
        group.map((index) => record.labels[index]!),
        record.size,
      )
      const rules = { type: this.#type, size: record.size, groupName: '' }
      const read = typeof written === 'string' ? written : readShape(written, rules, [])
      if (typeof written === 'string' || typeof read === 'string') {
        losses.push(...group.map((index) => lossOf(record, `labels[${index}]`, String(read))))
        continue
      }
      for (const [i, index] of group.entries()) losses.push(...changedLosses(record, index, read[i]!))
      this.#definitions.meet(written)
      elements.push(written)
    }
    return { elements, losses }
  }
}

function element(name: string, text: string): XmlElement {
  return { name, attributes: {}, children: [], text, line: 0 }
}
