import type { BlobFiles } from '#adapters/files/blob-files.ts'
import type { DatasetRow } from '#adapters/sql/tables.ts'
import { DatasetType } from '#contract/codes.ts'
import type { Field } from '#contract/datasets.ts'
import { counted, quote } from '#contract/text.ts'
import { FileFault } from '#core/formats/files.ts'
import type { RecordFault } from '#core/formats/record.ts'
import { faultsOfRow } from '#core/tables/row-faults.ts'
import { separatorOf } from '#core/tables/separator.ts'

/** Faults of one file that are told one by one. */
const MOST_TOLD = 100

/**
 * What in the file of a table its columns cannot hold, row by row (formats 7): it is taken all the same, and publishing as CSV leaves these
 * out. Throws a `FileFault` for a file of other columns: its header has another number of them, or every row; and for one of which nothing
 * can be read.
 */
export async function checkTable(
  { dataset, files }: { dataset: DatasetRow; files: BlobFiles },
  path: string,
): Promise<readonly RecordFault[]> {
  const schema: Field[] = dataset.dataset_type === DatasetType.table ? JSON.parse(dataset.schema) : []
  const separator = separatorOf(path)
  if (schema.length === 0 || separator === undefined) return []
  const [{ with_column_header: hasHeader = false }] = JSON.parse(dataset.data_sources)
  const told: RecordFault[] = []
  let [rows, whole, faults] = [0, 0, 0]
  for await (const row of files.rows(path, { separator })) {
    if (rows === 0 && 'problem' in row) throw new FileFault(path, row.problem)
    const isHeader = rows++ === 0 && hasHeader
    const found = isHeader ? [] : faultsOfRow(row, schema)
    if (isHeader && 'cells' in row && row.cells.length !== schema.length) {
      throw new FileFault(path, `has ${counted(row.cells.length, 'column')}, and the table ${schema.length}`)
    }
    if (found.some(({ column }) => column === undefined)) whole++
    faults += found.length
    for (const { column, reason } of found.slice(0, MOST_TOLD - told.length)) {
      const cell = column === undefined ? '' : `${quote(schema[column]!.name ?? '')} `
      told.push({ path, line: row.line, reason: `${cell}${reason}` })
    }
  }
  const data = rows - (hasHeader ? 1 : 0)
  if (data > 0 && whole === data) {
    throw new FileFault(path, `has no row of ${counted(schema.length, 'column')}, as the table has`)
  }
  const more = faults - told.length
  return more > 0 ? [...told, { path, reason: `has ${counted(more, 'more such place')}` }] : told
}
