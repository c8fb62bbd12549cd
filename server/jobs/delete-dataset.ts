import { setImmediate as otherWork } from 'node:timers/promises'
import { listDatasetIds, removeDatasetRows } from '#adapters/sql/datasets.ts'
import { deleteSampleRows } from '#adapters/sql/samples.ts'
import { DatasetStatus } from '#contract/codes.ts'
import { countLabels } from '#core/labels/label-surgery.ts'
import type { Services } from '#server/services.ts'
import type { JobKind } from './jobs.ts'
import { removeTask } from './remove-task.ts'

/** Samples removed in one step. */
const CHUNK = 1000

/** Removes what is left of a deleted dataset (2 → 3): its hidden tasks, samples in steps, then all other rows. */
export function deleteDataset(services: Services): JobKind {
  const { store, jobs } = services
  const tasks = removeTask(services)
  return {
    unfinished: () => listDatasetIds(store.db, DatasetStatus.deleting),
    run: async (dataset_id) => {
      for (const task_id of await listTaskIds(services, dataset_id)) await tasks.run(task_id)
      while (!jobs.stopped && (await removeNext(services, dataset_id)) > 0) await otherWork()
      if (jobs.stopped) return
      await store.transaction((tx) => removeDatasetRows(tx, dataset_id, services.now()))
    },
  }
}

async function listTaskIds({ store }: Services, dataset_id: string): Promise<string[]> {
  const rows = await store.db
    .selectFrom('workforce_task')
    .select('task_id')
    .where('dataset_id', '=', dataset_id)
    .execute()
  return rows.map(({ task_id }) => task_id)
}

function removeNext({ store }: Services, dataset_id: string): Promise<number> {
  return store.transaction(async (tx) => {
    const rows = await tx
      .selectFrom('sample')
      .select(['sample_key', 'dataset_id', 'state', 'hard', 'is_part', 'labels'])
      .where('dataset_id', '=', dataset_id)
      .orderBy('sample_key')
      .limit(CHUNK)
      .forUpdate()
      .execute()
    await deleteSampleRows(
      tx,
      rows.map((row) => ({ ...row, counts: countLabels(JSON.parse(row.labels)) })),
    )
    return rows.length
  })
}
