import { entriesOfSample } from '#adapters/sql/entry-lists.ts'
import { findSample } from '#adapters/sql/sample-lists.ts'
import type { Db } from '#adapters/sql/store.ts'
import type { DatasetRow, EntryRow, SampleRow } from '#adapters/sql/tables.ts'
import { errors } from '#contract/errors.ts'
import type { LabelSet } from '#core/labels/label-set.ts'
import type { Scope } from '#server/access.ts'
import type { Actor } from '#server/actor.ts'
import { datasetOf, taskOf } from '#server/handler.ts'
import { readDataset } from './samples.ts'
import { readTask, visibleEntries, workerFilter } from './task-samples.ts'

type OfSample = { scope: Scope; params: { sample_id: string } }
type OfEntry = OfSample & { actor: Actor; query: { worker_id?: string } }

export type AddressedSample = { dataset: DatasetRow; labelSet: LabelSet; sample: SampleRow }

/** The sample of the dataset that a call names. */
export async function addressedSample(db: Db, { scope, params }: OfSample): Promise<AddressedSample> {
  const { dataset, labelSet } = await readDataset(db, datasetOf(scope))
  const sample = await findSample(db, dataset.dataset_id, params.sample_id)
  if (!sample) throw errors.sampleNotFound()
  return { dataset, labelSet, sample }
}

/**
 * The entry that a call names by its sample and, where several members have that, by `worker_id`. What the caller may not
 * see does not exist for him.
 */
export async function addressedEntry(db: Db, call: OfEntry): Promise<AddressedSample & { entry: EntryRow }> {
  const { actor, scope, query } = call
  const found = await addressedSample(db, call)
  const task = await readTask(db, taskOf(scope))
  const worker = workerFilter({ actor, scope }, query)
  if (query.worker_id !== undefined && query.worker_id !== worker.worker_id) throw errors.sampleNotFound()
  const filter = { ...visibleEntries(scope, undefined), ...worker }
  const [entry, second] = await entriesOfSample(db, task, { ...found, filter })
  if (!entry) throw errors.sampleNotFound()
  if (second) throw errors.workerUnknown('worker_id: is required, several members have the sample')
  return { ...found, entry }
}
