import type { SampleUsage } from '#contract/codes.ts'
import type { Spool, WriteFiles } from '#core/formats/files.ts'
import type { RecordWriter, WriteOptions } from '#core/formats/format.ts'
import { FreePaths } from '#core/formats/free-paths.ts'
import { headLosses, labelLosses, lossOf, pathLosses } from '#core/formats/losses.ts'
import { baseName, belowRoot } from '#core/formats/paths.ts'
import type { Loss, SampleRecord } from '#core/formats/record.ts'
import { usageAbove } from '#core/formats/set-folders.ts'
import { fileColumn, isMetadata, labelColumnOf, labelsColumn } from './columns.ts'

/** Folders of sets as Hugging Face calls them. */
const folders: Partial<Record<SampleUsage, string>> = { TRAIN: 'train/', EVAL: 'validation/', TEST: 'test/' }

/** Every row has all columns: this keeps the lists from growing with the square of the samples. */
const mostColumns = 200

/** What is known of a file while it waits for the columns of those behind it. */
type Row = { file: string; names: string[]; texts: Record<string, string> }

/**
 * Writes `metadata.jsonl` into each folder of a set that has files, and at the top for those of none. Whoever reads them wants the
 * same columns of texts in every row of every list, so what is nothing is an empty text.
 */
export class MetadataFilesWriter implements RecordWriter {
  readonly #files: WriteFiles
  readonly #label: string
  readonly #paths = new FreePaths('path')
  readonly #rows = new Map<string, Spool>()
  readonly #columns = new Set<string>()
  #hasSeveral = false

  constructor(files: WriteFiles, options: WriteOptions) {
    this.#files = files
    this.#label = labelColumnOf(options)
  }

  async add(record: SampleRecord): Promise<readonly Loss[]> {
    const { path, usage } = record
    const folder = (usage && folders[usage]) ?? ''
    const target = this.#paths.take(placeIn(folder, belowRoot(path)))
    await this.#files.copy(path, target)
    const { names, losses } = namesOf(record)
    this.#hasSeveral ||= names.length > 1
    const texts = this.#textsOf(record)
    const row: Row = { file: target.slice(folder.length), names, texts }
    await (await this.#rowsOf(folder)).write(`${JSON.stringify(row)}\n`)
    const held = [...(folder === '' ? [] : ['usage']), ...Object.keys(texts).map((key) => `metadata.${key}`)]
    return [...headLosses(record, held), ...pathLosses(record, target), ...losses]
  }

  async end(): Promise<void> {
    for (const [folder, rows] of this.#rows) {
      const list = await this.#files.open(`${folder}metadata.jsonl`)
      for await (const line of linesOf(rows)) await list.write(`${this.#lineOf(JSON.parse(line))}\n`)
      await list.close()
    }
  }

  async #rowsOf(folder: string): Promise<Spool> {
    const rows = this.#rows.get(folder) ?? (await this.#files.spool())
    this.#rows.set(folder, rows)
    return rows
  }

  /** Texts alone: an empty one and anything else would come back as another. */
  #textsOf({ metadata }: SampleRecord): Row['texts'] {
    const texts: [string, string][] = []
    for (const [key, value] of Object.entries(metadata)) {
      if (typeof value !== 'string' || value === '' || !isMetadata(key, this.#label)) continue
      if (!this.#columns.has(key) && this.#columns.size === mostColumns) continue
      this.#columns.add(key)
      texts.push([key, value])
    }
    return Object.fromEntries(texts)
  }

  #lineOf({ file, names, texts }: Row): string {
    return JSON.stringify(
      Object.fromEntries<unknown>([
        [fileColumn, file],
        [this.#label, names[0] ?? ''],
        // A list without any text would be a column of another kind.
        ...(this.#hasSeveral ? [[labelsColumn, names.length > 0 ? names : ['']] as const] : []),
        ...[...this.#columns].map((key) => [key, Object.hasOwn(texts, key) ? texts[key] : ''] as const),
      ]),
    )
  }
}

/** Within the folder of its set; a file of no set must not lie in what looks like one. */
function placeIn(folder: string, path: string): string {
  if (folder !== '') return path.startsWith(folder) ? path : folder + path
  return usageAbove(path.split('/')) === undefined ? path : baseName(path)
}

/** The names of the labels, each once, and what is lost of the labels. */
function namesOf(record: SampleRecord): { names: string[]; losses: Loss[] } {
  const names: string[] = []
  const losses: Loss[] = []
  for (const [index, { name = '' }] of record.labels.entries()) {
    if (name === '') losses.push(lossOf(record, `labels[${index}]`, 'has no name'))
    else if (names.includes(name)) losses.push(lossOf(record, `labels[${index}]`, 'comes twice'))
    else {
      names.push(name)
      losses.push(...labelLosses(record, index))
    }
  }
  return { names, losses }
}

async function* linesOf(rows: Spool): AsyncGenerator<string> {
  let rest = ''
  for await (const part of rows.read()) {
    const lines = (rest + part).split('\n')
    rest = lines.pop()!
    yield* lines
  }
}
