/** The types of columns of a table dataset, as the wire spells them (formats 7). */
export const COLUMN_TYPES = [
  'STRING',
  'SHORT',
  'INT',
  'LONG',
  'DOUBLE',
  'FLOAT',
  'BYTE',
  'DATE',
  'TIMESTAMP',
  'BOOLEAN',
] as const
export type ColumnType = (typeof COLUMN_TYPES)[number]

const WHOLE: Partial<Record<ColumnType, bigint>> = { BYTE: 7n, SHORT: 15n, INT: 31n, LONG: 63n }

/** Whether a cell can be a value of a column; an empty cell is no value and fits everywhere. A type that nobody knows takes any text. */
export function fitsColumn(type: string | undefined, cell: string): boolean {
  if (cell === '') return true
  switch (type?.toUpperCase() as ColumnType) {
    case 'BYTE':
    case 'SHORT':
    case 'INT':
    case 'LONG':
      return isWhole(cell, WHOLE[type!.toUpperCase() as ColumnType]!)
    case 'DOUBLE':
    case 'FLOAT':
      return /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(cell)
    case 'DATE':
      return isDay(cell)
    case 'TIMESTAMP':
      return /^.{10} ([01]\d|2[0-3])(:[0-5]\d){2}$/.test(cell) && isDay(cell.slice(0, 10))
    case 'BOOLEAN':
      return /^(true|false)$/i.test(cell)
    default:
      return true
  }
}

/** Whether a column holds texts, which a spreadsheet could take for formulas. */
export function isTextColumn(type: string | undefined): boolean {
  const upper = type?.toUpperCase()
  return upper === 'STRING' || !COLUMN_TYPES.some((one) => one === upper)
}

function isWhole(cell: string, bits: bigint): boolean {
  if (!/^[+-]?\d{1,20}$/.test(cell)) return false
  const value = BigInt(cell.replace('+', ''))
  return value >= -(1n << bits) && value < 1n << bits
}

function isDay(cell: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(cell) ?? []
  if (year === undefined) return false
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)))
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day)
}
