import { WorkerRole, WorkerStatus, WorkforceTaskStatus } from '#contract/codes.ts'
import { requestErasures } from './erasures.ts'
import type { Db, Tx } from './store.ts'
import type { MembershipRow } from './tables.ts'
import type { PageOf } from './workforces.ts'

/** A person in a team. `status` is the person's, everything else belongs to the membership. */
export type MemberRow = MembershipRow & { email: string; status: number }

/** Members of the teams of a project; `managed_by` narrows to the teams that a member manages. */
export type MemberQuery = {
  project_id: string
  workforce_id?: string
  role?: number
  managed_by?: string | undefined
}

/** A page of members: somebody in several teams comes once for each. Equal ones stay in one order. */
export function listMembers(
  db: Db,
  query: MemberQuery,
  { sort_by, order, skip, limit }: PageOf<'create_time' | 'email'>,
): Promise<MemberRow[]> {
  return withPerson(membersOf(db, query))
    .orderBy(sort_by === 'email' ? 'w.email' : 'm.create_time', order)
    .orderBy('m.worker_id', order)
    .orderBy('m.workforce_id', order)
    .limit(limit)
    .offset(skip)
    .execute()
}

export async function countMembers(db: Db, query: MemberQuery): Promise<number> {
  const { count } = await membersOf(db, query)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

/** Those of some people who are in a team. */
export function findMembers(db: Db, workforce_id: string, worker_ids: readonly string[]): Promise<MemberRow[]> {
  return withPerson(selectMembers(db))
    .where('m.workforce_id', '=', workforce_id)
    .where('m.worker_id', 'in', worker_ids)
    .execute()
}

export async function findMember(db: Db, workforce_id: string, worker_id: string): Promise<MemberRow | undefined> {
  const [member] = await findMembers(db, workforce_id, [worker_id])
  return member
}

/** Everybody in a team: a thousand at most. */
export function readMembersOfTeam(db: Db, workforce_id: string): Promise<MemberRow[]> {
  return withPerson(selectMembers(db)).where('m.workforce_id', '=', workforce_id).orderBy('m.worker_id').execute()
}

/** The one manager of a team, if it has one. */
export async function findManager(db: Db, workforce_id: string): Promise<string | undefined> {
  const manager = await db
    .selectFrom('membership')
    .select('worker_id')
    .where('workforce_id', '=', workforce_id)
    .where('role', '=', WorkerRole.manager)
    .executeTakeFirst()
  return manager?.worker_id
}

function membersOf(db: Db, { project_id, workforce_id, role, managed_by }: MemberQuery) {
  return selectMembers(db)
    .where('w.project_id', '=', project_id)
    .$if(workforce_id !== undefined, (query) => query.where('m.workforce_id', '=', workforce_id!))
    .$if(role !== undefined, (query) => query.where('m.role', '=', role!))
    .$if(managed_by !== undefined, (query) =>
      query.where('m.workforce_id', 'in', (eb) =>
        eb
          .selectFrom('membership')
          .select('workforce_id')
          .where('worker_id', '=', managed_by!)
          .where('role', '=', WorkerRole.manager),
      ),
    )
}

function selectMembers(db: Db) {
  return db.selectFrom('membership as m').innerJoin('worker as w', 'w.worker_id', 'm.worker_id')
}

function withPerson(query: ReturnType<typeof selectMembers>) {
  // Only those who are in no team any more have no address.
  return query.selectAll('m').select(['w.status', (eb) => eb.ref('w.email').$notNull().as('email')])
}

/**
 * Makes the person known to the project, or known again under the same id after he was deleted, and keeps others from
 * changing his record until the transaction ends. Somebody already known stays as he is.
 */
export async function insertPerson(
  tx: Tx,
  { worker_id, project_id, email, now }: { worker_id: string; project_id: string; email: string; now: number },
): Promise<void> {
  const known = { email, status: WorkerStatus.notInvited, update_time: now }
  await tx
    .insertInto('worker')
    .values({ worker_id, project_id, create_time: now, ...known })
    .onConflict((conflict) =>
      conflict.column('worker_id').doUpdateSet(known).where('worker.status', '=', WorkerStatus.deleted),
    )
    .execute()
}

/** An unfinished task that keeps a member in his team. */
export type OpenTask = { worker_id: string; task_name: string; dataset_name: string }

/** The unfinished tasks in which some members take part through a team (E4628). */
export function findOpenTasks(db: Db, workforce_id: string, worker_ids: readonly string[]): Promise<OpenTask[]> {
  return db
    .selectFrom('task_member as m')
    .innerJoin('workforce_task as t', 't.task_id', 'm.task_id')
    .innerJoin('dataset as d', 'd.dataset_id', 't.dataset_id')
    .select(['m.worker_id', 't.task_name', 'd.dataset_name'])
    .where('m.worker_id', 'in', worker_ids)
    .where('m.workforce_id', '=', workforce_id)
    .where('m.removed', '=', 0)
    .where('t.deleted', '=', 0)
    .where('t.status', 'not in', [WorkforceTaskStatus.accepted, WorkforceTaskStatus.created])
    .orderBy('t.create_time')
    .execute()
}

/**
 * Takes people out of a team. In its tasks, all of them finished or not started, they are history that only the owner
 * sees (D49). Returns those who are in no team any more. Wants the team locked.
 */
export async function deleteMemberships(
  tx: Tx,
  { workforce_id, worker_ids, now }: { workforce_id: string; worker_ids: readonly string[]; now: number },
): Promise<string[]> {
  // Two teams may lose the same person at once: the one that comes second sees that nothing is left.
  await tx
    .selectFrom('worker')
    .select('worker_id')
    .where('worker_id', 'in', worker_ids)
    .orderBy('worker_id')
    .forUpdate()
    .execute()
  await tx
    .deleteFrom('membership')
    .where('workforce_id', '=', workforce_id)
    .where('worker_id', 'in', worker_ids)
    .execute()
  await tx
    .updateTable('task_member')
    .set({ removed: 1, update_time: now })
    .where('worker_id', 'in', worker_ids)
    .where('workforce_id', '=', workforce_id)
    .where('removed', '=', 0)
    .execute()
  const rows = await tx
    .selectFrom('worker as w')
    .select('w.worker_id')
    .where('w.worker_id', 'in', worker_ids)
    .where((eb) =>
      eb.not(
        eb.exists(eb.selectFrom('membership as m').select('m.worker_id').whereRef('m.worker_id', '=', 'w.worker_id')),
      ),
    )
    .execute()
  return rows.map(({ worker_id }) => worker_id)
}

/** An invitation is on its way to a member who had none. */
export async function markInvited(db: Db, worker_id: string, now: number): Promise<void> {
  await db
    .updateTable('worker')
    .set({ status: WorkerStatus.invited, update_time: now })
    .where('worker_id', '=', worker_id)
    .where('status', '=', WorkerStatus.notInvited)
    .execute()
}

/** Keeps the records of people without their addresses, for history, also where names hold them, a little later; what waited to be mailed to them is dropped. */
export async function erasePeople(tx: Tx, worker_ids: readonly string[], now: number): Promise<void> {
  await requestErasures(tx, worker_ids)
  await tx
    .updateTable('worker')
    .set({ email: null, status: WorkerStatus.deleted, update_time: now })
    .where('worker_id', 'in', worker_ids)
    .execute()
  await tx.deleteFrom('mail').where('worker_id', 'in', worker_ids).execute()
}
