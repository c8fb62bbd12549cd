import type { SyncDataSourceStatusResp } from '#contract/sync.ts'
import type { TestServer } from '#tests/app.ts'
import type { TestDataset } from '#tests/builders.ts'

/** Synchronises a dataset and answers the state when it is done. */
export async function runSync(server: TestServer, { dataset_id }: TestDataset): Promise<SyncDataSourceStatusResp> {
  await server.owner.call('SyncDataSource', { dataset_id })
  await server.idle()
  return server.owner.call('SyncDataSourceState', { dataset_id })
}

/** Takes files out of the input path of a dataset, as somebody does who has the folder. */
export async function dropFiles(server: TestServer, { bucket }: TestDataset, ...paths: string[]): Promise<void> {
  for (const path of paths) await server.services.blobs.deleteBlob(bucket, `in/${path}`)
}
