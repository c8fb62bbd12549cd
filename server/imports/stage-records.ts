import { copyBlob } from '#adapters/blobs/copy-blob.ts'
import type { BlobFiles } from '#adapters/files/blob-files.ts'
import { isFileOfDataset } from '#adapters/files/file-types.ts'
import type { DatasetRow } from '#adapters/sql/tables.ts'
import type { DatasetType } from '#contract/codes.ts'
import { FileFault } from '#core/formats/files.ts'
import type { RecordFault, SampleRecord } from '#core/formats/record.ts'
import type { Services } from '#server/services.ts'
import { fileSample, type NewSample, readFileFacts, textSample } from '#server/usecases/new-samples.ts'
import type { ImportPlan } from './import-plan.ts'

/** A record whose file is where it belongs: the sample it would be, without its labels. */
export type StagedRecord = { record: SampleRecord; sample: NewSample; size: number }

export type Staging = { services: Services; dataset: DatasetRow; plan: ImportPlan; files: BlobFiles }

/**
 * Finds the file of a record, copies it to the input path where the import does so, and reads its header. What is missing or no
 * file of such a dataset is told; nothing of the records is touched.
 */
export async function stageRecord(staging: Staging, record: SampleRecord): Promise<StagedRecord | RecordFault> {
  const { services, dataset, plan, files } = staging
  const { blobs, now } = services
  const fault = (reason: string): RecordFault => ({
    path: record.path,
    ...(record.line !== undefined && { line: record.line }),
    reason,
  })
  try {
    const place = files.place(record.path)
    const found = await blobs.statBlob(place.bucket, place.key)
    if (!found) return fault('is missing')
    const { text, line = null } = record
    const target = targetOf(plan, record.path) ?? place
    const moves = target.bucket !== place.bucket || target.key !== place.key
    const info = moves && !plan.dry_run ? await copyBlob(blobs, { ...place, info: found }, target) : found
    const file = { bucket: target.bucket, info: { ...info, key: target.key } }
    if (text !== undefined) {
      return { record, sample: textSample(dataset, file, { line, text }, now()), size: found.size }
    }
    if (!isFileOfDataset(dataset.dataset_type as DatasetType, place.key)) return fault('is no file of such a dataset')
    const facts = await readFileFacts(blobs, dataset.dataset_type, { bucket: place.bucket, info: found })
    return { record, sample: fileSample(dataset, file, facts, now()), size: found.size }
  } catch (error) {
    if (error instanceof FileFault) return fault(error.reason)
    throw error
  }
}

/** Paths below the source are kept below the target, so that a repeated import meets the same samples (formats 7). */
function targetOf({ target }: ImportPlan, path: string) {
  return target === null || path.startsWith('/') ? undefined : { bucket: target.bucket, key: target.key + path }
}
