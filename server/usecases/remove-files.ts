import { findSampleIds } from '#adapters/sql/samples.ts'
import type { Db } from '#adapters/sql/store.ts'
import { DatasetStatus, type DatasetType, TEXT_DATASET_TYPES } from '#contract/codes.ts'
import { MusterError, type Refusal } from '#contract/errors.ts'
import { formatObjectPath } from '#core/codecs/object-path.ts'
import { sampleIdOf } from '#server/ids.ts'
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
      if (used.has(sample_id)) return
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

/** The wire ids of those whose file is a sample of another dataset: its id there follows from dataset and object. */
async function findUsed(db: Db, removed: readonly RemovedSample[]): Promise<Set<string>> {
  const datasets = await db
    .selectFrom('dataset')
    .select('dataset_id')
    .where('status', 'not in', [DatasetStatus.deleting, DatasetStatus.deleted])
    .execute()
  const used = new Set<string>()
  for (const { dataset_id } of datasets) {
    const ids = new Map(removed.map((sample) => [sampleIdOf(dataset_id, objectOf(sample), null), sample.sample_id]))
    for (const there of await findSampleIds(db, dataset_id, [...ids.keys()])) used.add(ids.get(there)!)
  }
  return used
}

function objectOf({ bucket, object_key }: RemovedSample): string {
  return formatObjectPath({ bucket, key: object_key }, 'slash')
}
