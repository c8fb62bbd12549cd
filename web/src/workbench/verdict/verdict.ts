import type { Rating } from '#contract/codes.ts'
import type { DescribeSampleResp } from '#contract/samples.ts'

/** A reviewer reviews, the owner judges what was drawn. */
export type VerdictMode = 'review' | 'judge'

/** A pass has a rating here, a rejection its reason: the console asks for both (behaviour 5.2). */
export type Said =
  | { readonly accept: true; readonly score: Rating }
  | { readonly accept: false; readonly comment: string }

/** An entry after a verdict, as the server will tell it. */
export function withVerdict(entry: DescribeSampleResp, mode: VerdictMode, said: Said): DescribeSampleResp {
  if (mode === 'review') {
    const { review_score: _, review_comment: __, ...rest } = entry
    const sample_status = said.accept ? 'UNCHECK' : 'REJECTED'
    const told = said.accept ? { review_score: said.score } : { review_comment: said.comment }
    return { ...rest, sample_status, review_accept: said.accept, ...told }
  }
  const { check_score: _, check_comment: __, ...rest } = entry
  const told = said.accept ? { check_score: said.score } : { check_comment: said.comment }
  return { ...rest, check_accept: said.accept, ...told }
}
