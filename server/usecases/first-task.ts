import type { Tx } from '#adapters/sql/store.ts'
import type { DatasetRow } from '#adapters/sql/tables.ts'
import { isTaskIdTaken } from '#adapters/sql/workforce-tasks.ts'
import { type DatasetType, TEAM_DATASET_TYPES } from '#contract/codes.ts'
import { errors, MusterError, type Refusal } from '#contract/errors.ts'
import type { WorkforceInformation } from '#contract/workforce-tasks.ts'
import { newId } from '#server/ids.ts'
import { MOST_OF_A_ROLE } from '#server/limits.ts'
import type { Services } from '#server/services.ts'
import { createWorkforceTask } from './create-workforce-task.ts'
import { choosePeople, findAgency, refuseUndealable } from './task-people.ts'

type FirstTask = { project_id: string; dataset_type: DatasetType; information: WorkforceInformation }

/**
 * Refuses the team task that is to be made with a dataset as if it were made now, so that the call tells what is wrong and
 * not a job that nobody asks: dataset types without team labelling (501 E4383), a bad repetition, unknown people.
 */
export async function checkFirstTask(tx: Tx, { project_id, dataset_type, information }: FirstTask): Promise<void> {
  if (!TEAM_DATASET_TYPES.includes(dataset_type)) {
    throw errors.notSupported(`workforce_information: datasets of type ${dataset_type} cannot be labelled by a team.`)
  }
  const { repetition = 1, workforces_config: config } = information
  if (repetition > MOST_OF_A_ROLE) {
    throw errors.parameterInvalid(`workforce_information.repetition: must be at most ${MOST_OF_A_ROLE}`)
  }
  const agency = await findAgency(tx, project_id, config)
  const people = await choosePeople(tx, { project_id, config, agency })
  if (agency === null && config?.workforces?.length) refuseUndealable(people, repetition)
}

/** What is kept of the first task until the samples are there: what was asked for, and the id it will have. */
export function promiseFirstTask(information: WorkforceInformation): string {
  return JSON.stringify({ ...information, task_id: newId() })
}

/**
 * Makes the first team task of a dataset whose samples are all there. Done again after a crash it finds the task by the id
 * that was kept for it. Answers why there is none if it cannot be made any more, as when the team was deleted meanwhile,
 * another task got its name, or somebody stopped the import.
 */
export async function createFirstTask(services: Services, dataset: DatasetRow): Promise<Refusal | null> {
  if (dataset.workforce_information === null) return null
  const { task_id, ...body }: PromisedTask = JSON.parse(dataset.workforce_information)
  const isMade = () => isTaskIdTaken(services.store.db, task_id)
  if (await isMade()) return null
  try {
    await createWorkforceTask(services, { dataset, body, promised: task_id })
    return null
  } catch (error) {
    if (!(error instanceof MusterError)) throw error
    // Another process may have been faster.
    return (await isMade()) ? null : error.refusal
  }
}

type PromisedTask = WorkforceInformation & { task_id: string }
