import type { BlobFiles } from '#adapters/files/blob-files.ts'
import type { BlobWriteFiles } from '#adapters/files/blob-write-files.ts'
import { writeTableRows } from '#adapters/files/write-table-rows.ts'
import type { Field } from '#contract/datasets.ts'
import { FreePaths } from '#core/formats/free-paths.ts'
import { belowRoot, withoutEnding } from '#core/formats/paths.ts'
import type { Loss, SampleRecord } from '#core/formats/record.ts'
import { fitsColumn, isTextColumn } from '#core/tables/column-types.ts'

type Table = {
  source: BlobFiles
  target: BlobWriteFiles
  /** The columns of the dataset; none where any row is taken. */
  schema: readonly Field[]
  /** The first row of a source is no data. */
  hasHeader: boolean
  with_column_header: boolean
}

/** Whether a file of a table has columns of its own, and no lines. */
export function isParquet(path: string): boolean {
  return /\.parquet$/i.test(path)
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
    if (isParquet(path)) {
      tell({ path, field: '', reason: 'is a Parquet file, which is named as it is' })
      return path
    }
    const separator = /\.tsv$/i.test(path) ? '\t' : ','
    const part = this.#paths.take(`data/${withoutEnding(belowRoot(path))}.csv`)
    const isText = schema.map(({ type }) => isTextColumn(type))
    const file = await target.open(part)
    let header: readonly string[] | null = schema.length > 0 ? schema.map(({ name }) => name ?? '') : null
    let isFirst = true
    for await (const row of source.rows(path, { separator })) {
      const isHeader = isFirst && hasHeader
      if (isHeader && 'cells' in row) header ??= row.cells
      if (isFirst && with_column_header && header) await file.write(writeTableRows([header], []))
      isFirst = false
      if (isHeader) continue
      const lose = (reason: string) => tell({ path, line: row.line, field: '', reason })
      if ('problem' in row) lose(row.problem)
      else if (schema.length > 0 && row.cells.length !== schema.length) {
        lose(`has ${row.cells.length} cells, and the table ${schema.length} columns`)
      } else {
        const cells = row.cells.map((cell, column) => {
          const { type, name } = schema[column] ?? {}
          if (fitsColumn(type, cell)) return cell
          tell({ path, line: row.line, field: name ?? '', reason: `is no value of type ${type}` })
          return ''
        })
        await file.write(writeTableRows([cells], isText))
      }
    }
    await file.close()
    return part
  }
}
