import { lockUnfinishedTask, updateDataTask } from '#adapters/sql/data-tasks.ts'
import type { Services } from '#server/services.ts'
import type { SyncProgress } from './sync-step.ts'

/**
 * Since when a synchronisation does not get on, in epoch milliseconds: each run looks at all files again, which is no step
 * forward, and so the task itself remembers it. Undefined once the task is done.
 */
export async function noteTrouble({ store, now }: Services, task_id: string): Promise<number | undefined> {
  return store.transaction(async (tx) => {
    const task = await lockUnfinishedTask(tx, task_id)
    if (!task) return undefined
    const progress: SyncProgress = JSON.parse(task.progress)
    const work = progress.imported_sample_count + progress.relabelled + progress.removed + progress.renewed
    const trouble = progress.trouble?.work === work ? progress.trouble : { work, since: now() }
    await updateDataTask(tx, task_id, { progress: JSON.stringify({ ...progress, trouble } satisfies SyncProgress) })
    return trouble.since
  })
}
