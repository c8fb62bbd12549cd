import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isRefusal } from '#core/refusal.ts'
import { compareEntries, digestText, drawPlaces, type SamplingRequest, sampleSize } from './draw.ts'
import { seededRandom } from './random.ts'

const seed = '243f6a8885a308d313198a2e03707344'

describe('the size of a sample', () => {
  test.each([
    [{ sampling_num: 1 }, 10, 1],
    [{ sampling_num: 10 }, 10, 10],
    [{ sampling_num: 11 }, 10, 10],
    [{ sampling_rate: 1 }, 317, 317],
    [{ sampling_rate: 0.1 }, 30, 3],
    [{ sampling_rate: 0.1 }, 31, 4],
    [{ sampling_rate: 0.07 }, 100, 7],
    [{ sampling_rate: 0.57 }, 100, 57],
    [{ sampling_rate: 0.2 }, 1_000_000, 200_000],
    [{ sampling_rate: 0.200001 }, 1_000_000, 200_001],
    [{ sampling_rate: 0.20000000000001 }, 1_000_000, 200_001],
    [{ sampling_rate: 0.001 }, 5, 1],
    [{ sampling_rate: Number.MIN_VALUE }, 5, 1],
  ] satisfies [SamplingRequest, number, number][])('%j of %i is %i', (request, pool, size) => {
    expect(sampleSize(request, pool)).toBe(size)
  })

  test('is the exact share rounded up for every percentage and per mille', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 1_000_000 }), (perMille, pool) => {
        const exact = Number((BigInt(perMille) * BigInt(pool) + 999n) / 1000n)
        expect(sampleSize({ sampling_rate: perMille / 1000 }, pool)).toBe(exact)
      }),
      { numRuns: 2000 },
    )
  })

  test.each([
    {},
    { sampling_num: 1, sampling_rate: 0.5 },
    { sampling_num: 0 },
    { sampling_num: -1 },
    { sampling_num: 1.5 },
    { sampling_num: Number.NaN },
    { sampling_rate: 0 },
    { sampling_rate: -0.1 },
    { sampling_rate: 1.0000001 },
    { sampling_rate: Number.NaN },
  ] satisfies SamplingRequest[])('%j is refused with E4396', (request) => {
    const refusal = sampleSize(request, 10)
    expect(isRefusal(refusal) && refusal.error_code).toBe('ModelArts.4396')
    expect(isRefusal(refusal) && refusal.error_msg).toMatch(/sampling_/)
  })

  test('an empty pool is refused with E4625, a bad request comes first', () => {
    expect(sampleSize({ sampling_num: 1 }, 0)).toMatchObject({ error_code: 'ModelArts.4625' })
    expect(sampleSize({ sampling_num: 0 }, 0)).toMatchObject({ error_code: 'ModelArts.4396' })
  })
})

describe('a draw', () => {
  test('is without replacement and inside the pool', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 0, max: 300 }), (pool, wanted) => {
        const size = Math.min(pool, wanted)
        const places = drawPlaces({ pool, size, seed })
        expect(places).toHaveLength(size)
        expect(new Set(places).size).toBe(size)
        expect(places.every((place) => place < pool)).toBe(true)
      }),
    )
  })

  test('is the same again from the same seed', () => {
    // Computed apart from this code. A change of the list would make recorded draws unrepeatable.
    expect([...drawPlaces({ pool: 100, size: 8, seed })]).toEqual([26, 65, 5, 73, 19, 3, 77, 60])
  })

  test('a larger sample begins with the smaller one', () => {
    expect(drawPlaces({ pool: 50, size: 20, seed }).slice(0, 5)).toEqual(drawPlaces({ pool: 50, size: 5, seed }))
  })

  test('takes each place as often, and each pair of places too', () => {
    const seeds = seededRandom(seed)
    const draws = 8000
    const single = new Uint32Array(8)
    const pairs = new Uint32Array(64)
    for (let i = 0; i < draws; i++) {
      const next = Array.from({ length: 4 }, () => seeds().toString(16).padStart(8, '0')).join('')
      const [a, b] = drawPlaces({ pool: 8, size: 2, seed: next })
      single[a!]!++
      single[b!]!++
      pairs[a! * 8 + b!]!++
    }
    // Five standard deviations of the binomial counts: 2/8 and 1/56 of the draws.
    for (const count of single) expect(Math.abs(count - 2000)).toBeLessThan(5 * Math.sqrt(draws * 0.25 * 0.75))
    for (let i = 0; i < 64; i++)
      if (i % 9 === 0) expect(pairs[i]).toBe(0)
      else expect(Math.abs(pairs[i]! - draws / 56)).toBeLessThan(5 * Math.sqrt(draws / 56))
  })

  test('of more than the pool is a fault of ours', () => {
    expect(() => drawPlaces({ pool: 3, size: 4, seed })).toThrow(RangeError)
  })

  test('of 200 000 from a million takes well under a second', () => {
    const start = performance.now()
    expect(drawPlaces({ pool: 1_000_000, size: 200_000, seed })).toHaveLength(200_000)
    expect(performance.now() - start).toBeLessThan(1000)
  })
})

describe('the digest', () => {
  const entry = (n: number) => ({ sample_id: `s${n}`, worker_id: 'w' })

  test('covers how was drawn and every drawn entry in the order drawn', () => {
    const text = [...digestText({ pool: 9, size: 2, seed }, [entry(4), entry(1)])].join('')
    expect(text).toBe(`xoshiro128** seed ${seed}\n2 of 9\ns4 w\ns1 w\n`)
  })

  test.each([0, 1, 999, 1000, 1001, 2000])('is whole with %i entries', (size) => {
    const drawn = Array.from({ length: size }, (_, i) => entry(i))
    const text = [...digestText({ pool: 5000, size, seed }, drawn)].join('')
    expect(text.split('\n').slice(2, -1)).toEqual(drawn.map(({ sample_id }) => `${sample_id} w`))
  })
})

test('the canonical order is by sample, then by worker, as plain text', () => {
  const list = ['b 1', 'a 2', 'a 10', 'B 1', 'a 1'].map((text) => {
    const [sample_id, worker_id] = text.split(' ') as [string, string]
    return { sample_id, worker_id }
  })
  expect(list.sort(compareEntries).map((e) => `${e.sample_id} ${e.worker_id}`)).toEqual([
    'B 1',
    'a 1',
    'a 10',
    'a 2',
    'b 1',
  ])
})
