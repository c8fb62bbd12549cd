/** Keys shown, and values of each: what has more is no choice to offer. The first in the order of their text are kept. */
export const mostKeys = 100
export const mostValues = 200
/** Longer values, in UTF-16 units, are texts and not counted. */
const longestValue = 256

/** How often each value of each key occurs. */
export type ValueCounts = Map<string, Map<string, number>>

/**
 * Counts one sample's metadata: texts, numbers and truth values as their text, lists by their members, each once. Keys of
 * the contract and of ours are left out (behaviour 6.2).
 */
export function countValues(counts: ValueCounts, metadata: Readonly<Record<string, unknown>>): void {
  for (const [key, value] of Object.entries(metadata)) {
    if (key.startsWith('@modelarts:') || key.startsWith('@muster:')) continue
    for (const text of new Set([value].flat().flatMap(textOf))) add(counts, key, text, 1)
  }
}

/** Adds up counts of parts of a data set. */
export function sumValues(parts: Iterable<ValueCounts>): ValueCounts {
  const sums: ValueCounts = new Map()
  for (const part of parts) {
    for (const [key, values] of part) for (const [value, count] of values) add(sums, key, value, count)
  }
  return sums
}

/**
 * The first keys and values alone. What is among the first of the whole is among the first of each part that has it, so
 * the parts may be cut before they are added up.
 */
export function cutValues(counts: ValueCounts): ValueCounts {
  return new Map(first(counts, mostKeys).map(([key, values]) => [key, new Map(first(values, mostValues))]))
}

function first<Value>(map: ReadonlyMap<string, Value>, most: number): [string, Value][] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, most)
}

function textOf(value: unknown): string[] {
  const isCounted = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  return isCounted && String(value).length <= longestValue ? [String(value)] : []
}

function add(counts: ValueCounts, key: string, value: string, amount: number): void {
  const values = counts.get(key) ?? new Map<string, number>()
  counts.set(key, values.set(value, (values.get(value) ?? 0) + amount))
}
