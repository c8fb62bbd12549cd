import { quote } from '#contract/text.ts'

const day = 86_400_000
const longestSpan = 30

/** Epoch milliseconds, `to` excluded. */
export type TimeSpan = { from: number; to: number }

/**
 * The span of `sample_time`, in whole days of UTC: `day` since yesterday began, `month` since the day 30 days ago began,
 * both up to now's day; `yyyyMMdd-yyyyMMdd` from the first to the last day, both included, at most 30 days apart. Two more
 * digits after the last day, as a published example has them, are ignored.
 */
export function parseSampleTime(text: string, now: number): TimeSpan | { fault: string } {
  const tomorrow = (Math.floor(now / day) + 1) * day
  if (text === 'day') return { from: tomorrow - 2 * day, to: tomorrow }
  if (text === 'month') return { from: tomorrow - (longestSpan + 1) * day, to: tomorrow }
  const [, first, last] = /^(\d{8})-(\d{8})(?:\d{2})?$/.exec(text) ?? []
  if (first === undefined || last === undefined) {
    return { fault: `${quote(text)} must be month, day or yyyyMMdd-yyyyMMdd` }
  }
  const from = startOfDay(first)
  const end = startOfDay(last)
  if (from === undefined || end === undefined) return { fault: `${quote(text)} holds a day that does not exist` }
  if (end < from) return { fault: `${quote(text)} ends before it begins` }
  if (end - from > longestSpan * day) return { fault: `${quote(text)} spans more than ${longestSpan} days` }
  return { from, to: end + day }
}

function startOfDay(digits: string): number | undefined {
  const date = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`
  const time = Date.parse(date)
  // The parser takes 31 June for 1 July: only a day that comes back as itself exists.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date) ? time : undefined
}
