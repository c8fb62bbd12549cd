import { randomBytes } from 'node:crypto'
import { writeDealRequest } from '#adapters/sql/deal-requests.ts'
import { lockDataset } from '#adapters/sql/locks.ts'
import type { Tx } from '#adapters/sql/store.ts'
import type { DatasetRow } from '#adapters/sql/tables.ts'
import { writeMembers } from '#adapters/sql/task-members.ts'
import { countOpenTasks, findTaskBeingDealt, isTaskNameTaken } from '#adapters/sql/workforce-tasks.ts'
import { DatasetStatus, type DatasetType, TEAM_DATASET_TYPES, WorkforceTaskStatus } from '#contract/codes.ts'
import { errors } from '#contract/errors.ts'
import type { CreateWorkforceTaskReq } from '#contract/workforce-tasks.ts'
import { isRefusal } from '#core/refusal.ts'
import { parseSearchConditions } from '#core/samples/search-condition.ts'
import { newHexId, newId } from '#server/ids.ts'
import { SEND_MAILS } from '#server/jobs/send-mails.ts'
import { MOST_OF_A_ROLE, MOST_OPEN_TASKS } from '#server/limits.ts'
import { refuse } from '#server/refuse.ts'
import type { Services } from '#server/services.ts'
import { announceToManager } from './announce-task.ts'
import { keepConfig } from './task-config.ts'
import { choosePeople, everybody, findAgency, refuseUndealable } from './task-people.ts'

/**
 * Creates a team task (behaviour 3.1-3.3). With teams and without a manager it starts at once: status 0, and the job
 * `deal` deals. Otherwise it rests in 6 until it is started. Also for the task that comes with a dataset, once the
 * dataset has its samples. Returns the task_id.
 *
 * Refuses other dataset types (501 E4383), a bad repetition or condition (E4396), an unknown manager, team or member
 * (E4604, E4601), a taken name (E4620), too many unfinished tasks (E4616), a second deal in the dataset or no labeler
 * (E4621), and a repetition that the labelers cannot meet (E4822, E4396).
 */
export async function createWorkforceTask(
  services: Services,
  { dataset, body, task_id = newId() }: { dataset: DatasetRow; body: CreateWorkforceTaskReq; task_id?: string },
): Promise<string> {
  if (!TEAM_DATASET_TYPES.includes(dataset.dataset_type as DatasetType)) {
    throw errors.notSupported(`Datasets of type ${dataset.dataset_type} cannot be labelled by a team.`)
  }
  const now = services.now()
  const repetition = body.repetition ?? 1
  if (repetition > MOST_OF_A_ROLE) {
    throw errors.parameterInvalid(`repetition: must be at most ${MOST_OF_A_ROLE}, a task has no more labelers`)
  }
  const search = parseSearchConditions(body.sample_conditions, { field: 'sample_conditions', now })
  if (isRefusal(search)) throw refuse(search)

  const starts = await services.store.transaction(async (tx) => {
    const locked = await lockDataset(tx, dataset.dataset_id, 'update')
    if (!locked || locked.status === DatasetStatus.deleting) throw errors.datasetNotFound()
    const { project_id, dataset_id } = locked
    const config = body.workforces_config
    const agency = await findAgency(tx, project_id, config)
    const people = await choosePeople(tx, { project_id, config, agency })
    const starts = agency === null && (config?.workforces?.length ?? 0) > 0
    if (starts) {
      await refuseSecondDeal(tx, dataset_id)
      refuseUndealable(people, repetition)
    }
    if ((await countOpenTasks(tx, dataset_id)) >= MOST_OPEN_TASKS) {
      throw errors.tooManyOpenTasks(`The dataset has ${MOST_OPEN_TASKS} unfinished team tasks already.`)
    }
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

/** Two deals of one dataset at a time would deal the same samples twice unasked (behaviour 2.2). Wants the dataset locked. */
export async function refuseSecondDeal(tx: Tx, dataset_id: string): Promise<void> {
  const other = await findTaskBeingDealt(tx, dataset_id)
  if (other)
    throw errors.taskCannotStart(`The team task ${other.task_name} of the dataset is being dealt; wait for it.`)
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
