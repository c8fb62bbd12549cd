import type { Selectable } from 'kysely'
import type { Db, Tx } from './store.ts'
import type { DataTaskKind, DataTaskProblemRow, DataTaskRow } from './tables.ts'

/** Tasks that are done stay as they are. */
export const DONE_TASKS = ['COMPLETED', 'SUCCESSED', 'FAILED']

/** Problems kept of one task; more are counted, not listed. */
export const mostProblems = 10_000

export async function insertDataTask(
  tx: Tx,
  task: Omit<DataTaskRow, 'cursor' | 'error_code' | 'error_msg' | 'start_time' | 'end_time' | 'update_time'>,
): Promise<void> {
  await tx
    .insertInto('data_task')
    .values({
      ...task,
      cursor: null,
      error_code: null,
      error_msg: null,
      start_time: null,
      end_time: null,
      update_time: task.create_time,
    })
    .execute()
}

export function findDataTask(db: Db, kind: DataTaskKind, task_id: string): Promise<DataTaskRow | undefined> {
  return db
    .selectFrom('data_task')
    .selectAll()
    .where('task_id', '=', task_id)
    .where('kind', '=', kind)
    .executeTakeFirst()
}

/** A task of any kind, if it is one of this dataset. */
export function findTaskOfDataset(
  db: Db,
  { dataset_id, task_id }: Pick<DataTaskRow, 'dataset_id' | 'task_id'>,
): Promise<DataTaskRow | undefined> {
  return db
    .selectFrom('data_task')
    .selectAll()
    .where('task_id', '=', task_id)
    .where('dataset_id', '=', dataset_id)
    .executeTakeFirst()
}

/** The task for one alone; undefined once it is done or gone with its dataset. */
export function lockUnfinishedTask(tx: Tx, task_id: string): Promise<DataTaskRow | undefined> {
  return tx
    .selectFrom('data_task')
    .selectAll()
    .where('task_id', '=', task_id)
    .where('status', 'not in', DONE_TASKS)
    .forUpdate()
    .executeTakeFirst()
}

export async function updateDataTask(
  tx: Tx,
  task_id: string,
  change: Partial<Omit<DataTaskRow, 'task_id' | 'dataset_id' | 'kind'>>,
): Promise<void> {
  await tx.updateTable('data_task').set(change).where('task_id', '=', task_id).execute()
}

/** The newest first. */
export function listDataTasks(
  db: Db,
  { dataset_id, kind }: Pick<DataTaskRow, 'dataset_id' | 'kind'>,
): Promise<DataTaskRow[]> {
  return db
    .selectFrom('data_task')
    .selectAll()
    .where('dataset_id', '=', dataset_id)
    .where('kind', '=', kind)
    .orderBy('create_time', 'desc')
    .orderBy('task_id')
    .execute()
}

/** The latest one, or the latest that came to this end. */
export function findLatestTask(
  db: Db,
  { dataset_id, kind, status }: Pick<DataTaskRow, 'dataset_id' | 'kind'> & Partial<Pick<DataTaskRow, 'status'>>,
): Promise<DataTaskRow | undefined> {
  return db
    .selectFrom('data_task')
    .selectAll()
    .where('dataset_id', '=', dataset_id)
    .where('kind', '=', kind)
    .$if(status !== undefined, (query) => query.where('status', '=', status!))
    .orderBy('create_time', 'desc')
    .limit(1)
    .executeTakeFirst()
}

export async function listUnfinishedTasks(db: Db, kind: DataTaskKind): Promise<string[]> {
  const rows = await db
    .selectFrom('data_task')
    .select('task_id')
    .where('kind', '=', kind)
    .where('status', 'not in', DONE_TASKS)
    .execute()
  return rows.map(({ task_id }) => task_id)
}

export async function insertProblems(
  tx: Tx,
  task_id: string,
  problems: readonly Omit<DataTaskProblemRow, 'problem_key' | 'task_id'>[],
): Promise<void> {
  const rows = problems.map(({ kind, path, line, reason }) => [task_id, kind, path, line, reason])
  await tx.each.insert('data_task_problem', ['task_id', 'kind', 'path', 'line', 'reason'], rows)
}

/** In the order in which they were met; `after` is the key of the last one seen. */
export function listProblems(
  db: Db,
  { dataset_id, task_id }: Pick<DataTaskRow, 'dataset_id' | 'task_id'>,
  { after, limit }: { after: number; limit: number },
): Promise<Selectable<DataTaskProblemRow>[]> {
  return db
    .selectFrom('data_task_problem as p')
    .innerJoin('data_task as t', 't.task_id', 'p.task_id')
    .selectAll('p')
    .where('t.dataset_id', '=', dataset_id)
    .where('p.task_id', '=', task_id)
    .where('p.problem_key', '>', after)
    .orderBy('p.problem_key')
    .limit(limit)
    .execute()
}
