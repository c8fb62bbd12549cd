import { randomBytes } from 'node:crypto'
import { writeDealRequest } from '#adapters/sql/deal-requests.ts'
import { lockDataset } from '#adapters/sql/locks.ts'
import type { Tx } from '#adapters/sql/store.ts'
import type { DatasetRow } from '#adapters/sql/tables.ts'
import { writeMembers } from '#adapters/sql/task-members.ts'
import { isTaskNameTaken } from '#adapters/sql/workforce-tasks.ts'
import { DatasetStatus, WorkforceTaskStatus } from '#contract/codes.ts'
import { errors } from '#contract/errors.ts'
import type { CreateWorkforceTaskReq } from '#contract/workforce-tasks.ts'
import { newHexId, newId } from '#server/ids.ts'
import { SEND_MAILS } from '#server/jobs/send-mails.ts'
import type { Services } from '#server/services.ts'
import { announceToManager } from './announce-task.ts'
import { planTask, readTerms } from './plan-task.ts'
import { keepConfig } from './task-config.ts'
import { everybody } from './task-people.ts'

/**
 * Creates a team task (behaviour 3.1-3.3). With teams and without a manager it starts at once: status 0, and the job
 * `deal` deals. Otherwise it rests in 6 until it is started. Also for the task that comes with a dataset, once the
 * dataset has its samples. Returns the task_id.
 *
 * Refuses what `readTerms` and `planTask` refuse, a taken name (E4620), and under the id `promised` with a dataset a task that
 * nobody waits for any more, because the import of its samples was stopped (E4363).
 */
export async function createWorkforceTask(
  services: Services,
  { dataset, body, promised }: { dataset: DatasetRow; body: CreateWorkforceTaskReq; promised?: string },
): Promise<string> {
  const now = services.now()
  const task_id = promised ?? newId()
  const { repetition, search } = readTerms(dataset, body, now)

  const starts = await services.store.transaction(async (tx) => {
    const locked = await lockDataset(tx, dataset.dataset_id, 'update')
    if (!locked || locked.status === DatasetStatus.deleting) throw errors.datasetNotFound()
    if (promised && locked.workforce_information === null) throw errors.workStopped()
    const { project_id, dataset_id } = locked
    const config = body.workforces_config
    const { people, agency, starts } = await planTask(tx, locked, { config, repetition })
    await tx
      .insertInto('workforce_task')
      .values({
        task_id,
        dataset_id,
        task_name: await chooseName(tx, dataset_id, body.task_name),
        description: '',
        status: starts ? WorkforceTaskStatus.starting : WorkforceTaskStatus.created,
        status_before: WorkforceTaskStatus.created,
        repetition,
        synchronize_data: body.synchronize_data ? 1 : 0,
        synchronize_auto_labeling_data: body.synchronize_auto_labeling_data ? 1 : 0,
        auto_sync_dataset: (body.auto_sync_dataset ?? true) ? 1 : 0,
        data_sync_type: body.data_sync_type ?? null,
        sample_conditions: search.conditions.length > 0 ? JSON.stringify(search.conditions) : null,
        workforces_config: keepConfig(project_id, config),
        agency_worker_id: agency?.worker_id ?? null,
        error_code: null,
        error_msg: null,
        deal_request: null,
        copy_request: null,
        last_checking_task_id: null,
        acceptance_number: 0,
        deleted_sample_count: 0,
        deleted: 0,
        create_time: now,
        update_time: now,
      })
      .execute()
    if (starts) {
      await writeMembers(tx, task_id, everybody(people), now)
      await writeDealRequest(tx, task_id, { seed: newHexId(), at: now })
    } else if (agency) {
      await writeMembers(tx, task_id, [agency], now)
      await announceToManager(tx, { task_id, worker_id: agency.worker_id, now })
    }
    return starts
  })
  if (starts) services.jobs.start('deal', task_id)
  else services.jobs.start(...SEND_MAILS)
  return task_id
}

/** The name that was asked for, E4620 if it is taken; `task-` and four hex digits without one. */
async function chooseName(tx: Tx, dataset_id: string, wanted: string | undefined): Promise<string> {
  if (wanted !== undefined) {
    if (!(await isTaskNameTaken(tx, { dataset_id, task_name: wanted }))) return wanted
    throw errors.workforceTaskNameTaken(`task_name: another team task of the dataset is called ${wanted}.`)
  }
  for (;;) {
    const task_name = `task-${randomBytes(2).toString('hex')}`
    if (!(await isTaskNameTaken(tx, { dataset_id, task_name }))) return task_name
  }
}
