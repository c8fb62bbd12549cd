import { type DatasetType, TEXT_DATASET_TYPES } from '#contract/codes.ts'
import { durationKey, idKey, usageKey } from '#core/formats/extension-keys.ts'
import type { WriteFiles } from '#core/formats/files.ts'
import type { RecordWriter, WriteOptions } from '#core/formats/format.ts'
import { FreePaths } from '#core/formats/free-paths.ts'
import type { JsonObject } from '#core/formats/json-object.ts'
import { changedLosses, headLosses, lossOf, pathLosses } from '#core/formats/losses.ts'
import { OneFile } from '#core/formats/one-file.ts'
import { belowRoot } from '#core/formats/paths.ts'
import { isFoundEmpty, type Loss, type RecordLabel, type SampleRecord } from '#core/formats/record.ts'
import { keys } from '#core/labels/property-keys.ts'
import { isServed, writeAddress } from './addresses.ts'
import { dropLooseEnds, readResults } from './read-results.ts'
import { isMadeUp, type ResultRules } from './results.ts'
import { dataKeyOf, isClassified, isMetadata } from './words.ts'
import { writeChoices, writeResults } from './write-results.ts'

/** Labels, each with its place and what is read of it again, and the results that say them. */
type Written = { labels: { index: number; back: RecordLabel }[]; results: JsonObject[] }

/**
 * Writes `tasks.json`, a list with one task for each record, and the files in `images/` or `audio/`, from where Label Studio
 * serves them when its document root is the tree. Labels to be confirmed are predictions.
 */
export class LabelStudioWriter implements RecordWriter {
  readonly #files: WriteFiles
  readonly #options: WriteOptions
  readonly #type: DatasetType
  readonly #document: OneFile
  readonly #paths = new FreePaths()
  #count = 0

  constructor(files: WriteFiles, options: WriteOptions) {
    this.#files = files
    this.#options = options
    this.#type = options.dataset_type
    this.#document = new OneFile(files, options.file ?? 'tasks.json')
  }

  async add(record: SampleRecord): Promise<readonly Loss[]> {
    const { text, id, usage, duration, metadata } = record
    const key = dataKeyOf(this.#type, this.#options)
    const losses: Loss[] = []
    let value = text
    if (!TEXT_DATASET_TYPES.includes(this.#type)) value = await this.#copy(record, losses)
    else if (text === undefined) return [lossOf(record, '', 'is no text')]
    else if (isServed(text)) return [lossOf(record, '', 'would be taken for the address of a file')]
    const own: readonly string[] = [key, idKey, usageKey, durationKey, keys.empty]
    const kept = Object.entries(metadata).filter(
      ([name, one]) => !own.includes(name) && one !== undefined && isMetadata(name, one, this.#type),
    )
    const results = this.#results(record, losses)
    const isEmpty = isFoundEmpty(record)
    const isPredicted = record.unconfirmed === true && results.length > 0
    const task = {
      data: Object.fromEntries<unknown>([
        [key, value],
        ...(id === undefined ? [] : [[idKey, id] as const]),
        ...(usage === undefined ? [] : [[usageKey, usage] as const]),
        ...(duration === undefined ? [] : [[durationKey, duration] as const]),
        ...kept,
      ]),
      annotations: !isPredicted && (isEmpty || results.length > 0) ? [{ was_cancelled: false, result: results }] : [],
      predictions: isPredicted ? [{ result: results }] : [],
    }
    await this.#document.write(`${this.#count++ === 0 ? '[\n' : ',\n'}${JSON.stringify(task)}`)
    const held = ['id', 'usage', 'size', 'duration', ...kept.map(([name]) => `metadata.${name}`)]
    if (isEmpty) held.push(`metadata.${keys.empty}`)
    if (isPredicted) held.push('unconfirmed')
    return [...headLosses(record, held), ...losses]
  }

  async end(): Promise<void> {
    await this.#document.write(this.#count === 0 ? '[]\n' : '\n]\n')
    await this.#document.close()
  }

  async #copy(record: SampleRecord, losses: Loss[]): Promise<string> {
    const folder = dataKeyOf(this.#type, {}) === 'audio' ? 'audio/' : 'images/'
    const path = `${folder}${this.#paths.take(belowRoot(record.path, folder))}`
    await this.#files.copy(record.path, path)
    losses.push(...pathLosses(record, path))
    return writeAddress(path)
  }

  /** Every result is read again to see what has become of its labels. */
  #results(record: SampleRecord, losses: Loss[]): JsonObject[] {
    const written = isClassified(this.#type) ? this.#writeClasses(record, losses) : this.#writeRegions(record, losses)
    const whole = new Set(
      dropLooseEnds(
        written.flatMap(({ labels }) => labels.map(({ back }) => back)),
        [],
      ),
    )
    return written.flatMap(({ labels, results }) => {
      const kept = labels.filter(({ back }) => whole.has(back))
      for (const { index, back } of labels) {
        if (!whole.has(back)) losses.push(lossOf(record, `labels[${index}]`, 'joins no two entities'))
        else losses.push(...changedLosses(record, index, back))
        if (record.labels[index]!.name !== back.name) {
          losses.push(lossOf(record, `labels[${index}].name`, 'has no place in this format'))
        }
      }
      return kept.length > 0 ? results : []
    })
  }

  #writeClasses(record: SampleRecord, losses: Loss[]): Written[] {
    const named = new Map<string, number>()
    for (const [index, { name = '' }] of record.labels.entries()) {
      if (name === '' || named.has(name)) losses.push(lossOf(record, `labels[${index}]`, 'has no name of its own'))
      else named.set(name, index)
    }
    const indices = [...named.values()]
    if (indices.length === 0) return []
    const labels = indices.map((index) => record.labels[index]!)
    const result = writeChoices(labels, dataKeyOf(this.#type, {}))
    const read = this.#readBack([result], record)
    if (typeof read !== 'string' && read.length === indices.length) {
      return [{ labels: indices.map((index, i) => ({ index, back: read[i]! })), results: [result] }]
    }
    losses.push(...indices.map((index) => lossOf(record, `labels[${index}]`, 'cannot be read again')))
    return []
  }

  #writeRegions(record: SampleRecord, losses: Loss[]): Written[] {
    const ids = new Set<string>()
    const written: Written[] = []
    const rules = { dataset_type: this.#type, unit: this.#options.text_offset_unit ?? 'code_point' }
    for (const [index, label] of record.labels.entries()) {
      const isOwn = label.id !== undefined && label.id !== '' && !isMadeUp(label.id) && !ids.has(label.id)
      const id = isOwn ? label.id! : `_${index + 1}`
      if (label.property?.[keys.from] === undefined) ids.add(id)
      const results = writeResults(label, { id, record, rules })
      const read = typeof results === 'string' ? results : this.#readBack(results, record)
      const [back] = typeof read === 'string' ? [] : read
      if (typeof results === 'string' || back === undefined) {
        losses.push(lossOf(record, `labels[${index}]`, typeof read === 'string' ? read : 'cannot be read again'))
      } else written.push({ labels: [{ index, back }], results })
    }
    return written
  }

  #readBack(results: readonly JsonObject[], { text = '', size }: SampleRecord): RecordLabel[] | string {
    const unit = this.#options.text_offset_unit ?? 'code_point'
    const rules: ResultRules = { dataset_type: this.#type, text, unit, size, maker: {}, ignored: [] }
    return readResults(results, rules)
  }
}
