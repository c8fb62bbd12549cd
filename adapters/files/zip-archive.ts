import { createHash } from 'node:crypto'
import { type PassThrough, Readable } from 'node:stream'
import { type ReadStreamOptions, ZipFile } from 'yazl'
import type { BlobInfo, BlobStore, ByteRange } from '#adapters/blobs/blob-store.ts'

/** A file of an archive: its name there, and the object. */
export type ArchivedFile = { name: string; info: BlobInfo }

/**
 * A ZIP archive of objects that is never stored: made as it is read, uncompressed, so that its size is known before and every byte
 * comes out the same each time it is asked for. That is why a download that broke off goes on where it was.
 */
export class ZipArchive {
  readonly #blobs: BlobStore
  readonly #bucket: string
  readonly #files: readonly ArchivedFile[]

  constructor(blobs: BlobStore, { bucket, files }: { bucket: string; files: readonly ArchivedFile[] }) {
    this.#blobs = blobs
    this.#bucket = bucket
    this.#files = files
  }

  /** Other files have another one. */
  get etag(): string {
    const hash = createHash('sha256')
    for (const { name, info } of this.#files) hash.update(JSON.stringify([name, info.size, info.mtime, info.etag]))
    return `"${hash.digest('hex').slice(0, 32)}"`
  }

  /** Bytes of the whole archive. */
  size(): Promise<number> {
    const zip = new ZipFile()
    for (const file of this.#files) zip.addReadStreamLazy(file.name, optionsOf(file), () => {})
    // Its types know nothing of the size that it tells.
    return new Promise((resolve) => (zip.end as unknown as End).call(zip, resolve))
  }

  /** A part of the archive. What stands before it is read as well, for the sums at the end tell of all files. */
  open(range: ByteRange): Readable {
    return Readable.from(this.#part(range), { objectMode: false })
  }

  /** Whether its reader comes to the end, has enough or goes away: no object stays open. */
  async *#part({ offset, length = Number.POSITIVE_INFINITY }: ByteRange): AsyncGenerator<Buffer> {
    const zip = new ZipFile()
    const output = zip.outputStream as PassThrough
    const fail = (error: Error) => output.destroy(error)
    let current: Readable | undefined
    for (const file of this.#files) {
      zip.addReadStreamLazy(file.name, optionsOf(file), (begin) => {
        this.#blobs.openBlob(this.#bucket, file.info.key).then(({ stream }) => {
          // Nobody listens to its errors otherwise, and that would end the process.
          stream.on('error', fail)
          current = stream
          if (output.destroyed) stream.destroy()
          else begin(null, stream)
        }, fail)
      })
    }
    zip.on('error', fail)
    zip.end()
    let [skip, left] = [offset, length]
    try {
      for await (const chunk of output as AsyncIterable<Buffer>) {
        const wanted = chunk.subarray(skip).subarray(0, left)
        skip = Math.max(0, skip - chunk.length)
        left -= wanted.length
        if (wanted.length > 0) yield wanted
        if (left === 0) return
      }
    } finally {
      current?.destroy()
    }
  }
}

type End = (this: ZipFile, told: (size: number) => void) => void

function optionsOf({ info }: ArchivedFile): Partial<ReadStreamOptions> {
  return { size: info.size, compress: false, mtime: new Date(info.mtime), mode: 0o100644 }
}
