import { WorkforceTaskStatus } from '#contract/codes.ts'
import type { WorkforceTask } from '#contract/workforce-tasks.ts'

const { created, starting, running, rejected, accepted } = WorkforceTaskStatus

/** Why no acceptance can be started: a key of `acceptance:cannotStart`; null when it can, or when one is going on. */
export function hindrance({ status, sample_stats }: Pick<WorkforceTask, 'status' | 'sample_stats'>) {
  if (status === accepted) return 'allAccepted' as const
  if (status === created || status === starting) return 'notDealt' as const
  if (status !== running && status !== rejected) return null
  if ((sample_stats?.uncheck_sample_count ?? 0) > 0) return null
  if ((sample_stats?.unreviewed_sample_count ?? 0) > 0) return 'inReview' as const
  return (sample_stats?.rejected_sample_count ?? 0) > 0 ? ('rework' as const) : ('notLabelled' as const)
}
