import { errors } from '#contract/errors.ts'
import type { BlobStore, ByteRange } from './blob-store.ts'
import { spellObject } from './spell.ts'

/** No more than this is read into memory at once; the largest sample a call may carry has 12 MiB, an image file 25 MB. */
const longestReadInMemory = 32 * 1024 * 1024

/**
 * Reads an object, or the range of it, into memory. E4314 where that is more than `maxBytes`: whoever meets large objects
 * opens a stream instead.
 */
export async function readBlob(
  store: BlobStore,
  bucket: string,
  key: string,
  options: { range?: ByteRange; maxBytes?: number } = {},
): Promise<Uint8Array> {
  const { range, maxBytes = longestReadInMemory } = options
  const { stream } = await store.openBlob(bucket, key, range)
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of stream) {
    size += chunk.length
    if (size > maxBytes) {
      throw errors.storageFailed(`The object ${spellObject(bucket, key)} holds more than ${maxBytes} bytes.`)
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
