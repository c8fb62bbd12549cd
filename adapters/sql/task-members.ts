import { type MemberRole, WorkerRole } from '#contract/codes.ts'
import type { Membership } from '#core/workforce-tasks/members.ts'
import { prepared } from './prepared.ts'
import type { Db, Tx } from './store.ts'
import type { TaskMemberRow } from './tables.ts'

/** Saved entries wait for review as soon as the task has a reviewer (behaviour 6.1). */
export async function hasReviewer(db: Db, task_id: string): Promise<boolean> {
  return (await findReviewer(db, task_id)).length > 0
}

const findReviewer = prepared((db: Db, task_id: string) =>
  db
    .selectFrom('task_member')
    .select('worker_id')
    .where('task_id', '=', task_id)
    .where('role', '=', WorkerRole.reviewer)
    .where('removed', '=', 0)
    .limit(1),
)

/** A member's part in a task, with his address unless it was erased and the team through which he came, if it exists. */
export type TaskPerson = TaskMemberRow & { email: string | null; workforce_name: string | null }

/** All who take part in some tasks or once did, in the order in which they were listed. */
export function readTaskPeople(db: Db, task_ids: readonly string[]): Promise<TaskPerson[]> {
  return db
    .selectFrom('task_member as m')
    .innerJoin('worker as w', 'w.worker_id', 'm.worker_id')
    .leftJoin('workforce as t', 't.workforce_id', 'm.workforce_id')
    .selectAll('m')
    .select(['w.email', 't.workforce_name'])
    .where('m.task_id', 'in', task_ids)
    .orderBy('m.position')
    .orderBy('m.worker_id')
    .execute()
}

/** Those at work in a task now, as the rules see them. */
export async function readMembers(db: Db, task_id: string): Promise<Membership[]> {
  const people = await readTaskPeople(db, [task_id])
  return people
    .filter(({ removed }) => removed === 0)
    .map(({ workforce_id, worker_id, email, role }) => ({
      workforce_id,
      worker_id,
      email: email ?? '',
      role: role as MemberRole,
    }))
}

/** Those at work in a task, by their addresses, for one who writes what they were told and when. */
export async function lockTaskPeople(tx: Tx, task_id: string): Promise<(TaskMemberRow & { email: string })[]> {
  return tx
    .selectFrom('task_member as m')
    .innerJoin('worker as w', 'w.worker_id', 'm.worker_id')
    .selectAll('m')
    .select((eb) => eb.ref('w.email').$notNull().as('email'))
    .where('m.task_id', '=', task_id)
    .where('m.removed', '=', 0)
    .where('w.email', 'is not', null)
    .orderBy('m.worker_id')
    .forUpdate('m')
    .execute()
}

/** The labelers at work in a task, in a fixed order. */
export async function readLabelers(db: Db, task_id: string): Promise<string[]> {
  const rows = await db
    .selectFrom('task_member')
    .select('worker_id')
    .where('task_id', '=', task_id)
    .where('role', '=', WorkerRole.labeler)
    .where('removed', '=', 0)
    .orderBy('worker_id')
    .execute()
  return rows.map(({ worker_id }) => worker_id)
}

/** Makes `people` those who take part in a task, in this order; whoever is not among them is marked as removed. */
export async function writeMembers(tx: Tx, task_id: string, people: readonly Membership[], now: number): Promise<void> {
  await tx
    .updateTable('task_member')
    .set({ removed: 1, update_time: now })
    .where('task_id', '=', task_id)
    .where('removed', '=', 0)
    .$if(people.length > 0, (query) =>
      query.where(
        'worker_id',
        'not in',
        people.map(({ worker_id }) => worker_id),
      ),
    )
    .execute()
  for (const [position, { worker_id, workforce_id, role }] of people.entries()) {
    await tx
      .insertInto('task_member')
      .values({ task_id, worker_id, workforce_id, role, position, create_time: now, update_time: now, ...NOT_MAILED })
      .onConflict((conflict) =>
        conflict
          .columns(['task_id', 'worker_id'])
          .doUpdateSet({ workforce_id, role, position, removed: 0, update_time: now }),
      )
      .execute()
  }
}

const NOT_MAILED = { email_status: 0, last_notify_time: 0, removed: 0 }
