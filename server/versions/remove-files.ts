import type { DatasetRow, DatasetVersionRow } from '#adapters/sql/tables.ts'
import { inParallel } from '#server/in-parallel.ts'
import type { Services } from '#server/services.ts'
import { versionFiles } from './version-files.ts'

/** Files removed at the same time. */
const AT_ONCE = 16

/** Removes what a version wrote: all but the copies of samples, which are data (formats 9). Safe to repeat. */
export async function removeVersionFiles(
  { blobs }: Services,
  dataset: DatasetRow,
  version: DatasetVersionRow,
): Promise<void> {
  const { bucket, folder, data } = versionFiles(dataset, version)
  for await (const page of blobs.listBlobs(bucket, { prefix: folder })) {
    const own = page.filter(({ key }) => !key.startsWith(data))
    await inParallel(own, AT_ONCE, ({ key }) => blobs.deleteBlob(bucket, key))
  }
}
