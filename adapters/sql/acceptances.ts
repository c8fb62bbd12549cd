import { sql } from 'kysely'
import { type Choices, NO_CHOICES } from '#core/acceptance/choices.ts'
import { NO_VERDICTS, type Tally, type Verdicts } from '#core/acceptance/report.ts'
import { type KeyRange, keysOf, stepsOf } from './blocks.ts'
import { EntryStateCode } from './state-codes.ts'
import type { Db, Tx } from './store.ts'
import type { AcceptanceRow, AcceptanceStatus, EntryRow } from './tables.ts'
import { tallyDrawn, tallyVerdicts, verdictOf } from './verdict-tallies.ts'

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

/** The ids of all acceptances in a state: what a job goes on with. */
export async function listAcceptancesIn(db: Db, status: AcceptanceStatus): Promise<string[]> {
  const rows = await db.selectFrom('acceptance').select('checking_task_id').where('status', '=', status).execute()
  return rows.map(({ checking_task_id }) => checking_task_id)
}

/** What the owner chose for single samples when the acceptance was finished. */
export function readChoices({ choices }: Pick<AcceptanceRow, 'choices'>): Choices {
  return choices === null ? NO_CHOICES : new Map(JSON.parse(choices) as [number, string | null][])
}

export function writeChoices(choices: Choices): string | null {
  return choices.size === 0 ? null : JSON.stringify([...choices])
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
 * Where entries of a task wait for acceptance, as stretches of their keys that can be read in one step: the counters tell,
 * so what else the task holds is passed over. The pool of an acceptance that is drawn or applied lies within.
 */
export async function waitingStretches(db: Db, task_id: string): Promise<KeyRange[]> {
  const blocks = await db
    .selectFrom('entry_tally')
    .select(['block', sql<number>`sum(entries)`.as('entries')])
    .where('task_id', '=', task_id)
    .where('state', '=', EntryStateCode.UNCHECK)
    .groupBy('block')
    .having(sql`sum(entries)`, '>', 0)
    .orderBy('block')
    .execute()
  return blocks.flatMap(({ block, entries }) => stepsOf(keysOf(block), entries))
}

/** Said beside `drawn_in = …` this lets the index of the drawn entries be used, whose condition it is. */
export const ANY_DRAW = sql.lit(0)

/**
 * The end of a stretch of `count` entries of a task in the order of their samples, from the sample `after` on: whole
 * samples, so a few entries more. Null when nothing is left.
 */
export async function endOfStretch(
  db: Db,
  task_id: string,
  { after, count }: { after: number; count: number },
): Promise<number | null> {
  const next = db
    .selectFrom('entry')
    .select('sample_key')
    .where('task_id', '=', task_id)
    .where('sample_key', '>', after)
  const last = next.orderBy('sample_key').limit(1)
  const row =
    (await last.offset(count - 1).executeTakeFirst()) ??
    (await next.orderBy('sample_key', 'desc').limit(1).executeTakeFirst())
  return row?.sample_key ?? null
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
    await dropDrawn(
      tx,
      { ...open, task_id },
      drawn.map(({ entry_key }) => entry_key),
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

/** Takes entries out of the sample of an acceptance, with the verdicts they have. */
async function dropDrawn(
  tx: Tx,
  acceptance: Pick<AcceptanceRow, 'checking_task_id' | 'task_id' | 'number'>,
  entry_keys: readonly number[],
): Promise<void> {
  if (entry_keys.length === 0) return
  const named = entry_keys.map((entry_key) => [acceptance.checking_task_id, entry_key])
  const names = ['checking_task_id', 'entry_key'] as const
  const rows = await tx.each.select('acceptance_sample', names, ['entry_key', 'worker_id', 'accept', 'score'], named)
  await tallyVerdicts(
    tx,
    acceptance,
    rows.map((row) => ({ ...row, before: verdictOf(row), after: null })),
  )
  await tallyDrawn(tx, acceptance, rows, -1)
  await tx.each.delete('acceptance_sample', names, named)
}

/** The figures of one acceptance: its pool and its own verdicts. */
export async function tallyOfAcceptance(db: Db, acceptance: AcceptanceRow): Promise<Tally> {
  const rows = await db
    .selectFrom('acceptance_tally')
    .select(['verdict', sql<number>`sum(entries)`.as('count')])
    .where('checking_task_id', '=', acceptance.checking_task_id)
    .groupBy('verdict')
    .execute()
  return { pool: acceptance.pool, drawn: acceptance.sampled, verdicts: readCounts(rows).verdicts }
}

/** A cancelled acceptance does not count (behaviour 5.3), nor does one whose draw is still half made. */
const UNCOUNTED = ['cancelled', 'sampling'] as const satisfies readonly AcceptanceStatus[]

/**
 * The figures over all acceptances of a task that were not cancelled: each entry once, with its latest verdict. With
 * `worker_id` those of one member's entries; their pool is not known apart and counts as drawn.
 */
export async function tallyOfTask(db: Db, task_id: string, worker_id?: string): Promise<Tally> {
  const rows = await db
    .selectFrom('acceptance_tally as t')
    .innerJoin('acceptance as a', 'a.checking_task_id', 't.checking_task_id')
    .select(['t.verdict', sql<number>`sum(t.entries - t.replaced)`.as('count')])
    .where('a.task_id', '=', task_id)
    .where('a.status', 'not in', UNCOUNTED)
    .$if(worker_id !== undefined, (query) => query.where('t.worker_id', '=', worker_id!))
    .groupBy('t.verdict')
    .execute()
  const { drawn, verdicts } = readCounts(rows)
  if (worker_id !== undefined) return { pool: drawn, drawn, verdicts }
  const { pool } = await db
    .selectFrom('acceptance')
    .select(sql<number | null>`sum(first_timers)`.as('pool'))
    .where('task_id', '=', task_id)
    .where('status', 'not in', UNCOUNTED)
    .executeTakeFirstOrThrow()
  return { pool: pool ?? 0, drawn, verdicts }
}

function readCounts(rows: readonly { verdict: string; count: number }[]): { drawn: number; verdicts: Verdicts } {
  const counts: Record<string, number> = { drawn: 0, ...NO_VERDICTS }
  for (const { verdict, count } of rows) counts[verdict] = count
  const { drawn, ...verdicts } = counts
  return { drawn: drawn!, verdicts: verdicts as Verdicts }
}
