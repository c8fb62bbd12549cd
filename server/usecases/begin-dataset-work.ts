import { lockDataset } from '#adapters/sql/locks.ts'
import type { Tx } from '#adapters/sql/store.ts'
import type { DatasetRow } from '#adapters/sql/tables.ts'
import { errors } from '#contract/errors.ts'
import { type DatasetWork, mayBeginWork } from '#core/datasets/dataset-work.ts'
import { refuse } from '#server/refuse.ts'

/** Moves a dataset into the status of the work that begins on it; of several calls at once one wins (behaviour 2.1). */
export async function beginDatasetWork(
  tx: Tx,
  dataset_id: string,
  work: DatasetWork,
  now: number,
): Promise<DatasetRow> {
  const dataset = await lockDataset(tx, dataset_id, 'update')
  if (!dataset) throw errors.datasetNotFound()
  const barred = mayBeginWork(dataset.status)
  if (barred) throw refuse(barred)
  await tx
    .updateTable('dataset')
    // What went wrong while the dataset was made is told until somebody goes on with it.
    .set({ status: work, error_code: null, error_msg: null, update_time: now })
    .where('dataset_id', '=', dataset_id)
    .execute()
  return dataset
}
