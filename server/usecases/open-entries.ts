import type { EntryUpdate } from '#adapters/sql/entries.ts'
import { type AddressedSample, selectEntriesOfSamples } from '#adapters/sql/entries-of-samples.ts'
import type { Tx } from '#adapters/sql/store.ts'
import type { DatasetRow, EntryRow, WorkforceTaskRow } from '#adapters/sql/tables.ts'
import type { LabelCounts } from '#adapters/sql/tallies.ts'
import { errors, type Refusal } from '#contract/errors.ts'
import type { SampleLabels } from '#contract/samples.ts'
import type { Actor } from '#server/actor.ts'
import { workerIdOf } from '#server/ids.ts'

/** An entry on its way through the call: what was read, and what the items made of it so far. */
export type OpenEntry = {
  sample: AddressedSample
  before: EntryRow
  after: EntryUpdate
  /** How many labels of each definition `after` has. */
  counts: LabelCounts
  /** The item that was stored last; null as long as there is none. */
  lastItem: number | null
  replaced: boolean
}

/** Entries by sample and worker. */
export type Entries = Map<string, Map<string, OpenEntry>>

/** What the items of a call may mean, locked until the transaction ends. */
export async function readOpenEntries(
  tx: Tx,
  dataset: DatasetRow,
  task: WorkforceTaskRow,
  items: readonly SampleLabels[],
): Promise<Entries> {
  const sample_ids = items.flatMap(({ sample_id }) => sample_id ?? [])
  const entries: Entries = new Map()
  for (const { sample, entry } of await selectEntriesOfSamples(tx, { ...dataset, task_id: task.task_id }, sample_ids)) {
    const ofSample = entries.get(sample.sample_id) ?? new Map<string, OpenEntry>()
    entries.set(sample.sample_id, ofSample)
    const open = { sample, before: entry, after: entry, counts: new Map(), lastItem: null, replaced: false }
    ofSample.set(entry.worker_id, open)
  }
  return entries
}

/** The entry an item means (behaviour 4.1). */
export function openEntryOf(
  { actor, dataset, email }: { actor: Actor; dataset: DatasetRow; email: string | undefined },
  entries: Entries,
  item: SampleLabels,
  field: string,
): OpenEntry | Refusal {
  if (!item.sample_id) return errors.sampleUnknown.refusal(`${field}.sample_id: is required`)
  const sample = `(sample ${item.sample_id})`
  const byEmail = email === undefined ? undefined : workerIdOf(dataset.project_id, email.trim().toLowerCase())
  if (item.worker_id !== undefined && byEmail !== undefined && item.worker_id !== byEmail) {
    return errors.workerUnknown.refusal(`${field}.worker_id: is not the person that email names ${sample}`)
  }
  const found = entries.get(item.sample_id)
  const worker_id = item.worker_id ?? byEmail ?? actor.worker?.worker_id
  if (actor.worker && worker_id !== actor.worker.worker_id) {
    return errors.memberMayNot.refusal(`${field}.worker_id: a labeler writes his own entries only ${sample}`)
  }
  if (worker_id !== undefined) {
    const entry = found?.get(worker_id)
    return (
      entry ?? errors.sampleUnknown.refusal(`${field}.sample_id: has no entry of this member in the task ${sample}`)
    )
  }
  const candidates = [...(found?.values() ?? [])]
  if (candidates.length === 1) return candidates[0]!
  return candidates.length === 0
    ? errors.sampleUnknown.refusal(`${field}.sample_id: is not in the task ${sample}`)
    : errors.workerUnknown.refusal(`${field}.worker_id: is required, several members have the sample ${sample}`)
}
