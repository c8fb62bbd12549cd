import { insertDataTask } from '#adapters/sql/data-tasks.ts'
import type { DatasetRow } from '#adapters/sql/tables.ts'
import { DatasetStatus, type DatasetType, TEXT_DATASET_TYPES } from '#contract/codes.ts'
import { errors } from '#contract/errors.ts'
import { type Actor, nameOf } from '#server/actor.ts'
import { newId } from '#server/ids.ts'
import type { Services } from '#server/services.ts'
import { planSync } from '#server/sync/plan-sync.ts'
import { NO_SYNC } from '#server/sync/sync-step.ts'
import { beginDatasetWork } from './begin-dataset-work.ts'

/**
 * Begins a synchronisation; the job `sync` does it. E4383 for texts, whose samples are lines and not files; E4355 and its like
 * while other work goes on (behaviour 2.1).
 */
export async function startSync(
  services: Services,
  { actor, dataset }: { actor: Actor; dataset: DatasetRow },
): Promise<void> {
  const { store, jobs } = services
  const { dataset_id, dataset_type } = dataset
  if (TEXT_DATASET_TYPES.includes(dataset_type as DatasetType)) {
    throw errors.notSupported('Datasets of texts cannot be synchronised; import their files.')
  }
  const task_id = newId()
  const create_time = services.now()
  await store.transaction(async (tx) => {
    await beginDatasetWork(tx, dataset_id, DatasetStatus.synchronizing, create_time)
    await insertDataTask(tx, {
      task_id,
      dataset_id,
      kind: 'sync',
      status: 'QUEUING',
      request: JSON.stringify(planSync(dataset)),
      progress: JSON.stringify(NO_SYNC),
      created_by: nameOf(actor),
      create_time,
    })
  })
  jobs.start('sync', task_id)
}
