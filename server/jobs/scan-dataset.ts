import { setImmediate as otherWork } from 'node:timers/promises'
import type { BlobInfo } from '#adapters/blobs/blob-store.ts'
import { readBlob } from '#adapters/blobs/read-blob.ts'
import { isFileOfDataset } from '#adapters/files/file-types.ts'
import { guessEncoding, guessLength } from '#adapters/files/guess-encoding.ts'
import { splitLines } from '#adapters/files/text.ts'
import { findDataset, listDatasetIds } from '#adapters/sql/datasets.ts'
import { findWaitingRemovals } from '#adapters/sql/file-removals.ts'
import { lockDataset } from '#adapters/sql/locks.ts'
import { findSampleIds, insertSamples } from '#adapters/sql/samples.ts'
import type { DatasetRow } from '#adapters/sql/tables.ts'
import { type DataSourceType, DatasetStatus, type DatasetType, TEXT_DATASET_TYPES } from '#contract/codes.ts'
import { errors, MusterError } from '#contract/errors.ts'
import { readFolder } from '#core/datasets/dataset-paths.ts'
import { mostSamples } from '#core/datasets/dataset-types.ts'
import { isRefusal } from '#core/refusal.ts'
import { inParallel } from '#server/in-parallel.ts'
import { refuse } from '#server/refuse.ts'
import type { Services } from '#server/services.ts'
import { noteArrivals } from '#server/usecases/deal-arrivals.ts'
import { createFirstTask } from '#server/usecases/first-task.ts'
import { touchDataset } from '#server/usecases/label-samples.ts'
import {
  fileSample,
  type NewSample,
  NO_FACTS,
  readFileFacts,
  type StoredFile,
  textSample,
} from '#server/usecases/new-samples.ts'
import type { JobKind } from './jobs.ts'

/** Samples stored in one transaction. */
const CHUNK = 1000
/** Headers read at the same time. */
const HEADERS_AT_ONCE = 16

/**
 * Reads the input path of a new dataset (0 → 1, behaviour 2.1): every file of its type becomes a sample, of a text file
 * every line that is not blank. Files of other types are passed over. A scan that begins again finds what it has stored
 * by the ids. What cannot be read ends in status 4 with its reason; a dataset without usable files is a normal one.
 */
export function scanDataset(services: Services, most = mostSamples): JobKind {
  return {
    unfinished: () => listDatasetIds(services.store.db, DatasetStatus.creating),
    run: async (dataset_id) => {
      const dataset = await findDataset(services.store.db, dataset_id)
      if (dataset?.status !== DatasetStatus.creating) return
      try {
        if (dataset.import_task_id !== null && !(await storeSamples(services, dataset, most))) return
        await endScan(services, dataset_id, {
          status: DatasetStatus.normal,
          ...(await createFirstTask(services, dataset)),
        })
      } catch (error) {
        if (!(error instanceof MusterError)) throw error
        await endScan(services, dataset_id, { status: DatasetStatus.abnormal, ...error.refusal })
      }
    },
  }
}

/** Answers false when the scan must not go on here: the server stops, the dataset was deleted, another process was faster. */
async function storeSamples(services: Services, dataset: DatasetRow, most: number): Promise<boolean> {
  let count = 0
  let chunk: NewSample[] = []
  for await (const sample of readSamples(services, dataset)) {
    if (++count > most) throw errors.limitExceeded(`A dataset has at most ${most} samples.`)
    chunk.push(sample)
    if (chunk.length < CHUNK) continue
    if (services.jobs.stopped || !(await storeChunk(services, dataset, chunk))) return false
    chunk = []
    await otherWork()
  }
  return storeChunk(services, dataset, chunk)
}

async function storeChunk(services: Services, dataset: DatasetRow, chunk: readonly NewSample[]): Promise<boolean> {
  if (chunk.length === 0) return true
  const { store, blobs, now } = services
  const { dataset_id, dataset_type } = dataset
  const ids = chunk.map(({ sample_id }) => sample_id)
  const known = await findSampleIds(store.db, dataset_id, ids)
  const unknown = chunk.filter(({ sample_id }) => !known.has(sample_id))
  if (unknown.length === 0) return true
  const samples = await inParallel(unknown, HEADERS_AT_ONCE, async (sample) => {
    if (sample.content !== null) return sample
    const { bucket, object_key: key, sample_size: size, sample_time: mtime } = sample
    const facts = await readFileFacts(blobs, dataset_type, { bucket, info: { key, size, mtime } }).catch(unlessGone)
    return facts && { ...sample, ...facts }
  })
  const first_key = await store.reserveKeys('sample', samples.length)
  const task_ids = await store.transaction(async (tx) => {
    const locked = await lockDataset(tx, dataset_id, 'update')
    if (locked?.status !== DatasetStatus.creating) return null
    const stored = await findSampleIds(tx, dataset_id, ids)
    const leaving = await findWaitingRemovals(tx, unknown)
    const rows = samples.flatMap((sample, index) =>
      sample === undefined || stored.has(sample.sample_id) || leaving.has(unknown[index]!)
        ? []
        : [{ ...sample, sample_key: first_key + index, counts: new Map() }],
    )
    await insertSamples(tx, rows)
    await touchDataset(tx, dataset_id, now())
    return noteArrivals(tx, { dataset_id, from: first_key, now: now() })
  })
  for (const task_id of task_ids ?? []) services.jobs.start('deal', task_id)
  return task_ids !== null
}

/** The samples of the input path in the order of their paths; their headers are still to be read. */
async function* readSamples(services: Services, dataset: DatasetRow): AsyncGenerator<NewSample> {
  const { blobs, now } = services
  const { dataset_type } = dataset
  const [source] = JSON.parse(dataset.data_sources) as [{ data_type: DataSourceType; data_path: string }]
  const folder = readFolder(source.data_path, ['data_path'])
  if (isRefusal(folder)) throw refuse(folder)
  const { bucket, key: prefix } = folder
  const isText = TEXT_DATASET_TYPES.includes(dataset_type as DatasetType)
  for await (const page of blobs.listBlobs(bucket, { prefix })) {
    for (const info of page) {
      if (!isFileOfDataset(dataset_type as DatasetType, info.key)) continue
      if (isText) yield* readLines(services, dataset, { bucket, info })
      else yield fileSample(dataset, { bucket, info }, NO_FACTS, now())
    }
  }
}

/** One sample per line; a line that is too long or not readable is passed over, as is a file that has just vanished. */
async function* readLines({ blobs, now }: Services, dataset: DatasetRow, file: StoredFile): AsyncGenerator<NewSample> {
  const { bucket, info } = file
  const head = await readHead(blobs, bucket, info).catch(unlessGone)
  const opened = head && (await blobs.openBlob(bucket, info.key).catch(unlessGone))
  if (!opened) return
  try {
    for await (const line of splitLines(opened.stream, { encoding: guessEncoding(head) })) {
      if ('text' in line) yield textSample(dataset, file, line, now())
    }
  } finally {
    opened.stream.destroy()
  }
}

function readHead(blobs: Services['blobs'], bucket: string, { key }: BlobInfo): Promise<Uint8Array> {
  return readBlob(blobs, bucket, key, { range: { offset: 0, length: guessLength } })
}

function unlessGone(error: unknown): undefined {
  if (error instanceof MusterError && error.error_code === errors.pathNotFound.error_code) return undefined
  throw error
}

async function endScan(
  { store, now }: Services,
  dataset_id: string,
  outcome: Pick<DatasetRow, 'status'> & { error_code?: string; error_msg?: string },
): Promise<void> {
  await store.db
    .updateTable('dataset')
    // Who is to label has been told to the task; addresses stay nowhere else (behaviour 1, status 3 of a member).
    .set({ ...outcome, workforce_information: null, update_time: now() })
    .where('dataset_id', '=', dataset_id)
    .where('status', '=', DatasetStatus.creating)
    .execute()
}
