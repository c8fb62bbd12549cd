import { createWriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { askPatiently } from '#client/patience.ts'
import type { Muster } from './connection.ts'
import { ExitCode, Failure } from './exit-codes.ts'

/**
 * Saves what lies at a path of the server as a file, which is there whole or not at all. After a lost connection it goes on where
 * it stood if the server can do that, and else begins anew.
 */
export async function saveDownload({ download }: Muster, address: string, file: string): Promise<void> {
  const part = `${file}.part`
  // The token is for this server alone, whatever host the address names.
  const { pathname, search } = new URL(address, 'http://muster')
  let tag: string | null = null
  async function fetchRest(): Promise<void> {
    const have = tag === null ? 0 : (await stat(part)).size
    const reply = await download(pathname + search, have > 0 ? { Range: `bytes=${have}-`, 'If-Range': tag! } : {})
    tag = reply.headers.get('ETag')
    const flags = reply.status === 206 ? 'a' : 'w'
    await pipeline(Readable.fromWeb(reply.body as ReadableStream), createWriteStream(part, { flags }))
  }
  try {
    await askPatiently(fetchRest)
    await rename(part, file)
  } catch (error) {
    await rm(part, { force: true })
    throw isOfTheDisk(error) ? new Failure(ExitCode.failed, `${file} cannot be written: ${error.message}`) : error
  }
}

const isOfTheDisk = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'syscall' in error && 'path' in error
