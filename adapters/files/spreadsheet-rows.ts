import { stringify } from 'csv-stringify/sync'

/** Rows as CSV for spreadsheets: a cell that would be a formula there begins with an apostrophe (reliability S16). */
export function writeSpreadsheetRows(rows: readonly (readonly (string | number | null)[])[]): string {
  return stringify(
    rows.map((row) => [...row]),
    { escape_formulas: true },
  )
}
