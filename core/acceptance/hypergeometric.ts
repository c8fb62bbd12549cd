/**
 * Drawing `drawn` of `lot` entries without replacement, of which `wrong` are wrong: how many wrong ones turn up?
 * All functions are exact up to floating point, about 13 digits, also for lots of millions.
 */
export type Lot = { lot: number; wrong: number; drawn: number }

/** P[X <= x]: at most x wrong ones turn up. */
export function probabilityAtMost(x: number, { lot, wrong, drawn }: Lot): number {
  const fewest = Math.max(0, drawn - (lot - wrong))
  const most = Math.min(wrong, drawn)
  if (x < fewest) return 0
  if (x >= most) return 1
  // The shorter tail is added up from its largest term, on which the others depend by simple ratios.
  if (x < (drawn / lot) * wrong) return Math.min(1, lowerTail(x, fewest, { lot, wrong, drawn }))
  return Math.max(0, 1 - upperTail(x + 1, most, { lot, wrong, drawn }))
}

/** P[X = x] by the saddle point (Loader 2000), which loses no digits where differences of log-gamma would. */
export function probabilityOf(x: number, { lot, wrong, drawn }: Lot): number {
  if (x < Math.max(0, drawn - (lot - wrong)) || x > Math.min(wrong, drawn)) return 0
  if (drawn === 0 || drawn === lot) return 1
  const share = drawn / lot
  return Math.exp(
    logBinomial(x, wrong, share) + logBinomial(drawn - x, lot - wrong, share) - logBinomial(drawn, lot, share),
  )
}

function lowerTail(x: number, fewest: number, { lot, wrong, drawn }: Lot): number {
  let term = 1
  let sum = 1
  for (let k = x; k > fewest && term > sum * Number.EPSILON; k--) {
    term *= (k * (lot - wrong - drawn + k)) / ((wrong - k + 1) * (drawn - k + 1))
    sum += term
  }
  return sum * probabilityOf(x, { lot, wrong, drawn })
}

function upperTail(x: number, most: number, { lot, wrong, drawn }: Lot): number {
  let term = 1
  let sum = 1
  for (let k = x; k < most && term > sum * Number.EPSILON; k++) {
    term *= ((wrong - k) * (drawn - k)) / ((k + 1) * (lot - wrong - drawn + k + 1))
    sum += term
  }
  return sum * probabilityOf(x, { lot, wrong, drawn })
}

/** Logarithm of the binomial probability of x in n with share p, 0 < p < 1. */
function logBinomial(x: number, n: number, p: number): number {
  if (n === 0) return 0
  if (x === 0) return n * Math.log1p(-p)
  if (x === n) return n * Math.log(p)
  return (
    stirlingError(n) -
    stirlingError(x) -
    stirlingError(n - x) -
    deviance(x, n * p) -
    deviance(n - x, n * (1 - p)) +
    0.5 * Math.log(n / (2 * Math.PI * x * (n - x)))
  )
}

/** log(n!) less Stirling's approximation of it, for whole n of 1 or more. */
function stirlingError(n: number): number {
  if (n < 16) return smallErrors[n]!
  const square = n * n
  return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / square) / square) / square) / square) / n
}

const smallErrors = Array.from({ length: 16 }, (_, n) => {
  let factorial = 1
  for (let k = 2; k <= n; k++) factorial *= k
  return n === 0 ? 0 : Math.log(factorial) - (n + 0.5) * Math.log(n) + n - 0.5 * Math.log(2 * Math.PI)
})

/** x log(x / mean) + mean - x, by a series where the terms would cancel. */
function deviance(x: number, mean: number): number {
  if (Math.abs(x - mean) >= 0.1 * (x + mean)) return x * Math.log(x / mean) + mean - x
  const v = (x - mean) / (x + mean)
  let sum = (x - mean) * v
  let power = 2 * x * v
  for (let j = 3; ; j += 2) {
    power *= v * v
    const next = sum + power / j
    if (next === sum) return sum
    sum = next
  }
}
