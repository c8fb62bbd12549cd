import type { EntryCounts } from '#adapters/sql/entry-counts.ts'
import type { SampleStats } from '#contract/workforce-tasks.ts'

/** Entries of a task or a member under the long names of the wire (behaviour 6.2, D41). */
export function viewSampleStats(
  counts: EntryCounts,
  { sampled = 0, deleted = 0 }: { sampled?: number; deleted?: number } = {},
): SampleStats {
  return {
    total_sample_count: counts.total,
    unannotated_sample_count: counts.UN_ANNOTATION,
    auto_annotation_sample_count: counts.AUTO_ANNOTATION,
    unreviewed_sample_count: counts.UNREVIEWED,
    uncheck_sample_count: counts.UNCHECK,
    sampled_sample_count: sampled,
    rejected_sample_count: counts.REJECTED,
    accepted_sample_count: counts.ACCEPTED,
    deleted_sample_count: deleted,
  }
}

/** The same by the keys of the metrics; all six are always there. */
export function viewMetrics(counts: EntryCounts): Record<string, number> {
  return {
    un_annotation: counts.UN_ANNOTATION,
    auto_annotation: counts.AUTO_ANNOTATION,
    unreviewed: counts.UNREVIEWED,
    uncheck: counts.UNCHECK,
    rejected: counts.REJECTED,
    accepted: counts.ACCEPTED,
  }
}
