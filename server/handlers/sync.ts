import { findLatestTask } from '#adapters/sql/data-tasks.ts'
import { countSamples } from '#adapters/sql/sample-counts.ts'
import type { SyncDataSourceStatusResp } from '#contract/sync.ts'
import { type Call, datasetOf } from '#server/handler.ts'
import { startSync } from '#server/usecases/start-sync.ts'
import { viewSync } from '#server/views/sync-view.ts'

export async function syncDataSource({ services, actor, scope }: Call<'SyncDataSource'>): Promise<object> {
  await startSync(services, { actor, dataset: datasetOf(scope) })
  return {}
}

/** Of the latest one; a dataset that was never synchronised says so with 200 (behaviour 2.5). */
export async function syncDataSourceState({
  services,
  scope,
}: Call<'SyncDataSourceState'>): Promise<SyncDataSourceStatusResp> {
  const { dataset_id } = datasetOf(scope)
  const db = services.store.read
  const task = await findLatestTask(db, { dataset_id, kind: 'sync' })
  if (!task) return { dataset_id, status: 'NOT_EXIST' }
  const samples = (await countSamples(db, [dataset_id])).get(dataset_id)!.total
  return viewSync(task, { samples, now: services.now() })
}
