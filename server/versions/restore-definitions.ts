import { readDefinitions } from '#adapters/sql/label-sets.ts'
import { moveLabelRevision, updateDefinitions } from '#adapters/sql/labels.ts'
import type { Tx } from '#adapters/sql/store.ts'
import type { StoredLabel } from '#core/labels/label.ts'
import type { LabelDefinition } from '#core/labels/label-set.ts'
import { labelSetOf } from '#core/labels/label-set.ts'

/**
 * Makes sure that the labels of a state have their definitions: deleted ones come back, unless there is another one of their name by now,
 * which takes their labels; attributes that were removed come back too. Renamed ones keep their new name. Answers the keys that have
 * become others. Safe to repeat.
 */
export async function restoreDefinitions(
  tx: Tx,
  dataset_id: string,
  { wanted, now }: { wanted: readonly LabelDefinition[]; now: number },
): Promise<Map<number, number>> {
  const living = labelSetOf(await readDefinitions(tx, dataset_id))
  const moved = new Map<number, number>()
  const changed: LabelDefinition[] = []
  for (const definition of wanted) {
    const own = living.byKey(definition.label_key) ?? living.find(definition.name, definition.type)
    if (!own) changed.push(definition)
    else {
      if (own.label_key !== definition.label_key) moved.set(definition.label_key, own.label_key)
      const names = new Set(own.attributes.map(({ name }) => name))
      const lost = definition.attributes.filter(({ name }) => !names.has(name))
      if (lost.length > 0) changed.push({ ...own, attributes: [...own.attributes, ...lost] })
    }
  }
  if (changed.length > 0) {
    await updateDefinitions(tx, changed, [])
    await moveLabelRevision(tx, dataset_id, now)
  }
  return moved
}

/** Stored labels with the keys that their definitions have now. */
export function withKeys(labels: string, moved: ReadonlyMap<number, number>): string {
  if (moved.size === 0) return labels
  const renamed = (JSON.parse(labels) as StoredLabel[]).map((label) => {
    const label_key = label.label_key === undefined ? undefined : moved.get(label.label_key)
    return label_key === undefined ? label : { ...label, label_key }
  })
  return JSON.stringify(renamed)
}
