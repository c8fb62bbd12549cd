import { UPLOAD_LIFE } from '#server/files/uploads.ts'
import type { Services } from '#server/services.ts'
import type { JobKind } from './jobs.ts'

/** How often the store is looked through, in milliseconds. */
const INTERVAL = 3_600_000

/** Removes what processes that died were writing into the store, once nothing came for a day. */
export function dropUnfinished(services: Services): JobKind {
  let next = 0
  return {
    unfinished: async () => (services.now() < next ? [] : ['files']),
    run: async () => {
      const now = services.now()
      next = now + INTERVAL
      await services.blobs.dropUnfinished(now - UPLOAD_LIFE)
    },
  }
}
