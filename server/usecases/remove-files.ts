import type { Db } from '#adapters/sql/store.ts'
import { DatasetStatus, type DatasetType, TEXT_DATASET_TYPES } from '#contract/codes.ts'
import { MusterError, type Refusal } from '#contract/errors.ts'
import { inParallel } from '#server/in-parallel.ts'
import type { Services } from '#server/services.ts'
import type { RemovedSample } from './remove-samples.ts'

const AT_ONCE = 16
const CHUNK = 1000

/**
 * Deletes the files of samples that have been removed, after the commit: what is interrupted here leaves files without a
 * sample, never a sample without its file. Files of text datasets stay, for a line is a sample (contract trap 67), and so
 * does a file that is a sample of another dataset. Answers what went wrong by sample_id.
 */
export async function removeFiles(
  { store, blobs }: Services,
  dataset_type: number,
  removed: readonly RemovedSample[],
): Promise<Map<string, Refusal>> {
  const failed = new Map<string, Refusal>()
  if (TEXT_DATASET_TYPES.includes(dataset_type as DatasetType)) return failed
  for (let at = 0; at < removed.length; at += CHUNK) {
    const chunk = removed.slice(at, at + CHUNK)
    const used = await findUsed(store.db, chunk)
    await inParallel(chunk, AT_ONCE, async ({ sample_id, bucket, object_key }) => {
      if (used.has(`${bucket}/${object_key}`)) return
      try {
        await blobs.deleteBlob(bucket, object_key)
      } catch (error) {
        if (!(error instanceof MusterError)) throw error
        failed.set(sample_id, error.refusal)
      }
    })
  }
  return failed
}

/** Which of the files some sample needs still. */
async function findUsed(db: Db, files: readonly RemovedSample[]): Promise<Set<string>> {
  const used = new Set<string>()
  for (const [bucket, inBucket] of Map.groupBy(files, (file) => file.bucket)) {
    const rows = await db
      .selectFrom('sample')
      .innerJoin('dataset', 'dataset.dataset_id', 'sample.dataset_id')
      .select('sample.object_key')
      .distinct()
      .where('bucket', '=', bucket)
      .where(
        'object_key',
        'in',
        inBucket.map(({ object_key }) => object_key),
      )
      .where('dataset.status', 'not in', [DatasetStatus.deleting, DatasetStatus.deleted])
      .execute()
    for (const { object_key } of rows) used.add(`${bucket}/${object_key}`)
  }
  return used
}
