import { writeAudit } from '#adapters/sql/audit.ts'
import { countEntries } from '#adapters/sql/entry-counts.ts'
import { lockTask } from '#adapters/sql/locks.ts'
import { WorkforceTaskStatus } from '#contract/codes.ts'
import { errors } from '#contract/errors.ts'
import { type SamplingRequest, sampleSize } from '#core/acceptance/draw.ts'
import { GENERATOR } from '#core/acceptance/random.ts'
import { readTaskStatus } from '#core/codecs/task-status.ts'
import { isRefusal } from '#core/refusal.ts'
import { moveTask } from '#core/workforce-tasks/task-life.ts'
import { type Actor, nameOf } from '#server/actor.ts'
import { newHexId, newId } from '#server/ids.ts'
import { refuse } from '#server/refuse.ts'
import type { Services } from '#server/services.ts'

/**
 * Opens an acceptance (behaviour 5.1): what waits for acceptance now is its pool. The answer does not wait for the draw;
 * the job `draw-sample` makes it. Returns the checking_task_id.
 */
export async function startAcceptance(
  services: Services,
  { actor, task_id, request }: { actor: Actor; task_id: string; request: SamplingRequest },
): Promise<string> {
  const now = services.now()
  const checking_task_id = newId()
  await services.store.transaction(async (tx) => {
    const task = await lockTask(tx, task_id, 'update')
    if (!task) throw errors.workforceTaskNotFound()
    const number = task.acceptance_number + 1
    // The form of the request is judged before the state of the task.
    const size = sampleSize(request, 1)
    if (isRefusal(size)) throw refuse(size)
    const moved = moveTask(readTaskStatus(task.status), 'startAcceptance')
    if (isRefusal(moved)) throw refuse(moved)
    const { UNCHECK } = await countEntries(tx, task_id)
    if (UNCHECK === 0) throw errors.nothingToAccept('No entry of the team task waits for acceptance.')
    await tx
      .insertInto('acceptance')
      .values({
        checking_task_id,
        task_id,
        number,
        status: 'sampling',
        sampling_num: request.sampling_num ?? null,
        sampling_rate: request.sampling_rate ?? null,
        seed: newHexId(),
        generator: GENERATOR,
        draw_digest: null,
        pool: 0,
        first_timers: 0,
        sampled: 0,
        action: null,
        overwrite_last_result: 0,
        choices: null,
        accepted_count: 0,
        rejected_count: 0,
        create_time: now,
        end_time: null,
      })
      .execute()
    await tx
      .updateTable('workforce_task')
      .set({
        status: WorkforceTaskStatus.sampling,
        status_before: task.status,
        acceptance_number: number,
        last_checking_task_id: checking_task_id,
        update_time: now,
      })
      .where('task_id', '=', task_id)
      .execute()
    await writeAudit(tx, {
      project_id: actor.project_id,
      actor: nameOf(actor),
      action: 'acceptance.start',
      object_id: checking_task_id,
      detail: { task_id, sampling_num: request.sampling_num, sampling_rate: request.sampling_rate },
      create_time: now,
    })
  })
  services.jobs.start('draw-sample', checking_task_id)
  return checking_task_id
}
