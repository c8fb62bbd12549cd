import type { ImageSize } from '#core/geometry/shape.ts'
import type { TableRow } from './table.ts'
import type { XmlElement } from './xml.ts'

/** Size in bytes. */
export type FileInfo = { path: string; size: number }

/**
 * A line of a file, counted from 1, blank ones included; `end` is the byte at which the next one begins. `problem` is the end
 * of a sentence about the line.
 */
export type FileLine = { line: number; end: number } & ({ text: string } | { problem: string })

/** A place in a file from which lines are read: behind line `line`, at byte `offset`. */
export type LinePlace = { line: number; offset: number }

/**
 * The tree of files a reader reads from. Paths are below its root, parted by `/`, and come in the order of their UTF-8
 * bytes. What lies elsewhere is named from the top of the store, `/bucket/a/b.jpg`: a manifest names its files so. A file that
 * is missing, too large or not what it should be throws a `FileFault`.
 */
export interface ReadFiles {
  /** Files whose path begins with `prefix`, those behind `after` only. */
  list(options?: { prefix?: string; after?: string }): AsyncIterable<FileInfo>
  has(path: string): Promise<boolean>
  /** A whole file as text, without byte order mark. For small files (100 MB at most, formats 2). */
  text(path: string): Promise<string>
  /** Lines that are not blank, or all of them with `blank`. `longest` in bytes, 100 KB unless told. */
  lines(path: string, options?: { from?: LinePlace; longest?: number; blank?: boolean }): AsyncIterable<FileLine>
  xml(path: string): Promise<XmlElement>
  /**
   * Of an XML file that may be larger than memory the root, without what stands in it, and then its children one by one.
   * What is broken behind them throws when it is met.
   */
  elements(path: string): AsyncIterable<XmlElement>
  /** Rows of a CSV or TSV file. */
  rows(path: string, options: { separator: string }): AsyncIterable<TableRow>
  /** The members of the array at `steps` of a JSON file that may be larger than memory; `[]` is the top itself. */
  members(path: string, steps: readonly string[]): AsyncIterable<unknown>
  /** A mask: a PNG of at most 256 colours. */
  pixels(path: string): Promise<Pixels>
  /** The same of a picture that stands in the file at `path`, as base64. */
  embeddedPixels(path: string, base64: string): Promise<Pixels>
  /** From the header of a picture, upright; undefined when nobody understands it. */
  imageSize(path: string): Promise<ImageSize | undefined>
}

/**
 * A picture of indices, one byte for each pixel row by row. `palette` has their colours as [r, g, b]; without it the picture is
 * grey, and the bytes are its values.
 */
export type Pixels = { width: number; height: number; data: Uint8Array; palette?: number[][] }

/** The tree of files a writer writes to. A file that is there is replaced. */
export interface WriteFiles {
  write(path: string, text: string): Promise<void>
  /** A file written piece by piece. It is there when it was closed, whole or not at all. */
  open(path: string): Promise<OpenFile>
  /** A place aside for text that belongs behind what is still being written. */
  spool(): Promise<Spool>
  /** Puts the sample's own file there; `source` is the `path` of its record. */
  copy(source: string, path: string): Promise<void>
  /** Writes a picture of indices as PNG. */
  writeIndexed(path: string, picture: Pixels): Promise<void>
  /** The same as base64, for within a text. */
  embedIndexed(picture: Pixels): Promise<string>
}

export interface OpenFile {
  write(text: string): Promise<void>
  close(): Promise<void>
}

export interface Spool {
  write(text: string): Promise<void>
  /** All that was written, in pieces. Once. */
  read(): AsyncIterable<string>
}

/** A file cannot be read as what it should be. `reason` is the end of a sentence about it. */
export class FileFault extends Error {
  override name = 'FileFault'
  readonly path: string
  readonly reason: string
  readonly line: number | undefined

  constructor(path: string, reason: string, line?: number) {
    super(`${path} ${reason}`)
    this.path = path
    this.reason = reason
    this.line = line
  }
}
