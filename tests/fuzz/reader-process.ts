import { readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { LocalBlobStore } from '#adapters/blobs/local-folder.ts'
import { BlobFiles } from '#adapters/files/blob-files.ts'
import { isFileOfDataset } from '#adapters/files/file-types.ts'
import { ImageWorkers } from '#adapters/images/image-workers.ts'
import type { Reading } from './cases.ts'
import { attempts } from './outside-guard.ts'
import { faultOfReading, type Told } from './read-tree.ts'

/**
 * Reads trees of files as an import does, in a process that may see no other files and open no socket. Gets the folder of the
 * store and a file outside, then one tree after another; answers what is wrong with the reading of each.
 */
const [root, outside] = process.argv.slice(2) as [string, string]
const images = new ImageWorkers({ longestWork: 9_000 })
const blobs = new LocalBlobStore(root)
const warnings: string[] = []
const answer = (told: FromReader) => process.send!(told)
const alive = () => answer('alive')
process.on('warning', ({ name, message }) => warnings.push(`${name}: ${message}`))

/** A guard that lets everything through would find nothing. */
async function tryGuard(): Promise<string | null> {
  if (await readFile(outside).catch(() => null)) return 'a file outside can be read'
  try {
    connect(9, '127.0.0.1')
    return 'a socket can be opened'
  } catch {
    return attempts.splice(0).length === 1 ? null : 'an opened socket is not noticed'
  }
}

export type ToReader = Reading & { bucket: string; prefix: string }
export type FromReader = 'alive' | Answer
export type Answer = Told & { largest: number }

process.on('message', async ({ bucket, prefix, ...reading }: ToReader) => {
  const files = new BlobFiles({ blobs, images }, { bucket, prefix })
  const isSample = (path: string) => isFileOfDataset(reading.dataset_type, path)
  const told = await faultOfReading({ files, blobs, isSample, alive }, reading)
  const seen = [...attempts.splice(0), ...warnings.splice(0)]
  const wrong = told.wrong ?? (seen.length > 0 ? seen.join('; ') : null)
  answer({ ...told, wrong, largest: process.resourceUsage().maxRSS * 1024 })
})
process.on('disconnect', () => images.close())
answer({ wrong: await tryGuard(), records: 0, faults: 0, refused: 0, largest: 0 })
