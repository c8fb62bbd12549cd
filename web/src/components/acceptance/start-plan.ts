import { MemberRole } from '#contract/codes.ts'
import type { WorkerTask } from '#contract/workforce-tasks.ts'
import { mostWrong } from '#core/acceptance/bound.ts'
import { type SamplingRequest, sampleSize } from '#core/acceptance/draw.ts'
import { isRefusal } from '#core/refusal.ts'

export type StartPlan = {
  /** Entries that are drawn. */
  readonly size: number
  /** If every drawn entry passes, so many of the pool are wrong at most, with 95 % confidence. */
  readonly atMostWrong: number
  readonly members: readonly MemberShare[]
}

/** `expected` is the mean of what a draw takes from the entries of a member that wait. */
export type MemberShare = { readonly email: string; readonly waiting: number; readonly expected: number }

/** What a start would come to; null while the request is none that the server would take. */
export function planStart(request: SamplingRequest, pool: number, members: readonly WorkerTask[]): StartPlan | null {
  const size = sampleSize(request, pool)
  if (isRefusal(size)) return null
  // Entries are dealt to labelers alone; the figures of a reviewer are those of all he may look at.
  const labelers = members.filter(({ role }) => role === MemberRole.labeler)
  const shares = labelers.map(({ email, sample_stats }) => {
    const waiting = sample_stats?.uncheck_sample_count ?? 0
    return { email: email ?? '', waiting, expected: (size * waiting) / pool }
  })
  return {
    size,
    atMostWrong: mostWrong({ pool, checked: size, wrong: 0 }),
    members: shares.filter(({ waiting }) => waiting > 0),
  }
}
