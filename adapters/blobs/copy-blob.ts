import type { ObjectPath } from '#core/codecs/object-path.ts'
import type { BlobInfo, BlobStore } from './blob-store.ts'

/**
 * Copies an object and answers what is there then. One of the same size that is not older than the source is the same: a copy
 * that was interrupted goes on with what is missing.
 */
export async function copyBlob(
  blobs: BlobStore,
  source: ObjectPath & { info: BlobInfo },
  target: ObjectPath,
): Promise<BlobInfo> {
  const there = await blobs.statBlob(target.bucket, target.key)
  if (there && there.size === source.info.size && there.mtime >= source.info.mtime) return there
  const { stream } = await blobs.openBlob(source.bucket, source.key)
  const written = await blobs.writeBlob(target.bucket, target.key, stream)
  return written!
}
