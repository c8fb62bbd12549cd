import { insertEntries } from '#adapters/sql/entries.ts'
import { EntryStateCode, SampleFacet } from '#adapters/sql/state-codes.ts'
import type { Tx } from '#adapters/sql/store.ts'
import type { SampleRow, WorkforceTaskRow } from '#adapters/sql/tables.ts'
import type { StoredLabel } from '#core/labels/label.ts'
import { countLabels } from '#core/labels/label-surgery.ts'

/** A sample that goes to a worker, under a key that was reserved for it. */
export type Dealt = { entry_key: number; sample_key: number; worker_id: string }

/**
 * Makes the entries of samples that have been dealt. A sample that was deleted meanwhile is left out; a prediction comes
 * along if the task wants them (D18).
 */
export async function insertDealt(tx: Tx, task: WorkforceTaskRow, dealt: readonly Dealt[]): Promise<void> {
  const keys = [...new Set(dealt.map(({ sample_key }) => sample_key))].sort((a, b) => a - b)
  const samples = await tx.each.select(
    'sample',
    ['sample_key'],
    ['sample_key', 'state', 'prediction'],
    keys.map((key) => [key]),
    'lock',
  )
  const byKey = new Map(samples.map((sample) => [sample.sample_key, sample]))
  const entries = dealt.flatMap((one) => {
    const sample = byKey.get(one.sample_key)
    return sample ? [{ ...one, task_id: task.task_id, metadata: '{}', ...contentOf(task, sample) }] : []
  })
  await insertEntries(tx, entries)
}

function contentOf(task: WorkforceTaskRow, { state, prediction }: Pick<SampleRow, 'state' | 'prediction'>) {
  const wanted = task.synchronize_auto_labeling_data === 1 && state === SampleFacet.predicted
  const labels: StoredLabel[] = wanted && prediction !== null ? JSON.parse(prediction) : []
  if (labels.length === 0) return { state: EntryStateCode.UN_ANNOTATION, labels: '[]', counts: new Map() }
  return { state: EntryStateCode.AUTO_ANNOTATION, labels: JSON.stringify(labels), counts: countLabels(labels) }
}
