import { type Bounds, boundsOf, type Shape } from '#core/geometry/shape.ts'
import type { Content, WorkLabel } from '#web/workbench/document/label.ts'

/** Labels of one sample as one person has them, or had them. */
export type Version = { readonly key: string; readonly content: Content }

/** What is one and the same thing in some versions, with the label that each of these has for it. */
export type Match = { readonly label: WorkLabel; readonly of: ReadonlyMap<string, WorkLabel> }

/** Boxes around two shapes that share this part of what they cover together mean the same object. */
const LEAST_SHARED = 0.5
/** Image pixels that a shape reaches beyond its lines: points and straight lines cover something, too. */
const REACH = 4

/**
 * Finds what several versions have in common. Labels agree when they have one name and one place: the very same characters
 * of a text, about the same part of an image (half of what both cover), the same two entities. What the first version has
 * comes first, in its order.
 */
export function compareVersions(versions: readonly Version[]): Match[] {
  const matches: { label: WorkLabel; of: Map<string, WorkLabel> }[] = []
  // Relations hang on entities: these have to be known first.
  for (const isRelation of [false, true]) {
    for (const { key, content } of versions) {
      const labels = content.labels.filter(({ place }) => (place.kind === 'relation') === isRelation)
      const endOf = (id: string, version: string) => matches.findIndex(({ of }) => of.get(version)?.id === id)
      const likeness = (label: WorkLabel, known: (typeof matches)[number]) => {
        const [[from]] = [...known.of] as [[string, WorkLabel]]
        return likenessOf(label, known.label, (id, which) => endOf(id, which === 'one' ? key : from))
      }
      const open = matches.filter(({ of }) => !of.has(key))
      const pairs = labels
        .flatMap((label) => open.map((match) => ({ label, match, likeness: likeness(label, match) })))
        .filter((pair) => pair.likeness > 0)
        .sort((a, b) => b.likeness - a.likeness)
      const placed = new Set<WorkLabel>()
      for (const { label, match } of pairs) {
        if (placed.has(label) || match.of.has(key)) continue
        match.of.set(key, label)
        placed.add(label)
      }
      for (const label of labels) if (!placed.has(label)) matches.push({ label, of: new Map([[key, label]]) })
    }
  }
  return matches
}

/** How many of the labels that some of these versions have all of them have. */
export function agreementOf(matches: readonly Match[], keys: readonly string[]): { agreed: number; all: number } {
  const meant = matches.filter(({ of }) => keys.some((key) => of.has(key)))
  return { agreed: meant.filter(({ of }) => keys.every((key) => of.has(key))).length, all: meant.length }
}

/** 0: not the same thing; else the more the more alike. */
function likenessOf(one: WorkLabel, other: WorkLabel, endOf: (id: string, which: 'one' | 'other') => number): number {
  if (one.name !== other.name) return 0
  const [a, b] = [one.place, other.place]
  if (a.kind === 'none' && b.kind === 'none') return 1
  if (a.kind === 'span' && b.kind === 'span') return a.start === b.start && a.end === b.end ? 1 : 0
  if (a.kind === 'shape' && b.kind === 'shape') {
    const shared = sharedPart(a.shape, b.shape)
    return shared >= LEAST_SHARED ? shared : 0
  }
  if (a.kind !== 'relation' || b.kind !== 'relation') return 0
  const ends = (['from', 'to'] as const).map((end) => [endOf(a[end], 'one'), endOf(b[end], 'other')] as const)
  return ends.every(([mine, theirs]) => mine >= 0 && mine === theirs) ? 1 : 0
}

/** What the boxes around two shapes have in common, of what they cover together. */
function sharedPart(one: Shape, other: Shape): number {
  const [a, b] = [grown(boundsOf(one)), grown(boundsOf(other))]
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0])
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1])
  if (width <= 0 || height <= 0) return 0
  const both = width * height
  return both / (areaOf(a) + areaOf(b) - both)
}

function grown([left, top, right, bottom]: Bounds): Bounds {
  return [left - REACH, top - REACH, right + REACH, bottom + REACH]
}

function areaOf([left, top, right, bottom]: Bounds): number {
  return (right - left) * (bottom - top)
}
