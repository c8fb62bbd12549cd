import type { LabelStats } from '#contract/labels.ts'
import type { LossCount } from '#contract/versions.ts'

/** What a version is to be, as it keeps it: checked, with its defaults (formats 9). */
export type VersionPlan = {
  version_format: 'Default' | 'CSV'
  description: string
  /** As it was sent, and the share of training that it means. */
  train_evaluate_sample_ratio: string
  ratio: number
  remove_sample_usage: boolean
  clear_hard_property: boolean
  export_images: boolean
  with_column_header: boolean
  stable_split: boolean
  voc_decimals: boolean
}

/** What a finished version holds; it does not change any more. */
export type VersionFigures = {
  total_sample_count: number
  annotated_sample_count: number
  /** Those of the samples that are parts of others; versions of earlier releases have none. */
  total_sub_sample_count?: number
  annotated_sub_sample_count?: number
  add_sample_count: number
  modified_sample_count: number
  deleted_sample_count: number
  previous_total_sample_count: number
  previous_annotated_sample_count: number
  label_stats: LabelStats[]
  label_type: 'multi' | 'single' | 'unlabeled'
  usage_stats: Record<string, number>
  losses: LossCount[]
}

/** How far the publishing is; `furthest`: samples that the run which came furthest had finished. */
export type VersionProgress = { finished_sample_count: number; furthest: number }
