import type { DatasetRow } from '#adapters/sql/tables.ts'
import type { DescribeSampleResp } from '#contract/samples.ts'
import type { LabelSet } from '#core/labels/label-set.ts'
import { toWireLabels } from '#core/labels/wire-labels.ts'
import type { Services } from '#server/services.ts'

/** Entries of a team task as the wire shows them, in the order of the keys. */
export async function viewEntries(
  { store }: Services,
  { labelSet, entry_keys }: { dataset: DatasetRow; labelSet: LabelSet; entry_keys: readonly number[] },
): Promise<DescribeSampleResp[]> {
  if (entry_keys.length === 0) return []
  const rows = await store.db
    .selectFrom('entry')
    .innerJoin('sample', 'sample.sample_key', 'entry.sample_key')
    .select(['sample.sample_id', 'sample.sample_type', 'entry.worker_id', 'entry.labels'])
    .where('entry.entry_key', 'in', [...entry_keys])
    .orderBy('entry.entry_key')
    .execute()
  return rows.map(({ sample_id, sample_type, worker_id, labels }) => ({
    sample_id,
    sample_type: sample_type as 0,
    worker_id,
    labels: toWireLabels(JSON.parse(labels), labelSet),
  }))
}
