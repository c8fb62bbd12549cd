import { findDataset } from '#adapters/sql/datasets.ts'
import type { Actor } from '#server/actor.ts'
import type { Services } from '#server/services.ts'
import { deleteDataset } from '#server/usecases/delete-dataset.ts'
import { deleteWorkforce } from '#server/usecases/delete-workforce.ts'
import { deleteWorkforceTask } from '#server/usecases/delete-workforce-task.ts'

/** What there is of a demo so far. */
export type DemoRemains = {
  workforce_id?: string
  readonly datasets: string[]
  readonly files: { bucket: string; key: string }[]
}

/** Takes away what there is of a demo that cannot be finished, so that it can be made anew. */
export async function clearRemains(services: Services, owner: Actor, remains: DemoRemains): Promise<void> {
  const { store, blobs } = services
  for (const dataset_id of remains.datasets) {
    const dataset = await findDataset(store.db, dataset_id)
    if (!dataset) continue
    const tasks = await store.db
      .selectFrom('workforce_task')
      .selectAll()
      .where('dataset_id', '=', dataset_id)
      .where('deleted', '=', 0)
      .execute()
    for (const task of tasks) await deleteWorkforceTask(services, { actor: owner, dataset, task })
    await deleteDataset(services, { actor: owner, dataset })
  }
  const { workforce_id } = remains
  if (workforce_id !== undefined) await deleteWorkforce(services, { actor: owner, workforce_id })
  for (const { bucket, key } of remains.files) await blobs.deleteBlob(bucket, key)
}

/** Waits for all, also when one fails: what the others make is known then. Throws the first fault. */
export async function whenAllEnded<Work extends readonly unknown[] | []>(
  work: Work,
): Promise<{ -readonly [At in keyof Work]: Awaited<Work[At]> }> {
  await Promise.allSettled(work)
  return Promise.all(work)
}
