import { setImmediate as otherWork } from 'node:timers/promises'
import { writeAudit } from '#adapters/sql/audit.ts'
import { readSamplesInOrder } from '#adapters/sql/ordered-samples.ts'
import { countSamples } from '#adapters/sql/sample-counts.ts'
import type { SampleRow } from '#adapters/sql/tables.ts'
import { errors } from '#contract/errors.ts'
import { inputFolder } from '#core/datasets/dataset-paths.ts'
import { inParallel } from '#server/in-parallel.ts'
import type { Services } from '#server/services.ts'
import { removeSamples } from '#server/usecases/remove-samples.ts'
import type { Listing } from './compare-files.ts'
import { type Sync, syncStep } from './sync-step.ts'

/** Samples removed in one step. */
const CHUNK = 1000
/** Files asked for at the same time. */
const AT_ONCE = 16

type Found = Pick<SampleRow, 'sample_key' | 'bucket' | 'object_key'>

/**
 * Removes the samples whose file lay in the input path and is gone, as a deletion does, but touches no file. Each is asked for once
 * more: it may have come since the listing. E4360 when the listing is empty and the dataset is not, before anything is
 * removed: a store that is mounted wrongly looks like that (formats 8). Answers false when it must not go on here.
 */
export async function removeGone(services: Services, sync: Sync, { files, known }: Listing): Promise<boolean> {
  const { bucket, key } = inputFolder(sync.dataset)
  const { dataset_id } = sync.dataset
  const { db } = services.store
  // Samples cannot be deleted meanwhile (E4424): as many as were found are all there are.
  if ((await countSamples(db, [dataset_id])).get(dataset_id)!.total === known) return true
  let gone: Found[] = []
  for await (const sample of readSamplesInOrder(db, dataset_id)) {
    const isBelow = sample.bucket === bucket && sample.object_key.startsWith(key)
    if (!isBelow || files.has(sample.sample_id)) continue
    if (files.size === 0) {
      throw errors.syncFailed('The input path holds no file of the dataset any more; none of its samples was removed.')
    }
    gone.push(sample)
    if (gone.length < CHUNK) continue
    if (!(await removeChunk(services, sync, gone))) return false
    gone = []
    await otherWork()
  }
  return removeChunk(services, sync, gone)
}

async function removeChunk(services: Services, sync: Sync, samples: readonly Found[]): Promise<boolean> {
  const { blobs } = services
  const { task, dataset } = sync
  const infos = await inParallel(samples, AT_ONCE, ({ bucket, object_key }) => blobs.statBlob(bucket, object_key))
  const sample_keys = samples.flatMap(({ sample_key }, index) => (infos[index] ? [] : [sample_key]))
  if (sample_keys.length === 0) return true
  return syncStep(services, sync, async (tx, { progress, now }) => {
    const removed = await removeSamples(tx, { dataset, sample_keys, now })
    if (removed.length === 0) return
    progress.removed += removed.length
    await writeAudit(tx, {
      project_id: dataset.project_id,
      actor: task.created_by,
      action: 'samples.delete',
      object_id: dataset.dataset_id,
      detail: { samples: removed, task_id: task.task_id },
      create_time: now,
    })
  })
}
