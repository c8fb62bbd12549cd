import { writeAudit } from '#adapters/sql/audit.ts'
import { readCopyRequest, writeCopyRequest } from '#adapters/sql/copy-requests.ts'
import { countEntries } from '#adapters/sql/entry-counts.ts'
import { lockDataset, lockTask } from '#adapters/sql/locks.ts'
import type { DatasetRow, WorkforceTaskRow } from '#adapters/sql/tables.ts'
import { WorkforceTaskStatus } from '#contract/codes.ts'
import { errors } from '#contract/errors.ts'
import { type Actor, nameOf } from '#server/actor.ts'
import type { Services } from '#server/services.ts'
import { refuseWhilePublishing } from './finish-acceptance.ts'

type Wanted = { actor: Actor; dataset: DatasetRow; task: WorkforceTaskRow; overwrite: boolean }

/**
 * Begins to copy what a task with auto_sync_dataset=false has accepted into its dataset (D19); the job `copy-results` does
 * it. The same call while it goes on changes nothing; afterwards it copies what was accepted since.
 *
 * Refuses a task that brings its results there by itself or has accepted nothing (E4625), one that is finishing an acceptance or
 * copying with the other choice (E4623), and a dataset whose labels must stand still (E4381).
 */
export async function copyResults(services: Services, wanted: Wanted): Promise<void> {
  const { actor, overwrite } = wanted
  const { task_id } = wanted.task
  const create_time = services.now()
  await services.store.transaction(async (tx) => {
    const dataset = await lockDataset(tx, wanted.dataset.dataset_id, 'share')
    const task = await lockTask(tx, task_id, 'update')
    if (!dataset) throw errors.datasetNotFound()
    if (!task) throw errors.workforceTaskNotFound()
    if (task.auto_sync_dataset) {
      throw errors.nothingToAccept(`The team task ${task.task_name} brings accepted labels to the dataset by itself.`)
    }
    if (task.status === WorkforceTaskStatus.synchronizing) {
      throw errors.acceptanceOpen(`An acceptance of the team task ${task.task_name} is being finished; wait for it.`)
    }
    const underWay = readCopyRequest(task)
    if (underWay?.overwrite === overwrite) return
    if (underWay)
      throw errors.acceptanceOpen(`Labels are being copied with overwrite ${underWay.overwrite}; wait for it.`)
    refuseWhilePublishing(dataset)
    const { ACCEPTED: total } = await countEntries(tx, task_id)
    if (total === 0) throw errors.nothingToAccept(`Nothing of the team task ${task.task_name} is accepted yet.`)
    const by = nameOf(actor)
    await writeCopyRequest(tx, task_id, { overwrite, by, after: 0, done: 0, total })
    await writeAudit(tx, {
      project_id: actor.project_id,
      actor: by,
      action: 'acceptance.copy',
      object_id: task_id,
      detail: { overwrite, accepted: total },
      create_time,
    })
  })
  services.jobs.start('copy-results', task_id)
}
