import type { DataTaskRow } from '#adapters/sql/tables.ts'
import type { JobState } from '#contract/codes.ts'
import type { SyncDataSourceStatusResp } from '#contract/sync.ts'
import type { SyncProgress } from '#server/sync/sync-step.ts'

/** A synchronisation as the wire shows it; `samples` is what the dataset holds by now. */
export function viewSync(
  task: DataTaskRow,
  { samples, now }: { samples: number; now: number },
): SyncDataSourceStatusResp {
  const progress: SyncProgress = JSON.parse(task.progress)
  const { imported_sample_count, removed, renewed, relabelled, skipped, failed, changed } = progress
  const { start_time, end_time } = task
  return {
    task_id: task.task_id,
    dataset_id: task.dataset_id,
    status: task.status as JobState,
    add_sample_count: imported_sample_count,
    deleted_sample_count: removed,
    total_sample_count: progress.samples ?? samples,
    duration_time: start_time === null ? 0 : Math.round(((end_time ?? now) - start_time) / 1000),
    create_time: task.create_time,
    ...(task.error_code !== null && { error_code: task.error_code, error_msg: task.error_msg! }),
    muster: { content_changed: renewed, relabelled, skipped, failed, changed },
  }
}
