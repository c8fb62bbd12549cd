import { WorkerRole, WorkforceTaskStatus } from '#contract/codes.ts'
import type { Db, Tx } from './store.ts'
import type { WorkforceTaskRow } from './tables.ts'

/** The tasks of a dataset; `managed_by` narrows to those that one manager may see. */
export type TaskQuery = { dataset_id: string; managed_by?: string | undefined }

/** A page of the tasks of a dataset, newest first. */
export function listTasks(
  db: Db,
  query: TaskQuery,
  { skip, limit }: { skip: number; limit: number },
): Promise<WorkforceTaskRow[]> {
  return tasksOf(db, query)
    .selectAll('t')
    .orderBy('t.create_time', 'desc')
    .orderBy('t.task_id', 'desc')
    .limit(limit)
    .offset(skip)
    .execute()
}

/** How many tasks a dataset has: a few dozen rows. */
export async function countTasks(db: Db, query: TaskQuery): Promise<number> {
  const { count } = await tasksOf(db, query)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

function tasksOf(db: Db, { dataset_id, managed_by }: TaskQuery) {
  return db
    .selectFrom('workforce_task as t')
    .where('t.dataset_id', '=', dataset_id)
    .where('t.deleted', '=', 0)
    .$if(managed_by !== undefined, (query) =>
      query.where('t.task_id', 'in', (eb) =>
        eb
          .selectFrom('task_member')
          .select('task_id')
          .where('worker_id', '=', managed_by!)
          .where('role', '=', WorkerRole.manager)
          .where('removed', '=', 0),
      ),
    )
}

/** Is there another task of this name in the dataset? */
export async function isTaskNameTaken(
  db: Db,
  { dataset_id, task_name, except }: { dataset_id: string; task_name: string; except?: string },
): Promise<boolean> {
  const other = await tasksOf(db, { dataset_id })
    .select('t.task_id')
    .where('t.task_name', '=', task_name)
    .$if(except !== undefined, (query) => query.where('t.task_id', '<>', except!))
    .executeTakeFirst()
  return other !== undefined
}

/** Is there a task with this id, or was there one? */
export async function isTaskIdTaken(db: Db, task_id: string): Promise<boolean> {
  const task = await db.selectFrom('workforce_task').select('task_id').where('task_id', '=', task_id).executeTakeFirst()
  return task !== undefined
}

/** Tasks of a dataset that are not accepted yet, created ones among them. */
export async function countOpenTasks(db: Db, dataset_id: string): Promise<number> {
  const { count } = await tasksOf(db, { dataset_id })
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('t.status', '<>', WorkforceTaskStatus.accepted)
    .executeTakeFirstOrThrow()
  return count
}

/** The task of the dataset that is being dealt: one at a time (behaviour 2.2). */
export function findTaskBeingDealt(db: Db, dataset_id: string): Promise<{ task_name: string } | undefined> {
  return tasksOf(db, { dataset_id })
    .select('t.task_name')
    .where('t.status', '=', WorkforceTaskStatus.starting)
    .executeTakeFirst()
}

/**
 * Makes a task vanish: nobody takes part in it any more, nothing of it is under way. Its row stays until its entries are
 * gone. Wants the task locked.
 */
export async function hideTask(tx: Tx, task_id: string, now: number): Promise<void> {
  await tx
    .updateTable('workforce_task')
    .set({ deleted: 1, status: WorkforceTaskStatus.created, deal_request: null, copy_request: null, update_time: now })
    .where('task_id', '=', task_id)
    .execute()
  await tx
    .updateTable('acceptance')
    .set({ status: 'cancelled', end_time: now })
    .where('task_id', '=', task_id)
    .where('status', 'in', ['sampling', 'open', 'applying'])
    .execute()
  await tx.deleteFrom('task_member').where('task_id', '=', task_id).execute()
  await tx.deleteFrom('mail').where('task_id', '=', task_id).execute()
}

export async function tasksToRemove(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('workforce_task').select('task_id').where('deleted', '=', 1).execute()
  return rows.map(({ task_id }) => task_id)
}

/** Is the task deleted and still there? Keeps it so until the transaction ends. */
export async function lockHiddenTask(tx: Tx, task_id: string): Promise<boolean> {
  const task = await tx
    .selectFrom('workforce_task')
    .select('task_id')
    .where('task_id', '=', task_id)
    .where('deleted', '=', 1)
    .forUpdate()
    .executeTakeFirst()
  return task !== undefined
}

/** Removes the row of a task whose entries are gone, with its counters, acceptances and snapshots. */
export async function dropTask(tx: Tx, task_id: string): Promise<void> {
  const { dataset_id } = await tx
    .selectFrom('workforce_task')
    .select('dataset_id')
    .where('task_id', '=', task_id)
    .executeTakeFirstOrThrow()
  await tx.deleteFrom('entry_tally').where('task_id', '=', task_id).execute()
  await tx.deleteFrom('entry_label_tally').where('task_id', '=', task_id).execute()
  await tx.deleteFrom('dataset_metric').where('dataset_id', '=', dataset_id).where('task_id', '=', task_id).execute()
  await tx.deleteFrom('workforce_task').where('task_id', '=', task_id).execute()
}
