import { LabelType } from '#contract/codes.ts'
import type { Label } from '#contract/labels.ts'
import { keys } from '#core/labels/property-keys.ts'
import { type Content, findLabel, type WorkLabel } from '#web/workbench/document/label.ts'
import { inReadingOrder } from './spans.ts'

/** What a relation label asks of its ends: names of entity labels; missing where any will do. */
export type Pair = { readonly relation: string; readonly head?: string; readonly tail?: string }

/** A relation with its two ends, as a row of the table. */
export type Triplet = { readonly relation: WorkLabel; readonly head: WorkLabel; readonly tail: WorkLabel }

/** The pairs a label set allows. */
export function pairsOf(labels: readonly Label[]): Pair[] {
  return labels
    .filter(({ type, name }) => type === LabelType.tripletRelation && name !== undefined)
    .map(({ name, property }) => ({
      relation: name!,
      ...(property?.[keys.fromType] && { head: property[keys.fromType] }),
      ...(property?.[keys.toType] && { tail: property[keys.toType] }),
    }))
}

/** Pairs that fit two entities, in the order of the label set. */
export function pairsBetween(pairs: readonly Pair[], head: WorkLabel, tail: WorkLabel): Pair[] {
  if (head.id === tail.id) return []
  return pairs.filter((pair) => fits(pair.head, head.name) && fits(pair.tail, tail.name))
}

/** What to offer two entities that nothing may relate as wished: what fits both, else either of them, else everything. */
export function allowedNear(pairs: readonly Pair[], head: WorkLabel, tail: WorkLabel): readonly Pair[] {
  const both = pairsBetween(pairs, head, tail)
  if (both.length > 0) return both
  const either = pairs.filter((pair) => fits(pair.head, head.name) || fits(pair.tail, tail.name))
  return either.length > 0 ? either : pairs
}

/** Entities to which some relation may lead from another, in reading order. */
export function targetsOf(content: Content, pairs: readonly Pair[], head: WorkLabel): WorkLabel[] {
  return inReadingOrder(content.labels).filter((tail) => pairsBetween(pairs, head, tail).length > 0)
}

const none: readonly Triplet[] = []

/** The relations of a text by where their heads stand, then their tails. One without its ends is left out. */
export function tripletsOf(content: Content): readonly Triplet[] {
  if (!content.labels.some(({ place }) => place.kind === 'relation')) return none
  const rank = new Map(inReadingOrder(content.labels).map(({ id }, index) => [id, index]))
  const rankOf = ({ head, tail }: Triplet) => [rank.get(head.id)!, rank.get(tail.id)!] as const
  const labels = new Map(content.labels.map((label) => [label.id, label]))
  return content.labels
    .flatMap((relation): Triplet[] => {
      if (relation.place.kind !== 'relation') return []
      const { from, to } = relation.place
      if (!rank.has(from) || !rank.has(to)) return []
      return [{ relation, head: labels.get(from)!, tail: labels.get(to)! }]
    })
    .sort((a, b) => {
      const [one, other] = [rankOf(a), rankOf(b)]
      return one[0] - other[0] || one[1] - other[1] || (a.relation.id < b.relation.id ? -1 : 1)
    })
}

/** The relation that says the same already. */
export function sameRelation(content: Content, from: string, to: string, name: string): WorkLabel | undefined {
  return content.labels.find(
    ({ name: other, place }) => place.kind === 'relation' && place.from === from && place.to === to && other === name,
  )
}

/** Relations of an entity that would no longer be allowed if it had another label. */
export function brokenBy(content: Content, pairs: readonly Pair[], id: string, name: string): WorkLabel[] {
  return content.labels.filter((relation) => {
    const { place } = relation
    if (place.kind !== 'relation' || (place.from !== id && place.to !== id)) return false
    const [head, tail] = [place.from, place.to].map((end) => findLabel(content, end))
    if (head === undefined || tail === undefined) return false
    const renamed = (label: WorkLabel) => (label.id === id ? { ...label, name } : label)
    return !pairsBetween(pairs, renamed(head), renamed(tail)).some((pair) => pair.relation === relation.name)
  })
}

function fits(wanted: string | undefined, name: string | undefined): boolean {
  return wanted === undefined || wanted === name
}
