import { writeAudit } from '#adapters/sql/audit.ts'
import { type DealRequest, readDealRequest, writeDealRequest } from '#adapters/sql/deal-requests.ts'
import type { Tx } from '#adapters/sql/store.ts'
import type { DatasetRow, WorkforceTaskRow } from '#adapters/sql/tables.ts'
import { readMembers, writeMembers } from '#adapters/sql/task-members.ts'
import { readTeamsManagedBy } from '#adapters/sql/team-members.ts'
import { MemberRole, WorkforceTaskStatus } from '#contract/codes.ts'
import { errors } from '#contract/errors.ts'
import type { WorkforcesConfig } from '#contract/workforce-tasks.ts'
import { readTaskStatus } from '#core/codecs/task-status.ts'
import { isRefusal } from '#core/refusal.ts'
import { comparePeople, type Membership, type People } from '#core/workforce-tasks/members.ts'
import { moveTask } from '#core/workforce-tasks/task-life.ts'
import { type Actor, nameOf } from '#server/actor.ts'
import { newHexId } from '#server/ids.ts'
import { MOST_OF_A_ROLE } from '#server/limits.ts'
import { refuse } from '#server/refuse.ts'
import { announceToManager } from './announce-task.ts'
import { keepConfig } from './task-config.ts'
import { choosePeople, everybody, findAgency } from './task-people.ts'

type Change = {
  actor: Actor
  dataset: DatasetRow
  task: WorkforceTaskRow
  config: WorkforcesConfig
  now: number
}

/**
 * Gives a task other people (behaviour 3.5); wants it locked. Teams that are left out of the call stay as they are, an
 * empty `agency` takes the task from its manager. A manager decides about people of his own teams alone. Says whether
 * entries have to change hands, which the job `deal` does.
 *
 * E4623 while an acceptance runs, E4621 while the task is dealt and when no labeler would remain.
 */
export async function changePeople(tx: Tx, change: Change): Promise<boolean> {
  const { task, config, actor } = change
  const moved = moveTask(readTaskStatus(task.status), 'changeWorkers')
  if (isRefusal(moved)) throw refuse(moved)
  const before = await readMembers(tx, task.task_id)
  const agency = await chooseAgency(tx, change, before)
  if (actor.worker && agency?.worker_id !== actor.worker.worker_id) {
    throw errors.memberMayNot('workforces_config.agency: only the owner hands a task to another manager.')
  }
  const redeals =
    task.status === WorkforceTaskStatus.created
      ? await changePlan(tx, change, agency)
      : await changeTeam(tx, change, { before, agency })
  if (agency && agency.worker_id !== task.agency_worker_id) {
    await announceToManager(tx, { task_id: task.task_id, worker_id: agency.worker_id, now: change.now })
  }
  await tx
    .updateTable('workforce_task')
    .set({
      agency_worker_id: agency?.worker_id ?? null,
      ...(config.workforces && { workforces_config: keepConfig(change.dataset.project_id, config) }),
    })
    .where('task_id', '=', task.task_id)
    .execute()
  return redeals
}

async function chooseAgency(
  tx: Tx,
  { dataset, task, config }: Change,
  before: readonly Membership[],
): Promise<Membership | null> {
  if (config.agency !== undefined) return findAgency(tx, dataset.project_id, config)
  return before.find(({ worker_id }) => worker_id === task.agency_worker_id) ?? null
}

/** A created task has no people yet but its manager: what the call names is kept for the start. */
async function changePlan(tx: Tx, change: Change, agency: Membership | null): Promise<boolean> {
  const { actor, dataset, task, config, now } = change
  const { project_id } = dataset
  if (config.workforces) await choosePeople(tx, { project_id, config, agency, managed_by: actor.worker?.worker_id })
  await writeMembers(tx, task.task_id, agency ? [agency] : [], now)
  return false
}

async function changeTeam(
  tx: Tx,
  change: Change,
  { before, agency }: { before: readonly Membership[]; agency: Membership | null },
): Promise<boolean> {
  const { actor, task, now } = change
  const was = byRole(before)
  const people = await choosePresent(tx, change, { before, agency })
  const difference = comparePeople(was, people)
  if (isRefusal(difference)) throw refuse(difference)
  await writeMembers(tx, task.task_id, everybody(people), now)
  const known = new Set(was.reviewers.map(({ worker_id }) => worker_id))
  const reviewersJoined = people.reviewers.filter(({ worker_id }) => !known.has(worker_id))
  const joined = [...difference.labelersJoined, ...reviewersJoined].map(({ worker_id }) => worker_id)
  await writeAudit(tx, {
    project_id: actor.project_id,
    actor: nameOf(actor),
    action: 'workforce_task.people',
    object_id: task.task_id,
    detail: { members: everybody(people).map(({ worker_id, role }) => ({ worker_id, role })) },
    create_time: now,
  })
  if (joined.length === 0 && difference.labelersLeft.length === 0 && !difference.lastReviewerLeft) return false
  const request: Omit<DealRequest, 'seed'> = readDealRequest(task) ?? { at: now }
  await writeDealRequest(tx, task.task_id, {
    ...request,
    seed: newHexId(),
    joined: [...new Set([...(request.joined ?? []), ...joined])],
  })
  return true
}

/** Who takes part from now on: those the call names, and for a manager those who are none of his business. */
async function choosePresent(
  tx: Tx,
  { actor, dataset, task, config }: Change,
  { before, agency }: { before: readonly Membership[]; agency: Membership | null },
): Promise<People> {
  const { project_id } = dataset
  const managed_by = actor.worker?.worker_id
  if (!config.workforces) return byRole(withManager(before, task.agency_worker_id, agency))
  const named = await choosePeople(tx, { project_id, config, agency, managed_by, inTask: before })
  if (managed_by === undefined) return named
  const own = new Set(await readTeamsManagedBy(tx, managed_by))
  const others = before.filter(({ workforce_id }) => !own.has(workforce_id))
  const kept = new Set(others.map(({ worker_id }) => worker_id))
  const people = byRole([...others, ...everybody(named).filter(({ worker_id }) => !kept.has(worker_id))])
  for (const role of ['labelers', 'reviewers'] as const) {
    if (people[role].length <= MOST_OF_A_ROLE) continue
    throw errors.limitExceeded(`A team task can have ${MOST_OF_A_ROLE} ${role}, not ${people[role].length}.`)
  }
  return people
}

/** The same people under another manager. The one before him stays only where others of his team take part. */
function withManager(
  members: readonly Membership[],
  before: string | null,
  agency: Membership | null,
): readonly Membership[] {
  if (before === (agency?.worker_id ?? null)) return members
  const others = members.filter(({ worker_id }) => worker_id !== agency?.worker_id)
  const former = others.find(({ worker_id }) => worker_id === before)
  const isAlone = others.every((other) => other === former || other.workforce_id !== former?.workforce_id)
  return [...(isAlone ? others.filter((other) => other !== former) : others), ...(agency ? [agency] : [])]
}

function byRole(members: readonly Membership[]): People {
  const having = (role: MemberRole) => members.filter((member) => member.role === role)
  return {
    labelers: having(MemberRole.labeler),
    reviewers: having(MemberRole.reviewer),
    managers: having(MemberRole.manager),
  }
}
