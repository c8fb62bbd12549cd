import type { DescribeSampleResp } from '#contract/samples.ts'

/** Why an entry came back; '' when nobody said why, undefined when it did not. */
export function rejectionOf(entry: DescribeSampleResp): string | undefined {
  if (entry.sample_status !== 'REJECTED') return undefined
  const { review_comment, check_comment, check_accept, review_accept } = entry
  const reason = check_accept === false ? check_comment : review_accept === false ? review_comment : undefined
  return reason ?? ''
}
