/** What a bench says: a figure, and beside a ratio what was hoped for. Nothing depends on it. */
export type Figure = {
  name: string
  /** Readable, with its unit. */
  value: string
  ratio?: number
  target?: string
  note?: string
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** The value below which a share of the values lies (nearest rank). */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export const perSecond = (count: number, seconds: number): string => `${grouped(count / seconds)}/s`
export const inSeconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`
export const inMilliseconds = (milliseconds: number): string => `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`

/** p50 and p99 of latencies. */
export const latencies = (values: readonly number[]): string =>
  `p50 ${inMilliseconds(median(values))}, p99 ${inMilliseconds(quantile(values, 0.99))}`

export const grouped = (value: number): string => Math.round(value).toLocaleString('en-US')

/** A table that can be read in a terminal and pasted into a page. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map(({ name, value, ratio, target, note }) => [
    name,
    value,
    ratio === undefined ? '' : ratio.toFixed(2),
    target ?? '',
    note ?? '',
  ])
  const all = [['figure', 'value', 'ratio', 'target', 'note'], ...rows]
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...all.map((row) => row[column]!.length), 3))
  const lines = all.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`)
  lines.splice(1, 0, `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`)
  return lines.join('\n')
}
