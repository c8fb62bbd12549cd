import { setImmediate as otherWork } from 'node:timers/promises'
import { datasetsWithoutSnapshot, keepSnapshots } from '#adapters/sql/dataset-metrics.ts'
import type { Services } from '#server/services.ts'
import { takeSnapshot } from '#server/usecases/dataset-snapshot.ts'
import type { JobKind } from './jobs.ts'

/** Datasets looked up in one step. */
const CHUNK = 100

/**
 * Keeps the figures of every dataset and team task once a day, at local midnight (behaviour 6.2). A server that was off at
 * midnight does it at its start: nothing has changed meanwhile. The id of the job is the time of that midnight.
 */
export function snapshotMetrics(services: Services): JobKind {
  const { store, jobs } = services
  let doneFor = 0
  return {
    unfinished: async () => {
      const day = beginningOfDay(services.now())
      if (day === doneFor) return []
      const missing = await datasetsWithoutSnapshot(store.db, day, 1)
      if (missing.length === 0) doneFor = day
      return missing.length > 0 ? [String(day)] : []
    },
    run: async (id) => {
      const day = Number(id)
      for (;;) {
        const dataset_ids = await datasetsWithoutSnapshot(store.db, day, CHUNK)
        if (dataset_ids.length === 0) return
        for (const dataset_id of dataset_ids) {
          if (jobs.stopped) return
          await snapshotDataset(services, dataset_id, day)
          await otherWork()
        }
      }
    },
  }
}

function snapshotDataset({ store }: Services, dataset_id: string, day: number): Promise<void> {
  return store.transaction(async (tx) => {
    const tasks = await tx
      .selectFrom('workforce_task')
      .select('task_id')
      .where('dataset_id', '=', dataset_id)
      .where('deleted', '=', 0)
      .where('create_time', '<', day)
      .execute()
    const snapshots = []
    for (const task_id of ['', ...tasks.map((task) => task.task_id)]) {
      snapshots.push({ dataset_id, task_id, counts: await takeSnapshot(tx, { dataset_id, task_id }) })
    }
    await keepSnapshots(tx, day, snapshots)
  })
}

/** Midnight by the clock of the machine, in epoch milliseconds. */
function beginningOfDay(now: number): number {
  return new Date(now).setHours(0, 0, 0, 0)
}
