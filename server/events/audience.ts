import type { Db } from '#adapters/sql/store.ts'
import { WorkerRole, WorkforceTaskStatus } from '#contract/codes.ts'
import type { Change } from './events.ts'

/**
 * The members who may see what changed (behaviour 1): those of the task, or of any task of the dataset; of teams their
 * managers. Jobs are the owner's. A task that is only created is its managers' alone.
 */
export async function audienceOf(db: Db, change: Change): Promise<Set<string>> {
  const { kind, dataset_id, workforce_task_id, workforce_id, worker_ids } = change
  if (kind === 'jobs') return new Set()
  if (kind === 'team') return managersOf(db, workforce_id)
  // Samples of the dataset itself are the owner's; members have the entries of their tasks.
  if (dataset_id === undefined || (kind === 'sample' && workforce_task_id === undefined)) return new Set()
  const people = await db
    .selectFrom('task_member as m')
    .innerJoin('workforce_task as t', 't.task_id', 'm.task_id')
    .select(['m.worker_id', 'm.role'])
    .distinct()
    .where('t.dataset_id', '=', dataset_id)
    .where('m.removed', '=', 0)
    .where((eb) => eb.or([eb('t.status', '<>', WorkforceTaskStatus.created), eb('m.role', '=', WorkerRole.manager)]))
    .$if(workforce_task_id !== undefined, (query) => query.where('t.task_id', '=', workforce_task_id!))
    .execute()
  const concerned = people.filter(
    ({ role, worker_id }) => role !== WorkerRole.labeler || !worker_ids || worker_ids.includes(worker_id),
  )
  return new Set(concerned.map(({ worker_id }) => worker_id))
}

async function managersOf(db: Db, workforce_id: string | undefined): Promise<Set<string>> {
  if (workforce_id === undefined) return new Set()
  const rows = await db
    .selectFrom('membership')
    .select('worker_id')
    .where('workforce_id', '=', workforce_id)
    .where('role', '=', WorkerRole.manager)
    .execute()
  return new Set(rows.map(({ worker_id }) => worker_id))
}
