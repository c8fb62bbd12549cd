import { isDeepStrictEqual } from 'node:util'
import { listDataTasks } from '#adapters/sql/data-tasks.ts'
import type { Db } from '#adapters/sql/store.ts'
import type { DatasetRow } from '#adapters/sql/tables.ts'
import type { Stretch } from '#server/imports/follow-file.ts'
import type { ImportPlan } from '#server/imports/import-plan.ts'
import { planSync } from './plan-sync.ts'

/** What decides which labels a file gives; what is taken at all says nothing of that. */
const DECIDING = ['import_type', 'format', 'final_annotation', 'label_names', 'options'] as const

/**
 * When imports ran that read labels otherwise than a synchronisation does: by other names, to be confirmed, in a format that was named.
 * Somebody chose what they brought, so the same files do not take it back (formats 8).
 */
export async function findChosenImports(db: Db, dataset: DatasetRow): Promise<Stretch[]> {
  const usual = planSync(dataset)
  const tasks = await listDataTasks(db, { dataset_id: dataset.dataset_id, kind: 'import' })
  return tasks.flatMap(({ request, start_time, end_time }) => {
    const plan: ImportPlan = JSON.parse(request)
    const isUsual = DECIDING.every((field) => isDeepStrictEqual(plan[field], usual[field]))
    return isUsual || plan.dry_run || start_time === null || end_time === null
      ? []
      : [{ from: start_time, to: end_time }]
  })
}
