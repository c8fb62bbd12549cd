import { type LabelDefinition, type LabelSet, labelSetOf } from '#core/labels/label-set.ts'
import type { Db, Tx } from './store.ts'
import type { DatasetRow } from './tables.ts'

const KEPT_SETS = 200
const kept = new Map<string, { revision: number; labelSet: LabelSet }>()

/**
 * The label definitions of a dataset. They are read once per `label_revision`; a caller who writes labels holds the
 * dataset row, so that the set cannot change under him.
 */
export async function readLabelSet(
  db: Db,
  dataset: Pick<DatasetRow, 'dataset_id' | 'label_revision'>,
): Promise<LabelSet> {
  const { dataset_id, label_revision } = dataset
  const known = kept.get(dataset_id)
  if (known?.revision === label_revision) return known.labelSet
  const labelSet = labelSetOf(await readDefinitions(db, dataset_id))
  if (kept.size >= KEPT_SETS) kept.delete(kept.keys().next().value!)
  kept.set(dataset_id, { revision: label_revision, labelSet })
  return labelSet
}

/** The living definitions of a dataset, oldest first. */
export async function readDefinitions(db: Db, dataset_id: string): Promise<LabelDefinition[]> {
  const rows = await db
    .selectFrom('label')
    .select(['label_key', 'name', 'type', 'attributes', 'property'])
    .where('dataset_id', '=', dataset_id)
    .where('deleted', '=', 0)
    .orderBy('label_key')
    .execute()
  return rows.map(({ label_key, name, type, attributes, property }) => ({
    label_key,
    name,
    type,
    attributes: JSON.parse(attributes),
    property: JSON.parse(property),
  }))
}

/** Inserts new definitions; their keys come from `reserveKeys`. */
export async function insertDefinitions(
  tx: Tx,
  dataset_id: string,
  definitions: readonly LabelDefinition[],
): Promise<void> {
  await tx.each.insert(
    'label',
    ['label_key', 'dataset_id', 'name', 'type', 'attributes', 'property', 'deleted'],
    definitions.map(({ label_key, name, type, attributes, property }) => [
      label_key,
      dataset_id,
      name,
      type,
      JSON.stringify(attributes),
      JSON.stringify(property),
      0,
    ]),
  )
}
