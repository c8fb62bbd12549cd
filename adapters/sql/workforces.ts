import { WorkerRole } from '#contract/codes.ts'
import type { Order } from './blocks.ts'
import { contains } from './contains.ts'
import type { Db, Tx } from './store.ts'
import type { WorkforceRow } from './tables.ts'

/** Teams of a project. `managed_by` narrows to those that a member manages, `task_id` to those at work in a task. */
export type WorkforceQuery = {
  project_id: string
  search_content?: string
  task_id?: string | undefined
  managed_by?: string | undefined
}

export type PageOf<Key extends string> = { sort_by: Key; order: Order; skip: number; limit: number }

export type CountedWorkforce = WorkforceRow & { worker_count: number }

/** A page of teams, each with the number of its members; equal ones stay in one order. */
export function listWorkforces(
  db: Db,
  query: WorkforceQuery,
  { sort_by, order, skip, limit }: PageOf<'create_time' | 'workforce_name'>,
): Promise<CountedWorkforce[]> {
  return workforcesOf(db, query)
    .selectAll('t')
    .select((eb) =>
      eb
        .selectFrom('membership as m')
        .select((eb) => eb.fn.countAll<number>().as('members'))
        .whereRef('m.workforce_id', '=', 't.workforce_id')
        .$asScalar()
        .$notNull()
        .as('worker_count'),
    )
    .orderBy(`t.${sort_by}`, order)
    .orderBy('t.workforce_id', order)
    .limit(limit)
    .offset(skip)
    .execute()
}

/** How many teams there are: a project has a thousand at most. */
export async function countWorkforces(db: Db, query: WorkforceQuery): Promise<number> {
  const { count } = await workforcesOf(db, query)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

function workforcesOf(db: Db, { project_id, search_content = '', task_id, managed_by }: WorkforceQuery) {
  return db
    .selectFrom('workforce as t')
    .where('t.project_id', '=', project_id)
    .$if(search_content !== '', (query) => query.where(contains('t.workforce_name', search_content)))
    .$if(task_id !== undefined, (query) =>
      query.where('t.workforce_id', 'in', (eb) =>
        eb.selectFrom('task_member').select('workforce_id').where('task_id', '=', task_id!).where('removed', '=', 0),
      ),
    )
    .$if(managed_by !== undefined, (query) =>
      query.where('t.workforce_id', 'in', (eb) =>
        eb
          .selectFrom('membership')
          .select('workforce_id')
          .where('worker_id', '=', managed_by!)
          .where('role', '=', WorkerRole.manager),
      ),
    )
}

/** Is there another team of this name in the project? Wants the project locked. */
export async function isWorkforceNameTaken(
  tx: Tx,
  { project_id, workforce_name, except }: { project_id: string; workforce_name: string; except?: string },
): Promise<boolean> {
  const other = await tx
    .selectFrom('workforce')
    .select('workforce_id')
    .where('project_id', '=', project_id)
    .where('workforce_name', '=', workforce_name)
    .$if(except !== undefined, (query) => query.where('workforce_id', '<>', except!))
    .executeTakeFirst()
  return other !== undefined
}
