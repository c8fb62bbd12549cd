import type { DatasetType } from '#contract/codes.ts'
import type { LabelFormat } from '#contract/data-sources.ts'
import type { Label } from '#contract/labels.ts'
import type { ReadFiles, WriteFiles } from './files.ts'
import type { Cursor, Loss, ReadItem, SampleRecord } from './record.ts'
import type { OffsetUnit } from './text-span.ts'

export type ReadOptions = {
  dataset_type: DatasetType
  /** The file that is to be read, where it is one (a manifest); else the whole tree is. */
  file?: string
  /** Whether a file is a sample of such a dataset, by its name. */
  isSample(path: string): boolean
  /** Where the file of an address of the web is to lie from the top of the store, or the end of a sentence about why it cannot come. */
  placeOfAddress?(address: string): { path: string } | { problem: string }
  /** Of a synchronisation: whether a sample is asked for; one that is not need not be read, where it has files of its own. */
  isWanted?(path: string): boolean
  /** Goes on behind this place. */
  after?: Cursor
  /** How labels stand in text files (formats 6). */
  label_format?: LabelFormat
  with_column_header?: boolean
  /** In what text offsets are counted outside (formats 3.4); inside they are code points. */
  text_offset_unit?: OffsetUnit
  /** What a format alone understands, by the names of formats 11: `voc_origin`. */
  [option: string]: unknown
}

/** Whether a file is a sample that is asked for. */
export function isAskedFor({ isSample, isWanted }: ReadOptions, path: string): boolean {
  return isSample(path) && (isWanted?.(path) ?? true)
}

export type WriteOptions = {
  dataset_type: DatasetType
  /** The definitions of the dataset, in their order. */
  labels: readonly Label[]
  /** The file that is to be written, where it is one. */
  file?: string
  /** How labels stand in text files (formats 6). */
  label_format?: LabelFormat
  with_column_header?: boolean
  text_offset_unit?: OffsetUnit
  /** `voc_decimals`, `voc_origin`, … */
  [option: string]: unknown
}

/** Takes records in turn. */
export interface RecordWriter {
  /** Answers what of it the format cannot hold. */
  add(record: SampleRecord): Promise<readonly Loss[]>
  /** Writes what stands at the end; without this nothing of a document is there. */
  end(): Promise<void>
}

/** How a format is read: what it is called in `muster: {format}`, and what an import has to know of it. */
export type Reading = {
  name: string
  /** Every sample has annotation files of its own, if any: what is not wanted need not be read. */
  isBeside?: true
  /** It says the same of a file for as long as that lies where it is: a second look tells nothing new. */
  isSettled?: true
  /** Texts stand in it among other things: without its labels a sample is still not the line. */
  isWrapping?: true
  read(files: ReadFiles, options: ReadOptions): AsyncIterable<ReadItem>
}

/** One annotation format: what it fits, how it is read and written. */
export type Format = Reading & {
  dataset_types: readonly DatasetType[]
  /** It names files wherever they lie, and copies none by itself. */
  isManifest?: true
  write(files: WriteFiles, options: WriteOptions): RecordWriter
}
