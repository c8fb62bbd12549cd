import type { EntryListFilter } from '#adapters/sql/entry-filter.ts'
import { type EntryOfSample, entriesOfSample } from '#adapters/sql/entry-lists.ts'
import { listEntriesAfter } from '#adapters/sql/entry-queue.ts'
import { findSample } from '#adapters/sql/sample-lists.ts'
import type { Db } from '#adapters/sql/store.ts'
import type { DatasetRow, WorkforceTaskRow } from '#adapters/sql/tables.ts'
import { errors } from '#contract/errors.ts'
import type { ListEntriesResp } from '#contract/ours.ts'
import type { LabelSet } from '#core/labels/label-set.ts'
import { readCursor, writeCursor } from '#server/cursor.ts'
import { type Call, datasetOf, taskOf } from '#server/handler.ts'
import { viewEntryRows } from '#server/views/entry-view.ts'
import { readProcessParameter, readSampleState } from './sample-queries.ts'
import { readDataset } from './samples.ts'
import { readTask, visibleEntries, workerFilter } from './task-samples.ts'

/** Entries from a place on: the same entries as in `ListWorkforceTaskSamples`, without pages that shift under one's work. */
export async function listEntries(call: Call<'ListEntries'>): Promise<ListEntriesResp> {
  const { services, actor, scope, query } = call
  const state = readSampleState(query.sample_state)
  const process_parameter = readProcessParameter(query.process_parameter)
  const after = readCursor(query.after) ?? 0
  const sample_ids = readSampleIds(query.of_samples)
  return services.store.snapshot(async (db) => {
    const { dataset, labelSet } = await readDataset(db, datasetOf(scope))
    const task = await readTask(db, taskOf(scope))
    const filter = { ...visibleEntries(scope, state), ...workerFilter({ actor, scope }, query) }
    const place = { filter, labelSet, after, limit: query.limit }
    const { entries, reached } =
      sample_ids === undefined
        ? await listEntriesAfter(db, task, place)
        : { entries: await entriesOfSamples(db, { dataset, task, filter, labelSet, sample_ids }), reached: null }
    return {
      entries: await viewEntryRows(services, db, { dataset, labelSet, process_parameter, entries }),
      ...(reached !== null && { cursor: writeCursor(reached) }),
    }
  })
}

function readSampleIds(text: string | undefined): string[] | undefined {
  if (text === undefined) return undefined
  const ids = [...new Set(text.split(',').filter((id) => id !== ''))]
  if (ids.length > MOST_SAMPLES) throw errors.parameterInvalid(`of_samples: must name at most ${MOST_SAMPLES} samples`)
  return ids
}

/** As many as an answer holds at most. */
const MOST_SAMPLES = 100

type Asked = { dataset: DatasetRow; task: WorkforceTaskRow; filter: EntryListFilter; labelSet: LabelSet }

/** The entries of some samples, sample by sample; unknown samples have none. */
async function entriesOfSamples(
  db: Db,
  { dataset, task, filter, labelSet, sample_ids }: Asked & { sample_ids: readonly string[] },
): Promise<EntryOfSample[]> {
  const found: EntryOfSample[] = []
  for (const sample_id of sample_ids) {
    const sample = await findSample(db, dataset.dataset_id, sample_id)
    const entries = sample ? await entriesOfSample(db, task, { sample, filter, labelSet }) : []
    found.push(...entries.map((entry) => ({ entry, sample: sample! })))
  }
  return found
}
