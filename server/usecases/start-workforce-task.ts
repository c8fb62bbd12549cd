import { writeDealRequest } from '#adapters/sql/deal-requests.ts'
import { lockDataset, lockTask } from '#adapters/sql/locks.ts'
import type { Tx } from '#adapters/sql/store.ts'
import type { DatasetRow, WorkforceTaskRow } from '#adapters/sql/tables.ts'
import { readMembers, writeMembers } from '#adapters/sql/task-members.ts'
import { errors } from '#contract/errors.ts'
import type { StartWorkforceTaskReq } from '#contract/workforce-tasks.ts'
import { readTaskStatus, writeTaskStatus } from '#core/codecs/task-status.ts'
import { isRefusal } from '#core/refusal.ts'
import { moveTask } from '#core/workforce-tasks/task-life.ts'
import { authorizeAgain } from '#server/access.ts'
import type { Actor } from '#server/actor.ts'
import { newHexId } from '#server/ids.ts'
import { refuse } from '#server/refuse.ts'
import type { Services } from '#server/services.ts'
import { changePeople } from './change-people.ts'
import { refuseSecondDeal } from './plan-task.ts'
import { keepConfig, readConfig } from './task-config.ts'
import { choosePeople, everybody, refuseUndealable } from './task-people.ts'

type Start = { actor: Actor; dataset: DatasetRow; task: WorkforceTaskRow; body: StartWorkforceTaskReq }

/**
 * Starts a created task (6 → 0) with the people the call or else the task names, who are fixed from now on, or takes up a
 * rejected one again (4 → 1), with other people if the call names some. A manager may name people of his own teams only
 * (behaviour 3.3).
 */
export async function startWorkforceTask(services: Services, { actor, dataset, task, body }: Start): Promise<void> {
  const now = services.now()
  const deals = await services.store.transaction(async (tx) => {
    if (!(await lockDataset(tx, dataset.dataset_id, 'update'))) throw errors.datasetNotFound()
    const locked = await lockTask(tx, task.task_id, 'update')
    if (!locked) throw errors.workforceTaskNotFound()
    const names = { dataset_id: dataset.dataset_id, workforce_task_id: task.task_id }
    await authorizeAgain(tx, actor, 'StartWorkforceTask', names)
    const status = moveTask(readTaskStatus(locked.status), 'start')
    if (isRefusal(status)) throw refuse(status)
    const { workforces_config: config } = body
    const deals =
      status === 'starting' || (config && (await changePeople(tx, { actor, dataset, task: locked, config, now })))
    if (status === 'starting') await appoint(tx, { actor, dataset, task: locked, body, now })
    await tx
      .updateTable('workforce_task')
      .set({ status: writeTaskStatus(status), error_code: null, error_msg: null, update_time: now })
      .where('task_id', '=', task.task_id)
      .execute()
    return deals
  })
  if (deals) services.jobs.start('deal', task.task_id)
}

/** Fixes the people of a task and what has to be dealt to them. */
async function appoint(tx: Tx, { actor, dataset, task, body, now }: Start & { now: number }): Promise<void> {
  const { project_id } = dataset
  const named = body.workforces_config?.workforces?.length ? body.workforces_config : undefined
  const members = await readMembers(tx, task.task_id)
  const agency = members.find(({ worker_id }) => worker_id === task.agency_worker_id) ?? null
  const people = await choosePeople(tx, {
    project_id,
    config: named ?? readConfig(task.workforces_config),
    agency,
    managed_by: named && actor.worker?.worker_id,
  })
  await refuseSecondDeal(tx, dataset.dataset_id)
  refuseUndealable(people, task.repetition)
  await writeMembers(tx, task.task_id, everybody(people), now)
  await writeDealRequest(tx, task.task_id, { seed: newHexId(), at: now })
  if (named) {
    await tx
      .updateTable('workforce_task')
      .set({ workforces_config: keepConfig(project_id, named) })
      .where('task_id', '=', task.task_id)
      .execute()
  }
}
