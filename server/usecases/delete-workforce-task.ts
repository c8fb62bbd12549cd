import { writeAudit } from '#adapters/sql/audit.ts'
import { countEntries } from '#adapters/sql/entry-counts.ts'
import { lockDataset, lockTask } from '#adapters/sql/locks.ts'
import type { DatasetRow, WorkforceTaskRow } from '#adapters/sql/tables.ts'
import { hideTask } from '#adapters/sql/workforce-tasks.ts'
import { errors } from '#contract/errors.ts'
import { type Actor, nameOf } from '#server/actor.ts'
import type { Services } from '#server/services.ts'

type Deletion = { actor: Actor; dataset: DatasetRow; task: WorkforceTaskRow }

/**
 * Deletes a team task in any status (behaviour 3.6). It is gone for everybody and its name is free as soon as this
 * returns; its entries are removed by the job `remove-task`. What was accepted stays in the dataset.
 */
export async function deleteWorkforceTask(services: Services, { actor, dataset, task }: Deletion): Promise<void> {
  const now = services.now()
  const { task_id } = task
  await services.store.transaction(async (tx) => {
    if (!(await lockDataset(tx, dataset.dataset_id, 'share'))) throw errors.datasetNotFound()
    const locked = await lockTask(tx, task_id, 'update')
    if (!locked) throw errors.workforceTaskNotFound()
    const { total, ACCEPTED } = await countEntries(tx, task_id)
    await hideTask(tx, task_id, now)
    await writeAudit(tx, {
      project_id: actor.project_id,
      actor: nameOf(actor),
      action: 'workforce_task.delete',
      object_id: task_id,
      detail: { task_name: locked.task_name, status: locked.status, entries: total, accepted: ACCEPTED },
      create_time: now,
    })
  })
  services.jobs.start('remove-task', task_id)
}
