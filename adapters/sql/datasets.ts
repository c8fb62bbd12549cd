import { DatasetStatus } from '#contract/codes.ts'
import type { Db, Tx } from './store.ts'
import type { DatasetRow } from './tables.ts'

/** Inserts a dataset; false when another one of the project has the name. */
export async function insertDataset(tx: Tx, row: Omit<DatasetRow, keyof typeof NEW_COUNTERS>): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('dataset')
    .values({ ...row, ...NEW_COUNTERS })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

const NEW_COUNTERS = { deleted_sample_count: 0, revision: 0, label_revision: 0 }

/** The dataset, as long as nobody has deleted it. */
export function findDataset(db: Db, dataset_id: string): Promise<DatasetRow | undefined> {
  return db
    .selectFrom('dataset')
    .selectAll()
    .where('dataset_id', '=', dataset_id)
    .where('status', 'not in', [DatasetStatus.deleting, DatasetStatus.deleted])
    .executeTakeFirst()
}

/** Ids of the datasets in a status, for the jobs that work on them. */
export async function listDatasetIds(db: Db, status: DatasetStatus): Promise<string[]> {
  const rows = await db.selectFrom('dataset').select('dataset_id').where('status', '=', status).execute()
  return rows.map(({ dataset_id }) => dataset_id)
}
