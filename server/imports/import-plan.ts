import type { DatasetRow, DataTaskRow } from '#adapters/sql/tables.ts'
import type { LabelFormat } from '#contract/data-sources.ts'
import type { FoundLabel } from '#contract/imports.ts'
import type { ObjectPath } from '#core/codecs/object-path.ts'
import type { RecordChoice } from '#core/formats/select-records.ts'
import type { Stretch } from './follow-file.ts'

/** What an import is to do, as its task keeps it: checked, with its defaults (formats 7). */
export type ImportPlan = RecordChoice & {
  /** The folder, ending in `/`, or the manifest. */
  source: ObjectPath
  import_type: 'dir' | 'manifest'
  /** The path as it was sent. */
  import_path: string
  /** The data the dataset was made with, which lie where they belong. */
  first: boolean
  /** The folder that files are copied to; null: they stay where they are. */
  target: ObjectPath | null
  /** As asked for; null: to be found out. */
  format: string | null
  /** false: labels for samples that are there already, found by the name of their file. */
  import_samples: boolean
  label_format: LabelFormat | null
  with_column_header: boolean
  /** A labelled sample that comes again keeps its labels, or takes those of the source. */
  duplicates: 'skip' | 'replace'
  /** The first thing that cannot be read ends the import. */
  strict: boolean
  /** Reads and counts, and changes nothing. */
  dry_run: boolean
  /** What the format alone understands. */
  options: Readonly<Record<string, unknown>>
}

/** What a synchronisation asks for. */
export type Asked = {
  /** The files, by their paths below the source; `changes`: their labels may have changed. */
  isWanted: (path: string, changes: boolean) => boolean
  /** When imports ran whose labels are a person's. */
  chosen: readonly Stretch[]
}

/** What an import or a synchronisation reads, and for whom. */
export type Source = {
  task: DataTaskRow
  dataset: DatasetRow
  plan: ImportPlan
  /** Samples a dataset may hold. */
  most: number
  asked?: Asked
}

/** How far an import is; the names are the wire's where it has one. */
export type ImportProgress = {
  /** The format that is read. */
  format?: string
  total_sample_count: number
  imported_sample_count: number
  annotated_sample_count: number
  unconfirmed_sample_count: number
  /** Those of the samples that are parts of others, such as key frames of videos. */
  total_sub_sample_count: number
  imported_sub_sample_count: number
  finished_file_count: number
  /** The file that was counted last. */
  last_file?: string
  /** Bytes. */
  finished_file_size: number
  /** Samples that were there already and got labels. */
  relabelled: number
  /** Samples that were not asked for. */
  left_out: number
  skipped: number
  failed: number
  changed: number
  /** Problems that are kept to be read. */
  listed: number
  /** Of a dry run alone. */
  labels?: FoundLabel[]
}

export const NO_PROGRESS: ImportProgress = {
  total_sample_count: 0,
  imported_sample_count: 0,
  annotated_sample_count: 0,
  unconfirmed_sample_count: 0,
  total_sub_sample_count: 0,
  imported_sub_sample_count: 0,
  finished_file_count: 0,
  finished_file_size: 0,
  relabelled: 0,
  left_out: 0,
  skipped: 0,
  failed: 0,
  changed: 0,
  listed: 0,
}
