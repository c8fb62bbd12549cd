import { WorkerRole } from '#contract/codes.ts'
import type { DescWorkforceTaskResp } from '#contract/workforce-tasks.ts'

/** Counters of the lists that somebody sees: a labeler's lists hold his own entries. */
export function statsFor({ sample_stats, worker_stats }: DescWorkforceTaskResp, worker_id: string | undefined) {
  const own = worker_stats?.find((one) => one.worker_id === worker_id)
  return own?.role === WorkerRole.labeler ? own.sample_stats : sample_stats
}
