import { type MemberRole, WorkerRole } from '#contract/codes.ts'
import type { Membership, Team } from '#core/workforce-tasks/members.ts'
import type { Db, Tx } from './store.ts'

/** Which teams of a project are wanted: by id or by name, and of those only what `managed_by` manages, if given. */
export type TeamQuery = {
  project_id: string
  ids: readonly string[]
  names: readonly string[]
  managed_by?: string | undefined
}

/**
 * Teams with their members, oldest membership first. What is unknown is missing from the answer. In a transaction nobody
 * joins or leaves these teams until it ends.
 */
export async function readTeams(db: Db | Tx, { project_id, ids, names, managed_by }: TeamQuery): Promise<Team[]> {
  if (ids.length + names.length === 0) return []
  const teams = await db
    .selectFrom('workforce')
    .select(['workforce_id', 'workforce_name'])
    .where('project_id', '=', project_id)
    .where((eb) =>
      eb.or([
        ...(ids.length > 0 ? [eb('workforce_id', 'in', [...ids])] : []),
        ...(names.length > 0 ? [eb('workforce_name', 'in', [...names])] : []),
      ]),
    )
    .$if(managed_by !== undefined, (query) =>
      query.where('workforce_id', 'in', (eb) =>
        eb
          .selectFrom('membership')
          .select('workforce_id')
          .where('worker_id', '=', managed_by!)
          .where('role', '=', WorkerRole.manager),
      ),
    )
    .orderBy('workforce_id')
    .$if('each' in db, (query) => query.forShare())
    .execute()
  if (teams.length === 0) return []
  const members = await selectMemberships(db)
    .where(
      'm.workforce_id',
      'in',
      teams.map(({ workforce_id }) => workforce_id),
    )
    .execute()
  const ofTeam = Map.groupBy(members.map(membershipOf), ({ workforce_id }) => workforce_id)
  return teams.map((team) => ({ ...team, members: ofTeam.get(team.workforce_id) ?? [] }))
}

/** Everybody who manages a team of the project. */
export async function readManagers(db: Db, project_id: string): Promise<Membership[]> {
  const rows = await selectMemberships(db)
    .innerJoin('workforce as t', 't.workforce_id', 'm.workforce_id')
    .where('t.project_id', '=', project_id)
    .where('m.role', '=', WorkerRole.manager)
    .execute()
  return rows.map(membershipOf)
}

/** The teams that a member manages. */
export async function readTeamsManagedBy(db: Db, worker_id: string): Promise<string[]> {
  const rows = await db
    .selectFrom('membership')
    .select('workforce_id')
    .where('worker_id', '=', worker_id)
    .where('role', '=', WorkerRole.manager)
    .execute()
  return rows.map(({ workforce_id }) => workforce_id)
}

function selectMemberships(db: Db) {
  return (
    db
      .selectFrom('membership as m')
      .innerJoin('worker as w', 'w.worker_id', 'm.worker_id')
      .select(['m.workforce_id', 'm.worker_id', 'm.role', 'w.email'])
      .orderBy('m.create_time')
      // Members added at the same moment come in the order of their addresses, not of a hash.
      .orderBy('w.email')
  )
}

function membershipOf(row: { workforce_id: string; worker_id: string; role: number; email: string | null }) {
  return { ...row, email: row.email ?? '', role: row.role as MemberRole }
}
