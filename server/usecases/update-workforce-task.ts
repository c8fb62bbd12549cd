import { lockDataset, lockTask } from '#adapters/sql/locks.ts'
import type { Tx } from '#adapters/sql/store.ts'
import type { DatasetRow, WorkforceTaskRow } from '#adapters/sql/tables.ts'
import { isTaskNameTaken } from '#adapters/sql/workforce-tasks.ts'
import { errors } from '#contract/errors.ts'
import type { UpdateWorkforceTaskReq } from '#contract/workforce-tasks.ts'
import { authorizeAgain } from '#server/access.ts'
import type { Actor } from '#server/actor.ts'
import type { Services } from '#server/services.ts'
import { changePeople } from './change-people.ts'

/** How long the answer waits for entries to be dealt anew, in milliseconds: of most tasks all, of the largest a few. */
const PATIENCE = 2000

type Update = { actor: Actor; dataset: DatasetRow; task: WorkforceTaskRow; body: UpdateWorkforceTaskReq }

/**
 * Changes name, description and people of a team task; a manager its people alone (403). E4620 for a taken name, and
 * what `changePeople` refuses. Entries change hands in the job `deal`.
 */
export async function updateWorkforceTask(services: Services, { actor, dataset, task, body }: Update): Promise<void> {
  const { task_name, description, workforces_config } = body
  if (actor.worker && (task_name !== undefined || description !== undefined)) {
    throw errors.memberMayNot('A manager changes the people of a team task only, not task_name or description.')
  }
  const now = services.now()
  const redeals = await services.store.transaction(async (tx) => {
    // A name is given to one task at a time.
    const mode = task_name === undefined ? 'share' : 'update'
    if (!(await lockDataset(tx, dataset.dataset_id, mode))) throw errors.datasetNotFound()
    const locked = await lockTask(tx, task.task_id, 'update')
    if (!locked) throw errors.workforceTaskNotFound()
    const names = { dataset_id: dataset.dataset_id, workforce_task_id: task.task_id }
    await authorizeAgain(tx, actor, 'UpdateWorkforceTask', names)
    if (task_name !== undefined) await refuseTakenName(tx, locked, task_name)
    const redeals =
      workforces_config !== undefined &&
      (await changePeople(tx, { actor, dataset, task: locked, config: workforces_config, now }))
    await tx
      .updateTable('workforce_task')
      .set({
        ...(task_name !== undefined && { task_name }),
        ...(description !== undefined && { description }),
        update_time: now,
      })
      .where('task_id', '=', task.task_id)
      .execute()
    return redeals
  })
  if (!redeals) return
  services.jobs.start('deal', task.task_id)
  await services.jobs.settled('deal', task.task_id, PATIENCE)
}

async function refuseTakenName(tx: Tx, { dataset_id, task_id }: WorkforceTaskRow, task_name: string): Promise<void> {
  if (!(await isTaskNameTaken(tx, { dataset_id, task_name, except: task_id }))) return
  throw errors.workforceTaskNameTaken(`task_name: another team task of the dataset is called ${task_name}.`)
}
