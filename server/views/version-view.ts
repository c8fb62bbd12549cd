import type { DatasetRow, DatasetVersionRow } from '#adapters/sql/tables.ts'
import { type DatasetType, VersionStatus } from '#contract/codes.ts'
import type { DatasetVersion } from '#contract/versions.ts'
import { formatObjectPath } from '#core/codecs/object-path.ts'
import type { SwitchProgress } from '#server/versions/switch-plan.ts'
import { versionFiles } from '#server/versions/version-files.ts'
import type { VersionFigures, VersionPlan, VersionProgress } from '#server/versions/version-plan.ts'

/** A version as lists show it: without its labels, as recorded answers are. */
export function viewVersion(dataset: DatasetRow, version: DatasetVersionRow): DatasetVersion {
  const plan: VersionPlan = JSON.parse(version.request)
  const figures: VersionFigures | null = version.figures === null ? null : JSON.parse(version.figures)
  const { finished_sample_count, missing = 0 }: VersionProgress & Partial<SwitchProgress> = JSON.parse(version.progress)
  const { bucket, folder, manifest, data } = versionFiles(dataset, version)
  const pathOf = (key: string) => formatObjectPath({ bucket, key }, 'slash')
  const { losses, usage_stats, label_stats: _, ...counts } = figures ?? NO_FIGURES
  return {
    version_id: version.version_id,
    version_name: version.version_name,
    version_format: plan.version_format,
    ...(version.previous_version_id !== null && { previous_version_id: version.previous_version_id }),
    status: version.status as VersionStatus,
    create_time: version.create_time,
    update_time: version.update_time,
    total_sub_sample_count: 0,
    annotated_sub_sample_count: 0,
    ...counts,
    manifest_path: pathOf(folder + manifest),
    data_path: pathOf(data),
    is_current: version.is_current === 1,
    train_evaluate_sample_ratio: plan.train_evaluate_sample_ratio,
    remove_sample_usage: plan.remove_sample_usage,
    clear_hard_property: plan.clear_hard_property,
    export_images: plan.export_images,
    with_column_header: plan.with_column_header,
    description: plan.description,
    task_type: dataset.dataset_type as DatasetType,
    extract_serial_number: false,
    ...(version.error_msg !== null && { message: version.error_msg }),
    muster: {
      hidden: version.hidden === 1,
      seed: version.seed,
      stable_split: plan.stable_split,
      ...(losses && { losses }),
      ...(usage_stats && { usage_stats }),
      ...(version.status === VersionStatus.creating && { finished_sample_count }),
      ...(missing > 0 && { missing_sample_count: missing }),
      ...(version.error_code !== null && { error_code: version.error_code, error_msg: version.error_msg! }),
    },
  }
}

/** A version by itself. */
export function viewVersionInFull(dataset: DatasetRow, version: DatasetVersionRow): DatasetVersion {
  const figures: VersionFigures | null = version.figures === null ? null : JSON.parse(version.figures)
  return { ...viewVersion(dataset, version), ...(figures && { label_stats: figures.label_stats }) }
}

/** Of a version that is not made yet. */
const NO_FIGURES: Partial<VersionFigures> = { total_sample_count: 0, annotated_sample_count: 0 }
