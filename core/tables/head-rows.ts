/** What stands at the beginning of a CSV file, and whether that is all of it. */
export type TableHead = { text: string; isWhole: boolean }

/** Bytes that tell the columns of a table. */
export const headLength = 64 * 1024

/**
 * The first rows of a CSV file after RFC 4180, as texts; blank lines are none. A row that is cut by the end of the head is left out. Of a
 * quote that is never closed nothing follows: it swallows what stands behind it (formats 7).
 */
export function headRows({ text, isWhole }: TableHead, mostRows: number): string[][] {
  const rows: string[][] = []
  // A cell from its beginning: quoted or not, and what ends it. Every text has one, so no character is looked at twice.
  const cell = /(?:"((?:[^"]|"")*)(?:"|$)|)([^,\n]*)(,|\n|$)/y
  let row: string[] = []
  cell.lastIndex = text.startsWith('\ufeff') ? 1 : 0
  while (rows.length < mostRows) {
    const [, quoted, plain = '', end = ''] = cell.exec(text) ?? []
    const isLast = end === ''
    if (isLast && !isWhole) break
    row.push((quoted?.replaceAll('""', '"') ?? '') + (end === '\n' ? plain.replace(/\r$/, '') : plain))
    if (end === ',') continue
    if (row.length > 1 || row[0]) rows.push(row)
    row = []
    if (isLast) break
  }
  return rows
}
