import { WorkerRole } from '#contract/codes.ts'
import type { Db } from './store.ts'

/** Saved entries wait for review as soon as the task has a reviewer (behaviour 6.1). */
export async function hasReviewer(db: Db, task_id: string): Promise<boolean> {
  const reviewer = await db
    .selectFrom('task_member')
    .select('worker_id')
    .where('task_id', '=', task_id)
    .where('role', '=', WorkerRole.reviewer)
    .where('removed', '=', 0)
    .limit(1)
    .executeTakeFirst()
  return reviewer !== undefined
}
