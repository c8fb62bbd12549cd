import { writeDealRequest } from '#adapters/sql/deal-requests.ts'
import { errors } from '#contract/errors.ts'
import { readTaskStatus, writeTaskStatus } from '#core/codecs/task-status.ts'
import { isRefusal } from '#core/refusal.ts'
import { moveTask } from '#core/workforce-tasks/task-life.ts'
import { refuse } from '#server/refuse.ts'
import type { Services } from '#server/services.ts'
import type { DealRun } from './deal-run.ts'

/** A deal that goes wrong so often is given up. */
const MOST_FAILURES = 3

/**
 * Notes that the deal of a starting task failed. After the third time the task goes back to created with E4621
 * (0 → 6, behaviour 2.2), as if it had not been started; says whether that happened.
 */
export function failDeal({ now }: Services, run: DealRun): Promise<boolean> {
  return run.step(async (tx, { task, request }) => {
    const failures = (request.failures ?? 0) + 1
    if (failures < MOST_FAILURES) {
      await writeDealRequest(tx, task.task_id, { ...request, failures })
      return false
    }
    const status = moveTask(readTaskStatus(task.status), 'dealFailed')
    if (isRefusal(status)) throw refuse(status)
    const refusal = errors.taskCannotStart.refusal('The samples of the team task could not be dealt.')
    await tx
      .updateTable('workforce_task')
      .set({ ...refusal, status: writeTaskStatus(status), deal_request: null, update_time: now() })
      .where('task_id', '=', task.task_id)
      .execute()
    await tx
      .deleteFrom('task_member')
      .where('task_id', '=', task.task_id)
      .$if(task.agency_worker_id !== null, (query) => query.where('worker_id', '<>', task.agency_worker_id))
      .execute()
    return true
  })
}
