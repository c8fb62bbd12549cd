import type { LabelDefinition } from '#core/labels/label-set.ts'
import { SampleFacet } from './state-codes.ts'
import type { Tx } from './store.ts'

/**
 * Writes definitions that have become others. Those with a new name leave the index of names first, so that two of them
 * can change places.
 */
export async function updateDefinitions(
  tx: Tx,
  definitions: readonly LabelDefinition[],
  renamed: readonly { label_key: number }[],
): Promise<void> {
  await hideDefinitions(
    tx,
    renamed.map(({ label_key }) => label_key),
  )
  await tx.each.update(
    'label',
    ['label_key'],
    ['name', 'attributes', 'property', 'deleted'],
    definitions.map(({ label_key, name, attributes, property }) => [
      label_key,
      name,
      JSON.stringify(attributes),
      JSON.stringify(property),
      0,
    ]),
  )
}

/** Takes definitions out of the label set. The rows stay, so that history can still be read; the names are free again. */
export async function hideDefinitions(tx: Tx, label_keys: readonly number[]): Promise<void> {
  await tx.each.update(
    'label',
    ['label_key'],
    ['deleted'],
    label_keys.map((label_key) => [label_key, 1]),
  )
}

/** Marks that the definitions have changed, and with them what searches by label find. */
export async function moveLabelRevision(tx: Tx, dataset_id: string, now: number): Promise<void> {
  await tx
    .updateTable('dataset')
    .set((eb) => ({
      label_revision: eb('label_revision', '+', 1),
      revision: eb('revision', '+', 1),
      update_time: now,
    }))
    .where('dataset_id', '=', dataset_id)
    .execute()
}

/** Which of some definitions samples carry, told by the counters. */
export async function carriedBySamples(tx: Tx, label_keys: readonly number[]): Promise<number[]> {
  if (label_keys.length === 0) return []
  const rows = await tx
    .selectFrom('sample_label_tally')
    .select('label_key')
    .where('label_key', 'in', label_keys)
    .groupBy('label_key')
    .having((eb) => eb.fn.sum('samples'), '>', 0)
    .orderBy('label_key')
    .execute()
  return rows.map(({ label_key }) => label_key)
}

/** Which of some definitions entries of the dataset's tasks carry, told by the counters. */
export async function carriedByEntries(tx: Tx, dataset_id: string, label_keys: readonly number[]): Promise<number[]> {
  if (label_keys.length === 0) return []
  const rows = await tx
    .selectFrom('entry_label_tally')
    .select('label_key')
    .where('task_id', 'in', (eb) =>
      eb.selectFrom('workforce_task').select('task_id').where('dataset_id', '=', dataset_id),
    )
    .where('label_key', 'in', label_keys)
    .groupBy('label_key')
    .having((eb) => eb.fn.sum('entries'), '>', 0)
    .orderBy('label_key')
    .execute()
  return rows.map(({ label_key }) => label_key)
}

/** A stretch of a long list of keys, in order: those above `after`, at most `limit`. */
export type Stretch = { after: number; limit: number }

/** Keys of the samples that carry a label. */
export async function samplesWithLabel(tx: Tx, label_key: number, { after, limit }: Stretch): Promise<number[]> {
  const rows = await tx
    .selectFrom('sample_label')
    .select('sample_key')
    .where('label_key', '=', label_key)
    .where('sample_key', '>', after)
    .orderBy('sample_key')
    .limit(limit)
    .execute()
  return rows.map(({ sample_key }) => sample_key)
}

/** Keys of the entries, of whatever task, that carry a label. */
export async function entriesWithLabel(tx: Tx, label_key: number, { after, limit }: Stretch): Promise<number[]> {
  const rows = await tx
    .selectFrom('entry_label')
    .select('entry_key')
    .where('label_key', '=', label_key)
    .where('entry_key', '>', after)
    .orderBy('entry_key')
    .limit(limit)
    .execute()
  return rows.map(({ entry_key }) => entry_key)
}

/** Keys of the samples of a dataset whose labels are a prediction that waits to be confirmed. */
export async function predictedSamples(tx: Tx, dataset_id: string, { after, limit }: Stretch): Promise<number[]> {
  const rows = await tx
    .selectFrom('sample')
    .select('sample_key')
    .where('dataset_id', '=', dataset_id)
    .where('state', '=', SampleFacet.predicted)
    .where('sample_key', '>', after)
    .orderBy('sample_key')
    .limit(limit)
    .execute()
  return rows.map(({ sample_key }) => sample_key)
}
