import { DatasetStatus, WorkerRole, WorkforceTaskStatus } from '#contract/codes.ts'
import { contains } from './contains.ts'
import type { Db } from './store.ts'
import type { WorkforceTaskRow } from './tables.ts'
import type { PageOf } from './workforces.ts'

/** The tasks of one member in all datasets, in whatever role; a created one only for its manager (behaviour 6.4). */
export type WorkerTaskQuery = { worker_id: string; search_content: string }

export type TaskOfDataset = WorkforceTaskRow & { dataset_type: number }

/** A page of a member's tasks; equal ones stay in one order. */
export function listTasksOfWorker(
  db: Db,
  query: WorkerTaskQuery,
  { sort_by, order, skip, limit }: PageOf<'create_time' | 'task_name'>,
): Promise<TaskOfDataset[]> {
  return tasksOfWorker(db, query)
    .selectAll('t')
    .select('d.dataset_type')
    .orderBy(`t.${sort_by}`, order)
    .orderBy('t.task_id', order)
    .limit(limit)
    .offset(skip)
    .execute()
}

/** How many tasks a member has: some dozens. */
export async function countTasksOfWorker(db: Db, query: WorkerTaskQuery): Promise<number> {
  const { count } = await tasksOfWorker(db, query)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

function tasksOfWorker(db: Db, { worker_id, search_content }: WorkerTaskQuery) {
  return db
    .selectFrom('task_member as m')
    .innerJoin('workforce_task as t', 't.task_id', 'm.task_id')
    .innerJoin('dataset as d', 'd.dataset_id', 't.dataset_id')
    .where('m.worker_id', '=', worker_id)
    .where('m.removed', '=', 0)
    .where('t.deleted', '=', 0)
    .where('d.status', 'not in', [DatasetStatus.deleting, DatasetStatus.deleted])
    .where((eb) => eb.or([eb('t.status', '<>', WorkforceTaskStatus.created), eb('m.role', '=', WorkerRole.manager)]))
    .$if(search_content !== '', (query) => query.where(contains('t.task_name', search_content)))
}
