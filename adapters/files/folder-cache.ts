import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Where the oldest are dropped until so much of the room is taken. */
const FILL_AFTER_CLEARING = 0.8

/** After so many milliseconds a file that somebody was writing was left behind by a process that died. */
const LONGEST_WRITE = 60_000

/**
 * Bytes that can be made again, in a folder of bounded size: what was not read for longest is dropped first. Others may use
 * the folder at the same time, and it may be deleted at any moment. Keys are hexadecimal.
 */
export class FolderCache {
  readonly #folder: string
  readonly #mostBytes: number
  #bytes = 0
  /** Set by the first write: the folder is looked through once. */
  #counted: Promise<void> | undefined
  #clearing: Promise<void> | undefined

  constructor(folder: string, mostBytes: number) {
    this.#folder = folder
    this.#mostBytes = mostBytes
  }

  async read(key: string): Promise<Buffer | undefined> {
    const path = this.#pathOf(key)
    try {
      const bytes = await readFile(path)
      const now = new Date()
      await utimes(path, now, now)
      return bytes
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw error
    }
  }

  /** Whoever reads finds all of it or nothing. */
  async write(key: string, bytes: Uint8Array): Promise<void> {
    this.#counted ??= this.#count()
    await this.#counted
    const path = this.#pathOf(key)
    const temporary = `${path}.${randomUUID()}`
    await mkdir(join(path, '..'), { recursive: true })
    try {
      await writeFile(temporary, bytes, { flag: 'wx' })
      await rename(temporary, path)
    } catch (error) {
      await rm(temporary, { force: true })
      throw error
    }
    this.#bytes += bytes.length
    while (this.#bytes > this.#mostBytes) {
      this.#clearing ??= this.#clear().finally(() => {
        this.#clearing = undefined
      })
      await this.#clearing
    }
  }

  #pathOf(key: string): string {
    return join(this.#folder, key.slice(0, 2), key)
  }

  async #count(): Promise<void> {
    for (const { size } of await this.#listFiles()) this.#bytes += size
  }

  async #clear(): Promise<void> {
    // What others write meanwhile adds itself, and may be counted twice until the next clearing, but never left out.
    this.#bytes = 0
    const files = (await this.#listFiles()).sort((a, b) => a.mtime - b.mtime)
    let bytes = files.reduce((sum, { size }) => sum + size, 0)
    for (const { path, size } of files) {
      if (bytes <= this.#mostBytes * FILL_AFTER_CLEARING) break
      await rm(path, { force: true })
      bytes -= size
    }
    this.#bytes += bytes
  }

  /** Without what somebody is writing at this moment. */
  async #listFiles(): Promise<{ path: string; size: number; mtime: number }[]> {
    const found = await readdir(this.#folder, { recursive: true, withFileTypes: true }).catch(() => [])
    const files = []
    for (const entry of found) {
      if (!entry.isFile()) continue
      const path = join(entry.parentPath, entry.name)
      const stats = await stat(path).catch(() => undefined)
      const isBeingWritten = entry.name.includes('.') && stats && Date.now() - stats.mtimeMs < LONGEST_WRITE
      if (stats && !isBeingWritten) files.push({ path, size: stats.size, mtime: stats.mtimeMs })
    }
    return files
  }
}
