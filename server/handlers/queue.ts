import { listEntriesAfter } from '#adapters/sql/entry-queue.ts'
import type { ListEntriesResp } from '#contract/ours.ts'
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
  return services.store.snapshot(async (db) => {
    const { dataset, labelSet } = await readDataset(db, datasetOf(scope))
    const task = await readTask(db, taskOf(scope))
    const filter = { ...visibleEntries(scope, state), ...workerFilter({ actor, scope }, query) }
    const { entries, reached } = await listEntriesAfter(db, task, { filter, labelSet, after, limit: query.limit })
    return {
      entries: await viewEntryRows(services, db, { dataset, labelSet, process_parameter, entries }),
      ...(reached !== null && { cursor: writeCursor(reached) }),
    }
  })
}
