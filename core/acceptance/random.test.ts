import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { integerBelow, seededRandom, shuffle, shuffledIndexes } from './random.ts'

describe('the generator', () => {
  test('gives the published numbers of xoshiro128** 1.1 for the state 1, 2, 3, 4', () => {
    const random = seededRandom('00000001000000020000000300000004')
    expect(Array.from({ length: 10 }, random)).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ])
  })

  test('gives the same numbers for the same seed and others for another', () => {
    const take = (seed: string) => Array.from({ length: 5 }, seededRandom(seed))
    expect(take('0123456789abcdef0123456789abcdef')).toEqual(take('0123456789abcdef0123456789abcdef'))
    expect(take('0123456789abcdef0123456789abcdef')).not.toEqual(take('0123456789abcdef0123456789abcdee'))
  })

  test.each(['', '1', 'g'.repeat(32), '0'.repeat(32), 'A'.repeat(32), '1'.repeat(33)])(
    'refuses the seed "%s"',
    (seed) => {
      expect(() => seededRandom(seed)).toThrow(RangeError)
    },
  )
})

describe('a number below n', () => {
  test('throws away the incomplete last round, so that no number is favoured', () => {
    const given = [2 ** 32 - 1, 2 ** 32 - 2, 7]
    expect(integerBelow(() => given.shift()!, 2 ** 31 + 1)).toBe(7)
    expect(given).toEqual([])

    const edge = [4_294_967_290, 4_294_967_289]
    expect(integerBelow(() => edge.shift()!, 10)).toBe(9)
    expect(edge).toEqual([])
  })

  test('takes every number when n divides 2^32', () => {
    expect(integerBelow(() => 2 ** 32 - 1, 2 ** 32)).toBe(2 ** 32 - 1)
    expect(integerBelow(() => 2 ** 32 - 1, 16)).toBe(15)
    expect(integerBelow(() => 2 ** 32 - 1, 1)).toBe(0)
  })

  test('is as often each of the numbers', () => {
    const random = seededRandom('9e3779b97f4a7c15f39cc0605cedc834')
    const counts = new Uint32Array(7)
    for (let i = 0; i < 70_000; i++) counts[integerBelow(random, 7)]!++
    // Five standard deviations of a binomial count: 5 * sqrt(70000 * 1/7 * 6/7) = 463.
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(463)
  })
})

test('a shuffle loses and doubles nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.bigInt({ min: 1n, max: 2n ** 128n - 1n }), (list, seed) => {
      const shuffled = shuffle(seededRandom(seed.toString(16).padStart(32, '0')), [...list])
      expect(shuffled.sort((a, b) => a - b)).toEqual([...list].sort((a, b) => a - b))
    }),
  )
})

test('a shuffle gives each of the 24 orders of 4 as often', () => {
  const random = seededRandom('b7e151628aed2a6abf7158809cf4f3c7')
  const counts = new Map<string, number>()
  for (let i = 0; i < 24_000; i++) {
    const order = shuffledIndexes(random, 4).join()
    counts.set(order, (counts.get(order) ?? 0) + 1)
  }
  expect(counts.size).toBe(24)
  // Five standard deviations: 5 * sqrt(24000 * 1/24 * 23/24) = 155.
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(155)
})
