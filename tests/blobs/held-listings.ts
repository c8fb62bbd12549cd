import type { TestServer } from '#tests/app.ts'
import { blobsWith } from './blobs-with.ts'

/** Lets the store go on; `reached` once the first listing is held. */
type Release = (() => void) & { reached: Promise<void> }

/** The store tells no folder's files until it is let to, but for the first listings: imports and synchronisations go on and on. */
export function holdListings({ services }: TestServer, first = 0): Release {
  const { blobs } = services
  let asked = 0
  const released = Promise.withResolvers<void>()
  const reached = Promise.withResolvers<void>()
  services.blobs = blobsWith(blobs, {
    async *listBlobs(...args) {
      if (++asked > first) {
        reached.resolve()
        await released.promise
      }
      yield* blobs.listBlobs(...args)
    },
  })
  const release = () => {
    services.blobs = blobs
    released.resolve()
  }
  return Object.assign(release, { reached: reached.promise })
}
