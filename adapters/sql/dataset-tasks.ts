import { sql } from 'kysely'
import { type MemberRole, WorkforceTaskStatus } from '#contract/codes.ts'
import type { WorkforceDescriptor } from '#contract/workforce-tasks.ts'
import { EntryStateCode } from './state-codes.ts'
import type { Db } from './store.ts'
import { readTaskPeople } from './task-members.ts'

/** The team tasks of a dataset as its own view shows them: how many, and the newest one. */
export type DatasetTasks = { count: number; descriptor?: WorkforceDescriptor }

/** The team tasks of some datasets; a dataset without any is there as well. */
export async function describeTasks(db: Db, dataset_ids: readonly string[]): Promise<Map<string, DatasetTasks>> {
  const described = new Map<string, DatasetTasks>(dataset_ids.map((dataset_id) => [dataset_id, { count: 0 }]))
  if (dataset_ids.length === 0) return described
  const rows = await db
    .selectFrom('workforce_task')
    .select(['dataset_id', 'task_id', 'task_name', 'repetition', 'synchronize_data', 'synchronize_auto_labeling_data'])
    .where('dataset_id', 'in', dataset_ids)
    .where('deleted', '=', 0)
    .orderBy('create_time')
    .orderBy('task_id')
    .execute()
  const newest = new Map(rows.map((row) => [row.dataset_id, row]))
  const task_ids = [...newest.values()].map(({ task_id }) => task_id)
  if (task_ids.length === 0) return described
  const people = Map.groupBy(await readTaskPeople(db, task_ids), ({ task_id }) => task_id)
  const rejected = await countRejected(db, task_ids)
  for (const { dataset_id } of rows) described.get(dataset_id)!.count++
  for (const [dataset_id, task] of newest) {
    const present = (people.get(task.task_id) ?? []).filter(({ removed }) => removed === 0)
    const [first] = present
    described.get(dataset_id)!.descriptor = {
      current_task_id: task.task_id,
      current_task_name: task.task_name,
      reject_num: rejected.get(task.task_id) ?? 0,
      repetition: task.repetition,
      is_synchronize_data: task.synchronize_data === 1,
      is_synchronize_auto_labeling_data: task.synchronize_auto_labeling_data === 1,
      workers: present.map(({ worker_id, email, role }) => ({
        worker_id,
        ...(email !== null && { email }),
        role: role as MemberRole,
      })),
      ...(first && { workforce_id: first.workforce_id }),
      ...(first?.workforce_name && { workforce_name: first.workforce_name }),
    }
  }
  return described
}

async function countRejected(db: Db, task_ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('entry_tally')
    .select(['task_id', sql<number>`sum(entries)`.as('entries')])
    .where('task_id', 'in', task_ids)
    .where('state', '=', EntryStateCode.REJECTED)
    .groupBy('task_id')
    .execute()
  return new Map(rows.map(({ task_id, entries }) => [task_id, entries]))
}

/** A team task of the dataset that is neither complete nor still to be started (behaviour 2.1). */
export function findOpenTask(db: Db, dataset_id: string): Promise<{ task_name: string } | undefined> {
  return db
    .selectFrom('workforce_task')
    .select('task_name')
    .where('dataset_id', '=', dataset_id)
    .where('deleted', '=', 0)
    .where('status', 'not in', [WorkforceTaskStatus.accepted, WorkforceTaskStatus.created])
    .orderBy('create_time')
    .limit(1)
    .executeTakeFirst()
}

export async function isTaskOf(db: Db, dataset_id: string, task_id: string): Promise<boolean> {
  const task = await db
    .selectFrom('workforce_task')
    .select('task_id')
    .where('task_id', '=', task_id)
    .where('dataset_id', '=', dataset_id)
    .where('deleted', '=', 0)
    .executeTakeFirst()
  return task !== undefined
}
