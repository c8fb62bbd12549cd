import type { WriteFiles } from '#core/formats/files.ts'
import type { RecordWriter, WriteOptions } from '#core/formats/format.ts'
import { headLosses, labelLosses, lossOf } from '#core/formats/losses.ts'
import { OneFile } from '#core/formats/one-file.ts'
import type { Loss, SampleRecord } from '#core/formats/record.ts'
import { isTable } from '#core/formats/text-files.ts'
import { asLine, isTooLong } from '#core/formats/text-line.ts'
import { resultBeside } from './read-pair.ts'
import { columnSeparator, joinLine, type Separators, separatorsOf } from './separators.ts'

/** In characters, of a row with its quotes doubled. */
const longestRow = 1024 * 1024

/**
 * Writes all texts into one file, in their order. Options: `file`, its path, `texts.txt` unless told, a table where it ends
 * in `.csv`; `label_format` as for the reading.
 */
export class TextLinesWriter implements RecordWriter {
  readonly #kind: 'table' | 'lines' | 'pair'
  readonly #separators: Separators
  readonly #parts: OneFile[]

  constructor(files: WriteFiles, { file = 'texts.txt', label_format }: WriteOptions) {
    this.#kind = isTable(file) ? 'table' : label_format?.label_type === '0' ? 'pair' : 'lines'
    this.#separators = separatorsOf(label_format)
    const paths = this.#kind === 'pair' ? [file, resultBeside(file)] : [file]
    this.#parts = paths.map((path) => new OneFile(files, path))
  }

  async add(record: SampleRecord): Promise<readonly Loss[]> {
    if (record.text === undefined) return [lossOf(record, '', 'is no text')]
    const losses = headLosses(record, [])
    const text = this.#fit(record.text)
    if (text !== record.text) losses.push(lossOf(record, 'text', 'has spaces for what cannot stand in a line'))
    const names: string[] = []
    for (const [index, { name = '' }] of record.labels.entries()) {
      if (this.#fits(name)) {
        names.push(name)
        losses.push(...labelLosses(record, index))
      } else losses.push(lossOf(record, `labels[${index}]`, 'has no name that can stand between separators'))
    }
    const parts = this.#join(text, names.join(this.#separators.label))
    const isLong = this.#kind === 'table' ? parts[0]!.length > longestRow : parts.some(isTooLong)
    // Where a text has no line the line stays blank, so that all others keep their numbers.
    const problem =
      text.trim() === '' ? 'has nothing but separators' : isLong ? 'is longer than a line may be' : undefined
    await this.#write(problem === undefined ? parts : parts.map(() => ''))
    if (problem !== undefined) return [lossOf(record, '', problem)]
    return losses
  }

  async end(): Promise<void> {
    for (const part of this.#parts) await part.close()
  }

  /** In every file a line of its own; in tables texts and names may have several. */
  #join(text: string, names: string): string[] {
    if (this.#kind === 'table') return [this.#row(text, names)]
    return this.#kind === 'pair' ? [text, names] : [joinLine(text, names, this.#separators)]
  }

  #row(...cells: string[]): string {
    const separator = columnSeparator(this.#separators)
    return cells.map((text) => cell(text, separator)).join(separator)
  }

  /** The same number of characters, without those that would end a line or a text too soon. */
  #fit(text: string): string {
    if (this.#kind === 'table') return text
    const { sample, label } = this.#separators
    const line = asLine(text)
    return this.#kind === 'lines' && sample === label ? line.replaceAll(sample, ' ') : line
  }

  #fits(name: string): boolean {
    const { sample, label } = this.#separators
    if (name === '' || name.includes(label)) return false
    if (this.#kind === 'table') return true
    const isLine = name.trim() !== '' && asLine(name) === name
    return isLine && (this.#kind === 'pair' || !name.includes(sample))
  }

  async #write(parts: readonly string[]): Promise<void> {
    for (const [index, part] of parts.entries()) await this.#parts[index]!.write(`${part}\n`)
  }
}

/** A cell of a table after RFC 4180. */
function cell(text: string, separator: string): string {
  return text.includes(separator) || /["\r\n]|^\ufeff/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
