import type { BlobInfo } from '#adapters/blobs/blob-store.ts'
import { copyBlob, copyNewBlob, isTaken } from '#adapters/blobs/copy-blob.ts'
import { type BlobFiles, isMissing } from '#adapters/files/blob-files.ts'
import { isFileOfDataset } from '#adapters/files/file-types.ts'
import type { DatasetRow } from '#adapters/sql/tables.ts'
import { DatasetType, SampleType, TEXT_DATASET_TYPES } from '#contract/codes.ts'
import { formatObjectPath, type ObjectPath } from '#core/codecs/object-path.ts'
import { sampleTypeOf } from '#core/datasets/dataset-types.ts'
import { placeInVideo, videoOf } from '#core/datasets/key-frames.ts'
import { FileFault } from '#core/formats/files.ts'
import type { RecordFault, SampleRecord } from '#core/formats/record.ts'
import { keys } from '#core/labels/property-keys.ts'
import { sampleIdOf } from '#server/ids.ts'
import type { Services } from '#server/services.ts'
import {
  type FileFacts,
  fileSample,
  frameSample,
  type NewSample,
  NO_FACTS,
  readFileFacts,
  type StoredFile,
  textSample,
} from '#server/usecases/new-samples.ts'
import { checkTable } from './check-table.ts'
import { findNamedSample } from './find-named-sample.ts'
import type { ImportPlan } from './import-plan.ts'
import { fetchFile } from './web-files.ts'

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
  /** Rows of a table that its columns cannot hold. */
  rows?: readonly RecordFault[]
}

type PlacedFile = StoredFile & { source: StoredFile }

export type Staging = {
  services: Services
  dataset: DatasetRow
  plan: ImportPlan
  files: BlobFiles
  /** Text files by their path: all lines of one ask for it. */
  texts: Map<string, Promise<PlacedFile>>
  /** Files of the web that are being fetched, by their path. */
  fetches: Map<string, Promise<void>>
}

/** Text files that are kept in mind. */
const KEPT = 16

/**
 * Finds the file of a record, copies it to the input path where the import does so, and reads its header. What is missing or no
 * file of such a dataset is told; nothing of the records is touched.
 */
export async function stageRecord(staging: Staging, record: SampleRecord): Promise<StagedRecord | RecordFault> {
  const { services, dataset, plan, files } = staging
  try {
    if (!plan.import_samples) return await findSample(staging, record)
    const { text, line = null, address } = record
    if (address !== undefined) {
      if (!isOfDataset(staging, record)) throw new FileFault(record.path, NO_FILE)
      if (!plan.dry_run) await fetchInTurn(staging, record.path, address)
      else if (!(await files.info(record.path))) return unfetched(staging, record)
    }
    // Before anything is copied.
    const rows = await checkTable(staging, record.path)
    const { source, ...file } = await (text === undefined ? placeFile(staging, record) : placeText(staging, record))
    const { size } = source.info
    if (text !== undefined) {
      const sample = textSample(dataset, file, { line, text }, services.now())
      return { record, sample, sample_id: sample.sample_id, size }
    }
    const sample = await readSample(staging, record, { source, file })
    return { record, sample, sample_id: sample.sample_id, size, ...(rows.length > 0 && { rows }) }
  } catch (error) {
    if (error instanceof FileFault) return faultOf(record, error.reason)
    // It has just vanished.
    if (isMissing(error)) return faultOf(record, 'is missing')
    throw error
  }
}

/** Of several addresses with one place the first gives the file, as it gives the labels. */
async function fetchInTurn({ services, files, fetches }: Staging, path: string, address: string): Promise<void> {
  const before = fetches.get(path)
  const fetching = (async () => {
    await before?.catch(() => {})
    if (!(await files.info(path))) await fetchFile(services, address, files.place(path))
  })()
  fetches.set(path, fetching)
  await fetching.finally(() => fetches.get(path) === fetching && fetches.delete(path))
}

/** What a file of the web would be, as far as that is known before it is fetched. */
function unfetched(staging: Staging, record: SampleRecord): StagedRecord {
  const { bucket, key } = staging.files.place(record.path)
  const file = { bucket, info: { key, size: 0, mtime: staging.services.now() } }
  const sample = sampleOf(staging, record, { file, facts: NO_FACTS })
  return { record, sample, sample_id: sample.sample_id, size: 0 }
}

async function readSample(
  staging: Staging,
  record: SampleRecord,
  { source, file }: { source: StoredFile; file: StoredFile },
): Promise<NewSample> {
  const { services, dataset } = staging
  const isFrame = videoOf(dataset.dataset_type, record.metadata) !== undefined
  const type = isFrame ? SampleType.image : sampleTypeOf(dataset.dataset_type)
  return sampleOf(staging, record, { file, facts: await readFileFacts(services.blobs, type, source) })
}

function sampleOf(
  staging: Staging,
  { metadata }: SampleRecord,
  { file, facts }: { file: StoredFile; facts: FileFacts },
): NewSample {
  const { services, dataset } = staging
  const video = videoOf(dataset.dataset_type, metadata)
  if (video === undefined) return fileSample(dataset, file, facts, services.now())
  const place = { ...placeInVideo(metadata), [keys.parentSource]: objectAt(staging, video) }
  return frameSample(dataset, file, { facts, parent_sample_id: sampleIdAt(staging, video), place }, services.now())
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

function placeText(staging: Staging, record: SampleRecord): Promise<PlacedFile> {
  const { texts } = staging
  const { path } = record
  const known = texts.get(path)
  if (known) return known
  if (texts.size >= KEPT) texts.clear()
  const placed = placeFile(staging, record)
  texts.set(path, placed)
  return placed
}

/** The file as it is, and as it is where it belongs. */
async function placeFile(staging: Staging, record: SampleRecord): Promise<PlacedFile> {
  const { services, dataset, plan, files } = staging
  const { path } = record
  const { blobs } = services
  const place = files.place(path)
  const info = await files.info(path)
  if (!info) throw new FileFault(path, 'is missing')
  // Texts may stand in any document that their format reads, also in the manifest itself.
  const isText = TEXT_DATASET_TYPES.includes(dataset.dataset_type as DatasetType)
  if (!isText && !isOfDataset(staging, record)) throw new FileFault(path, NO_FILE)
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

const NO_FILE = 'is no file of such a dataset'

function isOfDataset({ dataset, files }: Staging, { path, metadata }: SampleRecord): boolean {
  const isFrame = videoOf(dataset.dataset_type, metadata) !== undefined
  const type = isFrame ? DatasetType.objectDetection : (dataset.dataset_type as DatasetType)
  return isFileOfDataset(type, files.place(path).key)
}

/** The id of the sample that a file of the source is or would be. */
export function sampleIdAt(staging: Pick<Staging, 'dataset' | 'plan' | 'files'>, path: string): string {
  return sampleIdOf(staging.dataset.dataset_id, objectAt(staging, path), null)
}

/** Where a file of the source lies once it is imported, from the top of the store. */
function objectAt({ plan, files }: Pick<Staging, 'plan' | 'files'>, path: string): string {
  return formatObjectPath(targetOf(plan, path) ?? files.place(path), 'slash')
}

/** Paths below the source are kept below the target, so that a repeated import meets the same samples (formats 7). */
function targetOf({ target }: ImportPlan, path: string): ObjectPath | undefined {
  return target === null || path.startsWith('/') ? undefined : { bucket: target.bucket, key: target.key + path }
}

function faultOf({ path, line }: SampleRecord, reason: string): RecordFault {
  return { path, ...(line !== undefined && { line }), reason }
}
