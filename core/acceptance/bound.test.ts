import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AcceptanceAction } from '#contract/codes.ts'
import { acceptanceBound, mostWrong } from './bound.ts'
import { probabilityAtMost, probabilityOf } from './hypergeometric.ts'

function choose(n: number, k: number): bigint {
  if (k < 0 || k > n) return 0n
  let product = 1n
  for (let i = 1; i <= k; i++) product = (product * BigInt(n - k + i)) / BigInt(i)
  return product
}

/** The ways to find at most x wrong ones, out of `choose(lot, drawn)`: by definition, in whole numbers. */
function waysAtMost(x: number, lot: number, wrong: number, drawn: number): bigint {
  let ways = 0n
  for (let k = 0; k <= x; k++) ways += choose(wrong, k) * choose(lot - wrong, drawn - k)
  return ways
}

const exceeds5Percent = (x: number, lot: number, wrong: number, drawn: number) =>
  20n * waysAtMost(x, lot, wrong, drawn) > choose(lot, drawn)

/** A whole number ratio of up to 2^1000 as a floating point number. */
const ratioOf = (part: bigint, whole: bigint) => Number((part * 10n ** 18n) / whole) / 1e18

describe('hypergeometric probabilities', () => {
  test.each([
    [10, 0.960752],
    [20, 0.789247],
    [40, 0.364483],
    [65, 0.091577],
  ])('a plan of 80 with 2 allowed passes a lot of 1000 with %i wrong with probability %f (O10)', (wrong, expected) => {
    expect(probabilityAtMost(2, { lot: 1000, wrong, drawn: 80 })).toBeCloseTo(expected, 6)
  })

  test.each([
    [0.01, 0.9534],
    [0.0652, 0.0998],
    [0.0333, 0.4997],
  ])('with a share of %f wrong in a very large lot the plan passes with %f (O10)', (share, expected) => {
    const lot = 1e9
    expect(probabilityAtMost(2, { lot, wrong: share * lot, drawn: 80 })).toBeCloseTo(expected, 4)
  })

  test('agree with counting', () => {
    const lots = fc
      .record({ lot: fc.integer({ min: 1, max: 80 }), wrong: fc.nat(80), drawn: fc.nat(80), x: fc.nat(80) })
      .filter(({ lot, wrong, drawn }) => wrong <= lot && drawn <= lot)
    fc.assert(
      fc.property(lots, ({ lot, wrong, drawn, x }) => {
        const ways = choose(lot, drawn)
        const single = ratioOf(choose(wrong, x) * choose(lot - wrong, drawn - x), ways)
        expect(probabilityOf(x, { lot, wrong, drawn })).toBeCloseTo(single, 12)
        expect(probabilityAtMost(x, { lot, wrong, drawn })).toBeCloseTo(
          ratioOf(waysAtMost(x, lot, wrong, drawn), ways),
          12,
        )
      }),
      { numRuns: 2000 },
    )
  })

  test('agree with counting to twelve digits where they are small', () => {
    const exact = ratioOf(waysAtMost(5, 3000, 300, 200) * 10n ** 6n, choose(3000, 200)) / 1e6
    expect(probabilityAtMost(5, { lot: 3000, wrong: 300, drawn: 200 }) / exact).toBeCloseTo(1, 11)
  })

  test('add up to 1 in a lot of a million', () => {
    let sum = 0
    for (let x = 0; x <= 2000; x++) sum += probabilityOf(x, { lot: 1_000_000, wrong: 40_000, drawn: 20_000 })
    expect(sum).toBeCloseTo(1, 11)
  })
})

describe('without a find the sample that excludes a share of wrong ones with 95 % (O12)', () => {
  test.each([
    [0.05, 59],
    [0.01, 299],
  ])('%f of a very large lot: %i', (share, size) => {
    const lot = 1e9
    expect(probabilityAtMost(0, { lot, wrong: share * lot, drawn: size })).toBeLessThanOrEqual(0.05)
    expect(probabilityAtMost(0, { lot, wrong: share * lot, drawn: size - 1 })).toBeGreaterThan(0.05)
  })

  test.each([
    [100, 5, 45],
    [100, 1, 95],
    [200, 10, 51],
    [200, 2, 155],
    [500, 25, 56],
    [500, 5, 225],
    [1000, 50, 57],
    [1000, 10, 258],
  ])('lot of %i, %i wrong: %i', (lot, wrong, size) => {
    expect(mostWrong({ pool: lot, checked: size, wrong: 0 })).toBeLessThan(wrong)
    expect(mostWrong({ pool: lot, checked: size - 1, wrong: 0 })).toBeGreaterThanOrEqual(wrong)
  })
})

describe('the upper bound', () => {
  test.each([
    [100, 20, 0, 12],
    [500, 50, 1, 43],
    [1000, 80, 0, 35],
    [1000, 80, 2, 74],
    [2000, 125, 3, 119],
  ])('of %i with %i checked and %i wrong is %i (O13)', (pool, checked, wrong, bound) => {
    expect(mostWrong({ pool, checked, wrong })).toBe(bound)
  })

  test('is what counting gives, for every pool up to 24', () => {
    for (let pool = 0; pool <= 24; pool++)
      for (let checked = 0; checked <= pool; checked++)
        for (let wrong = 0; wrong <= checked; wrong++) {
          let counted = wrong
          for (let d = wrong; d <= pool; d++) if (exceeds5Percent(wrong, pool, d, checked)) counted = d
          expect(mostWrong({ pool, checked, wrong }), `${pool} ${checked} ${wrong}`).toBe(counted)
        }
  })

  test('is what counting gives, for larger pools', () => {
    const samples = fc
      .record({ pool: fc.integer({ min: 1, max: 1500 }), checked: fc.nat(300), wrong: fc.nat(40) })
      .filter(({ pool, checked, wrong }) => wrong <= checked && checked <= pool)
    fc.assert(
      fc.property(samples, ({ pool, checked, wrong }) => {
        const bound = mostWrong({ pool, checked, wrong })
        expect(exceeds5Percent(wrong, pool, bound, checked)).toBe(true)
        if (bound < pool) expect(exceeds5Percent(wrong, pool, bound + 1, checked)).toBe(false)
      }),
      { numRuns: 200 },
    )
  })

  test('excludes what has a probability of exactly 5 %', () => {
    // One right one out of 20 is found with probability 1/20: 19 wrong ones are not more likely than 5 %.
    expect(mostWrong({ pool: 20, checked: 1, wrong: 0 })).toBe(18)
    expect(mostWrong({ pool: 1_000_000, checked: 1, wrong: 0 })).toBe(949_999)
  })

  const samples = fc
    .tuple(fc.integer({ min: 1, max: 1_000_000 }), fc.nat(1_000_000), fc.nat(1_000_000))
    .map(([pool, checked, wrong]) => ({ pool, checked: checked % (pool + 1), wrong }))
    .map(({ pool, checked, wrong }) => ({ pool, checked, wrong: wrong % (checked + 1) }))

  test('lies between what was found and what can be', () => {
    fc.assert(
      fc.property(samples, ({ pool, checked, wrong }) => {
        const bound = mostWrong({ pool, checked, wrong })
        expect(bound).toBeGreaterThanOrEqual(wrong)
        expect(bound).toBeLessThanOrEqual(pool - (checked - wrong))
      }),
    )
  })

  test('grows with every find, shrinks with every check without a find', () => {
    fc.assert(
      fc.property(samples, ({ pool, checked, wrong }) => {
        const bound = mostWrong({ pool, checked, wrong })
        if (wrong < checked) expect(mostWrong({ pool, checked, wrong: wrong + 1 })).toBeGreaterThan(bound)
        if (checked < pool) expect(mostWrong({ pool, checked: checked + 1, wrong })).toBeLessThanOrEqual(bound)
      }),
    )
  })

  test('is known when all or none is checked', () => {
    expect(mostWrong({ pool: 50, checked: 50, wrong: 3 })).toBe(3)
    expect(mostWrong({ pool: 50, checked: 0, wrong: 0 })).toBe(50)
    expect(mostWrong({ pool: 0, checked: 0, wrong: 0 })).toBe(0)
  })

  test('takes milliseconds for a pool of a million', () => {
    const start = performance.now()
    for (const [checked, wrong] of [
      [1000, 0],
      [200_000, 10_000],
      [500_000, 250_000],
      [999_000, 400_000],
    ] as const)
      mostWrong({ pool: 1_000_000, checked, wrong })
    expect(performance.now() - start).toBeLessThan(4 * 20 * 3)
  })
})

describe('the bound in the report', () => {
  const figures = { pool: 1000, checked: 80, wrong: 2 }

  test.each([
    ['before the finish', null, 72],
    ['pass all', AcceptanceAction.passAll, 74],
    ['reject all', AcceptanceAction.rejectAll, 0],
    ['cancel', AcceptanceAction.cancel, 0],
    ['pass accepted and unprocessed', AcceptanceAction.passAcceptedAndUnprocessed, 72],
    ['pass accepted only', AcceptanceAction.passAcceptedOnly, 0],
  ] as const)('%s', (_, action, left_at_most) => {
    const bound = { confidence: 0.95, ...figures, at_most: 74, left_at_most }
    expect(acceptanceBound({ ...figures, action })).toEqual(bound)
  })

  test('is the whole pool when nothing was checked', () => {
    expect(acceptanceBound({ pool: 7, checked: 0, wrong: 0, action: 0 })).toMatchObject({ at_most: 7, left_at_most: 7 })
  })
})
