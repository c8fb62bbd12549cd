import { randomUUID } from 'node:crypto'
import { type FileHandle, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BlobPen } from '#adapters/blobs/blob-pen.ts'
import type { BlobStore } from '#adapters/blobs/blob-store.ts'
import { copyBlob } from '#adapters/blobs/copy-blob.ts'
import { SideBySide } from '#adapters/blobs/side-by-side.ts'
import { encodeIndexedPng } from '#adapters/images/indexed-png.ts'
import type { ObjectPath } from '#core/codecs/object-path.ts'
import { FileFault, type OpenFile, type Pixels, type Spool, type WriteFiles } from '#core/formats/files.ts'

/** Small files written at the same time. */
const AT_ONCE = 16
/** Characters of a spool gathered before they are written. */
const GATHERED = 64 * 1024

export type WrittenTree = {
  bucket: string
  /** '' or ending in `/`. */
  prefix: string
  /** Where the file of a record lies in the store, by the `path` of the record. */
  placeOf(path: string): ObjectPath
}

/**
 * What lies under a prefix of a bucket, as the tree that formats write to. Errors of the store itself pass through, those of small
 * files later than they arise: `settle` tells that all is there.
 */
export class BlobWriteFiles implements WriteFiles {
  readonly #blobs: BlobStore
  readonly #tree: WrittenTree
  readonly #pens = new Set<BlobPen>()
  readonly #spools = new Set<FileHandle>()
  /** Files that are written whole: each waits for the disk or the network, and they need not wait for one another. */
  readonly #small = new SideBySide(AT_ONCE)

  constructor(blobs: BlobStore, tree: WrittenTree) {
    this.#blobs = blobs
    this.#tree = tree
  }

  async write(path: string, text: string): Promise<void> {
    const { bucket, key } = this.#at(path)
    await this.#small.begin(() => this.#blobs.writeBlob(bucket, key, Buffer.from(text)))
  }

  async open(path: string): Promise<OpenFile> {
    const pen = new BlobPen(this.#blobs, this.#at(path))
    this.#pens.add(pen)
    return {
      write: (text) => pen.write(text),
      close: async () => {
        await pen.close()
        this.#pens.delete(pen)
      },
    }
  }

  /** A file of the machine without a name: it goes with the process, however that ends. */
  async spool(): Promise<Spool> {
    const path = join(tmpdir(), `muster-${randomUUID()}`)
    const file = await open(path, 'wx+', 0o600)
    await rm(path)
    this.#spools.add(file)
    let gathered = ''
    const handOn = async () => {
      const text = gathered
      gathered = ''
      await file.write(text)
    }
    return {
      write: async (text) => {
        gathered += text
        if (gathered.length >= GATHERED) await handOn()
      },
      read: async function* () {
        await handOn()
        yield* file.createReadStream({ start: 0, encoding: 'utf8', autoClose: false })
      },
    }
  }

  async copy(source: string, path: string): Promise<void> {
    const place = this.#tree.placeOf(source)
    const info = await this.#blobs.statBlob(place.bucket, place.key)
    if (!info) throw new FileFault(source, 'is missing')
    await this.#small.begin(() => copyBlob(this.#blobs, { ...place, info }, this.#at(path)))
  }

  async writeIndexed(path: string, picture: Pixels): Promise<void> {
    const { bucket, key } = this.#at(path)
    const bytes = await encodeIndexedPng(picture)
    await this.#small.begin(() => this.#blobs.writeBlob(bucket, key, bytes))
  }

  async embedIndexed(picture: Pixels): Promise<string> {
    return Buffer.from(await encodeIndexedPng(picture)).toString('base64')
  }

  /** Waits for the small files that are still being written; what went wrong with one of them is thrown here at the latest. */
  settle(): Promise<void> {
    return this.#small.settle()
  }

  /** Lets go of what is held, and gives up what was not closed. */
  async drop(): Promise<void> {
    await this.#small.rest()
    for (const pen of this.#pens) await pen.drop()
    for (const file of this.#spools) await file.close()
    this.#spools.clear()
  }

  /** Also a path from the top of the store lies in the tree: nothing is written outside of it. */
  #at(path: string): ObjectPath {
    return { bucket: this.#tree.bucket, key: this.#tree.prefix + path.replace(/^\/+/, '') }
  }
}
