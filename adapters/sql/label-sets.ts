import { type LabelDefinition, type LabelSet, labelSetOf } from '#core/labels/label-set.ts'
import type { Db, Tx } from './store.ts'
import type { DatasetRow, LabelRow } from './tables.ts'

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
  const rows = await selectDefinitions(db).where('dataset_id', '=', dataset_id).execute()
  return rows.map(definitionOf)
}

/** The living definitions of several datasets, oldest first. */
export async function readDefinitionsOf(
  db: Db,
  dataset_ids: readonly string[],
): Promise<Map<string, LabelDefinition[]>> {
  const definitions = new Map<string, LabelDefinition[]>(dataset_ids.map((dataset_id) => [dataset_id, []]))
  if (dataset_ids.length === 0) return definitions
  const rows = await selectDefinitions(db).where('dataset_id', 'in', dataset_ids).execute()
  for (const row of rows) definitions.get(row.dataset_id)!.push(definitionOf(row))
  return definitions
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

function selectDefinitions(db: Db) {
  return db
    .selectFrom('label')
    .select(['dataset_id', 'label_key', 'name', 'type', 'attributes', 'property'])
    .where('deleted', '=', 0)
    .orderBy('label_key')
}

function definitionOf({ label_key, name, type, attributes, property }: Omit<LabelRow, 'deleted'>): LabelDefinition {
  return { label_key, name, type, attributes: JSON.parse(attributes), property: JSON.parse(property) }
}

/** Names of definitions, deleted ones too. */
export async function readLabelNames(db: Db, label_keys: readonly number[]): Promise<Map<number, string>> {
  const wanted = [...new Set(label_keys)]
  if (wanted.length === 0) return new Map()
  const rows = await db.selectFrom('label').select(['label_key', 'name']).where('label_key', 'in', wanted).execute()
  return new Map(rows.map(({ label_key, name }) => [label_key, name]))
}
