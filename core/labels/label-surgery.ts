import type { LabelChanges } from './definition-changes.ts'
import type { StoredLabel } from './label.ts'
import { keys } from './property-keys.ts'

/**
 * What a change of label definitions does to stored labels (behaviour 7). Every function answers the very list it was
 * given when nothing changes, so that the caller writes only what it must.
 */

/** Instances per definition; labels without a name count nowhere. */
export function countLabels(labels: readonly StoredLabel[]): Map<number, number> {
  const counts = new Map<number, number>()
  for (const { label_key } of labels) {
    if (label_key !== undefined) counts.set(label_key, (counts.get(label_key) ?? 0) + 1)
  }
  return counts
}

/** The labels that stay when definitions are deleted. A relation goes with either of its entities. */
export function withoutLabelKeys(labels: StoredLabel[], deleted: ReadonlySet<number>): StoredLabel[] {
  const kept = labels.filter(({ label_key }) => label_key === undefined || !deleted.has(label_key))
  if (kept.length === labels.length) return labels
  const ids = new Set(kept.map((label) => label.id))
  return kept.filter(({ property }) =>
    [keys.from, keys.to].every((end) => !(end in property) || ids.has(property[end] as string)),
  )
}

/**
 * The labels after attributes or values of their definitions were removed or renamed. Names are those before the
 * request on both lists, so that two attributes can swap their names.
 */
export function withAttributesChanged(
  labels: StoredLabel[],
  changes: Pick<LabelChanges, 'attributeRemovals' | 'attributeRenames'>,
): StoredLabel[] {
  const changed = labels.map((label) => changeAttributes(label, changes))
  return changed.some((label, index) => label !== labels[index]) ? changed : labels
}

function changeAttributes(
  label: StoredLabel,
  { attributeRemovals, attributeRenames }: Pick<LabelChanges, 'attributeRemovals' | 'attributeRenames'>,
): StoredLabel {
  const removals = attributeRemovals.filter((removal) => concerns(removal, label))
  const renames = attributeRenames.filter((rename) => concerns(rename, label))
  if (removals.length === 0 && renames.length === 0) return label
  const property: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(label.property)) {
    if (removals.some((removal) => removal.attribute === key)) continue
    const ofKey = renames.filter((rename) => rename.attribute === key)
    const name = ofKey.find((rename) => rename.value === undefined)?.to ?? key
    property[name] = ofKey.find((rename) => rename.value !== undefined)?.to ?? value
  }
  return { ...label, property }
}

/** Whether a label carries the attribute, or the value of it, that changes. */
function concerns(
  change: { label_key: number; attribute: string; value?: string },
  { label_key, property }: StoredLabel,
) {
  if (change.label_key !== label_key || !Object.hasOwn(property, change.attribute)) return false
  return change.value === undefined || property[change.attribute] === change.value
}
