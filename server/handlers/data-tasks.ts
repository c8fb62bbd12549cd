import { listProblems } from '#adapters/sql/data-tasks.ts'
import type { ListDataTaskProblemsResp } from '#contract/ours.ts'
import { readCursor, writeCursor } from '#server/cursor.ts'
import { type Call, datasetOf } from '#server/handler.ts'

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
