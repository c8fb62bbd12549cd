import { DatasetType, LabelType } from '#contract/codes.ts'
import { idKey, usageKey } from '#core/formats/extension-keys.ts'
import type { WriteFiles } from '#core/formats/files.ts'
import type { RecordWriter, WriteOptions } from '#core/formats/format.ts'
import { headLosses, labelLosses, lossOf } from '#core/formats/losses.ts'
import { OneFile } from '#core/formats/one-file.ts'
import type { Loss, RecordLabel, SampleRecord } from '#core/formats/record.ts'
import { type Span, spanOf, writeSpan } from '#core/formats/text-span.ts'
import { keys } from '#core/labels/property-keys.ts'
import { type Columns, columnsOf, entitiesKey, isMetadata, relationsKey, writeId } from './columns.ts'

const spanKeys = [`property.${keys.startIndex}`, `property.${keys.endIndex}`]
const endKeys = [`property.${keys.from}`, `property.${keys.to}`]

/**
 * Writes all texts into one file, in their order. Options: `file`, its path, `texts.jsonl` unless told; `text_column` and
 * `label_column`; `text_offset_unit`.
 */
export class JsonlWriter implements RecordWriter {
  readonly #file: OneFile
  readonly #options: WriteOptions
  readonly #columns: Columns

  constructor(files: WriteFiles, options: WriteOptions) {
    this.#file = new OneFile(files, options.file ?? 'texts.jsonl')
    this.#options = options
    this.#columns = columnsOf(options)
  }

  async add(record: SampleRecord): Promise<readonly Loss[]> {
    const { text, id, usage, metadata } = record
    if (text === undefined) return [lossOf(record, '', 'is no text')]
    const kept = Object.entries(metadata).filter(([key, value]) => value !== null && isMetadata(key, this.#columns))
    const held = ['id', 'usage', ...kept.map(([key]) => `metadata.${key}`)]
    const losses = headLosses(record, held)
    const line = Object.fromEntries<unknown>([
      ...(id === undefined ? [] : [[idKey, id] as const]),
      [this.#columns.text, text],
      ...this.#labels(record, text, losses),
      ...(usage === undefined ? [] : [[usageKey, usage] as const]),
      ...kept,
    ])
    await this.#file.write(`${JSON.stringify(line)}\n`)
    return losses
  }

  async end(): Promise<void> {
    await this.#file.close()
  }

  /** Relations stand before the entities where the first label is one. */
  #labels(record: SampleRecord, text: string, losses: Loss[]): (readonly [string, unknown[]])[] {
    const { dataset_type } = this.#options
    const entities: unknown[] = []
    const relations: unknown[] = []
    for (const [index, label] of record.labels.entries()) {
      if (label.type === LabelType.tripletRelation) {
        relations.push(writeRelation(label))
        losses.push(...labelLosses(record, index, ['id', ...endKeys]))
      } else if (label.type === LabelType.tripletEntity) {
        const [start_offset, end_offset] = this.#spanOf(label, text)
        const id = label.id === undefined ? {} : { id: writeId(label.id, 'E') }
        entities.push({ ...id, start_offset, end_offset, label: label.name })
        losses.push(...labelLosses(record, index, ['id', ...spanKeys]))
      } else if (label.type === LabelType.namedEntity) {
        entities.push([...this.#spanOf(label, text), label.name])
        losses.push(...labelLosses(record, index, spanKeys))
      } else {
        entities.push(label.name)
        losses.push(...labelLosses(record, index))
      }
    }
    if (dataset_type !== DatasetType.textTriplets) return [[this.#columns.label, entities]]
    const both = [[entitiesKey, entities] as const, [relationsKey, relations] as const]
    return record.labels[0]?.type === LabelType.tripletRelation ? both.reverse() : both
  }

  #spanOf(label: RecordLabel, text: string): Span {
    return writeSpan(text, spanOf(label), this.#options.text_offset_unit ?? 'code_point')
  }
}

function writeRelation({ id, name, property = {} }: RecordLabel): object {
  return {
    ...(id !== undefined && { id: writeId(id, 'R') }),
    from_id: writeId(String(property[keys.from]), 'E'),
    to_id: writeId(String(property[keys.to]), 'E'),
    type: name,
  }
}
