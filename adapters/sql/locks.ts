import { prepared } from './prepared.ts'
import type { Tx } from './store.ts'
import type { DatasetRow, WorkforceRow, WorkforceTaskRow } from './tables.ts'

/**
 * `share` keeps a record as it is until the transaction ends, while others may do the same; `update` is for one alone.
 * Order, so that nobody waits in a circle: dataset, task, entries; project, team, people. SQLite has one writer at a time
 * and needs no locks.
 */
type Mode = 'share' | 'update'

/** The dataset as it is now; undefined once it is gone. */
export async function lockDataset(tx: Tx, dataset_id: string, mode: Mode): Promise<DatasetRow | undefined> {
  const [dataset] = await datasetLocks[mode](tx, dataset_id)
  return dataset
}

const datasetLocks = { share: datasetLock('share'), update: datasetLock('update') }

function datasetLock(mode: Mode) {
  return prepared((tx: Tx, dataset_id: string) =>
    tx
      .selectFrom('dataset')
      .selectAll()
      .where('dataset_id', '=', dataset_id)
      // The weakest of all locks: those who share the row may still count up its revision, one after the other.
      .$call((query) => (mode === 'share' ? query.forKeyShare() : query.forUpdate())),
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
    .forUpdate()
    .execute()
}

/** The team task as it is now; undefined once it is gone. */
export async function lockTask(tx: Tx, task_id: string, mode: Mode): Promise<WorkforceTaskRow | undefined> {
  const [task] = await taskLocks[mode](tx, task_id)
  return task
}

const taskLocks = { share: taskLock('share'), update: taskLock('update') }

function taskLock(mode: Mode) {
  return prepared((tx: Tx, task_id: string) =>
    tx
      .selectFrom('workforce_task')
      .selectAll()
      .where('task_id', '=', task_id)
      .where('deleted', '=', 0)
      .$call((query) => (mode === 'share' ? query.forShare() : query.forUpdate())),
  )
}

/** Keeps others from making and renaming teams of a project until the transaction ends. */
export async function lockTeamsOf(tx: Tx, project_id: string): Promise<void> {
  await tx.selectFrom('project').select('project_id').where('project_id', '=', project_id).forNoKeyUpdate().execute()
}

/**
 * The team as it is now, with its members kept as they are: for one who changes them, or shared by those who bring them
 * into a task. Undefined once it is gone.
 */
export function lockWorkforce(tx: Tx, workforce_id: string, mode: Mode): Promise<WorkforceRow | undefined> {
  return tx
    .selectFrom('workforce')
    .selectAll()
    .where('workforce_id', '=', workforce_id)
    .$call((query) => (mode === 'share' ? query.forShare() : query.forUpdate()))
    .executeTakeFirst()
}

/** Keeps an entry, or with `sample_key` a sample, from being deleted until the transaction ends; false if it is gone. */
export async function keepAlive(tx: Tx, key: { entry_key: number } | { sample_key: number }): Promise<boolean> {
  const row =
    'entry_key' in key
      ? await tx.selectFrom('entry').select('entry_key').where('entry_key', '=', key.entry_key).forKeyShare().execute()
      : await tx
          .selectFrom('sample')
          .select('sample_key')
          .where('sample_key', '=', key.sample_key)
          .forKeyShare()
          .execute()
  return row.length > 0
}
