import type { LabelAttribute, LabelDefinition } from './label-set.ts'

/**
 * What a request does to the label definitions of a dataset, in the form the cascades of behaviour 7 need. Names of
 * attributes and values are those before the request, so all of it can be applied to the labels at once.
 */
export type LabelChanges = {
  created: LabelDefinition[]
  /** Definitions that stay and are not what they were, as they are now. */
  changed: LabelDefinition[]
  removed: number[]
  renamed: { label_key: number; name: string }[]
  /** To be taken out of labels: the whole attribute or, with a value, where it has that value. */
  attributeRemovals: { label_key: number; attribute: string; value?: string }[]
  /** An attribute, or one of its values, goes on under another name. */
  attributeRenames: { label_key: number; attribute: string; value?: string; to: string }[]
}

/**
 * The difference between two states of the definitions. Labels are the same by label_key, attributes and values by id,
 * so it does not matter in how many steps a request went from one to the other.
 */
export function changesBetween(before: readonly LabelDefinition[], after: readonly LabelDefinition[]): LabelChanges {
  const changes: LabelChanges = {
    created: [],
    changed: [],
    removed: [],
    renamed: [],
    attributeRemovals: [],
    attributeRenames: [],
  }
  const left = new Map(before.map((definition) => [definition.label_key, definition]))
  for (const now of after) {
    const { label_key } = now
    const was = left.get(label_key)
    left.delete(label_key)
    if (was === undefined) changes.created.push(now)
    else if (was !== now && JSON.stringify(was) !== JSON.stringify(now)) {
      changes.changed.push(now)
      if (was.name !== now.name) changes.renamed.push({ label_key, name: now.name })
      compareAttributes(was, now, changes)
    }
  }
  changes.removed = [...left.keys()]
  return changes
}

function compareAttributes(was: LabelDefinition, now: LabelDefinition, changes: LabelChanges): void {
  const { label_key } = was
  const successor = successorsIn(now.attributes, ({ name }) => name)
  for (const attribute of was.attributes) {
    const { name } = attribute
    const next = successor(attribute)
    if (next === undefined) {
      changes.attributeRemovals.push({ label_key, attribute: name })
      continue
    }
    if (next.name !== name) changes.attributeRenames.push({ label_key, attribute: name, to: next.name })
    compareValues(label_key, attribute, next, changes)
  }
}

function compareValues(label_key: number, was: LabelAttribute, now: LabelAttribute, changes: LabelChanges): void {
  const attribute = was.name
  const successor = successorsIn(now.values ?? [], ({ value }) => value)
  for (const one of was.values ?? []) {
    const { value } = one
    const to = successor(one)?.value
    if (to === undefined) changes.attributeRemovals.push({ label_key, attribute, value })
    else if (to !== value) changes.attributeRenames.push({ label_key, attribute, value, to })
  }
}

/** Finds what a thing has become: by its id, or by its text if it was stored without one. */
function successorsIn<Thing extends { id?: string }>(things: readonly Thing[], textOf: (thing: Thing) => string) {
  const byId = new Map(things.map((thing) => [thing.id, thing]))
  const byText = new Map(things.map((thing) => [textOf(thing), thing]))
  return (thing: Thing) => (thing.id === undefined ? byText.get(textOf(thing)) : byId.get(thing.id))
}
