import { createHash } from 'node:crypto'
import type { ObjectPath } from '#core/codecs/object-path.ts'
import type { BlobInfo, BlobStore, WriteOptions } from './blob-store.ts'

type Source = ObjectPath & { info: BlobInfo }

/** Copies an object and answers what is there then. What is there already with the same bytes is not written again. */
export async function copyBlob(blobs: BlobStore, source: Source, target: ObjectPath): Promise<BlobInfo> {
  const there = await blobs.statBlob(target.bucket, target.key)
  if (there && (await isCopy(blobs, source, { ...target, info: there }))) return there
  const written = await write(blobs, source, target, {})
  return written!
}

/** As `copyBlob`, but what is there already stays. Undefined where that is another object. */
export async function copyNewBlob(blobs: BlobStore, source: Source, target: ObjectPath): Promise<BlobInfo | undefined> {
  const there = await blobs.statBlob(target.bucket, target.key)
  if (there) return (await isCopy(blobs, source, { ...target, info: there })) ? there : undefined
  const written = await write(blobs, source, target, { ifAbsent: true })
  // Without one somebody was faster by a moment.
  return written ?? copyNewBlob(blobs, source, target)
}

/** Whether what lies at a target, if anything, is another object than the one that is to come there. */
export async function isTaken(blobs: BlobStore, source: Source, target: ObjectPath): Promise<boolean> {
  const there = await blobs.statBlob(target.bucket, target.key)
  return there !== undefined && !(await isCopy(blobs, source, { ...target, info: there }))
}

/** By all bytes: files of one size are common, and times tell when something was copied, not what. */
async function isCopy(blobs: BlobStore, source: Source, other: Source): Promise<boolean> {
  if (source.info.size !== other.info.size) return false
  return (await hashOf(blobs, source)) === (await hashOf(blobs, other))
}

async function write(blobs: BlobStore, source: Source, target: ObjectPath, options: WriteOptions) {
  const { stream } = await blobs.openBlob(source.bucket, source.key)
  try {
    return await blobs.writeBlob(target.bucket, target.key, stream, options)
  } finally {
    // A store that refuses the target has not read it: its file would stay open.
    stream.destroy()
  }
}

async function hashOf(blobs: BlobStore, { bucket, key }: ObjectPath): Promise<string> {
  const hash = createHash('sha256')
  const { stream } = await blobs.openBlob(bucket, key)
  for await (const chunk of stream) hash.update(chunk)
  return hash.digest('hex')
}
