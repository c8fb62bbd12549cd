const FIRST = 1_000
const LONGEST = 60_000

/**
 * How long to wait before the next attempt, in milliseconds: twice as long each time, up to a minute. `random` in [0, 1)
 * spreads it over the upper half, so that people who lost the server together do not come back together.
 */
export function backOff(attempts: number, random: number): number {
  const longest = Math.min(LONGEST, FIRST * 2 ** Math.min(attempts, 10))
  return Math.round(longest / 2 + (longest / 2) * random)
}
