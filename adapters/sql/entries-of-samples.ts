import type { Tx } from './store.ts'
import type { EntryRow, SampleRow } from './tables.ts'

const SAMPLE_COLUMNS = [
  'sample_key',
  'sample_id',
  'sample_type',
  'width',
  'height',
  'depth',
  'text_length',
  'duration',
] as const satisfies readonly (keyof SampleRow)[]

export const ENTRY_COLUMNS = [
  'entry_key',
  'task_id',
  'sample_key',
  'worker_id',
  'state',
  'labels',
  'metadata',
  'sample_usage',
  'revision',
  'save_time',
  'saved_by',
  'review_accept',
  'review_score',
  'review_comment',
  'review_by',
  'review_time',
  'check_accept',
  'check_score',
  'check_comment',
  'late_in',
  'settled_in',
  'drawn_in',
  'verdict',
  'rounds',
] as const satisfies readonly (keyof EntryRow)[]

/** A sample as far as its labels are judged by it. */
export type AddressedSample = Pick<SampleRow, (typeof SAMPLE_COLUMNS)[number]>
export type AddressedEntry = { sample: AddressedSample; entry: EntryRow }

/**
 * The entries that a task has of some samples, named by their wire ids, locked until the transaction ends. Unknown
 * samples have none. Rows are locked in the order of their keys.
 */
export async function selectEntriesOfSamples(
  tx: Tx,
  { dataset_id, task_id }: { dataset_id: string; task_id: string },
  sample_ids: readonly string[],
): Promise<AddressedEntry[]> {
  const named = [...new Set(sample_ids)].sort().map((sample_id) => [dataset_id, sample_id])
  const samples = await tx.each.select('sample', ['dataset_id', 'sample_id'], SAMPLE_COLUMNS, named)
  const byKey = new Map(samples.map((sample) => [sample.sample_key, sample]))
  const keys = [...byKey.keys()].sort((a, b) => a - b).map((sample_key) => [task_id, sample_key])
  const entries = await tx.each.select('entry', ['task_id', 'sample_key'], ENTRY_COLUMNS, keys, 'lock')
  return entries.map((entry) => ({ sample: byKey.get(entry.sample_key)!, entry }))
}
