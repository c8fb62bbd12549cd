import { deleteEntries } from '#adapters/sql/entries.ts'
import type { Tx } from '#adapters/sql/store.ts'
import { countLabels } from '#core/labels/label-surgery.ts'

const CHUNK = 1000

/** Removes the next entries of a task; answers the last key, null when none is left after `after`. */
export async function removeEntries(tx: Tx, task_id: string, after: number): Promise<number | null> {
  const rows = await tx
    .selectFrom('entry')
    .select(['entry_key', 'task_id', 'worker_id', 'state', 'labels'])
    .where('task_id', '=', task_id)
    .where('entry_key', '>', after)
    .orderBy('entry_key')
    .limit(CHUNK)
    .forUpdate()
    .execute()
  // What acceptances found would be kept when an entry goes alone; here they go as well.
  await tx.each.delete(
    'acceptance_sample',
    ['entry_key'],
    rows.map(({ entry_key }) => [entry_key]),
  )
  await deleteEntries(
    tx,
    rows.map(({ labels, ...entry }) => ({ ...entry, counts: countLabels(JSON.parse(labels)) })),
  )
  return rows.at(-1)?.entry_key ?? null
}
