import type { DataTaskRow } from '#adapters/sql/tables.ts'
import type { ExportFormat, ExportState, ExportType, VersionFormatWord } from '#contract/codes.ts'
import type { ExportTaskStatusResp } from '#contract/exports.ts'
import type { ExportPlan, ExportProgress } from '#server/exports/export-plan.ts'

/** An export as the wire shows it; its parameters as they were sent, with the defaults that recorded answers show. */
export function viewExport(task: DataTaskRow): ExportTaskStatusResp {
  const plan: ExportPlan = JSON.parse(task.request)
  const { total_sample_count, finished_sample_count, failed, losses }: ExportProgress = JSON.parse(task.progress)
  const { dataset_id, task_id } = task
  const isDone = task.status === 'SUCCESSED'
  const share = total_sample_count === 0 ? 0 : finished_sample_count / total_sample_count
  return {
    task_id,
    path: plan.path,
    export_type: plan.export_type as ExportType,
    export_format: plan.export_format as ExportFormat,
    version_format: plan.version_format as VersionFormatWord,
    ...(plan.version_id !== null && { version_id: plan.version_id }),
    export_params: {
      export_dest: 'DIR',
      clear_hard_property: plan.clear_hard_property,
      clear_difficult: plan.clear_difficult,
      ratio_sample_usage: plan.train_ratio !== null,
      ...plan.export_params,
      train_sample_ratio: plan.train_ratio ?? 1,
    },
    status: task.status as ExportState,
    // The end is reached when the task is: what is copied last takes its time.
    progress: isDone ? 100 : Math.min(99.9, Math.round(share * 1000) / 10),
    total_sample_count,
    finished_sample_count,
    create_time: task.create_time,
    update_time: task.update_time,
    ...(task.error_code !== null && { error_code: task.error_code, error_msg: task.error_msg! }),
    muster: {
      format: plan.format,
      failed,
      losses,
      ...(isDone && plan.new_dataset && { dataset_id: plan.new_dataset.dataset_id }),
      ...(isDone &&
        !plan.new_dataset && { archive: `/muster/v1/datasets/${dataset_id}/export-tasks/${task_id}/archive.zip` }),
    },
  }
}
