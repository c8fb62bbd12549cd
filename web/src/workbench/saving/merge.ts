import type { Content, WorkLabel } from '#web/workbench/document/label.ts'
import { areEqual } from '#web/workbench/document/step.ts'
import { alignIds } from './align.ts'
import { fieldsOf, saySame, withFields } from './fields.ts'

export type Side = 'mine' | 'theirs'

/** A field on which the sides differ; undefined: the field is not there. */
export type FieldChoice = {
  /** `name`, `type`, `place`, `score`, `property.<key>`; a key, for metadata. */
  readonly field: string
  readonly base: unknown
  readonly mine: unknown
  readonly theirs: unknown
  /** The only side that changed it; missing when both did. */
  readonly changedBy?: Side
}

/** A label that both sides changed, each differently. A side without it has deleted it. */
export type Conflict = {
  readonly id: string
  readonly base?: WorkLabel
  readonly mine?: WorkLabel
  readonly theirs?: WorkLabel
  /** Empty when one side deleted the label: then it is all or nothing. */
  readonly fields: readonly FieldChoice[]
}

/**
 * Two ways of changing one content, put together. Until it is decided, a contested label is in the content with what each
 * side alone changed and mine where both did; one that a side deleted is there.
 */
export type Merge = {
  readonly content: Content
  readonly conflicts: readonly Conflict[]
  /** Keys of metadata that both sides changed, each differently. */
  readonly metadata: readonly FieldChoice[]
}

/**
 * Merges by id of label (workbench 1.2). Changes to different labels merge silently, and so does the same change on both
 * sides; nothing of either side is dropped without being named. `theirs` may come from the server: see `alignIds`.
 */
export function mergeContents(base: Content, mine: Content, theirs: Content): Merge {
  const sides = { base: byId(base), mine: byId(mine), theirs: byId(alignIds(theirs, base, mine)) }
  const conflicts: Conflict[] = []
  const merged = new Map<string, WorkLabel>()
  for (const id of new Set([...sides.base.keys(), ...sides.mine.keys(), ...sides.theirs.keys()])) {
    const label = { base: sides.base.get(id), mine: sides.mine.get(id), theirs: sides.theirs.get(id) }
    const winner = winnerOf(label)
    const conflict = winner === undefined ? conflictOf(id, label) : undefined
    if (conflict) conflicts.push(conflict)
    const outcome = conflict ? decide(conflict) : label[winner!]
    if (outcome !== undefined) merged.set(id, outcome)
  }
  for (const revived of danglingEnds(merged, sides)) {
    merged.set(revived.id, (revived.mine ?? revived.theirs)!)
    conflicts.push(revived)
  }
  const labels = orderOf(sides, merged).map((id) => merged.get(id)!)
  const choices = choicesBetween(mapOf(base.metadata), mapOf(mine.metadata), mapOf(theirs.metadata))
  const metadata = choices.filter(({ changedBy }) => changedBy === undefined)
  return {
    content: { labels, metadata: Object.fromEntries(decideFields(mapOf(mine.metadata), choices)) },
    conflicts,
    metadata,
  }
}

type Versions = { readonly base?: WorkLabel; readonly mine?: WorkLabel; readonly theirs?: WorkLabel }
type Sides = Readonly<Record<keyof Versions, ReadonlyMap<string, WorkLabel>>>

/** The side whose version holds; undefined when both changed the label. */
function winnerOf({ base, mine, theirs }: Versions): Side | undefined {
  if (areEqual(theirs, base)) return 'mine'
  if (areEqual(mine, base)) return 'theirs'
  if (areSame(mine, theirs) || areSame(theirs, base)) return 'mine'
  return areSame(mine, base) ? 'theirs' : undefined
}

function areSame(one: WorkLabel | undefined, other: WorkLabel | undefined): boolean {
  return one === undefined || other === undefined ? one === other : saySame(one, other)
}

function conflictOf(id: string, label: Versions): Conflict {
  const { base, mine, theirs } = label
  const whole = mine === undefined || theirs === undefined
  return { id, ...label, fields: whole ? [] : choicesBetween(fieldsOf(base), fieldsOf(mine), fieldsOf(theirs)) }
}

/** A label that one side deleted and to which the other has tied a relation, meanwhile: it must not vanish under it. */
function danglingEnds(merged: ReadonlyMap<string, WorkLabel>, { base, mine, theirs }: Sides): Conflict[] {
  const ends = [...merged.values()].flatMap(({ place }) => (place.kind === 'relation' ? [place.from, place.to] : []))
  return [...new Set(ends)].flatMap((id) => {
    const label = { base: base.get(id), mine: mine.get(id), theirs: theirs.get(id) }
    return merged.has(id) || (!label.mine && !label.theirs) ? [] : [conflictOf(id, label)]
  })
}

function choicesBetween(
  base: ReadonlyMap<string, unknown>,
  mine: ReadonlyMap<string, unknown>,
  theirs: ReadonlyMap<string, unknown>,
): FieldChoice[] {
  return [...new Set([...mine.keys(), ...theirs.keys()])].flatMap((field) => {
    const choice = { field, base: base.get(field), mine: mine.get(field), theirs: theirs.get(field) }
    if (areEqual(choice.mine, choice.theirs)) return []
    if (areEqual(choice.mine, choice.base)) return [{ ...choice, changedBy: 'theirs' as const }]
    return [areEqual(choice.theirs, choice.base) ? { ...choice, changedBy: 'mine' as const } : choice]
  })
}

/** What somebody decides about a conflict: one side as a whole, or sides of single fields. */
export type Decision = Side | Readonly<Record<string, Side>>

/** The content after the conflicts, by id, and contested metadata, by key, are decided. */
export function resolveMerge(
  merge: Merge,
  decisions: Readonly<Record<string, Decision>>,
  metadata: Readonly<Record<string, Side>> = {},
): Content {
  const decided = new Map(merge.conflicts.map((conflict) => [conflict.id, decide(conflict, decisions[conflict.id])]))
  const kept = merge.content.labels.flatMap((label) => (decided.has(label.id) ? (decided.get(label.id) ?? []) : label))
  const ids = new Set(kept.map(({ id }) => id))
  const labels = kept.filter(({ place }) => place.kind !== 'relation' || (ids.has(place.from) && ids.has(place.to)))
  const choices = decideFields(mapOf(merge.content.metadata), merge.metadata, metadata)
  return { labels, metadata: Object.fromEntries(choices) }
}

function decide({ mine, theirs, fields }: Conflict, decision: Decision = {}): WorkLabel | undefined {
  if (typeof decision === 'string') return { mine, theirs }[decision]
  if (mine === undefined || theirs === undefined) return mine ?? theirs
  const sides = fields.map(({ field, changedBy, ...values }) => [field, values[decision[field] ?? changedBy ?? 'mine']])
  return withFields(mine, new Map(sides as [string, unknown][]))
}

function decideFields(
  mine: ReadonlyMap<string, unknown>,
  choices: readonly FieldChoice[],
  decision: Readonly<Record<string, Side>> = {},
): ReadonlyMap<string, unknown> {
  const decided = new Map(mine)
  for (const { field, changedBy, ...values } of choices) {
    const value = values[decision[field] ?? changedBy ?? 'mine']
    if (value === undefined) decided.delete(field)
    else decided.set(field, value)
  }
  return decided
}

/**
 * The order of the side that changed it, mine when both did; labels it does not have come behind the one that they
 * follow on the other side.
 */
function orderOf({ base, mine, theirs }: Sides, merged: ReadonlyMap<string, WorkLabel>): string[] {
  const [leading, other] = keepsOrder(base, mine) && !keepsOrder(base, theirs) ? [theirs, mine] : [mine, theirs]
  const order = [...leading.keys()].filter((id) => merged.has(id))
  for (const side of [other, base]) {
    let before = -1
    for (const id of side.keys()) {
      if (!merged.has(id)) continue
      const at = order.indexOf(id)
      if (at < 0) order.splice(before + 1, 0, id)
      before = at < 0 ? before + 1 : at
    }
  }
  return order
}

function keepsOrder(base: ReadonlyMap<string, WorkLabel>, side: ReadonlyMap<string, WorkLabel>): boolean {
  const was = [...base.keys()].filter((id) => side.has(id))
  const is = [...side.keys()].filter((id) => base.has(id))
  return was.every((id, index) => id === is[index])
}

/** Labels whose definition is not there any more: they cannot be submitted until they get another (workbench 1.2). */
export function labelsWithoutDefinition(
  { labels }: Content,
  isDefined: (name: string, type: WorkLabel['type']) => boolean,
): WorkLabel[] {
  return labels.filter(({ name, type }) => name !== undefined && !isDefined(name, type))
}

function byId({ labels }: Content): Map<string, WorkLabel> {
  return new Map(labels.map((label) => [label.id, label]))
}

function mapOf(metadata: Content['metadata']): Map<string, unknown> {
  return new Map(Object.entries(metadata))
}
