import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { isMissing, syncFolder } from './folder-paths.ts'

/** `size` bytes have come; `touched` is the time of the last change, in epoch milliseconds. */
export type PartFile<Facts> = { facts: Facts; size: number; touched: number }

/** More bytes came than the part may have. */
export class TooManyBytes extends Error {
  override readonly name = 'TooManyBytes'
}

/**
 * Files that are still arriving, each with what is known of it, in a folder of their own. What `append` has answered is on the
 * disk; of what came after it as much as the file then has. Ids are 32 hexadecimal digits.
 */
export class PartFiles<Facts> {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  async create(id: string, facts: Facts): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    await (await open(this.#pathOf(id, 'part'), 'wx', 0o600)).close()
    await this.note(id, facts)
  }

  /** Replaces what is known of a file. */
  async note(id: string, facts: Facts): Promise<void> {
    const path = this.#pathOf(id, 'json')
    const file = await open(`${path}.tmp`, 'w', 0o600)
    try {
      await file.writeFile(JSON.stringify(facts))
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(`${path}.tmp`, path)
    await syncFolder(this.#folder)
  }

  async find(id: string): Promise<PartFile<Facts> | undefined> {
    if (!/^[0-9a-f]{32}$/.test(id)) return undefined
    try {
      const facts = JSON.parse(await readFile(this.#pathOf(id, 'json'), 'utf8')) as Facts
      const noted = await stat(this.#pathOf(id, 'json'))
      const part = await stat(this.#pathOf(id, 'part')).catch(() => undefined)
      return { facts, size: part?.size ?? 0, touched: Math.max(noted.mtimeMs, part?.mtimeMs ?? 0) }
    } catch (error) {
      if (isMissing(error)) return undefined
      throw error
    }
  }

  /**
   * Writes what comes behind the first `from` bytes and answers the new size. When `bytes` ends with an error, what came
   * before stays; with more than `most` bytes in all nothing of it does, and `TooManyBytes` is thrown.
   */
  async append(id: string, bytes: AsyncIterable<Uint8Array>, { from, most }: { from: number; most: number }) {
    const file = await open(this.#pathOf(id, 'part'), 'r+')
    let at = from
    try {
      for await (const chunk of bytes) {
        if (at + chunk.length > most) {
          await file.truncate(from)
          throw new TooManyBytes()
        }
        // A disk that is nearly full takes less than it is given, without an error.
        for (let done = 0; done < chunk.length; ) {
          const { bytesWritten } = await file.write(chunk, done, chunk.length - done, at)
          done += bytesWritten
          at += bytesWritten
        }
      }
    } finally {
      await file.sync()
      await file.close()
    }
    return at
  }

  read(id: string): Readable {
    return createReadStream(this.#pathOf(id, 'part'))
  }

  /** Drops the bytes; what is known stays. */
  async dropBytes(id: string): Promise<void> {
    await rm(this.#pathOf(id, 'part'), { force: true })
  }

  async remove(id: string): Promise<void> {
    for (const kind of ['json', 'part', 'json.tmp']) await rm(this.#pathOf(id, kind), { force: true })
  }

  /** Ids of which nothing was heard since this time. */
  async listIdle(since: number): Promise<string[]> {
    const names = await readdir(this.#folder).catch(() => [])
    const ids = new Map<string, boolean>()
    for (const name of names) {
      const id = name.slice(0, 32)
      const stats = await stat(join(this.#folder, name)).catch(() => undefined)
      ids.set(id, (ids.get(id) ?? true) && (stats?.mtimeMs ?? 0) < since)
    }
    return [...ids].flatMap(([id, isIdle]) => (isIdle ? [id] : []))
  }

  #pathOf(id: string, kind: string): string {
    return join(this.#folder, `${id}.${kind}`)
  }
}
