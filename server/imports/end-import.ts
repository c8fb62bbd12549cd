import { findDataTask, lockUnfinishedTask, updateDataTask } from '#adapters/sql/data-tasks.ts'
import { lockDataset } from '#adapters/sql/locks.ts'
import type { Tx } from '#adapters/sql/store.ts'
import { DatasetStatus } from '#contract/codes.ts'
import { errors, type Refusal } from '#contract/errors.ts'
import type { Services } from '#server/services.ts'
import { type ImportPlan, type ImportProgress, NO_PROGRESS } from './import-plan.ts'
import { keepProblems, type Problem } from './problems.ts'

/**
 * Why an import failed, and why the dataset is without the team task it was to have; null: nothing went wrong. What came to light
 * at the end is counted with the end, so once.
 */
export type ImportEnd = { refusal: Refusal | null; missed: Refusal | null; problems?: readonly Problem[] }

/**
 * Ends the task, and with it the status of the dataset (behaviour 2.1): a first import makes it normal, also without a single
 * file, or abnormal; any other one leaves it normal. One that was stopped makes it normal too: it is what its owner wanted, as
 * far as it came, and an import or a synchronisation brings the rest.
 */
export async function endImport({ store, now }: Services, task_id: string, end: ImportEnd): Promise<void> {
  const update_time = now()
  await store.transaction(async (tx) => {
    const task = await findDataTask(tx, 'import', task_id)
    const dataset = task && (await lockDataset(tx, task.dataset_id, 'update'))
    const locked = await lockUnfinishedTask(tx, task_id)
    if (!dataset || !locked) return
    const { first }: ImportPlan = JSON.parse(locked.request)
    const progress: ImportProgress = { ...NO_PROGRESS, ...JSON.parse(locked.progress) }
    await keepProblems(tx, task_id, { progress, problems: end.problems ?? [] })
    const isVain = progress.total_sample_count === 0 && !first
    const outcome = end.refusal ?? (isVain ? errors.nothingToImport.refusal() : null)
    await updateDataTask(tx, task_id, {
      status: outcome ? 'FAILED' : 'COMPLETED',
      ...outcome,
      progress: JSON.stringify(progress),
      start_time: locked.start_time ?? update_time,
      end_time: update_time,
      update_time,
    })
    const { dataset_id } = dataset
    if (first) await endCreation(tx, { dataset_id, end, update_time })
    else {
      await tx
        .updateTable('dataset')
        .set({ status: DatasetStatus.normal, update_time })
        .where('dataset_id', '=', dataset_id)
        .where('status', '=', DatasetStatus.importing)
        .execute()
    }
  })
}

async function endCreation(
  tx: Tx,
  { dataset_id, end: { refusal, missed }, update_time }: { dataset_id: string; end: ImportEnd; update_time: number },
): Promise<void> {
  const isStopped = refusal?.error_code === errors.workStopped.error_code
  const status = refusal && !isStopped ? DatasetStatus.abnormal : DatasetStatus.normal
  await tx
    .updateTable('dataset')
    // Who is to label has been told to the task; addresses stay nowhere else (behaviour 1, status 3 of a member).
    .set({ status, ...(refusal ?? missed), workforce_information: null, update_time })
    .where('dataset_id', '=', dataset_id)
    .where('status', '=', DatasetStatus.creating)
    .execute()
}
