import { findGuideline, putGuideline } from '#adapters/sql/guidelines.ts'
import { lockTask } from '#adapters/sql/locks.ts'
import { errors } from '#contract/errors.ts'
import type { Guideline } from '#contract/ours.ts'
import { type Call, taskOf } from '#server/handler.ts'

/** What labelers are asked to do. */
export async function getGuideline({ services, scope }: Call<'GetGuideline'>): Promise<Guideline> {
  const found = await findGuideline(services.store.read, taskOf(scope).task_id)
  return { text: found?.text ?? '', update_time: found?.update_time ?? 0 }
}

export function setGuideline({ services, scope, body }: Call<'SetGuideline'>): Promise<Guideline> {
  const { task_id } = taskOf(scope)
  const { text } = body
  const update_time = services.now()
  return services.store.transaction(async (tx) => {
    if (!(await lockTask(tx, task_id, 'share'))) throw errors.workforceTaskNotFound()
    await putGuideline(tx, { task_id, text, update_time })
    return { text, update_time }
  })
}
