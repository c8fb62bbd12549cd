import { styleText } from 'node:util'

type Cell = string | number | undefined

/**
 * Rows below a headline, columns as wide as they need; columns that hold numbers alone stand to the right. Without rows it says
 * so with the sentence `none`.
 */
export function printTable(
  headline: readonly string[],
  rows: readonly (readonly Cell[])[],
  none = 'There is nothing.',
): void {
  if (rows.length === 0) return void console.log(none)
  const texts = [headline, ...rows.map((row) => row.map(textOf))]
  const widths = headline.map((_, column) => Math.max(...texts.map((row) => widthOf(row[column]!))))
  const isNumeric = headline.map((_, column) => rows.every((row) => typeof row[column] === 'number'))
  const lines = texts.map((row) =>
    row
      .map((text, column) => {
        const space = ' '.repeat(widths[column]! - widthOf(text))
        return isNumeric[column] ? space + text : text + space
      })
      .join('  ')
      .trimEnd(),
  )
  console.log(lines.map((line, index) => (index === 0 ? styleText('bold', line) : line)).join('\n'))
}

/** Names and values below each other; what is undefined is left out. */
export function printFacts(facts: readonly (readonly [name: string, value: Cell])[]): void {
  const there = facts.filter(([, value]) => value !== undefined)
  const width = Math.max(...there.map(([name]) => name.length))
  for (const [name, value] of there) console.log(`${name.padEnd(width)}  ${textOf(value)}`)
}

export function printJson(value: unknown): void {
  console.log(JSON.stringify(value, null, 2))
}

/** The name of a number of the wire in plain words: `objectDetection` as `object detection`. */
export function wordOf(table: Readonly<Record<string, number>>, value: number | undefined): string | undefined {
  const name = Object.keys(table).find((key) => table[key] === value)
  return name?.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`) ?? value?.toString()
}

/** A share as people read it; the wire has 0 to 1. */
export function percent(share: number | undefined): string | undefined {
  return share === undefined ? undefined : `${(share * 100).toLocaleString('en', { maximumFractionDigits: 1 })} %`
}

/** A moment of the wire, in UTC to the second. */
export function timeOf(milliseconds: number | undefined): string {
  return milliseconds === undefined ? '' : new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ')
}

/** Counts with a comma between thousands; texts without what a terminal would obey. */
export function textOf(value: Cell): string {
  if (typeof value === 'number') return value.toLocaleString('en')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what is left out are control characters
  return (value ?? '').replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ')
}

/** How many of what: `1 sample`, `2,000 samples`. */
export function countOf(count: number | undefined, noun: string): string {
  return `${textOf(count ?? 0)} ${noun}${count === 1 ? '' : 's'}`
}

/** A number of bytes in the greatest unit that leaves at least 1, as `3.4 MB`. */
export function bytesOf(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  return `${textOf(Math.round(bytes / 10 ** (3 * power - 1)) / 10)} ${units[power]}`
}

const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/u

/** Columns of a terminal that a text takes. */
function widthOf(text: string): number {
  let width = 0
  for (const letter of text.normalize('NFC')) width += wide.test(letter) ? 2 : /\p{Mn}/u.test(letter) ? 0 : 1
  return width
}
