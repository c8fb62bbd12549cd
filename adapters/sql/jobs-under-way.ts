import { DatasetStatus, VersionStatus } from '#contract/codes.ts'
import { type CopyRequest, readCopyRequest } from './copy-requests.ts'
import { DONE_TASKS } from './data-tasks.ts'
import { tasksToDeal } from './deal-requests.ts'
import type { Db } from './store.ts'
import type { AcceptanceRow, DataTaskKind } from './tables.ts'

/** Of each kind at most so many are listed. */
const MOST = 100

type DatasetUnderWay = { dataset_id: string; dataset_name: string }
export type TaskUnderWay = DatasetUnderWay & { task_id: string; task_name: string }

/** Datasets of a project that are being removed. */
export function datasetsBeingDeleted(db: Db, project_id: string): Promise<DatasetUnderWay[]> {
  return db
    .selectFrom('dataset')
    .select(['dataset_id', 'dataset_name'])
    .where('project_id', '=', project_id)
    .where('status', '=', DatasetStatus.deleting)
    .orderBy('create_time')
    .limit(MOST)
    .execute()
}

/** Imports and their like that wait or go on. */
export function dataTasksUnderWay(db: Db, { project_id, kind }: { project_id: string; kind: DataTaskKind }) {
  return db
    .selectFrom('data_task as t')
    .innerJoin('dataset as d', 'd.dataset_id', 't.dataset_id')
    .select(['t.task_id as data_task_id', 'd.dataset_id', 'd.dataset_name', 't.request', 't.progress'])
    .where('d.project_id', '=', project_id)
    .where('d.status', '!=', DatasetStatus.deleting)
    .where('t.kind', '=', kind)
    .where('t.status', 'not in', DONE_TASKS)
    .orderBy('t.create_time')
    .limit(MOST)
    .execute()
}

/** Versions that are being published, and states that are being kept and exchanged. */
export function versionsUnderWay(db: Db, project_id: string) {
  return db
    .selectFrom('dataset_version as v')
    .innerJoin('dataset as d', 'd.dataset_id', 'v.dataset_id')
    .select(['d.dataset_id', 'd.dataset_name', 'v.hidden', 'v.progress'])
    .where('d.project_id', '=', project_id)
    .where('d.status', 'in', [DatasetStatus.publishing, DatasetStatus.switching])
    .where('v.status', '=', VersionStatus.creating)
    .orderBy('v.create_time')
    .limit(MOST)
    .execute()
}

/** Team tasks in which something is being dealt. */
export async function dealsUnderWay(db: Db, project_id: string) {
  const task_ids = await tasksToDeal(db)
  if (task_ids.length === 0) return []
  return tasksOf(db, project_id)
    .select(['t.status', 't.repetition', 't.sample_conditions'])
    .where('t.task_id', 'in', task_ids)
    .execute()
}

/** Acceptances whose sample is being drawn, or whose verdict is being applied. */
export function acceptancesUnderWay(db: Db, project_id: string): Promise<(TaskUnderWay & AcceptanceRow)[]> {
  return tasksOf(db, project_id)
    .innerJoin('acceptance as a', 'a.task_id', 't.task_id')
    .selectAll('a')
    .where('a.status', 'in', ['sampling', 'applying'])
    .execute()
}

/** Deleted team tasks whose entries are being removed. */
export function removalsUnderWay(db: Db, project_id: string): Promise<TaskUnderWay[]> {
  return tasksOf(db, project_id).where('t.deleted', '=', 1).execute()
}

/** Team tasks whose accepted labels are being copied. */
export async function copiesUnderWay(db: Db, project_id: string): Promise<(TaskUnderWay & CopyRequest)[]> {
  const rows = await tasksOf(db, project_id)
    .select('t.copy_request')
    .where('t.copy_request', 'is not', null)
    .where('t.deleted', '=', 0)
    .execute()
  return rows.map(({ copy_request, ...names }) => ({ ...names, ...readCopyRequest({ copy_request })! }))
}

function tasksOf(db: Db, project_id: string) {
  return db
    .selectFrom('workforce_task as t')
    .innerJoin('dataset as d', 'd.dataset_id', 't.dataset_id')
    .select(['d.dataset_id', 'd.dataset_name', 't.task_id', 't.task_name'])
    .where('d.project_id', '=', project_id)
    .orderBy('t.create_time')
    .limit(MOST)
}
