import type { CheckTaskStats } from '#contract/acceptance.ts'
import type { Rating } from '#contract/codes.ts'

/** Individual verdicts by rating; `unscored` passes carry none. */
export type Verdicts = Record<Rating | 'unscored' | 'rejected', number>

/** What the figures of one or more acceptances are made of. */
export type Tally = { pool: number; drawn: number; verdicts: Verdicts }

export const NO_VERDICTS: Readonly<Verdicts> = { A: 0, B: 0, C: 0, D: 0, unscored: 0, rejected: 0 }

/** Weight of each rating in the score (D55). A rejection weighs 0, a pass without rating does not count. */
const WEIGHTS = { A: 4, B: 3, C: 2, D: 1 } as const

/** The figures of an acceptance (behaviour 5.3): individual verdicts, whatever the final action was (D35). */
export function checkTaskStats({ pool, drawn, verdicts }: Tally): CheckTaskStats {
  const { checked, accepted, total, mean } = scoring(verdicts)
  return {
    total_sample_count: pool,
    sampling_num: drawn,
    sampled_sample_count: drawn,
    sampling_rate: ratio(drawn, pool),
    checked_sample_count: checked,
    unchecked_sample_count: drawn - checked,
    accepted_sample_count: accepted,
    rejected_sample_count: verdicts.rejected,
    pass_rate: ratio(accepted, checked),
    total_score: total,
    score: letterOf(mean),
  }
}

/** The three figures of a task or a member over all acceptances; the score is the mean as a number. */
export function taskFigures({ pool, drawn, verdicts }: Tally): {
  check_rate: number
  pass_rate: number
  score: number
} {
  const { checked, accepted, mean } = scoring(verdicts)
  return { check_rate: ratio(drawn, pool), pass_rate: ratio(accepted, checked), score: mean }
}

/** Letter of a mean rating; E when nothing was checked, as recorded. */
export function letterOf(mean: number): 'A' | 'B' | 'C' | 'D' | 'E' {
  if (mean >= 3.5) return 'A'
  if (mean >= 2.5) return 'B'
  if (mean >= 1.5) return 'C'
  return mean >= 0.5 ? 'D' : 'E'
}

/** An entry in the pool of one acceptance. */
export type PoolEntry<Id> = { entry: Id; drawn: boolean; verdict: keyof Verdicts | null }

/**
 * Adds acceptances up, oldest first and without cancelled ones: each entry counts once, as drawn if it was drawn in any of
 * them, and with its latest verdict.
 */
export function mergeAcceptances<Id>(acceptances: Iterable<Iterable<PoolEntry<Id>>>): Tally {
  const latest = new Map<Id, { drawn: boolean; verdict: keyof Verdicts | null }>()
  for (const pool of acceptances)
    for (const { entry, drawn, verdict } of pool) {
      const earlier = latest.get(entry)
      latest.set(entry, {
        drawn: drawn || (earlier?.drawn ?? false),
        verdict: verdict ?? earlier?.verdict ?? null,
      })
    }
  const tally = { pool: latest.size, drawn: 0, verdicts: { ...NO_VERDICTS } }
  for (const { drawn, verdict } of latest.values()) {
    if (drawn) tally.drawn++
    if (verdict !== null) tally.verdicts[verdict]++
  }
  return tally
}

function scoring(verdicts: Verdicts) {
  const { A, B, C, D, unscored, rejected } = verdicts
  const accepted = A + B + C + D + unscored
  const checked = accepted + rejected
  const total = A * WEIGHTS.A + B * WEIGHTS.B + C * WEIGHTS.C + D * WEIGHTS.D
  return { accepted, checked, total, mean: ratio(total, checked - unscored) }
}

/** A share of nothing is 0. */
function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole
}
