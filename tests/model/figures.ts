import type { Acceptance } from './reference.ts'

/** The figures of the acceptance report, computed the plain way. */

const WEIGHTS: Record<string, number> = { A: 4, B: 3, C: 2, D: 1, rejected: 0 }

type Figures = { pool: number; drawn: number; verdicts: readonly string[] }

export function statsOf({ pool, drawn, verdicts }: Figures) {
  const passed = verdicts.filter((verdict) => verdict !== 'rejected').length
  const weighed = verdicts.filter((verdict) => verdict !== 'unscored')
  const total_score = weighed.reduce((sum, verdict) => sum + WEIGHTS[verdict]!, 0)
  const mean = weighed.length === 0 ? 0 : total_score / weighed.length
  return {
    total_sample_count: pool,
    sampling_num: drawn,
    sampled_sample_count: drawn,
    sampling_rate: pool === 0 ? 0 : drawn / pool,
    checked_sample_count: verdicts.length,
    unchecked_sample_count: drawn - verdicts.length,
    accepted_sample_count: passed,
    rejected_sample_count: verdicts.length - passed,
    pass_rate: verdicts.length === 0 ? 0 : passed / verdicts.length,
    total_score,
    score: mean >= 3.5 ? 'A' : mean >= 2.5 ? 'B' : mean >= 1.5 ? 'C' : mean >= 0.5 ? 'D' : 'E',
  }
}

/** As long as the draw is under way nothing is known of it. */
export function figuresOf({ phase, pool, drawn, verdicts }: Acceptance): Figures {
  if (phase === 'sampling') return { pool: 0, drawn: 0, verdicts: [] }
  return { pool: pool.size, drawn: drawn.size, verdicts: [...verdicts.values()] }
}

/** All acceptances but cancelled ones: each entry once, with its latest verdict. */
export function totalOf(acceptances: readonly Acceptance[]): Figures {
  const counted = acceptances.filter(({ phase }) => phase !== 'cancelled' && phase !== 'sampling')
  const latest = new Map(counted.flatMap(({ verdicts }) => [...verdicts]))
  return {
    pool: new Set(counted.flatMap(({ pool }) => [...pool])).size,
    drawn: new Set(counted.flatMap(({ drawn }) => [...drawn])).size,
    verdicts: [...latest.values()],
  }
}

/** The bound of 5.3 by trying every number of wrong entries there can be, with whole numbers. */
export function boundOf(acceptance: Acceptance) {
  const { pool, verdicts } = figuresOf(acceptance)
  const checked = verdicts.length
  const wrong = verdicts.filter((verdict) => verdict === 'rejected').length
  let at_most = wrong
  for (let all = wrong; all <= pool - (checked - wrong); all++) {
    let ways = 0n
    for (let hit = 0; hit <= wrong; hit++) ways += choose(all, hit) * choose(pool - all, checked - hit)
    if (ways * 20n > choose(pool, checked)) at_most = all
  }
  const { action } = acceptance
  const left_at_most = action === 0 ? at_most : action === null || action === 4 ? at_most - wrong : 0
  return { confidence: 0.95, pool, checked, wrong, at_most, left_at_most }
}

function choose(n: number, k: number): bigint {
  if (k < 0 || k > n) return 0n
  let ways = 1n
  for (let i = 0; i < k; i++) ways = (ways * BigInt(n - i)) / BigInt(i + 1)
  return ways
}
