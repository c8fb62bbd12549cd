import type { BlobInfo, BlobStore } from '#adapters/blobs/blob-store.ts'
import { readBlob } from '#adapters/blobs/read-blob.ts'
import { BadImage, type ImageWorkers } from '#adapters/images/image-workers.ts'
import { errors, MusterError } from '#contract/errors.ts'
import { type ObjectPath, parseObjectPath } from '#core/codecs/object-path.ts'
import {
  FileFault,
  type FileInfo,
  type FileLine,
  type LinePlace,
  type Pixels,
  type ReadFiles,
} from '#core/formats/files.ts'
import type { TableRow } from '#core/formats/table.ts'
import type { XmlElement } from '#core/formats/xml.ts'
import type { ImageSize } from '#core/geometry/shape.ts'
import { isRefusal } from '#core/refusal.ts'
import { guessEncoding, guessLength } from './guess-encoding.ts'
import { readFromBlob } from './header-reader.ts'
import { probeImage } from './image-size.ts'
import { readMembers } from './json-members.ts'
import { readRows } from './table-rows.ts'
import { decodeText, isUtf16, splitLines } from './text.ts'
import { parseXml, readElements } from './xml.ts'
import { declaredEncoding } from './xml-encoding.ts'

/** A file that is read at once: the result file of a labelling (formats 2). In bytes. */
const largestText = 100 * 1024 * 1024
/** A picture, as everywhere (reliability S14). In bytes. */
const largestMask = 25 * 1024 * 1024

/** Files of which is remembered what the listing told. */
const REMEMBERED = 4000

/** What lies under a prefix of a bucket, as the tree that formats read from. Errors of the store itself pass through. */
export class BlobFiles implements ReadFiles {
  readonly #blobs: BlobStore
  readonly #bucket: string
  /** '' or ending in `/`. */
  readonly #prefix: string
  readonly #images: ImageWorkers
  /** When the latest file was written of those whose content was read: epoch milliseconds. Who reads on may set it back to 0. */
  latest = 0
  /** What was listed last, by key: whoever reads a tree in its order need not ask for each file. */
  readonly #listed = new Map<string, BlobInfo>()

  constructor(
    { blobs, images }: { blobs: BlobStore; images: ImageWorkers },
    { bucket, prefix }: { bucket: string; prefix: string },
  ) {
    this.#blobs = blobs
    this.#images = images
    this.#bucket = bucket
    this.#prefix = prefix
  }

  async *list({ prefix = '', after }: { prefix?: string; after?: string } = {}): AsyncGenerator<FileInfo> {
    const options = {
      prefix: this.#prefix + prefix,
      ...(after !== undefined && { after: this.#prefix + after }),
    }
    for await (const page of this.#blobs.listBlobs(this.#bucket, options)) {
      if (this.#listed.size > REMEMBERED) this.#listed.clear()
      for (const info of page) this.#listed.set(info.key, info)
      for (const { key, size } of page) yield { path: key.slice(this.#prefix.length), size }
    }
  }

  async has(path: string): Promise<boolean> {
    return (await this.info(path)) !== undefined
  }

  /** As it was when it was listed a moment ago, else as it is. */
  async info(path: string): Promise<BlobInfo | undefined> {
    const { bucket, key } = this.place(path)
    const listed = bucket === this.#bucket ? this.#listed.get(key) : undefined
    if (listed) return listed
    try {
      return await this.#blobs.statBlob(bucket, key)
    } catch (error) {
      if (this.#isNowhere(path, error)) return undefined
      throw error
    }
  }

  /** Where a file of the tree lies in the store. */
  place(path: string): ObjectPath {
    if (!path.startsWith('/')) return { bucket: this.#bucket, key: this.#prefix + path }
    const place = parseObjectPath(path)
    if (isRefusal(place)) throw new FileFault(path, 'cannot be the path of a file')
    return place
  }

  async text(path: string): Promise<string> {
    const bytes = await this.#bytes(path, largestText)
    return this.#decode(path, bytes, guessEncoding(bytes.subarray(0, guessLength)))
  }

  #decode(path: string, bytes: Uint8Array, encoding: string): string {
    const decoded = decodeText(bytes, encoding)
    if ('problem' in decoded) throw new FileFault(path, decoded.problem)
    return decoded.text
  }

  async *lines(
    path: string,
    options: { from?: LinePlace; longest?: number; blank?: boolean } = {},
  ): AsyncGenerator<FileLine> {
    const head = await this.#headOf(path)
    const offset = options.from?.offset ?? 0
    // A file in UTF-16 ends with its first line, also for whoever goes on behind that.
    if (offset > 0 && isUtf16(head)) return
    const encoding = guessEncoding(head)
    yield* this.#streamed(path, (stream) => splitLines(stream, { ...options, encoding }), offset)
  }

  async xml(path: string): Promise<XmlElement> {
    const bytes = await this.#bytes(path, largestText)
    const parsed = parseXml(this.#decode(path, bytes, encodingOfXml(bytes.subarray(0, guessLength))))
    if ('problem' in parsed) throw new FileFault(path, parsed.problem)
    return parsed.root
  }

  async *elements(path: string): AsyncGenerator<XmlElement> {
    const encoding = encodingOfXml(await this.#headOf(path))
    for await (const found of this.#streamed(path, (stream) => readElements(stream, encoding))) {
      if ('problem' in found) throw new FileFault(path, found.problem)
      yield found.element
    }
  }

  async *rows(path: string, { separator }: { separator: string }): AsyncGenerator<TableRow> {
    const encoding = guessEncoding(await this.#headOf(path))
    yield* this.#streamed(path, (stream) => readRows(stream, separator, encoding))
  }

  async *members(path: string, steps: readonly string[]): AsyncGenerator<unknown> {
    for await (const member of this.#streamed(path, (stream) => readMembers(stream, steps))) {
      if ('problem' in member) throw new FileFault(path, member.problem)
      yield member.value
    }
  }

  async pixels(path: string): Promise<Pixels> {
    const { bucket, key } = this.place(path)
    const probe = await this.#told(path, () => probeImage(readFromBlob(this.#blobs, bucket, key)))
    if (probe.size === null) throw new FileFault(path, probe.reason)
    return this.#readMask(path, () => this.#bytes(path, largestMask))
  }

  async embeddedPixels(path: string, base64: string): Promise<Pixels> {
    return this.#readMask(path, async () => Buffer.from(base64, 'base64'))
  }

  async #readMask(path: string, bytes: () => Promise<Uint8Array>): Promise<Pixels> {
    try {
      return await this.#images.readMask(bytes)
    } catch (error) {
      throw error instanceof BadImage ? new FileFault(path, error.message) : error
    }
  }

  async imageSize(path: string): Promise<ImageSize | undefined> {
    const { bucket, key } = this.place(path)
    const probe = await this.#told(path, () => probeImage(readFromBlob(this.#blobs, bucket, key)))
    return probe.size ? [probe.size.width, probe.size.height, probe.size.depth] : undefined
  }

  /** As much as tells in what a text is written; packed ones are told as such, or every line of them would be a fault. */
  async #headOf(path: string): Promise<Uint8Array> {
    const head = await this.#bytes(path, guessLength, { offset: 0, length: guessLength })
    if (head[0] === 0x1f && head[1] === 0x8b) throw new FileFault(path, 'is packed with gzip: please unpack it')
    return head
  }

  /** Bytes of a file or of a part of it; a larger file is a fault of the file. */
  #bytes(path: string, maxBytes: number, range?: { offset: number; length: number }): Promise<Uint8Array> {
    return this.#told(path, async () => {
      const { bucket, key } = this.place(path)
      const info = await this.#blobs.statBlob(bucket, key)
      if (!info) throw new FileFault(path, 'is missing')
      this.latest = Math.max(this.latest, info.mtime)
      if (!range && info.size > maxBytes) throw new FileFault(path, `is larger than ${maxBytes} bytes`)
      return readBlob(this.#blobs, bucket, key, { range, maxBytes })
    })
  }

  async *#streamed<Item>(
    path: string,
    read: (stream: AsyncIterable<Uint8Array>) => AsyncIterable<Item>,
    offset = 0,
  ): AsyncGenerator<Item> {
    const { bucket, key } = this.place(path)
    const { info, stream } = await this.#told(path, () => this.#blobs.openBlob(bucket, key, { offset }))
    this.latest = Math.max(this.latest, info.mtime)
    try {
      yield* read(stream)
    } finally {
      stream.destroy()
    }
  }

  /** A file that is not there is a fault of the data; a store that fails is not. */
  async #told<Value>(path: string, ask: () => Promise<Value>): Promise<Value> {
    try {
      return await ask()
    } catch (error) {
      throw isMissing(error) || this.#isNowhere(path, error) ? new FileFault(path, 'is missing') : error
    }
  }

  /** A file in a bucket that is not there. Where the bucket of the tree itself is gone, it is the store that fails. */
  #isNowhere(path: string, error: unknown): boolean {
    const isNoBucket = error instanceof MusterError && error.error_code === errors.bucketNotFound.error_code
    return isNoBucket && this.place(path).bucket !== this.#bucket
  }
}

/** Whether there is no such file in the store. */
export function isMissing(error: unknown): boolean {
  return error instanceof MusterError && error.error_code === errors.pathNotFound.error_code
}

/** What an XML document says itself goes before what can be guessed of its bytes. */
function encodingOfXml(head: Uint8Array): string {
  return declaredEncoding(head) ?? guessEncoding(head)
}
