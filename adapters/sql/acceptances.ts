import { sql } from 'kysely'
import { NO_VERDICTS, type Tally, type Verdicts } from '#core/acceptance/report.ts'
import { EntryStateCode } from './state-codes.ts'
import type { Db, Tx } from './store.ts'
import type { AcceptanceRow, EntryRow } from './tables.ts'

/** The last acceptance of a task, open or ended. */
export function findLastAcceptance(db: Db, task_id: string): Promise<AcceptanceRow | undefined> {
  return db
    .selectFrom('acceptance')
    .selectAll()
    .where('task_id', '=', task_id)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** The last acceptance of each of some tasks; a task without any is missing. */
export async function findLastAcceptances(db: Db, task_ids: readonly string[]): Promise<Map<string, AcceptanceRow>> {
  if (task_ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('acceptance as a')
    .innerJoin('workforce_task as t', 't.last_checking_task_id', 'a.checking_task_id')
    .selectAll('a')
    .where('t.task_id', 'in', task_ids)
    .execute()
  return new Map(rows.map((row) => [row.task_id, row]))
}

export function findAcceptance(db: Db, checking_task_id: string): Promise<AcceptanceRow | undefined> {
  return db.selectFrom('acceptance').selectAll().where('checking_task_id', '=', checking_task_id).executeTakeFirst()
}

/** The entries of the pool of acceptance `number`: they waited for acceptance when it was started. */
export function inPool(task_id: string, number: number) {
  return (db: Db) =>
    db
      .selectFrom('entry')
      .where('entry.task_id', '=', task_id)
      .where('entry.state', '=', EntryStateCode.UNCHECK)
      .where('entry.late_in', '<>', number)
}

/**
 * Takes entries that are about to be deleted out of the acceptance that is open: out of its pool and its sample. Those that
 * have ended keep what they found (D35). Wants the tasks locked.
 */
export async function leaveOpenAcceptances(
  tx: Tx,
  entries: readonly Pick<EntryRow, 'entry_key' | 'task_id'>[],
): Promise<void> {
  for (const [task_id, ofTask] of Map.groupBy(entries, (entry) => entry.task_id)) {
    const open = await tx
      .selectFrom('acceptance')
      .select(['checking_task_id', 'number'])
      .where('task_id', '=', task_id)
      .where('status', '=', 'open')
      .executeTakeFirst()
    if (!open) continue
    const keys = ofTask.map(({ entry_key }) => [entry_key])
    const columns = ['entry_key', 'state', 'late_in', 'drawn_in', 'rounds'] as const
    const rows = await tx.each.select('entry', ['entry_key'], columns, keys)
    const pool = rows.filter(({ state, late_in }) => state === EntryStateCode.UNCHECK && late_in !== open.number)
    const drawn = pool.filter(({ drawn_in }) => drawn_in === open.number)
    const first_timers = pool.filter(({ rounds }) => rounds === 0)
    await tx.each.delete(
      'acceptance_sample',
      ['checking_task_id', 'entry_key'],
      drawn.map(({ entry_key }) => [open.checking_task_id, entry_key]),
    )
    await tx
      .updateTable('acceptance')
      .set((eb) => ({
        pool: eb('pool', '-', pool.length),
        sampled: eb('sampled', '-', drawn.length),
        first_timers: eb('first_timers', '-', first_timers.length),
      }))
      .where('checking_task_id', '=', open.checking_task_id)
      .execute()
  }
}

/** The figures of one acceptance: its pool and its own verdicts. */
export async function tallyOfAcceptance(db: Db, acceptance: AcceptanceRow): Promise<Tally> {
  const rows = await db
    .selectFrom('acceptance_sample')
    .select(['accept', 'score', sql<number>`count(*)`.as('count')])
    .where('checking_task_id', '=', acceptance.checking_task_id)
    .where('accept', 'is not', null)
    .groupBy(['accept', 'score'])
    .execute()
  return { pool: acceptance.pool, drawn: acceptance.sampled, verdicts: verdictsOf(rows) }
}

/**
 * The figures over all acceptances of a task that were not cancelled: each entry once, with its latest verdict. With
 * `worker_id` those of one member's entries; their pool is not known apart and counts as drawn.
 */
export async function tallyOfTask(db: Db, task_id: string, worker_id?: string): Promise<Tally> {
  const counted = db
    .selectFrom('acceptance_sample as s')
    .innerJoin('acceptance as a', 'a.checking_task_id', 's.checking_task_id')
    .where('a.task_id', '=', task_id)
    .where('a.status', '<>', 'cancelled')
    .$if(worker_id !== undefined, (query) => query.where('s.worker_id', '=', worker_id!))
  const verdicts = await counted
    .select(['s.accept', 's.score', sql<number>`count(*)`.as('count')])
    .where('s.accept', 'is not', null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('acceptance_sample as later')
            .innerJoin('acceptance as b', 'b.checking_task_id', 'later.checking_task_id')
            .select('later.entry_key')
            .whereRef('later.entry_key', '=', 's.entry_key')
            .whereRef('b.number', '>', 'a.number')
            .where('b.status', '<>', 'cancelled')
            .where('later.accept', 'is not', null),
        ),
      ),
    )
    .groupBy(['s.accept', 's.score'])
    .execute()
  const { drawn } = await counted.select(sql<number>`count(distinct s.entry_key)`.as('drawn')).executeTakeFirstOrThrow()
  const { pool } = await db
    .selectFrom('acceptance')
    .select(sql<number | null>`sum(first_timers)`.as('pool'))
    .where('task_id', '=', task_id)
    .where('status', '<>', 'cancelled')
    .executeTakeFirstOrThrow()
  return { pool: worker_id === undefined ? (pool ?? 0) : drawn, drawn, verdicts: verdictsOf(verdicts) }
}

function verdictsOf(rows: readonly { accept: number | null; score: string | null; count: number }[]): Verdicts {
  const verdicts = { ...NO_VERDICTS }
  for (const { accept, score, count } of rows) {
    if (accept === 0) verdicts.rejected += count
    else verdicts[(score ?? 'unscored') as keyof Verdicts] += count
  }
  return verdicts
}
