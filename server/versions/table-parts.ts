import type { BlobFiles } from '#adapters/files/blob-files.ts'
import type { BlobWriteFiles } from '#adapters/files/blob-write-files.ts'
import { writeTableRows } from '#adapters/files/write-table-rows.ts'
import type { Field } from '#contract/datasets.ts'
import { FreePaths } from '#core/formats/free-paths.ts'
import { belowRoot, withoutEnding } from '#core/formats/paths.ts'
import type { Loss, SampleRecord } from '#core/formats/record.ts'
import { isTextColumn } from '#core/tables/column-types.ts'
import { faultsOfRow } from '#core/tables/row-faults.ts'
import { separatorOf } from '#core/tables/separator.ts'

type Table = {
  source: BlobFiles
  target: BlobWriteFiles
  /** The columns of the dataset; none where any row is taken. */
  schema: readonly Field[]
  /** The first row of a source is no data. */
  hasHeader: boolean
  with_column_header: boolean
}

/**
 * Writes the files of a table again as parts of a version (formats 7 and 9): with or without a header, only rows of as many cells as there
 * are columns, and no value where a cell is not of the type of its column. What is left out is told.
 */
export class TableParts {
  readonly #table: Table
  readonly #paths = new FreePaths()

  constructor(table: Table) {
    this.#table = table
  }

  /** The path of the part in the tree of the version; `tell` learns what is not in it, which may be every row of very many. */
  async take({ path }: SampleRecord, tell: (loss: Loss) => void): Promise<string> {
    const { source, target, schema, hasHeader, with_column_header } = this.#table
    const separator = separatorOf(path)
    if (separator === undefined) {
      tell({ path, field: '', reason: 'is a Parquet file, which is named as it is' })
      return path
    }
    const part = this.#paths.take(`data/${withoutEnding(belowRoot(path))}.csv`)
    const isText = schema.map(({ type }) => isTextColumn(type))
    const file = await target.open(part)
    let header: readonly string[] | null = schema.length > 0 ? schema.map(({ name }) => name ?? '') : null
    let isFirst = true
    for await (const row of source.rows(path, { separator })) {
      const isHeader = isFirst && hasHeader && 'cells' in row
      if (isHeader) header ??= row.cells
      if (isFirst && with_column_header && header) await file.write(writeTableRows([header], []))
      isFirst = false
      if (isHeader) continue
      const faults = faultsOfRow(row, schema)
      for (const { column, reason } of faults) {
        tell({ path, line: row.line, field: column === undefined ? '' : (schema[column]!.name ?? ''), reason })
      }
      if ('problem' in row || faults.some(({ column }) => column === undefined)) continue
      const wrong = new Set(faults.map(({ column }) => column))
      await file.write(writeTableRows([row.cells.map((cell, column) => (wrong.has(column) ? '' : cell))], isText))
    }
    await file.close()
    return part
  }
}
