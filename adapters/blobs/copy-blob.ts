import { createHash } from 'node:crypto'
import type { ObjectPath } from '#core/codecs/object-path.ts'
import type { BlobInfo, BlobStore, WriteOptions } from './blob-store.ts'

type Source = ObjectPath & { info: BlobInfo }

/**
 * Copies an object and answers what is there then. One of the same size that is not older than the source is the same: a copy
 * that was interrupted goes on with what is missing.
 */
export async function copyBlob(blobs: BlobStore, source: Source, target: ObjectPath): Promise<BlobInfo> {
  const there = await blobs.statBlob(target.bucket, target.key)
  if (there && there.size === source.info.size && there.mtime >= source.info.mtime) return there
  const written = await write(blobs, source, target, {})
  return written!
}

/** As `copyBlob`, but what is there already stays. Undefined where that is another object. */
export async function copyNewBlob(blobs: BlobStore, source: Source, target: ObjectPath): Promise<BlobInfo | undefined> {
  const there = await blobs.statBlob(target.bucket, target.key)
  if (!there) {
    const written = await write(blobs, source, target, { ifAbsent: true })
    if (written) return written
    // Somebody was faster by a moment.
    return copyNewBlob(blobs, source, target)
  }
  if (there.size !== source.info.size) return undefined
  const isSame = there.mtime >= source.info.mtime || (await hashOf(blobs, source)) === (await hashOf(blobs, target))
  return isSame ? there : undefined
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
