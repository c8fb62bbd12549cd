import { mkdtemp, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Where files live in memory if there is such a place with room, else the usual place: nothing waits for a disk there. */
export async function memoryFolder(): Promise<string> {
  const free = await statfs('/dev/shm').then(
    ({ bavail, bsize }) => bavail * bsize,
    () => 0,
  )
  return free > 2 ** 30 ? '/dev/shm' : tmpdir()
}

/** A new empty folder for one test, and how to remove it. */
export async function freshFolder(parent = tmpdir()): Promise<{ folder: string; dispose(): Promise<void> }> {
  const folder = await mkdtemp(join(parent, 'muster-test-'))
  return { folder, dispose: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }) }
}
