import { lockUnfinishedTask, updateDataTask } from '#adapters/sql/data-tasks.ts'
import { lockDataset } from '#adapters/sql/locks.ts'
import { countSamples } from '#adapters/sql/sample-counts.ts'
import type { DataTaskRow } from '#adapters/sql/tables.ts'
import { DatasetStatus } from '#contract/codes.ts'
import type { Refusal } from '#contract/errors.ts'
import { keepProblems, type Problem } from '#server/imports/problems.ts'
import type { Services } from '#server/services.ts'
import type { SyncProgress } from './sync-step.ts'

/** Ends the task; the dataset is normal again, however it went (behaviour 2.1). */
export async function endSync(
  { store, now }: Services,
  { task_id, dataset_id }: Pick<DataTaskRow, 'task_id' | 'dataset_id'>,
  { refusal, problems = [] }: { refusal: Refusal | null; problems?: readonly Problem[] },
): Promise<void> {
  const update_time = now()
  await store.transaction(async (tx) => {
    await lockDataset(tx, dataset_id, 'update')
    const locked = await lockUnfinishedTask(tx, task_id)
    if (!locked) return
    const progress: SyncProgress = JSON.parse(locked.progress)
    await keepProblems(tx, task_id, { progress, problems })
    const samples = (await countSamples(tx, [dataset_id])).get(dataset_id)!.total
    await updateDataTask(tx, task_id, {
      status: refusal ? 'FAILED' : 'COMPLETED',
      ...refusal,
      progress: JSON.stringify({ ...progress, samples } satisfies SyncProgress),
      start_time: locked.start_time ?? update_time,
      end_time: update_time,
      update_time,
    })
    await tx
      .updateTable('dataset')
      .set({ status: DatasetStatus.normal, update_time })
      .where('dataset_id', '=', dataset_id)
      .where('status', '=', DatasetStatus.synchronizing)
      .execute()
  })
}
