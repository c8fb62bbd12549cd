import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Side, Splitter } from './split.ts'

const seed = '0123456789abcdef0123456789abcdef'

type Sample = { stratum: string; side?: Side }

function split(samples: readonly Sample[], ratio: number, from = seed): Side[] {
  const splitter = new Splitter({ ratio, seed: from })
  for (const { stratum, side } of samples) splitter.count(stratum, side)
  return samples.map(({ stratum, side }) => side ?? splitter.place(stratum))
}

const free = fc.array(fc.record({ stratum: fc.constantFrom('cat', 'dog', 'cat dog', '') }), { maxLength: 200 })
const ratios = fc.double({ min: 0, max: 1, noNaN: true })

const trained = (sides: readonly Side[]) => sides.filter((side) => side === 'TRAIN').length

describe('splitting a version', () => {
  test('puts as many samples into training as the ratio says, to the nearest sample', () => {
    fc.assert(
      fc.property(free, ratios, (samples, ratio) => {
        expect(Math.abs(trained(split(samples, ratio)) - samples.length * ratio)).toBeLessThanOrEqual(0.5 + 1e-6)
      }),
    )
  })

  test('splits every stratum as the ratio says, less than one sample beside it', () => {
    fc.assert(
      fc.property(free, ratios, (samples, ratio) => {
        const sides = split(samples, ratio)
        for (const name of new Set(samples.map(({ stratum }) => stratum))) {
          const own = sides.filter((_, index) => samples[index]!.stratum === name)
          expect(Math.abs(trained(own) - own.length * ratio)).toBeLessThan(1 + 1e-6)
        }
      }),
    )
  })

  test('is the same for the same seed and samples, and another for another seed', () => {
    const samples = Array.from({ length: 100 }, (_, index) => ({ stratum: index % 2 ? 'cat' : 'dog' }))
    expect(split(samples, 0.5)).toEqual(split(samples, 0.5))
    expect(split(samples, 0.5)).not.toEqual(split(samples, 0.5, `${seed.slice(1)}1`))
  })

  test('keeps samples on their side and fills up with the others', () => {
    const kept = Array.from({ length: 6 }, (): Sample => ({ stratum: 'cat', side: 'TRAIN' }))
    const sides = split([...kept, ...Array.from({ length: 4 }, () => ({ stratum: 'cat' }))], 0.7)
    expect(sides.slice(0, 6)).toEqual(Array(6).fill('TRAIN'))
    expect(trained(sides)).toBe(7)
  })

  test('chooses every sample equally often over many seeds', () => {
    const chosen = Array(10).fill(0)
    for (let n = 1; n <= 4000; n++) {
      const sides = split(Array(10).fill({ stratum: 'cat' }), 0.3, createHash('md5').update(String(n)).digest('hex'))
      for (const [index, side] of sides.entries()) if (side === 'TRAIN') chosen[index]++
    }
    // 1,200 of 4,000 are expected, with a deviation of 29.
    for (const count of chosen) expect(Math.abs(count - 1200)).toBeLessThan(150)
  })
})
