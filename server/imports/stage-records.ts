import type { BlobInfo } from '#adapters/blobs/blob-store.ts'
import { copyBlob, copyNewBlob, isTaken } from '#adapters/blobs/copy-blob.ts'
import { type BlobFiles, isMissing } from '#adapters/files/blob-files.ts'
import { isFileOfDataset } from '#adapters/files/file-types.ts'
import type { DatasetRow } from '#adapters/sql/tables.ts'
import { type DatasetType, TEXT_DATASET_TYPES } from '#contract/codes.ts'
import { formatObjectPath, type ObjectPath } from '#core/codecs/object-path.ts'
import { FileFault } from '#core/formats/files.ts'
import type { RecordFault, SampleRecord } from '#core/formats/record.ts'
import { sampleIdOf } from '#server/ids.ts'
import type { Services } from '#server/services.ts'
import { fileSample, type NewSample, readFileFacts, type StoredFile, textSample } from '#server/usecases/new-samples.ts'
import { findNamedSample } from './find-named-sample.ts'
import type { ImportPlan } from './import-plan.ts'

/** A record whose file is where it belongs. */
export type StagedRecord = {
  record: SampleRecord
  sample_id: string
  /** The sample it would be, without its labels; none where only samples that are there already are labelled. */
  sample?: NewSample
  /** Bytes of its file. */
  size: number
  /** When the latest of the files that its labels stand in was written, in epoch milliseconds; 0: there is none. */
  written?: number
  /** What stood in the source and has no place here. */
  ignored?: readonly string[]
}

type PlacedFile = StoredFile & { source: StoredFile }

export type Staging = {
  services: Services
  dataset: DatasetRow
  plan: ImportPlan
  files: BlobFiles
  /** Text files by their path: all lines of one ask for it. */
  texts: Map<string, Promise<PlacedFile>>
}

/** Text files that are kept in mind. */
const KEPT = 16

/**
 * Finds the file of a record, copies it to the input path where the import does so, and reads its header. What is missing or no
 * file of such a dataset is told; nothing of the records is touched.
 */
export async function stageRecord(staging: Staging, record: SampleRecord): Promise<StagedRecord | RecordFault> {
  const { services, dataset, plan } = staging
  try {
    if (!plan.import_samples) return await findSample(staging, record)
    const { text, line = null } = record
    const { source, ...file } = await (text === undefined ? placeFile : placeText)(staging, record.path)
    const { size } = source.info
    if (text !== undefined) {
      const sample = textSample(dataset, file, { line, text }, services.now())
      return { record, sample, sample_id: sample.sample_id, size }
    }
    const facts = await readFileFacts(services.blobs, dataset.dataset_type, source)
    const sample = fileSample(dataset, file, facts, services.now())
    return { record, sample, sample_id: sample.sample_id, size }
  } catch (error) {
    if (error instanceof FileFault) return faultOf(record, error.reason)
    // It has just vanished.
    if (isMissing(error)) return faultOf(record, 'is missing')
    throw error
  }
}

async function findSample(
  { services, dataset, plan, files }: Staging,
  record: SampleRecord,
): Promise<StagedRecord | RecordFault> {
  const { dataset_id } = dataset
  const target = targetOf(plan, record.path)
  const places = [...(target ? [target] : []), files.place(record.path)]
  const found = await findNamedSample(services.store.db, { dataset_id, places, record })
  return 'reason' in found ? faultOf(record, found.reason) : { record, sample_id: found.sample_id, size: 0 }
}

function placeText(staging: Staging, path: string): Promise<PlacedFile> {
  const { texts } = staging
  const known = texts.get(path)
  if (known) return known
  if (texts.size >= KEPT) texts.clear()
  const placed = placeFile(staging, path)
  texts.set(path, placed)
  return placed
}

/** The file as it is, and as it is where it belongs. */
async function placeFile({ services, dataset, plan, files }: Staging, path: string): Promise<PlacedFile> {
  const { blobs } = services
  const place = files.place(path)
  const info = await files.info(path)
  if (!info) throw new FileFault(path, 'is missing')
  // Texts may stand in any document that their format reads, also in the manifest itself.
  const isText = TEXT_DATASET_TYPES.includes(dataset.dataset_type as DatasetType)
  if (!isText && !isFileOfDataset(dataset.dataset_type as DatasetType, place.key)) {
    throw new FileFault(path, 'is no file of such a dataset')
  }
  const source = { bucket: place.bucket, info: { ...info, key: place.key } }
  const target = targetOf(plan, path) ?? place
  const moves = target.bucket !== place.bucket || target.key !== place.key
  const replaces = isText && plan.duplicates === 'replace'
  const from = { ...place, info }
  let there: BlobInfo | undefined = info
  if (moves && plan.dry_run) there = !replaces && (await isTaken(blobs, from, target)) ? undefined : info
  else if (moves) there = await (replaces ? copyBlob : copyNewBlob)(blobs, from, target)
  if (!there) throw new FileFault(path, 'has the path of another file in the input path of the dataset, which stays')
  return { bucket: target.bucket, info: { ...there, key: target.key }, source }
}

/** The id of the sample that a file of the source is or would be. */
export function sampleIdAt({ dataset, plan, files }: Staging, path: string): string {
  return sampleIdOf(dataset.dataset_id, formatObjectPath(targetOf(plan, path) ?? files.place(path), 'slash'), null)
}

/** Paths below the source are kept below the target, so that a repeated import meets the same samples (formats 7). */
function targetOf({ target }: ImportPlan, path: string): ObjectPath | undefined {
  return target === null || path.startsWith('/') ? undefined : { bucket: target.bucket, key: target.key + path }
}

function faultOf({ path, line }: SampleRecord, reason: string): RecordFault {
  return { path, ...(line !== undefined && { line }), reason }
}
