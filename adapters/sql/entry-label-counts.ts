import { sql } from 'kysely'
import type { Db } from './store.ts'

/** How often a label is used in the entries of a task: entries that carry it, and instances. */
export type LabelTotals = { entries: number; instances: number }

/** The uses of each label definition in the entries of a task; what is not used is missing. */
export async function readLabelTotals(db: Db, task_id: string): Promise<Map<number, LabelTotals>> {
  const rows = await db
    .selectFrom('entry_label_tally')
    .select(['label_key', sql<number>`sum(entries)`.as('entries'), sql<number>`sum(instances)`.as('instances')])
    .where('task_id', '=', task_id)
    .groupBy('label_key')
    .execute()
  return new Map(rows.map(({ label_key, ...totals }) => [label_key, totals]))
}
