import { deleteEntries } from '#adapters/sql/entries.ts'
import { enqueueRemovals } from '#adapters/sql/file-removals.ts'
import { lockTasks } from '#adapters/sql/locks.ts'
import { deleteSampleRows } from '#adapters/sql/samples.ts'
import type { Tx } from '#adapters/sql/store.ts'
import type { DatasetRow, SampleRow } from '#adapters/sql/tables.ts'
import { type DatasetType, TEXT_DATASET_TYPES } from '#contract/codes.ts'
import { countLabels } from '#core/labels/label-surgery.ts'
import { closeFinishedTask } from './close-finished-task.ts'
import { touchDataset } from './label-samples.ts'

/** Samples whose rows are removed in one statement each. */
const CHUNK = 2000

const COLUMNS = [
  'sample_key',
  'dataset_id',
  'state',
  'hard',
  'is_part',
  'labels',
  'sample_id',
  'bucket',
  'object_key',
] as const satisfies readonly (keyof SampleRow)[]

type Removal = {
  dataset: Pick<DatasetRow, 'dataset_id' | 'dataset_type'>
  sample_keys: readonly number[]
  /** Their files go as well, soon after (`jobs/remove-files.ts`). */
  files?: boolean
  now: number
}

/**
 * Removes samples of one dataset with everything that hangs on them: their entries in every team task, labels, history
 * and counters. Each task counts what it lost, and is complete when nothing but accepted entries is left (behaviour 2.2,
 * 2.4, D6). Keys that the dataset does not have are passed over. The caller has locked the dataset for `update`. Files of
 * text datasets stay in any case, for a line is a sample (behaviour 7). Answers the wire ids of those removed.
 */
export async function removeSamples(
  tx: Tx,
  { dataset: { dataset_id, dataset_type }, sample_keys, files = false, now }: Removal,
): Promise<string[]> {
  if (sample_keys.length === 0) return []
  const tasks = await lockTasks(tx, dataset_id)
  const lost = new Map<string, number>()
  const takesFiles = files && !TEXT_DATASET_TYPES.includes(dataset_type as DatasetType)
  const removed: string[] = []
  const keys = [...new Set(sample_keys)].sort((a, b) => a - b)
  for (let at = 0; at < keys.length; at += CHUNK) {
    const chunk = keys.slice(at, at + CHUNK).map((sample_key) => [dataset_id, sample_key])
    const samples = await tx.each.select('sample', ['dataset_id', 'sample_key'], COLUMNS, chunk, 'lock')
    await removeEntriesOf(tx, samples, lost)
    await deleteSampleRows(
      tx,
      samples.map((sample) => ({ ...sample, counts: countLabels(JSON.parse(sample.labels)) })),
    )
    if (takesFiles) await enqueueRemovals(tx, samples)
    for (const { sample_id } of samples) removed.push(sample_id)
  }
  if (removed.length === 0) return []
  for (const task of tasks) {
    const entries = lost.get(task.task_id)
    if (!entries) continue
    await tx
      .updateTable('workforce_task')
      .set((eb) => ({ deleted_sample_count: eb('deleted_sample_count', '+', entries), update_time: now }))
      .where('task_id', '=', task.task_id)
      .execute()
    await closeFinishedTask(tx, task, now)
  }
  await tx
    .updateTable('dataset')
    .set((eb) => ({ deleted_sample_count: eb('deleted_sample_count', '+', removed.length) }))
    .where('dataset_id', '=', dataset_id)
    .execute()
  await touchDataset(tx, dataset_id, now)
  return removed
}

async function removeEntriesOf(
  tx: Tx,
  samples: readonly { sample_key: number }[],
  lost: Map<string, number>,
): Promise<void> {
  const entries = await tx.each.select(
    'entry',
    ['sample_key'],
    ['entry_key', 'task_id', 'worker_id', 'state', 'labels'],
    samples.map(({ sample_key }) => [sample_key]),
    'lock',
  )
  await deleteEntries(
    tx,
    entries.map(({ labels, ...entry }) => ({ ...entry, counts: countLabels(JSON.parse(labels)) })),
  )
  for (const { task_id } of entries) lost.set(task_id, (lost.get(task_id) ?? 0) + 1)
}
