import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as otherWork } from 'node:timers/promises'
import type { BlobStore } from '#adapters/blobs/blob-store.ts'
import type { Services } from '#server/services.ts'
import { type Records, readRecords } from './records.ts'

/** What there was at one moment, on the disk and in PostgreSQL: what a process that died then leaves. */
export type Photograph = { moment: string; folder: string; records?: Records }

/**
 * Takes a photograph whenever something has changed: after each commit, within and after each file that is written, after each that
 * is deleted. `url`: the records are in PostgreSQL.
 */
export function photographChanges(
  services: Services,
  { from, into, url }: { from: string; into: string; url: string | undefined },
): Photograph[] {
  const photographs: Photograph[] = []
  let commits = 0
  const take = async (moment: string) => {
    const records = url === undefined ? undefined : await readUnchanged(url, () => commits)
    const folder = join(into, String(photographs.length))
    photograph(from, folder)
    photographs.push({ moment: `${photographs.length}: ${moment}`, folder, ...(records && { records }) })
  }
  const { store } = services
  const transaction = store.transaction.bind(store)
  store.transaction = async (work) => {
    const answer = await transaction(work)
    commits++
    await take('after a commit')
    return answer
  }
  services.blobs = watched(services.blobs, take)
  return photographs
}

/** Records that are still those of now: nothing that came to know of a later commit has touched a file. */
async function readUnchanged(url: string, commits: () => number): Promise<Records> {
  for (;;) {
    const before = commits()
    const records = await readRecords(url)
    if (commits() === before) return records
  }
}

function watched(blobs: BlobStore, take: (moment: string) => Promise<void>): BlobStore {
  const writeBlob: BlobStore['writeBlob'] = async (bucket, key, data, options) => {
    async function* slowly() {
      for await (const bytes of data instanceof Uint8Array ? [data] : data) {
        const half = Math.ceil(bytes.length / 2)
        yield bytes.subarray(0, half)
        await otherWork()
        await take(`within ${key}`)
        yield bytes.subarray(half)
      }
    }
    const info = await blobs.writeBlob(bucket, key, slowly(), options)
    await take(`after ${key}`)
    return info
  }
  const deleteBlob: BlobStore['deleteBlob'] = async (bucket, key) => {
    const wasThere = await blobs.deleteBlob(bucket, key)
    await take(`after ${key} was deleted`)
    return wasThere
  }
  const own: Partial<BlobStore> = { writeBlob, deleteBlob }
  return new Proxy(blobs, {
    get(target, name) {
      const value = Reflect.get(own, name) ?? Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

/** What belongs to the process that died: its lock and what it shared in memory. */
const MORTAL = /\.db-shm$|\.lock$/

/** Copies a folder without letting anything else happen here; a file that another thread moves meanwhile is looked for again. */
function photograph(from: string, to: string): void {
  mkdirSync(to, { recursive: true })
  for (const name of readdirSync(from)) {
    if (MORTAL.test(name)) continue
    const path = join(from, name)
    try {
      const stats = statSync(path)
      if (stats.isDirectory()) photograph(path, join(to, name))
      else {
        writeFileSync(join(to, name), readFileSync(path))
        // Half a millisecond more: what is cut off to whole ones stays the same.
        const written = (Math.floor(stats.mtimeMs) + 0.5) / 1000
        utimesSync(join(to, name), written, written)
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
      photograph(from, to)
      return
    }
  }
}
