import { countEntries } from '#adapters/sql/entry-counts.ts'
import type { Tx } from '#adapters/sql/store.ts'
import type { WorkforceTaskRow } from '#adapters/sql/tables.ts'
import { readTaskStatus, writeTaskStatus } from '#core/codecs/task-status.ts'
import { isRefusal } from '#core/refusal.ts'
import { moveTask } from '#core/workforce-tasks/task-life.ts'

/**
 * To be called when entries of a task have gone: if all that are left are accepted, the task is complete (1, 4 → 3,
 * behaviour 2.2, D8). Wants the task locked.
 */
export async function closeFinishedTask(
  tx: Tx,
  { task_id, status }: Pick<WorkforceTaskRow, 'task_id' | 'status'>,
  now: number,
): Promise<void> {
  const { total, ACCEPTED } = await countEntries(tx, task_id)
  if (total > ACCEPTED) return
  const next = moveTask(readTaskStatus(status), 'lastOpenEntryGone')
  if (isRefusal(next) || writeTaskStatus(next) === status) return
  await tx
    .updateTable('workforce_task')
    .set({ status: writeTaskStatus(next), update_time: now })
    .where('task_id', '=', task_id)
    .execute()
}
