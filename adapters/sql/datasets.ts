import { DatasetStatus, VersionStatus, WorkerRole, WorkforceTaskStatus } from '#contract/codes.ts'
import type { Order } from './blocks.ts'
import { contains } from './contains.ts'
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

/** Which datasets of a project are wanted. */
export type DatasetQuery = {
  project_id: string
  workspace_id: string
  search_content?: string
  dataset_type?: number | undefined
  /** Only those whose samples are all there, so that they can be exported. */
  support_export?: boolean
  /** Only those that have a published version, of this format and with a share of training samples in this range. */
  has_version?: boolean
  version_format?: string | undefined
  ratios?: { least: number; most: number } | undefined
  /** Only those in whose team tasks this member takes part. */
  worker_id?: string | undefined
}

type DatasetPage = { sort_by: 'create_time' | 'dataset_name'; order: Order; skip: number; limit: number }

/** A page of datasets; those made in the same millisecond stay in one order. */
export function listDatasets(
  db: Db,
  query: DatasetQuery,
  { sort_by, order, skip, limit }: DatasetPage,
): Promise<DatasetRow[]> {
  return datasetsOf(db, query)
    .selectAll('d')
    .orderBy(`d.${sort_by}`, order)
    .orderBy('d.dataset_id', order)
    .limit(limit)
    .offset(skip)
    .execute()
}

/** How many datasets there are: a few hundred rows of an index. */
export async function countDatasets(db: Db, query: DatasetQuery): Promise<number> {
  const { count } = await datasetsOf(db, query)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

function datasetsOf(db: Db, wanted: DatasetQuery) {
  const { project_id, workspace_id, search_content = '', dataset_type, support_export = false, worker_id } = wanted
  const { has_version = false } = wanted
  return db
    .selectFrom('dataset as d')
    .where('d.project_id', '=', project_id)
    .where('d.workspace_id', '=', workspace_id)
    .where('d.status', 'not in', [DatasetStatus.deleting, DatasetStatus.deleted])
    .$if(search_content !== '', (query) => query.where(contains('d.dataset_name', search_content)))
    .$if(dataset_type !== undefined, (query) => query.where('d.dataset_type', '=', dataset_type!))
    .$if(support_export, (query) => query.where('d.status', 'not in', [DatasetStatus.creating, DatasetStatus.abnormal]))
    .$if(has_version, (query) => query.where('d.dataset_id', 'in', datasetsWithVersion(db, wanted)))
    .$if(worker_id !== undefined, (query) => query.where('d.dataset_id', 'in', tasksOfMember(db, worker_id!)))
}

function datasetsWithVersion(db: Db, { version_format, ratios }: DatasetQuery) {
  return db
    .selectFrom('dataset_version')
    .select('dataset_id')
    .where('hidden', '=', 0)
    .where('status', '=', VersionStatus.normal)
    .$if(version_format !== undefined, (query) => query.where('version_format', '=', version_format!))
    .$if(ratios !== undefined, (query) =>
      query.where('train_ratio', '>=', ratios!.least).where('train_ratio', '<=', ratios!.most),
    )
}

/** The datasets of a member's tasks; a created one is seen by its manager only (behaviour 2.2). */
function tasksOfMember(db: Db, worker_id: string) {
  return db
    .selectFrom('task_member as m')
    .innerJoin('workforce_task as t', 't.task_id', 'm.task_id')
    .select('t.dataset_id')
    .where('m.worker_id', '=', worker_id)
    .where('m.removed', '=', 0)
    .where('t.deleted', '=', 0)
    .where((eb) => eb.or([eb('t.status', '<>', WorkforceTaskStatus.created), eb('m.role', '=', WorkerRole.manager)]))
}

/** Removes all rows of a deleted dataset whose samples and tasks are gone; the dataset itself stays, as deleted. */
export async function removeDatasetRows(tx: Tx, dataset_id: string, now: number): Promise<void> {
  await tx
    .deleteFrom('sample_label_tally')
    .where('label_key', 'in', (eb) => eb.selectFrom('label').select('label_key').where('dataset_id', '=', dataset_id))
    .execute()
  await tx.deleteFrom('label').where('dataset_id', '=', dataset_id).execute()
  await tx.deleteFrom('sample_tally').where('dataset_id', '=', dataset_id).execute()
  await tx.deleteFrom('dataset_version').where('dataset_id', '=', dataset_id).execute()
  await tx.deleteFrom('data_task').where('dataset_id', '=', dataset_id).execute()
  await tx.deleteFrom('dataset_metric').where('dataset_id', '=', dataset_id).execute()
  await tx
    .updateTable('dataset')
    .set({ status: DatasetStatus.deleted, update_time: now })
    .where('dataset_id', '=', dataset_id)
    .where('status', '=', DatasetStatus.deleting)
    .execute()
}
