/** A heading, a line, a table: what the demo tells a reader. */
export function heading(text: string): void {
  console.log(`\n${text}\n${'─'.repeat(text.length)}`)
}

export function say(text: string): void {
  console.log(text)
}

/** A table with aligned columns; numbers to the right. */
export function table(columns: readonly string[], rows: readonly (readonly (string | number)[])[]): void {
  const cells = [columns, ...rows.map((row) => row.map(String))]
  const widths = columns.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)))
  const isNumber = columns.map((_, column) =>
    rows.every((row) => typeof row[column] === 'number' || /%$/.test(String(row[column]))),
  )
  for (const [i, row] of cells.entries()) {
    const line = row.map((cell, c) => (isNumber[c] ? cell.padStart(widths[c]!) : cell.padEnd(widths[c]!)))
    console.log(`  ${line.join('   ').trimEnd()}`)
    if (i === 0) console.log(`  ${widths.map((width) => '·'.repeat(width)).join('   ')}`)
  }
}

export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`

/** Failed checks make the demo fail; it goes on, so that the reader sees all of them. */
const failures: string[] = []

export function check(what: string, holds: boolean): void {
  if (holds) return
  failures.push(what)
  console.log(`  ✗ ${what}`)
}

export const failedChecks = (): readonly string[] => failures
