import type { Readable } from 'node:stream'
import { readBlob } from '#adapters/blobs/read-blob.ts'
import { guessEncoding, guessLength } from '#adapters/files/guess-encoding.ts'
import { findWaitingRemovals } from '#adapters/sql/file-removals.ts'
import type { Db } from '#adapters/sql/store.ts'
import type { DatasetRow } from '#adapters/sql/tables.ts'
import { DataSourceType, type DatasetType, TEXT_DATASET_TYPES } from '#contract/codes.ts'
import { errors, MusterError } from '#contract/errors.ts'
import { formatObjectPath, type ObjectPath } from '#core/codecs/object-path.ts'
import type { Actor } from '#server/actor.ts'
import { sampleIdOf } from '#server/ids.ts'
import { refuse } from '#server/refuse.ts'
import type { Services } from '#server/services.ts'
import { uploadSamples } from './upload-samples.ts'

/** A file that has arrived. */
export type Arrived = {
  object: ObjectPath
  size: number
  read: () => Readable
  /** What it is to be a sample of; null: it is a file of the store and no more. */
  dataset: DatasetRow | null
}

export type UploadOutcome = { path: string; sample_id?: string }

/** Lines looked at for the first that is a sample. */
const FIRST_LINES = 100

/**
 * Gives an arrived file its name in the store, and makes it a sample where a dataset is named. It is there whole or not at all,
 * and what lies there already is never replaced: the same bytes are taken over, others refuse (E4422). So it may be
 * repeated: what was a sample before is the same sample. A file that the dataset does not take leaves nothing behind.
 */
export async function finishUpload(services: Services, actor: Actor, arrived: Arrived): Promise<UploadOutcome> {
  const { blobs } = services
  const { object, dataset } = arrived
  const { bucket, key } = object
  const path = formatObjectPath(object, 'slash')
  // Whether it lies there still or is gone already: what is queued is deleted by its name.
  if ((await findWaitingRemovals(services.store.db, [{ bucket, object_key: key }])).size > 0) {
    throw errors.sampleExists(`The file at ${path} is still being deleted; try again later.`)
  }
  if (!dataset && !(await blobs.bucketExists(bucket))) await blobs.createBucket(bucket)
  const isNew = (await blobs.writeBlob(bucket, key, arrived.read(), { ifAbsent: true })) !== undefined
  if (!isNew && !(await isSame(blobs, arrived))) throw errors.sampleExists(`Another file lies at ${path} already.`)
  if (!dataset) return { path }
  try {
    return { path, sample_id: await makeSample(services, actor, { dataset, object }) }
  } catch (error) {
    // Only after a refusal: when the answer to a commit was lost, the sample may be there and needs its file.
    if (isNew && error instanceof MusterError) await blobs.deleteBlob(bucket, key)
    throw error
  }
}

async function makeSample(
  services: Services,
  actor: Actor,
  { dataset, object }: { dataset: DatasetRow; object: ObjectPath },
): Promise<string> {
  const data_source = { data_type: DataSourceType.objectStorage, data_path: formatObjectPath(object, 'slash') }
  const encoding = await encodingOf(services, dataset, object)
  const body = { samples: [{ data_source, ...(encoding && { encoding }) }] }
  const [result] = await uploadSamples(services, { actor, dataset, body })
  const { success, info, error_code = '', error_msg = '' } = result!
  if (success) return info!
  const known =
    error_code === errors.sampleExists.error_code ? await findKnown(services.store.db, dataset, object) : undefined
  if (known !== undefined) return known
  throw refuse({ error_code, error_msg: error_msg.replace(/^samples\[0\]\S*: /, 'The file: ') })
}

/** As a scan does: people do not know what their texts are written in. */
async function encodingOf({ blobs }: Services, { dataset_type }: DatasetRow, { bucket, key }: ObjectPath) {
  if (!TEXT_DATASET_TYPES.includes(dataset_type as DatasetType)) return undefined
  return guessEncoding(await readBlob(blobs, bucket, key, { range: { offset: 0, length: guessLength } }))
}

/** The sample that the file is already, or the first of its lines. */
async function findKnown(db: Db, { dataset_id }: DatasetRow, object: ObjectPath): Promise<string | undefined> {
  const path = formatObjectPath(object, 'slash')
  const lines = [null, ...Array.from({ length: FIRST_LINES }, (_, i) => i + 1)]
  const ids = lines.map((line) => sampleIdOf(dataset_id, path, line))
  const found = await db
    .selectFrom('sample')
    .select('sample_id')
    .where('dataset_id', '=', dataset_id)
    .where('sample_id', 'in', ids)
    .orderBy('sample_key')
    .executeTakeFirst()
  return found?.sample_id
}

async function isSame(blobs: Services['blobs'], { object, size, read }: Arrived): Promise<boolean> {
  const { bucket, key } = object
  if ((await blobs.statBlob(bucket, key))?.size !== size) return false
  const { stream } = await blobs.openBlob(bucket, key)
  return sameBytes(read(), stream)
}

/** Compares two streams of the same length. */
async function sameBytes(one: Readable, other: Readable): Promise<boolean> {
  try {
    const chunks = other.iterator()
    let rest: Buffer = Buffer.alloc(0)
    for await (const chunk of one as AsyncIterable<Buffer>) {
      while (rest.length < chunk.length) {
        const { value, done } = await chunks.next()
        if (done) return false
        rest = Buffer.concat([rest, value])
      }
      if (!rest.subarray(0, chunk.length).equals(chunk)) return false
      rest = rest.subarray(chunk.length)
    }
    return true
  } finally {
    one.destroy()
    other.destroy()
  }
}
