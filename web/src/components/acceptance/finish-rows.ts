import type { CheckTaskStats } from '#contract/acceptance.ts'
import { AcceptanceAction } from '#contract/codes.ts'
import { acceptanceBound } from '#core/acceptance/bound.ts'
import { OUTCOMES, type Outcome, type PoolKind } from '#core/acceptance/finish.ts'

/** The ways to end an acceptance, in the order of the dialog. */
export const ENDINGS = [
  AcceptanceAction.passAcceptedAndUnprocessed,
  AcceptanceAction.passAll,
  AcceptanceAction.passAcceptedOnly,
  AcceptanceAction.rejectAll,
  AcceptanceAction.cancel,
] as const
export type Ending = (typeof ENDINGS)[number]

export type FinishRow = { readonly kind: PoolKind; readonly count: number; readonly outcome: Outcome }

/** What becomes of the entries of the pool under an ending; the counts add up to the pool. */
export function finishRows(action: Ending, stats: CheckTaskStats): FinishRow[] {
  const counts: Record<PoolKind, number> = {
    passed: stats.accepted_sample_count ?? 0,
    rejected: stats.rejected_sample_count ?? 0,
    unjudged: stats.unchecked_sample_count ?? 0,
    undrawn: (stats.total_sample_count ?? 0) - (stats.sampled_sample_count ?? 0),
  }
  const kinds = Object.keys(counts) as PoolKind[]
  return kinds.map((kind) => ({ kind, count: counts[kind], outcome: OUTCOMES[action][kind] }))
}

/** How many entries come to each outcome. */
export function finishTotals(rows: readonly FinishRow[]): Record<Outcome, number> {
  const totals: Record<Outcome, number> = { ACCEPTED: 0, REJECTED: 0, UNCHECK: 0 }
  for (const { outcome, count } of rows) totals[outcome] += count
  return totals
}

/** How many of those that an ending accepts may be wrong, with 95 % confidence (behaviour 5.3). */
export function wrongAmongAccepted(action: Ending, stats: CheckTaskStats): number {
  const [pool, checked, wrong] = [stats.total_sample_count, stats.checked_sample_count, stats.rejected_sample_count]
  return acceptanceBound({ pool: pool ?? 0, checked: checked ?? 0, wrong: wrong ?? 0, action }).left_at_most
}
