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

/** The entries of some tasks per member and state; a task or member without entries is missing. */
export async function countEntriesOfTasks(
  db: Db,
  task_ids: readonly string[],
): Promise<Map<string, Map<string, EntryCounts>>> {
  if (task_ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('entry_tally')
    .select(['task_id', 'worker_id', 'state', sql<number>`sum(entries)`.as('entries')])
    .where('task_id', 'in', task_ids)
    .groupBy(['task_id', 'worker_id', 'state'])
    .execute()
  const byTask = [...Map.groupBy(rows, (row) => row.task_id)].map(([task_id, ofTask]) => {
    const byWorker = [...Map.groupBy(ofTask, (row) => row.worker_id)]
    return [task_id, new Map(byWorker.map(([worker_id, own]) => [worker_id, countsOf(own)]))] as const
  })
  return new Map(byTask)
}

/** The counts of several members together. */
export function sumCounts(counts: Iterable<EntryCounts>): EntryCounts {
  const sums = countsOf([])
  for (const own of counts) {
    for (const state of ENTRY_STATES) sums[state] += own[state]
    sums.total += own.total
  }
  return sums
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
