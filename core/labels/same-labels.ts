import { decodeCoefficient, decodeFlag, decodeHardReasons } from '#core/codecs/hard.ts'
import type { StoredLabel } from './label.ts'
import { keys } from './property-keys.ts'

/**
 * Whether two lists hold the same labels (behaviour 5.5). Order, ids, confidence and who annotated do not count;
 * coordinates are rounded to 0.01 px, relations are compared by what their ends are. An equivalence: sameness to a
 * third list carries over.
 */
export function sameLabels(one: readonly StoredLabel[], other: readonly StoredLabel[]): boolean {
  if (one.length !== other.length) return false
  if (one.length === 0) return true
  if (one.length === 1) return contentOf(one[0]!) === contentOf(other[0]!)
  const left = contentsOf(one)
  const right = contentsOf(other)
  return left.every((content, index) => content === right[index])
}

/** What every label says, sorted. */
function contentsOf(labels: readonly StoredLabel[]): string[] {
  const contents = labels.map((label) => contentOf(label))
  if (!labels.some(isRelation)) return contents.sort()
  const byId = new Map(labels.map((label, index) => [label.id, contents[index]!]))
  return contents
    .map((content, index) => {
      const { property } = labels[index]!
      if (!isRelation(labels[index]!)) return content
      return JSON.stringify([content, ...[keys.from, keys.to].map((end) => byId.get(property[end] as string))])
    })
    .sort()
}

function isRelation(label: StoredLabel): boolean {
  return keys.from in label.property
}

/** What a label says by itself, as a text: equal texts, equal labels. The ends of a relation are left out. */
function contentOf(label: StoredLabel): string {
  let content = `${label.type} ${label.label_key ?? ''}`
  for (const key of Object.keys(label.property).sort()) {
    if (key !== keys.from && key !== keys.to) {
      content += ` ${JSON.stringify(key)}:${JSON.stringify(comparable(key, label.property))}`
    }
  }
  return content
}

function comparable(key: string, property: StoredLabel['property']): unknown {
  const value = property[key]
  switch (key) {
    case keys.feature:
      return roundFeature(value as number[][], property[keys.shape] === 'polygon')
    case keys.hard:
      return decodeFlag(value)
    case keys.hardCoefficient:
      return decodeCoefficient(value)
    case keys.hardReasons:
      return decodeHardReasons(value)?.sort((a, b) => a - b)
    default:
      return sortKeys(value)
  }
}

/** Hundredths of a pixel; a polygon that repeats its first point is the one that does not, for both are closed. */
function roundFeature(feature: number[][], closed: boolean): number[][] {
  const points = feature.map((point) => point.map((number) => Math.round(number * 100)))
  const last = points.at(-1)
  if (closed && points.length > 1 && points[0]![0] === last![0] && points[0]![1] === last![1]) points.pop()
  return points
}

/** The same JSON with the keys of all its objects in one order. */
function sortKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(sortKeys)
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortKeys(inner)]))
}
