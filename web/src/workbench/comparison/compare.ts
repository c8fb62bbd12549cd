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

type Found = { readonly label: WorkLabel; readonly of: Map<string, WorkLabel> }

/**
 * Finds what several versions have in common. Labels agree when they have one name and one place: the very same characters
 * of a text, about the same part of an image (half of what both cover), the same two entities. What the first version has
 * comes first, in its order.
 */
export function compareVersions(versions: readonly Version[]): Match[] {
  const matches: Found[] = []
  const groups = new Map<string, Found[]>()
  // Relations hang on entities: these have to be known first.
  for (const isRelation of [false, true]) {
    for (const { key, content } of versions) {
      const numbers = numbersIn(matches, key)
      // An end that this version lacks is the same as no other.
      const groupOf = (label: WorkLabel) => groupNameOf(label, (id) => numbers.get(id) ?? `${key} ${id}`)
      const labels = content.labels.filter(({ place }) => (place.kind === 'relation') === isRelation)
      const placed = new Set<WorkLabel>()
      for (const [group, alike] of Map.groupBy(labels, groupOf)) {
        for (const { label, match } of pairsOf(alike, groups.get(group) ?? [])) {
          if (placed.has(label) || match.of.has(key)) continue
          match.of.set(key, label)
          placed.add(label)
        }
      }
      for (const label of labels) {
        if (placed.has(label)) continue
        const match = { label, of: new Map([[key, label]]) }
        const group = groupOf(label)
        matches.push(match)
        groups.set(group, [...(groups.get(group) ?? []), match])
      }
    }
  }
  return matches
}

/** The places in the list of what a version has, by the ids that it uses. */
function numbersIn(matches: readonly Found[], key: string): Map<string, number> {
  return new Map(matches.flatMap(({ of }, number) => (of.has(key) ? [[of.get(key)!.id, number] as const] : [])))
}

/** Labels of different groups are never alike: so thousands of them are not compared one by one. */
function groupNameOf({ name, place }: WorkLabel, endOf: (id: string) => number | string): string {
  switch (place.kind) {
    case 'span':
      return JSON.stringify([place.kind, name, place.start, place.end])
    case 'relation':
      return JSON.stringify([place.kind, name, endOf(place.from), endOf(place.to)])
    default:
      return JSON.stringify([place.kind, name])
  }
}

/** Labels with what they may be, the most alike first. */
function pairsOf(labels: readonly WorkLabel[], known: readonly Found[]): { label: WorkLabel; match: Found }[] {
  const pairs: { label: WorkLabel; match: Found; likeness: number }[] = []
  for (const label of labels) {
    for (const match of known) {
      const likeness = likenessOf(label, match.label)
      if (likeness > 0) pairs.push({ label, match, likeness })
    }
  }
  return pairs.sort((a, b) => b.likeness - a.likeness)
}

/** How many of the labels that some of these versions have all of them have. */
export function agreementOf(matches: readonly Match[], keys: readonly string[]): { agreed: number; all: number } {
  const meant = matches.filter(({ of }) => keys.some((key) => of.has(key)))
  return { agreed: meant.filter(({ of }) => keys.every((key) => of.has(key))).length, all: meant.length }
}

/** Of two labels of one group. 0: not the same thing; else the more the more alike. */
function likenessOf({ place: a }: WorkLabel, { place: b }: WorkLabel): number {
  if (a.kind !== 'shape' || b.kind !== 'shape') return 1
  const shared = sharedPart(a.shape, b.shape)
  return shared >= LEAST_SHARED ? shared : 0
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
