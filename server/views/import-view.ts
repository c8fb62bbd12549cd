import type { DataTaskRow } from '#adapters/sql/tables.ts'
import { ImportType, type JobState } from '#contract/codes.ts'
import type { ImportTaskStatusResp } from '#contract/imports.ts'
import { formatObjectPath } from '#core/codecs/object-path.ts'
import { type ImportPlan, type ImportProgress, NO_PROGRESS } from '#server/imports/import-plan.ts'

/** An import as the wire shows it; the counts of files are those that are done, for nobody knows how many there will be. */
export function viewImport(task: DataTaskRow, now: number, { withLabels = false } = {}): ImportTaskStatusResp {
  const { source, import_type, dry_run }: ImportPlan = JSON.parse(task.request)
  const {
    format,
    relabelled,
    left_out,
    skipped,
    failed,
    changed,
    labels,
    listed: _,
    last_file: __,
    ...counts
  }: ImportProgress = { ...NO_PROGRESS, ...JSON.parse(task.progress) }
  const { finished_file_count, finished_file_size } = counts
  const { start_time, end_time } = task
  return {
    task_id: task.task_id,
    dataset_id: task.dataset_id,
    status: task.status as JobState,
    import_path: formatObjectPath(source, 'obs'),
    import_type: import_type === 'manifest' ? ImportType.manifest : ImportType.folder,
    ...counts,
    total_file_count: finished_file_count,
    total_file_size: finished_file_size,
    file_statistics: {
      file_num_finished: finished_file_count,
      file_num_total: finished_file_count,
      file_size_finished: finished_file_size,
      file_size_total: finished_file_size,
    },
    create_time: task.create_time,
    update_ms: task.update_time,
    elapsed_time: start_time === null ? 0 : Math.round(((end_time ?? now) - start_time) / 1000),
    ...(task.error_code !== null && { error_code: task.error_code, error_msg: task.error_msg! }),
    muster: {
      ...(format !== undefined && { format }),
      relabelled,
      left_out,
      skipped,
      failed,
      changed,
      dry_run,
      ...(withLabels && labels && { labels }),
    },
  }
}
