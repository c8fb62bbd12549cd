import type { BlobStore } from '#adapters/blobs/blob-store.ts'
import { readBlob } from '#adapters/blobs/read-blob.ts'

/** Reads `length` bytes of a file from `offset` on; fewer where the file ends. */
export type ReadAt = (offset: number, length: number) => Promise<Uint8Array>

/** Reads from a file in memory. */
export function readFromBytes(bytes: Uint8Array): ReadAt {
  return async (offset, length) => bytes.subarray(offset, offset + length)
}

/** Reads from a stored file; each call asks the store once. */
export function readFromBlob(store: BlobStore, bucket: string, key: string): ReadAt {
  return (offset, length) => readBlob(store, bucket, key, { range: { offset, length } })
}

/** A header that cannot be understood; the message is the end of a sentence about the file. */
export class BadHeader extends Error {
  override readonly name = 'BadHeader'
}

const windowSize = 64 * 1024
const mostReads = 64

/**
 * Looks at a file through a window of 64 KiB, so the usual header costs one read. A header that sends the reader all over
 * the file is given up after 64 reads: no file of honest making needs them. Throws `BadHeader` where the file is too short.
 */
export class HeaderReader {
  readonly read: ReadAt
  reads = 0
  start = 0
  window: Uint8Array = new Uint8Array(0)

  constructor(read: ReadAt) {
    this.read = read
  }

  /** Exactly `length` bytes from `offset` on. */
  async bytes(offset: number, length: number): Promise<Uint8Array> {
    if (length > windowSize) throw new BadHeader('has a header too large to be read')
    if (offset < this.start || offset + length > this.start + this.window.length) await this.move(offset)
    const found = this.window.subarray(offset - this.start, offset - this.start + length)
    if (found.length < length) throw new BadHeader('ends before its header does')
    return found
  }

  async view(offset: number, length: number): Promise<DataView> {
    const bytes = await this.bytes(offset, length)
    return new DataView(bytes.buffer, bytes.byteOffset, length)
  }

  async move(offset: number): Promise<void> {
    if (++this.reads > mostReads) throw new BadHeader('has a header scattered over the file')
    this.window = await this.read(offset, windowSize)
    this.start = offset
  }
}

/** Four bytes as the letters most formats mark their parts with. */
export function readMark(view: DataView, offset: number): string {
  return String.fromCharCode(...Array.from({ length: 4 }, (_, i) => view.getUint8(offset + i)))
}
