import type { BlobInfo } from '#adapters/blobs/blob-store.ts'
import { readBlob } from '#adapters/blobs/read-blob.ts'
import { errors, MusterError, type Refusal } from '#contract/errors.ts'
import { formatObjectPath } from '#core/codecs/object-path.ts'
import type { Services } from '#server/services.ts'
import { named, type Upload } from './read-upload.ts'

/**
 * Stores the bytes of an upload under their name. What lies there already is never replaced: the same bytes are taken
 * over, others refuse the item (E4422).
 */
export async function writeUpload({ blobs }: Services, upload: Upload): Promise<Upload | Refusal> {
  const { field, object, bytes, samples } = upload
  if (bytes === null) return upload
  const { bucket, key } = object
  try {
    const info = (await blobs.writeBlob(bucket, key, bytes, { ifAbsent: true })) ?? (await findSame(blobs, upload))
    if (info) {
      const stored = { sample_time: info.mtime, sample_etag: info.etag ?? null }
      return { ...upload, samples: samples.map((sample) => ({ ...sample, ...stored })) }
    }
    const path = formatObjectPath(object, 'slash')
    return errors.sampleExists.refusal(`${field}.name: another file lies at ${path} already`)
  } catch (error) {
    if (error instanceof MusterError) return named(error.refusal, field, 'name')
    throw error
  }
}

async function findSame(blobs: Services['blobs'], { object, bytes }: Upload): Promise<BlobInfo | undefined> {
  const { bucket, key } = object
  const info = await blobs.statBlob(bucket, key)
  if (info?.size !== bytes!.length) return undefined
  return Buffer.compare(await readBlob(blobs, bucket, key), bytes!) === 0 ? info : undefined
}
