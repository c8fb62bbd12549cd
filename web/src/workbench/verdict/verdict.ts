import { ApiError } from '#client/client.ts'
import type { SampleComment } from '#contract/acceptance.ts'
import type { Rating } from '#contract/codes.ts'
import { errors } from '#contract/errors.ts'
import type { DescribeSampleResp } from '#contract/samples.ts'

/** A reviewer reviews, the owner judges what was drawn. */
export type VerdictMode = 'review' | 'judge'

/** A pass has a rating here, a rejection its reason: the console asks for both (behaviour 5.2). */
export type Said =
  | { readonly accept: true; readonly score: Rating }
  | { readonly accept: false; readonly comment: string }

/** What the server is told about an entry: of the labels that were looked at, no others. */
export function commentOn(
  { sample_id, worker_id }: DescribeSampleResp,
  said: Said,
  revision: number | undefined,
): SampleComment {
  const seen = revision !== undefined && { muster: { revision } }
  return { ...said, sample_id: sample_id!, ...(worker_id && { worker_id }), ...seen }
}

/** Whether a verdict was refused for labels that were changed since they were looked at. */
export function isUnseen(error: unknown): boolean {
  return error instanceof ApiError && error.error_code === errors.revisionStale.error_code
}

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
