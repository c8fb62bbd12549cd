import { MemberRole } from '#contract/codes.ts'
import { errors, type Refusal } from '#contract/errors.ts'
import type { WorkforceConfig, WorkforcesConfig } from '#contract/workforce-tasks.ts'
import { refuseField } from '#core/field-refusal.ts'
import { isRefusal } from '#core/refusal.ts'

export type Membership = { workforce_id: string; worker_id: string; email: string; role: MemberRole }
export type Team = { workforce_id: string; workforce_name: string; members: readonly Membership[] }

/** The people of a task, in the order in which the configuration lists them; each of them once. */
export type People = { labelers: Membership[]; reviewers: Membership[]; managers: Membership[] }

/** Most labelers, and most reviewers, of one task (behaviour 1). */
const MOST_OF_A_ROLE = 100

type Worker = NonNullable<WorkforceConfig['workers']>[number]

/**
 * Who takes part, from the teams that `workforces_config` lists (behaviour 3.2). A team without workers means all its
 * members (D17). Somebody listed twice counts where he is listed first (D4). The role is the one listed, else the one he
 * has in the task already, else the one in his team; labelers and reviewers can be exchanged, managers stay managers.
 *
 * Refuses an unknown team (E4601), somebody who is not a member of the team (E4604), a role that cannot be had (E4396)
 * and more than 100 labelers or reviewers (E0118). `teams` are those the caller may use: a manager only his own.
 */
export function resolvePeople(
  workforces: readonly WorkforceConfig[],
  { teams, inTask = [] }: { teams: readonly Team[]; inTask?: readonly Membership[] },
): People | Refusal {
  const people = new Map<string, Membership>()
  for (const [i, listed] of workforces.entries()) {
    const at = ['workforces_config', 'workforces', i]
    const team = findTeam(listed, teams, at)
    if (isRefusal(team)) return team
    const workers = listed.workers?.length ? listed.workers : team.members.map(({ worker_id }) => ({ worker_id }))
    for (const [j, worker] of workers.entries()) {
      const member = findMember(worker, team, [...at, 'workers', j])
      if (isRefusal(member)) return member
      const role = roleOf(worker, member, inTask, [...at, 'workers', j, 'role'])
      if (isRefusal(role)) return role
      if (!people.has(member.worker_id)) people.set(member.worker_id, { ...member, role })
    }
  }
  const withRole = (role: MemberRole) => [...people.values()].filter((member) => member.role === role)
  const [labelers, reviewers] = [withRole(MemberRole.labeler), withRole(MemberRole.reviewer)]
  if (labelers.length > MOST_OF_A_ROLE) return tooMany('labelers', labelers.length)
  if (reviewers.length > MOST_OF_A_ROLE) return tooMany('reviewers', reviewers.length)
  return { labelers, reviewers, managers: withRole(MemberRole.manager) }
}

/**
 * The manager whom `workforces_config.agency` names by e-mail or worker_id (behaviour 3.3): a member of any team whose
 * role there is manager. E4604 for anybody else.
 */
export function resolveAgency(
  agency: NonNullable<WorkforcesConfig['agency']>,
  memberships: readonly Membership[],
): Membership | Refusal {
  return (
    memberships.find(
      (member) => member.role === MemberRole.manager && (member.worker_id === agency || hasEmail(member, agency)),
    ) ?? refuseField(errors.workerUnknown, ['workforces_config', 'agency'], `${agency} is not the manager of a team`)
  )
}

/** What a new configuration changes for those at work (behaviour 3.5). */
export type PeopleChange = {
  labelersJoined: Membership[]
  labelersLeft: Membership[]
  /** Entries waiting for a review that nobody can give any more become UNCHECK (D22). */
  lastReviewerLeft: boolean
}

/** Compares by person: a labeler who becomes a reviewer has left as a labeler. E4621 when no labeler would remain. */
export function comparePeople(
  before: Pick<People, 'labelers' | 'reviewers'>,
  after: Pick<People, 'labelers' | 'reviewers'>,
): PeopleChange | Refusal {
  if (after.labelers.length === 0) return errors.taskCannotStart.refusal('workforces_config names no labeler.')
  return {
    labelersJoined: without(after.labelers, before.labelers),
    labelersLeft: without(before.labelers, after.labelers),
    lastReviewerLeft: before.reviewers.length > 0 && after.reviewers.length === 0,
  }
}

function without(people: readonly Membership[], others: readonly Membership[]): Membership[] {
  const ids = new Set(others.map(({ worker_id }) => worker_id))
  return people.filter(({ worker_id }) => !ids.has(worker_id))
}

function findTeam(
  { workforce_id, workforce_name }: WorkforceConfig,
  teams: readonly Team[],
  at: readonly (string | number)[],
): Team | Refusal {
  if (workforce_id === undefined && workforce_name === undefined)
    return refuseField(errors.parameterInvalid, [...at, 'workforce_id'], 'must be given')
  const team = teams.find((one) =>
    workforce_id === undefined ? one.workforce_name === workforce_name : one.workforce_id === workforce_id,
  )
  if (team) return team
  return workforce_id === undefined
    ? refuseField(errors.workforceUnknown, [...at, 'workforce_name'], `there is no team ${workforce_name}`)
    : refuseField(errors.workforceUnknown, [...at, 'workforce_id'], `there is no team ${workforce_id}`)
}

/** Known by e-mail, by worker_id or by both, which must then denote the same person. */
function findMember({ worker_id, email }: Worker, team: Team, at: readonly (string | number)[]): Membership | Refusal {
  if (worker_id === undefined && email === undefined)
    return refuseField(errors.parameterInvalid, at, 'email or worker_id must be given')
  const member = team.members.find(
    (one) => (worker_id === undefined || one.worker_id === worker_id) && (email === undefined || hasEmail(one, email)),
  )
  if (member) return member
  const who = [email, worker_id].filter((name) => name !== undefined).join(' with worker_id ')
  return refuseField(errors.workerUnknown, at, `${who} is not a member of the team ${team.workforce_name}`)
}

function roleOf(
  { role }: Worker,
  member: Membership,
  inTask: readonly Membership[],
  at: readonly (string | number)[],
): MemberRole | Refusal {
  const usual = inTask.find(({ worker_id }) => worker_id === member.worker_id)?.role ?? member.role
  if (role === undefined || role === usual) return usual
  const exchanged = role === MemberRole.labeler || role === MemberRole.reviewer
  if (exchanged && usual !== MemberRole.manager) return role
  return refuseField(errors.parameterInvalid, at, `${member.email} cannot have the role ${role} in a task`)
}

/** Addresses that differ in case alone are one address. */
function hasEmail(member: Membership, email: string): boolean {
  return member.email.toLowerCase() === email.toLowerCase()
}

function tooMany(role: string, count: number): Refusal {
  return errors.limitExceeded.refusal(
    `workforces_config names ${count} ${role}; a team task can have ${MOST_OF_A_ROLE}.`,
  )
}
