import { lockUnfinishedTask, updateDataTask } from '#adapters/sql/data-tasks.ts'
import type { DatasetRow, DataTaskRow } from '#adapters/sql/tables.ts'
import type { Refusal } from '#contract/errors.ts'
import type { Services } from '#server/services.ts'
import type { ExportPlan } from './export-plan.ts'
import { insertNewDataset, reserveForDataset } from './new-dataset.ts'

/** Ends the task, and makes the new dataset with it: of both there is all or nothing. */
export async function endExport(
  services: Services,
  { task, dataset, plan }: { task: DataTaskRow; dataset: DatasetRow; plan: ExportPlan },
): Promise<void> {
  const { store, jobs, now } = services
  const { new_dataset } = plan
  const reserved = new_dataset && (await reserveForDataset(store, dataset))
  const end_time = now()
  await store.transaction(async (tx) => {
    if (!(await lockUnfinishedTask(tx, task.task_id))) return
    if (new_dataset) {
      await insertNewDataset(tx, {
        source: dataset,
        plan,
        new_dataset,
        by: task.created_by,
        now: end_time,
        ...reserved!,
      })
    }
    await updateDataTask(tx, task.task_id, { status: 'SUCCESSED', end_time, update_time: end_time })
  })
  if (new_dataset) jobs.start('import', new_dataset.import_task_id)
}

/** Ends the task with nothing made; one that is done stays as it is. */
export async function failExport({ store, now }: Services, task_id: string, refusal: Refusal): Promise<void> {
  const end_time = now()
  await store.transaction(async (tx) => {
    if (!(await lockUnfinishedTask(tx, task_id))) return
    await updateDataTask(tx, task_id, { status: 'FAILED', ...refusal, end_time, update_time: end_time })
  })
}
