import type { AcceptanceBound } from '#contract/acceptance.ts'
import { AcceptanceAction } from '#contract/codes.ts'
import { probabilityAtMost } from './hypergeometric.ts'

const CONFIDENCE = 0.95

/** Probabilities closer to 5 % than this are 5 %: rounding must not decide where P is 1/20 exactly. */
const ROUNDING = 1e-12

/**
 * The most wrong entries a pool can hold when `wrong` of `checked` turned out wrong (behaviour 5.3, oracles O13): the
 * largest D with P[X <= wrong | pool, D, checked] > 5 %. The whole pool when nothing was checked.
 */
export function mostWrong({ pool, checked, wrong }: { pool: number; checked: number; wrong: number }): number {
  // Of the checked ones `wrong` are wrong and the others right for sure; in between P falls as D grows.
  let possible = wrong
  let impossible = pool - (checked - wrong) + 1
  while (impossible - possible > 1) {
    const middle = Math.floor((possible + impossible) / 2)
    const probability = probabilityAtMost(wrong, { lot: pool, wrong: middle, drawn: checked })
    if (probability > (1 - CONFIDENCE) * (1 + ROUNDING)) possible = middle
    else impossible = middle
  }
  return possible
}

/**
 * The bound of an acceptance as the report carries it. `left_at_most`: how many of the wrong entries can be among those
 * accepted. Under "pass all" all of them; under action 4, and before the finish, all but those rejected; none where only
 * checked entries or no entries are accepted.
 */
export function acceptanceBound({
  pool,
  checked,
  wrong,
  action,
}: {
  pool: number
  checked: number
  wrong: number
  /** null before the finish. */
  action: AcceptanceAction | null
}): AcceptanceBound {
  const at_most = mostWrong({ pool, checked, wrong })
  return { confidence: CONFIDENCE, pool, checked, wrong, at_most, left_at_most: leftAtMost(at_most, wrong, action) }
}

function leftAtMost(atMost: number, wrong: number, action: AcceptanceAction | null): number {
  if (action === AcceptanceAction.passAll) return atMost
  if (action === null || action === AcceptanceAction.passAcceptedAndUnprocessed) return atMost - wrong
  return 0
}
