import type { LabelType } from '#contract/codes.ts'
import { counted, faultOfText, quote } from '#contract/text.ts'
import { readDocuments } from '#core/formats/documents.ts'
import { FileFault, type ReadFiles } from '#core/formats/files.ts'
import type { PictureFinder } from '#core/formats/find-picture.ts'
import type { ReadOptions } from '#core/formats/format.ts'
import { parseJsonLine } from '#core/formats/json-line.ts'
import { faultOfValue, type JsonObject } from '#core/formats/json-object.ts'
import { folderOf } from '#core/formats/paths.ts'
import { type ReadItem, type ReadRecord, type RecordLabel, withIgnored } from '#core/formats/record.ts'
import { catchFault, faultOf } from '#core/formats/record-fault.ts'
import { usageAbove } from '#core/formats/set-folders.ts'
import { fileColumn, isMetadata, labelColumnOf, labelsColumn } from './columns.ts'

/** Reads every list of the tree row by row. A row that is wrong in any part is told and left out. */
export async function* readMetadataFiles(files: ReadFiles, options: ReadOptions): AsyncGenerator<ReadItem> {
  yield* readDocuments(files, options, {
    ending: /(?:^|\/)metadata\.(?:csv|jsonl)$/i,
    read: (path, own, finder) => readOne(files, { path, options: own, finder }),
  })
}

/** Whether a file names files, by its first row. */
export async function isMetadataFile(files: ReadFiles, path: string): Promise<boolean> {
  const read = await catchFault(async () => {
    for await (const row of rowsOf(files, path)) return { names: 'fields' in row && fileColumn in row.fields }
    return { names: false }
  })
  return 'names' in read && read.names
}

/** A row by its columns; those that say nothing are not there. */
type Row = { line: number } & ({ fields: JsonObject } | { fault: FileFault })

type List = { path: string; options: ReadOptions; finder: PictureFinder }

/** `index` counts the rows. */
async function* readOne(files: ReadFiles, list: List): AsyncGenerator<ReadItem> {
  const { path, options } = list
  const start = options.after?.index ?? -1
  let index = 0
  try {
    for await (const row of rowsOf(files, path)) {
      if (index++ > start) yield { cursor: { path, index: index - 1 }, ...(await catchFault(() => readRow(row, list))) }
    }
  } catch (error) {
    yield { cursor: { path }, fault: faultOf(error) }
  }
}

function rowsOf(files: ReadFiles, path: string): AsyncIterable<Row> {
  return /\.csv$/i.test(path) ? tableRows(files, path) : jsonRows(files, path)
}

async function* tableRows(files: ReadFiles, path: string): AsyncGenerator<Row> {
  let columns: readonly string[] | undefined
  for await (const row of files.rows(path, { separator: ',' })) {
    const { line } = row
    if ('problem' in row) yield { line, fault: new FileFault(path, row.problem, line) }
    else if (!columns) columns = readHead(path, row)
    else if (row.cells.length !== columns.length) {
      const reason = `has ${counted(row.cells.length, 'cell')} where the first line names ${counted(columns.length, 'column')}`
      yield { line, fault: new FileFault(path, reason, line) }
    } else {
      const cells = columns.map((column, n): [string, string] => [column, row.cells[n]!])
      // Tables are often saved with a column of numbers that has no name.
      yield { line, fields: Object.fromEntries(cells.filter(([column, cell]) => column !== '' && cell !== '')) }
    }
  }
}

function readHead(path: string, { line, cells }: { line: number; cells: readonly string[] }): readonly string[] {
  if (!cells.includes(fileColumn)) throw new FileFault(path, `has no column ${fileColumn}`, line)
  // Spreadsheets leave columns without a name behind the others.
  const twice = cells.find((column, n) => column !== '' && cells.indexOf(column) !== n)
  if (twice !== undefined) throw new FileFault(path, `has the column ${quote(twice)} twice`, line)
  return cells
}

async function* jsonRows(files: ReadFiles, path: string): AsyncGenerator<Row> {
  for await (const found of files.lines(path)) {
    const { line } = found
    try {
      if ('problem' in found) throw new FileFault(path, found.problem, line)
      const given = Object.entries(parseJsonLine(found.text, { path, line }))
      yield { line, fields: Object.fromEntries(given.filter(([, value]) => value !== null && value !== '')) }
    } catch (error) {
      if (!(error instanceof FileFault)) throw error
      yield { line, fault: error }
    }
  }
}

async function readRow(row: Row, { path, options, finder }: List): Promise<ReadRecord> {
  const refuse = (reason: string): never => {
    throw new FileFault(path, reason, row.line)
  }
  if ('fault' in row) throw row.fault
  const { fields } = row
  const named = fields[fileColumn]
  if (typeof named !== 'string') return refuse(`has no ${fileColumn}`)
  const found = await finder.find(path, named, folderOf(path))
  if (found.problem !== undefined) return refuse(`names ${quote(named)}, which ${found.problem}`)
  if (!options.isSample(found.found)) return refuse(`names ${quote(named)}, which is no file of such a dataset`)
  const column = labelColumnOf(options)
  const names = namesOf(fields[labelsColumn]) ?? refuse(`has no texts under ${quote(labelsColumn)}`)
  const name = namesOf(fields[column]) ?? refuse(`has no text under ${quote(column)}`)
  const metadata = Object.fromEntries(Object.entries(fields).filter(([key]) => isMetadata(key, column)))
  const fault = faultOfValue([names, name]) ?? faultOfValue(metadata)
  if (fault !== undefined) return refuse(`holds ${fault}`)
  const all = new Set(names.length > 0 ? names : name)
  const labels = [...all].map(
    (one): RecordLabel => ({ name: one, type: options.dataset_type as LabelType, property: {} }),
  )
  const usage = usageBelow(folderOf(path)) ?? usageBelow(folderOf(found.found))
  const read = [fileColumn, labelsColumn, column, ...Object.keys(metadata)]
  const ignored = Object.keys(fields).filter((key) => !read.includes(key))
  return withIgnored({ path: found.found, ...(usage && { usage }), labels, metadata }, ignored)
}

/** What a folder and those above it say of the set; `a/train/`. */
function usageBelow(folder: string) {
  return usageAbove(folder.split('/'))
}

/** One name or several; numbers are names as well, and an empty text is none. Undefined: something else. */
function namesOf(value: unknown): string[] | undefined {
  const all = value === undefined ? [] : Array.isArray(value) ? value : [value]
  const names = all.flatMap((one) => (Number.isSafeInteger(one) ? String(one) : one === '' ? [] : one))
  const isGood = names.every((one) => typeof one === 'string' && faultOfText(one) === undefined)
  return isGood ? names : undefined
}
