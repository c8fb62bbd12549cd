import { Readable } from 'node:stream'
import { readMembers } from '#adapters/files/json-members.ts'
import { readRows } from '#adapters/files/table-rows.ts'
import { splitLines } from '#adapters/files/text.ts'
import { parseXml, readElements } from '#adapters/files/xml.ts'
import { decodeIndexedPng } from '#adapters/images/decode-indexed-png.ts'
import { encodeIndexedPng } from '#adapters/images/indexed-png.ts'
import { BadPng } from '#adapters/images/png-chunks.ts'
import { compareKeys } from '#core/codecs/object-path.ts'
import {
  FileFault,
  type FileInfo,
  type FileLine,
  type LinePlace,
  type OpenFile,
  type Pixels,
  type ReadFiles,
  type Spool,
  type WriteFiles,
} from '#core/formats/files.ts'
import type { TableRow } from '#core/formats/table.ts'
import type { XmlElement } from '#core/formats/xml.ts'
import type { ImageSize } from '#core/geometry/shape.ts'

/** A tree of files in memory: what a writer has put there a reader finds. Pictures are known by their size alone. */
export class MemoryFiles implements ReadFiles, WriteFiles {
  readonly files = new Map<string, Uint8Array>()
  readonly pictures = new Map<string, Pixels>()
  readonly sizes = new Map<string, ImageSize>()
  /** Of which file a file is a copy, in the order of copying. */
  readonly sources = new Map<string, string>()

  constructor(files: Record<string, string | Uint8Array> = {}) {
    for (const [path, content] of Object.entries(files)) this.files.set(path, bytesOf(content))
  }

  /** The files that are text, as text. */
  get texts(): Record<string, string> {
    return Object.fromEntries([...this.files].map(([path, bytes]) => [path, Buffer.from(bytes).toString()]))
  }

  async *list({ prefix = '', after = '' } = {}): AsyncGenerator<FileInfo> {
    for (const [path, { length }] of [...this.files].sort(([a], [b]) => compareKeys(a, b))) {
      if (path.startsWith(prefix) && compareKeys(path, after) > 0) yield { path, size: length }
    }
  }

  async has(path: string): Promise<boolean> {
    return this.files.has(path)
  }

  async text(path: string): Promise<string> {
    return Buffer.from(this.#find(path))
      .toString()
      .replace(/^\uFEFF/, '')
  }

  lines(path: string, options: { from?: LinePlace; longest?: number; blank?: boolean } = {}): AsyncIterable<FileLine> {
    return splitLines(Readable.from([this.#find(path).subarray(options.from?.offset ?? 0)]), options)
  }

  async xml(path: string): Promise<XmlElement> {
    const parsed = parseXml(await this.text(path))
    if ('problem' in parsed) throw new FileFault(path, parsed.problem)
    return parsed.root
  }

  async *elements(path: string): AsyncGenerator<XmlElement> {
    for await (const found of readElements(Readable.from([this.#find(path)]))) {
      if ('problem' in found) throw new FileFault(path, found.problem)
      yield found.element
    }
  }

  rows(path: string, { separator }: { separator: string }): AsyncIterable<TableRow> {
    return readRows(Readable.from([this.#find(path)]), separator)
  }

  async *members(path: string, steps: readonly string[]): AsyncGenerator<unknown> {
    for await (const member of readMembers(Readable.from([this.#find(path)]), steps)) {
      if ('problem' in member) throw new FileFault(path, member.problem)
      yield member.value
    }
  }

  async pixels(path: string): Promise<Pixels> {
    const found = this.pictures.get(path)
    if (!found) throw new FileFault(path, 'is missing')
    return found
  }

  async embeddedPixels(path: string, base64: string): Promise<Pixels> {
    try {
      return await decodeIndexedPng(Buffer.from(base64, 'base64'))
    } catch (error) {
      throw error instanceof BadPng ? new FileFault(path, error.message) : error
    }
  }

  async imageSize(path: string): Promise<ImageSize | undefined> {
    return this.sizes.get(path)
  }

  async write(path: string, text: string): Promise<void> {
    this.files.set(path, bytesOf(text))
  }

  async open(path: string): Promise<OpenFile> {
    const parts: string[] = []
    return { write: async (text) => void parts.push(text), close: () => this.write(path, parts.join('')) }
  }

  async spool(): Promise<Spool> {
    const parts: string[] = []
    return {
      write: async (text) => void parts.push(text),
      async *read() {
        yield* parts
      },
    }
  }

  async copy(source: string, path: string): Promise<void> {
    this.files.set(path, new Uint8Array())
    this.sources.set(path, source)
    const size = this.sizes.get(source)
    if (size) this.sizes.set(path, size)
  }

  async writeIndexed(path: string, picture: Pixels): Promise<void> {
    this.files.set(path, new Uint8Array())
    this.pictures.set(path, picture)
  }

  async embedIndexed(picture: Pixels): Promise<string> {
    return Buffer.from(await encodeIndexedPng(picture)).toString('base64')
  }

  #find(path: string): Uint8Array {
    const found = this.files.get(path)
    if (!found) throw new FileFault(path, 'is missing')
    return found
  }
}

function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === 'string' ? Buffer.from(content) : content
}
