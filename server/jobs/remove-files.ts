import { claimRemovals, endRemovals, hasDueRemoval, type StoredObject } from '#adapters/sql/file-removals.ts'
import { errors, MusterError } from '#contract/errors.ts'
import { inParallel } from '#server/in-parallel.ts'
import type { Services } from '#server/services.ts'
import type { JobKind } from './jobs.ts'

const QUEUE = 'queue'
/** Files taken in one transaction, and deleted at the same time. */
const CHUNK = 200
const AT_ONCE = 16

export const REMOVE_FILES = ['remove-files', QUEUE] as const

/** How long an answer waits for files to be gone, in milliseconds. */
const PATIENCE = 2000

/** Has files deleted now instead of a few seconds later; most are gone when this resolves, and their names free again. */
export async function deleteFilesNow({ jobs }: Services): Promise<void> {
  jobs.start(...REMOVE_FILES)
  await jobs.settled(...REMOVE_FILES, PATIENCE)
}

/**
 * Deletes the files of samples that were removed with them. A file leaves the queue after it is gone, so a process that
 * dies in between has it deleted once more; where the store fails it is tried again, later and later.
 */
export function removeFiles(services: Services, chunk = CHUNK): JobKind {
  const { store, jobs } = services
  return {
    unfinished: async () => ((await hasDueRemoval(store.db, services.now())) ? [QUEUE] : []),
    run: async () => {
      while (!jobs.stopped) {
        const claimed = await store.transaction((tx) => claimRemovals(tx, services.now(), chunk))
        if (claimed === null) return
        const gone = await deleteBlobs(services, claimed)
        await store.transaction((tx) => endRemovals(tx, gone))
      }
    },
  }
}

/** Answers those that are not there any more. */
async function deleteBlobs({ blobs, log }: Services, objects: readonly StoredObject[]): Promise<StoredObject[]> {
  let fault: MusterError | undefined
  const gone = await inParallel(objects, AT_ONCE, async ({ bucket, object_key }) => {
    try {
      await blobs.deleteBlob(bucket, object_key)
      return true
    } catch (error) {
      if (!(error instanceof MusterError)) throw error
      if (error.error_code !== errors.storageFailed.error_code) return true
      fault = error
      return false
    }
  })
  const left = gone.filter((isGone) => !isGone).length
  if (fault) log(`${left} files of deleted samples could not be deleted and are tried again: ${fault.message}`)
  return objects.filter((_, index) => gone[index])
}
