import { setImmediate as otherWork } from 'node:timers/promises'
import type { BlobInfo } from '#adapters/blobs/blob-store.ts'
import { isMissing } from '#adapters/files/blob-files.ts'
import { isFileOfDataset } from '#adapters/files/file-types.ts'
import { readSampleFiles, updateSampleFiles } from '#adapters/sql/sample-files.ts'
import type { SampleRow } from '#adapters/sql/tables.ts'
import { DatasetType } from '#contract/codes.ts'
import { formatObjectPath } from '#core/codecs/object-path.ts'
import { inputFolder } from '#core/datasets/dataset-paths.ts'
import { keys } from '#core/labels/property-keys.ts'
import { sampleIdOf } from '#server/ids.ts'
import { readFromFiles, type Stretch } from '#server/imports/follow-file.ts'
import { UnusableNames } from '#server/imports/unusable-names.ts'
import { inParallel } from '#server/in-parallel.ts'
import type { Services } from '#server/services.ts'
import { touchDataset } from '#server/usecases/label-samples.ts'
import { type FileFacts, readFileFacts } from '#server/usecases/new-samples.ts'
import { IdSet } from './id-set.ts'
import { type Sync, syncStep } from './sync-step.ts'

/** Files looked into at the same time. */
const AT_ONCE = 16

/** What lies in the input path, by the ids that its files have as samples. */
export type Listing = {
  files: IdSet
  /** How many are samples. */
  known: number
  /** Those that are no samples yet. */
  fresh: IdSet
  /** Samples whose labels are no person's. */
  untouched: IdSet
  /** When the newest of the files was written that may hold labels, in epoch milliseconds. */
  noted: number
  /** Names that cannot be keys. */
  unusable: UnusableNames
}

/**
 * Lists the input path and compares it with the samples, a page at a time. A sample whose file has other bytes keeps its
 * labels, gets what the header says now, and `@muster:content_changed` (formats 8). Undefined when that must not go on here.
 */
export async function compareFiles(
  services: Services,
  sync: Sync,
  chosen: readonly Stretch[],
): Promise<Listing | undefined> {
  const { bucket, key } = inputFolder(sync.dataset)
  const unusable = new UnusableNames(key)
  const [files, fresh, untouched] = [new IdSet(), new IdSet(), new IdSet()]
  const listing: Listing = { files, known: 0, fresh, untouched, noted: 0, unusable }
  for await (const page of services.blobs.listBlobs(bucket, { prefix: key, onUnusable: unusable.add })) {
    const changed = await comparePage(services, sync, { bucket, page, listing, chosen })
    if (!(await takeContent(services, sync, { bucket, looked: page.length, changed }))) return undefined
    await otherWork()
  }
  return listing
}

type Changed = { sample_id: string; sample_type: number; info: BlobInfo }
type Page = { bucket: string; page: readonly BlobInfo[]; listing: Listing; chosen: readonly Stretch[] }

async function comparePage(
  { store }: Services,
  { dataset: { dataset_id, dataset_type } }: Sync,
  { bucket, page, listing, chosen }: Page,
): Promise<Changed[]> {
  const isSample = (key: string) => isFileOfDataset(dataset_type as DatasetType, key)
  // Key frames of videos, which came with a manifest.
  const mayBePart = (key: string) =>
    dataset_type === DatasetType.video && isFileOfDataset(DatasetType.objectDetection, key)
  const files = new Map<string, BlobInfo>()
  for (const info of page) {
    if (isSample(info.key) || mayBePart(info.key)) {
      files.set(sampleIdOf(dataset_id, formatObjectPath({ bucket, key: info.key }, 'slash'), null), info)
    } else listing.noted = Math.max(listing.noted, info.mtime)
  }
  if (files.size === 0) return []
  const changed: Changed[] = []
  const unknown = new Map(files)
  for (const sample of await readSampleFiles(store.db, dataset_id, [...files.keys()])) {
    const { sample_id, sample_type } = sample
    const info = files.get(sample_id)!
    unknown.delete(sample_id)
    listing.files.add(sample_id)
    listing.known++
    if (readFromFiles(sample, chosen) !== null) listing.untouched.add(sample_id)
    if (isOther(info, sample)) changed.push({ sample_id, sample_type, info })
  }
  for (const [sample_id, { key, mtime }] of unknown) {
    if (isSample(key)) {
      listing.files.add(sample_id)
      listing.fresh.add(sample_id)
    }
    // Masks look like pictures.
    if (dataset_type === DatasetType.imageSegmentation || !isSample(key)) listing.noted = Math.max(listing.noted, mtime)
  }
  return changed
}

const COLUMNS = [
  'sample_key',
  'sample_id',
  'dataset_id',
  'state',
  'hard',
  'is_part',
  'sample_size',
  'sample_time',
  'sample_etag',
  'metadata',
] as const

async function takeContent(
  services: Services,
  sync: Sync,
  { bucket, looked, changed }: { bucket: string; looked: number; changed: readonly Changed[] },
): Promise<boolean> {
  const { dataset_id } = sync.dataset
  const facts = await inParallel(changed, AT_ONCE, ({ sample_type, info }) => {
    return readFileFacts(services.blobs, sample_type, { bucket, info }).catch(unlessGone)
  })
  const found = new Map(changed.map(({ sample_id, info }, index) => [sample_id, { info, facts: facts[index] }]))
  return syncStep(services, sync, async (tx, { progress, now }) => {
    progress.looked += looked
    if (found.size === 0) return
    const named = [...found.keys()].sort().map((sample_id) => [dataset_id, sample_id])
    const rows = await tx.each.select('sample', ['dataset_id', 'sample_id'], COLUMNS, named, 'lock')
    const changes = rows.flatMap((before) => {
      const { info, facts } = found.get(before.sample_id)!
      if (!facts || !isOther(info, before)) return []
      const metadata = JSON.stringify({ ...JSON.parse(before.metadata), [keys.contentChanged]: 1 })
      const { size: sample_size, mtime: sample_time, etag: sample_etag = null } = info
      return [{ before, after: { ...facts, sample_size, sample_time, sample_etag, metadata } }]
    })
    if (changes.length === 0) return
    await updateSampleFiles(tx, changes)
    await touchDataset(tx, dataset_id, now)
    progress.renewed += changes.length
  })
}

/**
 * Whether a file holds other bytes than those a sample was made of. Where the store names bytes, also a file that was written again
 * within the second to which it tells times.
 */
function isOther(
  { size, mtime, etag }: BlobInfo,
  { sample_size, sample_time, sample_etag }: Pick<SampleRow, 'sample_size' | 'sample_time' | 'sample_etag'>,
): boolean {
  if (size !== sample_size || mtime !== sample_time) return true
  return etag !== undefined && sample_etag !== null && etag !== sample_etag
}

/** A file that has just vanished is found gone afterwards. */
function unlessGone(error: unknown): FileFacts | undefined {
  if (isMissing(error)) return undefined
  throw error
}
