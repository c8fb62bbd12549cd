import { lockUnfinishedTask, updateDataTask } from '#adapters/sql/data-tasks.ts'
import { lockDataset } from '#adapters/sql/locks.ts'
import type { Tx } from '#adapters/sql/store.ts'
import type { DatasetRow, DataTaskRow } from '#adapters/sql/tables.ts'
import { DatasetStatus } from '#contract/codes.ts'
import { type ImportProgress, NO_PROGRESS } from '#server/imports/import-plan.ts'
import type { Services } from '#server/services.ts'

/** How far a synchronisation is: the counts of the import in it, and its own. */
export type SyncProgress = ImportProgress & {
  /** Files looked at by the run that goes on; one that was interrupted looks at all of them again. */
  looked: number
  /** Files that the run which came furthest had looked at. */
  furthest: number
  removed: number
  /** Samples whose file has other content now. */
  renewed: number
  /** Since when it has come no further than this many samples, in epoch milliseconds; only after a failure. */
  trouble?: { work: number; since: number }
  /** Samples of the dataset when it ended. */
  samples?: number
}

export const NO_SYNC: SyncProgress = { ...NO_PROGRESS, looked: 0, furthest: 0, removed: 0, renewed: 0 }

export type Sync = { task: DataTaskRow; dataset: DatasetRow }
type Change = (tx: Tx, step: { progress: SyncProgress; now: number }) => Promise<void>

/**
 * One step of a synchronisation with its counts, all or nothing. Answers false when it must not go on here: the server stops, or
 * the dataset was deleted.
 */
export async function syncStep(services: Services, { task, dataset }: Sync, change: Change): Promise<boolean> {
  const { store, jobs } = services
  if (jobs.stopped) return false
  const now = services.now()
  return store.transaction(async (tx) => {
    const { synchronizing } = DatasetStatus
    if ((await lockDataset(tx, dataset.dataset_id, 'update'))?.status !== synchronizing) return false
    const locked = await lockUnfinishedTask(tx, task.task_id)
    if (!locked) return false
    const progress: SyncProgress = JSON.parse(locked.progress)
    const { furthest, removed, renewed } = progress
    await change(tx, { progress, now })
    progress.furthest = Math.max(furthest, progress.looked)
    const isAhead = progress.furthest > furthest || progress.removed > removed || progress.renewed > renewed
    await updateDataTask(tx, task.task_id, {
      status: 'RUNNING',
      progress: JSON.stringify(progress),
      update_time: isAhead ? now : locked.update_time,
    })
    return true
  })
}
