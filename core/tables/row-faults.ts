import type { Field } from '#contract/datasets.ts'
import { counted } from '#contract/text.ts'
import type { TableRow } from '#core/formats/table.ts'
import { fitsColumn } from './column-types.ts'

/** What a row says that its table cannot hold, as the end of a sentence; without a `column` it is the row as a whole. */
export type RowFault = { column?: number; reason: string }

/** Faults of a row (formats 7). Without columns a table takes any row. */
export function faultsOfRow(row: TableRow, schema: readonly Field[]): RowFault[] {
  if ('problem' in row) return [{ reason: row.problem }]
  const { cells } = row
  if (schema.length === 0) return []
  if (cells.length !== schema.length)
    return [{ reason: `has ${counted(cells.length, 'cell')}, and the table ${counted(schema.length, 'column')}` }]
  return schema.flatMap(({ type }, column) =>
    fitsColumn(type, cells[column]!) ? [] : [{ column, reason: `is no value of type ${type}` }],
  )
}
