import { openUploads, UPLOAD_LIFE } from '#server/files/uploads.ts'
import type { Services } from '#server/services.ts'
import type { JobKind } from './jobs.ts'

/** How often the folder is looked through, in milliseconds. */
const INTERVAL = 600_000

/** Removes uploads of which nothing was heard for a day, finished or not. */
export function dropUploads(services: Services): JobKind {
  const uploads = openUploads(services)
  let next = 0
  return {
    unfinished: async () => {
      const now = services.now()
      if (now < next) return []
      next = now + INTERVAL
      return uploads.listIdle(now - UPLOAD_LIFE)
    },
    run: (id) => uploads.remove(id),
  }
}
