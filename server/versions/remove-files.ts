import type { DatasetRow, DatasetVersionRow } from '#adapters/sql/tables.ts'
import { VersionStatus } from '#contract/codes.ts'
import { inParallel } from '#server/in-parallel.ts'
import type { Services } from '#server/services.ts'
import { versionFiles } from './version-files.ts'

/** Files removed at the same time. */
const AT_ONCE = 16

/**
 * Removes what a version wrote: all but the copies of samples, which are data (formats 9). Those of a version that never came about
 * go as well, unless they are older: of a deleted version that had its name. Safe to repeat.
 */
export async function removeVersionFiles(
  { blobs }: Services,
  dataset: DatasetRow,
  version: DatasetVersionRow,
): Promise<void> {
  const { bucket, folder, data } = versionFiles(dataset, version)
  const isVain = version.status === VersionStatus.creating
  if (!(await blobs.bucketExists(bucket))) return
  for await (const page of blobs.listBlobs(bucket, { prefix: folder })) {
    const own = page.filter(({ key, mtime }) => !key.startsWith(data) || (isVain && mtime >= version.create_time))
    await inParallel(own, AT_ONCE, ({ key }) => blobs.deleteBlob(bucket, key))
  }
}
