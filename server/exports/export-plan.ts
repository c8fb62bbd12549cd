import type { SearchCondition } from '#contract/search-conditions.ts'
import type { LossCount } from '#contract/versions.ts'
import type { ObjectPath } from '#core/codecs/object-path.ts'

/** What an export is to do, as its task keeps it: checked, with its defaults (formats 10). */
export type ExportPlan = {
  /** The folder that is written to. */
  target: ObjectPath
  /** The path as it was sent, and the parts of the request that answers repeat. */
  path: string
  export_type: number
  export_format: number
  export_params: Readonly<Record<string, unknown>>
  version_format: string
  version_id: string | null
  /** The name of a writer (formats 11). */
  format: string
  choice: ExportChoice
  /** Every file at the top under its own name, as `1.jpg`; else below the folders it lies in. */
  flat: boolean
  copy_files: boolean
  clear_hard_property: boolean
  clear_difficult: boolean
  /** The share of training samples where they are to be split. */
  train_ratio: number | null
  /** Of the split. */
  seed: string
  /** How paths in a manifest begin. */
  source_type_header: 'obs://' | 's3://'
  new_dataset: NewDataset | null
  /** What the format alone understands. */
  options: Readonly<Record<string, unknown>>
}

/** Which samples; all of what is said has to hold. */
export type ExportChoice = {
  /** null: labelled or not. */
  labelled: boolean | null
  sample_state: string | null
  /** Wire ids. */
  samples: readonly string[] | null
  search_conditions: readonly SearchCondition[]
  /** To what moment "day" and "month" refer, epoch milliseconds. */
  at: number
}

export type NewDataset = { dataset_id: string; import_task_id: string; dataset_name: string; work_path: string }

export type ExportProgress = {
  total_sample_count: number
  finished_sample_count: number
  /** Samples whose file could not be copied. */
  failed: number
  losses: LossCount[]
  /** Problems that are kept to be read. */
  listed: number
  /** Samples that the run which came furthest had finished. */
  furthest: number
}

/** What one run knows of itself. */
export type ExportRun = Omit<ExportProgress, 'listed' | 'furthest'>

export const NO_EXPORT: ExportProgress = {
  total_sample_count: 0,
  finished_sample_count: 0,
  failed: 0,
  losses: [],
  listed: 0,
  furthest: -1,
}
