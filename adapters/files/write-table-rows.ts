import { stringify } from 'csv-stringify/sync'

/**
 * Rows as CSV after RFC 4180. A text that a spreadsheet would run as a formula begins with a tab (formats 9); numbers stay numbers.
 * `isText` by column; without it every cell is a text.
 */
export function writeTableRows(rows: readonly (readonly string[])[], isText: readonly boolean[]): string {
  return stringify(
    rows.map((row) =>
      row.map((cell, column) => ((isText[column] ?? true) && /^[=+\-@]/.test(cell) ? `\t${cell}` : cell)),
    ),
    // What would be a blank line is a row of one empty cell.
    { quoted_empty: rows.some(({ length }) => length === 1) },
  )
}
