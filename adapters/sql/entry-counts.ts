import { sql } from 'kysely'
import { ENTRY_STATES, type EntryState } from '#core/workforce-tasks/entry-life.ts'
import { entryStateOf } from './state-codes.ts'
import type { Db } from './store.ts'

/** Entries per state; the six add up to the total. */
export type EntryCounts = Record<EntryState, number> & { total: number }

/** The entries of a task, or of one member in it, per state. */
export async function countEntries(db: Db, task_id: string, worker_id?: string): Promise<EntryCounts> {
  const rows = await db
    .selectFrom('entry_tally')
    .select(['state', sql<number>`sum(entries)`.as('entries')])
    .where('task_id', '=', task_id)
    .$if(worker_id !== undefined, (query) => query.where('worker_id', '=', worker_id!))
    .groupBy('state')
    .execute()
  return countsOf(rows)
}

/** The entries of a task per member and state. */
export async function countEntriesOfWorkers(db: Db, task_id: string): Promise<Map<string, EntryCounts>> {
  const rows = await db
    .selectFrom('entry_tally')
    .select(['worker_id', 'state', sql<number>`sum(entries)`.as('entries')])
    .where('task_id', '=', task_id)
    .groupBy(['worker_id', 'state'])
    .execute()
  return new Map([...Map.groupBy(rows, (row) => row.worker_id)].map(([worker, own]) => [worker, countsOf(own)]))
}

function countsOf(rows: readonly { state: number; entries: number }[]): EntryCounts {
  const counts = { total: 0 } as EntryCounts
  for (const state of ENTRY_STATES) counts[state] = 0
  for (const { state, entries } of rows) {
    counts[entryStateOf(state)] += entries
    counts.total += entries
  }
  return counts
}
