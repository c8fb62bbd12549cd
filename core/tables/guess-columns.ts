import { type ColumnType, fitsColumn } from './column-types.ts'
import { headRows, type TableHead } from './head-rows.ts'

/** A column as the wire has it, by its name and its type. */
type Column = { name: string; type: ColumnType }

/** Of a table that is guessed: more would be nothing to look through. */
const MOST_COLUMNS = 500

const MOST_ROWS = 200

/** From the narrowest on; the others look like one of these. */
const GUESSED = ['BOOLEAN', 'INT', 'LONG', 'DOUBLE', 'DATE', 'TIMESTAMP'] as const

/**
 * What the columns of a table seem to be, by its first rows: each has the narrowest type that all of its cells fit, else it holds
 * texts (formats 7). Rows of another length than the first are passed over, as when a table is read. Names come from the first row where
 * that is the header, and are told apart. Of an empty table there are none, nor of one
 * with more than 500 columns.
 */
export function guessColumns(head: TableHead, { hasHeader }: { hasHeader: boolean }): Column[] {
  const rows = headRows(head, MOST_ROWS)
  const [first = []] = rows
  if (first.length > MOST_COLUMNS) return []
  const data = rows.slice(hasHeader ? 1 : 0).filter(({ length }) => length === first.length)
  const taken = new Set<string>()
  return first.map((cell, column) => {
    const name = freeName((hasHeader && cell.trim().replace(/\s+/g, ' ')) || `column_${column + 1}`, taken)
    taken.add(name)
    return { name, type: typeOf(data.map((row) => row[column]!)) }
  })
}

/** A number that begins with a zero is a code: as a number it would lose it. */
function typeOf(cells: readonly string[]): ColumnType {
  const filled = cells.filter((cell) => cell !== '')
  if (filled.length === 0 || filled.some((cell) => /^[+-]?0\d/.test(cell))) return 'STRING'
  return GUESSED.find((type) => filled.every((cell) => fitsColumn(type, cell))) ?? 'STRING'
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const one = number === 1 ? name : `${name}_${number}`
    if (!taken.has(one)) return one
  }
}
