import { findDataTask, listDataTasks } from '#adapters/sql/data-tasks.ts'
import { errors } from '#contract/errors.ts'
import type { ExportTaskStatusResp, ExportTasksStatusResp } from '#contract/exports.ts'
import { type Call, datasetOf } from '#server/handler.ts'
import { startExport } from '#server/usecases/start-export.ts'
import { viewExport } from '#server/views/export-view.ts'
import { pageOfTasks } from './task-pages.ts'

export async function exportTask({ services, actor, scope, body }: Call<'ExportTask'>): Promise<ExportTaskStatusResp> {
  return { task_id: await startExport(services, { actor, dataset: datasetOf(scope), body }) }
}

/** Newest first; a page begins behind `marker` where one is named (D46). */
export async function getExportTasksStatusOfDataset({
  services,
  scope,
  query,
}: Call<'GetExportTasksStatusOfDataset'>): Promise<ExportTasksStatusResp> {
  const { dataset_id } = datasetOf(scope)
  const all = (await listDataTasks(services.store.read, { dataset_id, kind: 'export' })).map(viewExport)
  const { export_type } = query
  const tasks = export_type === undefined ? all : all.filter((task) => task.export_type === export_type)
  return { total_count: tasks.length, export_tasks: pageOfTasks(tasks, query) }
}

export async function getExportTaskStatusOfDataset({
  services,
  scope,
  params,
}: Call<'GetExportTaskStatusOfDataset'>): Promise<ExportTaskStatusResp> {
  const task = await findDataTask(services.store.read, 'export', params.task_id)
  if (task?.dataset_id !== datasetOf(scope).dataset_id) throw errors.dataTaskNotFound()
  return viewExport(task)
}
