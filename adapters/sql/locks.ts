import type { Tx } from './store.ts'
import type { DatasetRow, WorkforceTaskRow } from './tables.ts'

/**
 * `share` keeps a record as it is until the transaction ends, while others may do the same; `update` is for one alone.
 * Order, so that nobody waits in a circle: dataset, task, entries. SQLite has one writer at a time and needs no locks.
 */
type Mode = 'share' | 'update'

/** The dataset as it is now; undefined once it is gone. */
export function lockDataset(tx: Tx, dataset_id: string, mode: Mode): Promise<DatasetRow | undefined> {
  return (
    tx
      .selectFrom('dataset')
      .selectAll()
      .where('dataset_id', '=', dataset_id)
      // The weakest of all locks: those who share the row may still count up its revision, one after the other.
      .$if(tx.engine === 'postgres', (query) => (mode === 'share' ? query.forKeyShare() : query.forUpdate()))
      .executeTakeFirst()
  )
}

/** The team tasks of a dataset as they are now, for one alone. */
export function lockTasks(tx: Tx, dataset_id: string): Promise<WorkforceTaskRow[]> {
  return tx
    .selectFrom('workforce_task')
    .selectAll()
    .where('dataset_id', '=', dataset_id)
    .where('deleted', '=', 0)
    .orderBy('task_id')
    .$if(tx.engine === 'postgres', (query) => query.forUpdate())
    .execute()
}

/** The team task as it is now; undefined once it is gone. */
export function lockTask(tx: Tx, task_id: string, mode: Mode): Promise<WorkforceTaskRow | undefined> {
  return tx
    .selectFrom('workforce_task')
    .selectAll()
    .where('task_id', '=', task_id)
    .where('deleted', '=', 0)
    .$if(tx.engine === 'postgres', (query) => (mode === 'share' ? query.forShare() : query.forUpdate()))
    .executeTakeFirst()
}
