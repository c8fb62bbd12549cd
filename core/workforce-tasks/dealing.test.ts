import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seededRandom } from '#core/acceptance/random.ts'
import { checkDeal, deal, dealMore, type Share } from './dealing.ts'

const seeds = fc.bigInt({ min: 1n, max: 2n ** 128n - 1n }).map((n) => n.toString(16).padStart(32, '0'))
const names = (count: number) => Array.from({ length: count }, (_, i) => `worker ${i}`)
const numbers = (count: number) => Array.from({ length: count }, (_, i) => i)
const deals = fc
  .record({ samples: fc.nat(60), labelers: fc.integer({ min: 1, max: 9 }), repetition: fc.integer({ min: 1, max: 9 }) })
  .filter(({ labelers, repetition }) => repetition <= labelers)

function copiesOf(shares: Share<number, string>[]): number[] {
  const copies: number[] = []
  for (const { samples } of shares) for (const sample of samples) copies[sample] = (copies[sample] ?? 0) + 1
  return [...copies]
}

describe('what may be dealt', () => {
  test.each([
    [0, 1, 'ModelArts.4621'],
    [0, 2, 'ModelArts.4621'],
    [1, 1, undefined],
    [1, 2, 'ModelArts.4822'],
    [2, 2, undefined],
    [2, 3, 'ModelArts.4396'],
    [100, 100, undefined],
    [100, 101, 'ModelArts.4396'],
    [3, 0, 'ModelArts.4396'],
    [3, -1, 'ModelArts.4396'],
    [3, 1.5, 'ModelArts.4396'],
  ])('%i labelers, repetition %f: %s', (labelers, repetition, code) => {
    expect(checkDeal({ labelers, repetition })?.error_code).toBe(code)
  })
})

describe('a deal', () => {
  test('gives every sample to as many different labelers as the repetition says, evenly', () => {
    fc.assert(
      fc.property(deals, seeds, ({ samples, labelers, repetition }, seed) => {
        const workers = names(labelers)
        const random = seededRandom(seed)
        const shares = deal({ samples: numbers(samples), labelers: workers, repetition, random })
        expect(shares.map(({ worker }) => worker)).toEqual(workers)
        expect(copiesOf(shares)).toEqual(numbers(samples).map(() => repetition))
        for (const share of shares) expect(new Set(share.samples).size).toBe(share.samples.length)
        const counts = shares.map((share) => share.samples.length)
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
      }),
      { numRuns: 500 },
    )
  })

  test('is repeatable from its seed', () => {
    const once = () =>
      deal({ samples: numbers(50), labelers: names(4), repetition: 2, random: seededRandom('1'.repeat(32)) })
    expect(once()).toEqual(once())
  })

  test('leaves both samples and surplus to chance', () => {
    const random = seededRandom('2'.repeat(32))
    const lucky = new Uint32Array(3)
    const firsts = new Uint32Array(4)
    for (let i = 0; i < 6000; i++) {
      const shares = deal({ samples: numbers(4), labelers: names(3), repetition: 1, random })
      lucky[shares.findIndex((share) => share.samples.length === 2)]!++
      firsts[shares[0]!.samples[0]!]!++
    }
    // Five standard deviations of 6000 tosses with 1/3 and 1/4.
    for (const count of lucky) expect(Math.abs(count - 2000)).toBeLessThan(5 * Math.sqrt((6000 * 2) / 9))
    for (const count of firsts) expect(Math.abs(count - 1500)).toBeLessThan(5 * Math.sqrt((6000 * 3) / 16))
  })

  test('that cannot be met is a fault of ours', () => {
    const random = seededRandom('3'.repeat(32))
    expect(() => deal({ samples: [1], labelers: names(1), repetition: 2, random })).toThrow(RangeError)
    expect(() => deal({ samples: [1], labelers: [], repetition: 1, random })).toThrow(RangeError)
  })

  test('of a million samples to a hundred labelers takes about a second at most', () => {
    const start = performance.now()
    const random = seededRandom('4'.repeat(32))
    const shares = deal({ samples: numbers(1_000_000), labelers: names(100), repetition: 1, random })
    expect(shares.every(({ samples }) => samples.length === 10_000)).toBe(true)
    expect(performance.now() - start).toBeLessThan(3000)
  })
})

describe('samples that arrive later', () => {
  const rooms = fc.array(fc.nat(40), { minLength: 1, maxLength: 8 })

  test('go to those with the fewest entries, each sample to different ones', () => {
    fc.assert(
      fc.property(rooms, fc.nat(60), fc.integer({ min: 1, max: 8 }), seeds, (entries, samples, repetition, seed) => {
        const labelers = entries.map((count, i) => ({ worker: `worker ${i}`, entries: count }))
        const random = seededRandom(seed)
        const shares = dealMore({ samples: numbers(samples), labelers, repetition, random })
        expect(copiesOf(shares)).toEqual(numbers(samples).map(() => Math.min(repetition, labelers.length)))
        for (const share of shares) expect(new Set(share.samples).size).toBe(share.samples.length)

        // Whoever got anything ends at most one above everybody who could have got one of his samples instead.
        for (const [i, share] of shares.entries()) {
          const mine = entries[i]! + share.samples.length
          for (const [j, other] of shares.entries())
            if (share.samples.some((sample) => !other.samples.includes(sample)))
              expect(mine).toBeLessThanOrEqual(entries[j]! + other.samples.length + 1)
        }
      }),
      { numRuns: 500 },
    )
  })

  test('fill up the newcomer first', () => {
    const shares = dealMore({
      samples: numbers(10),
      labelers: [
        { worker: 'busy', entries: 8 },
        { worker: 'new', entries: 0 },
      ],
      repetition: 1,
      random: seededRandom('5'.repeat(32)),
    })
    expect(shares.map(({ worker, samples }) => [worker, samples.length])).toEqual([
      ['busy', 1],
      ['new', 9],
    ])
  })

  test('a million of them take about a second at most', () => {
    const start = performance.now()
    const labelers = names(100).map((worker, i) => ({ worker, entries: i }))
    dealMore({ samples: numbers(1_000_000), labelers, repetition: 2, random: seededRandom('6'.repeat(32)) })
    expect(performance.now() - start).toBeLessThan(4000)
  })
})
