import type { TestServer } from '#tests/app.ts'
import { blobsWith } from './blobs-with.ts'

/** The store tells no folder's files until it is let to: imports and synchronisations go on and on. */
export function holdListings({ services }: TestServer): () => void {
  const { blobs } = services
  const { promise, resolve } = Promise.withResolvers<void>()
  services.blobs = blobsWith(blobs, {
    async *listBlobs(...args) {
      await promise
      yield* blobs.listBlobs(...args)
    },
  })
  return () => {
    services.blobs = blobs
    resolve()
  }
}
