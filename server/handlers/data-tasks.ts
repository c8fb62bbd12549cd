import { listProblems } from '#adapters/sql/data-tasks.ts'
import type { DatasetType } from '#contract/codes.ts'
import type { ListDataTaskProblemsResp, ListFormatsResp } from '#contract/ours.ts'
import { readCursor, writeCursor } from '#server/cursor.ts'
import { writersFor } from '#server/exports/formats.ts'
import { type Call, datasetOf } from '#server/handler.ts'
import { formatsFor } from '#server/imports/formats.ts'
import { stopDataTask as stopTask } from '#server/usecases/stop-data-task.ts'

/** What a task on the data of a dataset could not read or passed over. */
export async function listDataTaskProblems({
  services,
  scope,
  params: { task_id },
  query: { limit, after },
}: Call<'ListDataTaskProblems'>): Promise<ListDataTaskProblemsResp> {
  const { dataset_id } = datasetOf(scope)
  const from = readCursor(after) ?? 0
  const rows = await listProblems(services.store.db, { dataset_id, task_id }, { after: from, limit: limit + 1 })
  const page = rows.slice(0, limit)
  return {
    problems: page.map(({ kind, path, line, reason }) => ({ kind, path, ...(line !== null && { line }), reason })),
    ...(rows.length > limit && { cursor: writeCursor(page.at(-1)!.problem_key) }),
  }
}

export async function stopDataTask({
  services,
  actor,
  scope,
  params: { task_id },
}: Call<'StopDataTask'>): Promise<null> {
  await stopTask(services, { actor, dataset: datasetOf(scope), task_id })
  return null
}

/** What data of a dataset can come in as, and go out. */
export async function listFormats({ scope }: Call<'ListFormats'>): Promise<ListFormatsResp> {
  const type = datasetOf(scope).dataset_type as DatasetType
  return { import_formats: formatsFor(type), export_formats: writersFor(type).map(({ name }) => name) }
}
