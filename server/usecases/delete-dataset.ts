import { writeAudit } from '#adapters/sql/audit.ts'
import { findOpenTask } from '#adapters/sql/dataset-tasks.ts'
import { lockDataset, lockTasks } from '#adapters/sql/locks.ts'
import type { DatasetRow } from '#adapters/sql/tables.ts'
import { hideTask } from '#adapters/sql/workforce-tasks.ts'
import { DatasetStatus } from '#contract/codes.ts'
import { errors } from '#contract/errors.ts'
import { type Actor, nameOf } from '#server/actor.ts'
import type { Services } from '#server/services.ts'

/**
 * Deletes a dataset with its team tasks (1, 4 → 2 → 3, behaviour 2.1); one that is still being read is not read any
 * further. It is gone for everybody and its name is free as soon as this returns; the rows are removed by the job
 * `delete-dataset`. Files stay in the store. E4803 while a team task is unfinished.
 */
export async function deleteDataset(
  services: Services,
  { actor, dataset: { dataset_id } }: { actor: Actor; dataset: DatasetRow },
): Promise<void> {
  const now = services.now()
  await services.store.transaction(async (tx) => {
    const dataset = await lockDataset(tx, dataset_id, 'update')
    const gone: number[] = [DatasetStatus.deleting, DatasetStatus.deleted]
    if (!dataset || gone.includes(dataset.status)) throw errors.datasetNotFound()
    const tasks = await lockTasks(tx, dataset_id)
    const open = await findOpenTask(tx, dataset_id)
    if (open) throw errors.datasetHasOpenTasks(`The team task ${open.task_name} of the dataset is unfinished.`)
    for (const { task_id } of tasks) await hideTask(tx, task_id, now)
    await tx
      .updateTable('dataset')
      .set({ status: DatasetStatus.deleting, update_time: now })
      .where('dataset_id', '=', dataset_id)
      .execute()
    await writeAudit(tx, {
      project_id: dataset.project_id,
      actor: nameOf(actor),
      action: 'dataset.delete',
      object_id: dataset_id,
      detail: { dataset_name: dataset.dataset_name, workforce_tasks: tasks.map(({ task_name }) => task_name) },
      create_time: now,
    })
  })
  services.jobs.start('delete-dataset', dataset_id)
}
