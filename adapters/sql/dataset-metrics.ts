import { DatasetStatus } from '#contract/codes.ts'
import type { Db, Tx } from './store.ts'

/** Figures of one day, of a dataset or of one of its team tasks; the second adds up to the rest. */
export type Snapshot = { manual_annotation: number; un_annotation: number; total: number }
export type SnapshotOf = { dataset_id: string /** Empty: the dataset itself. */; task_id: string }

/** The next datasets, in the order of their ids, that are older than a day's beginning and have no snapshot of it. */
export async function datasetsWithoutSnapshot(db: Db, day: number, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('dataset as d')
    .select('d.dataset_id')
    .where('d.create_time', '<', day)
    .where('d.status', 'not in', [DatasetStatus.deleting, DatasetStatus.deleted])
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('dataset_metric as m')
            .select('m.dataset_id')
            .whereRef('m.dataset_id', '=', 'd.dataset_id')
            .where('m.task_id', '=', '')
            .where('m.snapshot_time', '=', day),
        ),
      ),
    )
    .orderBy('d.dataset_id')
    .limit(limit)
    .execute()
  return rows.map(({ dataset_id }) => dataset_id)
}

/** Keeps snapshots of a day; what is there already stays. */
export async function keepSnapshots(
  tx: Tx,
  day: number,
  snapshots: readonly (SnapshotOf & { counts: Snapshot })[],
): Promise<void> {
  if (snapshots.length === 0) return
  await tx
    .insertInto('dataset_metric')
    .values(
      snapshots.map(({ dataset_id, task_id, counts }) => ({
        dataset_id,
        task_id,
        snapshot_time: day,
        counts: JSON.stringify(counts),
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Snapshots within a span of time, both ends included, oldest first. */
export async function readSnapshots(
  db: Db,
  { dataset_id, task_id }: SnapshotOf,
  { from, to }: { from: number; to: number },
): Promise<{ time: number; counts: Snapshot }[]> {
  const rows = await db
    .selectFrom('dataset_metric')
    .select(['snapshot_time', 'counts'])
    .where('dataset_id', '=', dataset_id)
    .where('task_id', '=', task_id)
    .where('snapshot_time', '>=', from)
    .where('snapshot_time', '<=', to)
    .orderBy('snapshot_time')
    .execute()
  return rows.map(({ snapshot_time, counts }) => ({ time: snapshot_time, counts: JSON.parse(counts) }))
}
