import { findDataTask, listDataTasks } from '#adapters/sql/data-tasks.ts'
import type { ImportResp, ImportTaskStatusResp, ImportTasksStatusResp } from '#contract/imports.ts'
import type { Call } from '#server/handler.ts'
import { startImport } from '#server/usecases/start-import.ts'
import { viewImport } from '#server/views/import-view.ts'
import { pageOfTasks } from './task-pages.ts'

export async function importTask({ services, actor, scope, body }: Call<'ImportTask'>): Promise<ImportResp> {
  return { task_id: await startImport(services, { actor, dataset: scope.dataset!, body }) }
}

/** Newest first; a page begins behind `marker` where one is named (D46). */
export async function listImportTasks({
  services,
  scope,
  query,
}: Call<'ListImportTasks'>): Promise<ImportTasksStatusResp> {
  const { dataset_id } = scope.dataset!
  const tasks = await listDataTasks(services.store.db, { dataset_id, kind: 'import' })
  const now = services.now()
  return {
    total_count: tasks.length,
    import_tasks: pageOfTasks(tasks, query).map((task) => viewImport(task, now)),
  }
}

/** A task that nobody knows answers as such with 200 (D45). */
export async function descImportTask({
  services,
  scope,
  params,
}: Call<'DescImportTask'>): Promise<ImportTaskStatusResp> {
  const { dataset_id } = scope.dataset!
  const task = await findDataTask(services.store.db, 'import', params.task_id)
  if (task?.dataset_id !== dataset_id) return { dataset_id, task_id: params.task_id, status: 'NOT_EXIST' }
  return viewImport(task, services.now(), { withLabels: true })
}
