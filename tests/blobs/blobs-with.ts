import type { BlobStore } from '#adapters/blobs/blob-store.ts'

/** A store of which some calls do something else. */
export function blobsWith(blobs: BlobStore, calls: Partial<BlobStore>): BlobStore {
  return new Proxy(blobs, {
    get(target, name) {
      const call = Reflect.get(calls, name) ?? Reflect.get(target, name)
      // Calls of the store look into what is private to it.
      return typeof call === 'function' ? call.bind(target) : call
    },
  })
}
