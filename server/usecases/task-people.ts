import type { Db, Tx } from '#adapters/sql/store.ts'
import { readManagers, readTeams } from '#adapters/sql/team-members.ts'
import { MemberRole } from '#contract/codes.ts'
import { errors } from '#contract/errors.ts'
import type { WorkforceConfig, WorkforcesConfig } from '#contract/workforce-tasks.ts'
import { isRefusal } from '#core/refusal.ts'
import { checkDeal } from '#core/workforce-tasks/dealing.ts'
import { type Membership, type People, resolveAgency, resolvePeople } from '#core/workforce-tasks/members.ts'
import { MOST_TEAMS } from '#server/limits.ts'
import { refuse } from '#server/refuse.ts'

export type PeopleQuery = {
  project_id: string
  config: WorkforcesConfig | undefined
  /** The manager to whom the task is handed; he is in it as that, wherever else he is listed (D4). */
  agency: Membership | null
  /** Only teams that this member manages may be listed. */
  managed_by?: string | undefined
  /** Those in the task already: they keep their role unless another one is listed. */
  inTask?: readonly Membership[]
}

/**
 * The people whom a configuration brings into a task, the managers of the listed teams among them. Refuses unknown teams
 * (E4601), people who are no members (E4604), roles that cannot be had (E4396) and crowds (E0118).
 */
export async function choosePeople(db: Db | Tx, query: PeopleQuery): Promise<People> {
  const { project_id, config, agency, managed_by, inTask = [] } = query
  const workforces = config?.workforces ?? []
  if (workforces.length > MOST_TEAMS) {
    throw errors.limitExceeded(`workforces_config.workforces: at most ${MOST_TEAMS} teams can be listed`)
  }
  const teams = await readTeams(db, { project_id, managed_by, ...namesOf(workforces) })
  const people = resolvePeople(workforces, { teams, inTask })
  if (isRefusal(people)) throw refuse(people)
  const managers = [...people.managers, ...teams.flatMap(({ members }) => members.filter(isManager))]
  return withManagers(people, agency ? [agency, ...managers] : managers, agency)
}

/** The manager whom a configuration names in `agency`; null when it names nobody. E4604 for somebody else. */
export async function findAgency(
  db: Db,
  project_id: string,
  config: WorkforcesConfig | undefined,
): Promise<Membership | null> {
  if (!config?.agency) return null
  const agency = resolveAgency(config.agency, await readManagers(db, project_id))
  if (isRefusal(agency)) throw refuse(agency)
  return agency
}

/** E4621 without a labeler, E4822 and E4396 for a repetition that they cannot meet (behaviour 3.2). */
export function refuseUndealable(people: People, repetition: number): void {
  const refusal = checkDeal({ labelers: people.labelers.length, repetition })
  if (refusal) throw refuse(refusal)
}

/** In the order in which they are kept. */
export function everybody({ labelers, reviewers, managers }: People): Membership[] {
  return [...labelers, ...reviewers, ...managers]
}

function namesOf(workforces: readonly WorkforceConfig[]): { ids: string[]; names: string[] } {
  const byName = workforces.filter(({ workforce_id }) => workforce_id === undefined)
  return {
    ids: [...new Set(workforces.flatMap(({ workforce_id }) => workforce_id ?? []))],
    names: [...new Set(byName.flatMap(({ workforce_name }) => workforce_name ?? []))],
  }
}

const isManager = ({ role }: Membership) => role === MemberRole.manager

/** Adds managers who have no other part in the task. */
function withManagers(people: People, managers: readonly Membership[], agency: Membership | null): People {
  const others = (list: Membership[]) => list.filter(({ worker_id }) => worker_id !== agency?.worker_id)
  const labelers = others(people.labelers)
  const reviewers = others(people.reviewers)
  const known = new Set([...labelers, ...reviewers].map(({ worker_id }) => worker_id))
  const added = new Map<string, Membership>()
  for (const manager of managers) {
    if (!known.has(manager.worker_id) && !added.has(manager.worker_id)) added.set(manager.worker_id, manager)
  }
  return { labelers, reviewers, managers: [...added.values()] }
}
