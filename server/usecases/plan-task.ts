import type { Db } from '#adapters/sql/store.ts'
import type { DatasetRow } from '#adapters/sql/tables.ts'
import { countOpenTasks, findTaskBeingDealt } from '#adapters/sql/workforce-tasks.ts'
import { type DatasetType, TEAM_DATASET_TYPES } from '#contract/codes.ts'
import { errors } from '#contract/errors.ts'
import type { CreateWorkforceTaskReq } from '#contract/workforce-tasks.ts'
import { isRefusal } from '#core/refusal.ts'
import { parseSearchConditions } from '#core/samples/search-condition.ts'
import type { Membership, People } from '#core/workforce-tasks/members.ts'
import { MOST_OF_A_ROLE, MOST_OPEN_TASKS } from '#server/limits.ts'
import { refuse } from '#server/refuse.ts'
import { choosePeople, findAgency, refuseUndealable } from './task-people.ts'

type Terms = Pick<CreateWorkforceTaskReq, 'repetition' | 'sample_conditions'>

/**
 * What a new task is to deal, and how often. Refuses datasets that no team can label (501 E4383) and a bad repetition or
 * condition (E4396); `now` is what a condition means by "day".
 */
export function readTerms({ dataset_type }: DatasetRow, { repetition = 1, sample_conditions }: Terms, now: number) {
  if (!TEAM_DATASET_TYPES.includes(dataset_type as DatasetType)) {
    throw errors.notSupported(`Datasets of type ${dataset_type} cannot be labelled by a team.`)
  }
  if (repetition > MOST_OF_A_ROLE) {
    throw errors.parameterInvalid(`repetition: must be at most ${MOST_OF_A_ROLE}, a task has no more labelers`)
  }
  const search = parseSearchConditions(sample_conditions, { field: 'sample_conditions', now })
  if (isRefusal(search)) throw refuse(search)
  return { repetition, search }
}

type Config = CreateWorkforceTaskReq['workforces_config']
type Plan = { people: People; agency: Membership | null; starts: boolean }

/**
 * Who takes part in a new task of the dataset, and whether it starts at once: with teams, and without a manager who is to
 * distribute it. Refuses an unknown manager, team or member (E4604, E4601), and where it would start a second deal or no
 * labeler (E4621) and a repetition that the labelers cannot meet (E4822, E4396); too many unfinished tasks (E4616).
 */
export async function planTask(
  db: Db,
  { project_id, dataset_id }: DatasetRow,
  { config, repetition }: { config: Config; repetition: number },
): Promise<Plan> {
  const agency = await findAgency(db, project_id, config)
  const people = await choosePeople(db, { project_id, config, agency })
  const starts = agency === null && (config?.workforces?.length ?? 0) > 0
  if (starts) {
    await refuseSecondDeal(db, dataset_id)
    refuseUndealable(people, repetition)
  }
  if ((await countOpenTasks(db, dataset_id)) >= MOST_OPEN_TASKS) {
    throw errors.tooManyOpenTasks(`The dataset has ${MOST_OPEN_TASKS} unfinished team tasks already.`)
  }
  return { people, agency, starts }
}

/** Two deals of one dataset at a time would deal the same samples twice unasked (behaviour 2.2). */
export async function refuseSecondDeal(db: Db, dataset_id: string): Promise<void> {
  const other = await findTaskBeingDealt(db, dataset_id)
  if (other)
    throw errors.taskCannotStart(`The team task ${other.task_name} of the dataset is being dealt; wait for it.`)
}
