import type { DatasetRow, DatasetVersionRow } from '#adapters/sql/tables.ts'
import { MusterError } from '#contract/errors.ts'
import { CLOCK_SLACK } from '#server/imports/follow-file.ts'
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
  const isVain = version.figures === null
  const since = version.create_time - CLOCK_SLACK
  if (!(await blobs.bucketExists(bucket))) return
  for await (const page of blobs.listBlobs(bucket, { prefix: folder })) {
    const own = page.filter(({ key, mtime }) => !key.startsWith(data) || (isVain && mtime >= since))
    await inParallel(own, AT_ONCE, ({ key }) => blobs.deleteBlob(bucket, key))
  }
}

/**
 * The same for a version that cannot be finished. What the store does not let go now goes with the version when that is deleted: a
 * store that stays away must not keep the dataset from other work.
 */
export async function giveUpVersionFiles(
  services: Services,
  dataset: DatasetRow,
  version: DatasetVersionRow,
): Promise<void> {
  try {
    await removeVersionFiles(services, dataset, version)
  } catch (error) {
    if (!(error instanceof MusterError)) throw error
    services.log(`Files of the version ${version.version_name} that failed could not be removed: ${error.message}`)
  }
}
