import fc from 'fast-check'
import { expect, test } from 'vitest'
import { blockOf } from './blocks.ts'
import { layOut } from './deal-order.ts'

const shares = fc.array(fc.uniqueArray(fc.nat({ max: 30_000 }), { maxLength: 60 }), { minLength: 1, maxLength: 8 })

test('every sample of a share gets an entry, and the keys of one labeler follow each other', () => {
  fc.assert(
    fc.property(shares, fc.nat({ max: 10_000 }), (samples, first) => {
      const runs = layOut(
        samples.map((own, worker) => ({ worker, samples: own })),
        first,
      ).flat()
      const dealt = runs.flatMap(({ worker, first, sample_keys }) =>
        sample_keys.map((sample, i) => ({ worker, sample, key: first + i })),
      )
      let next = first
      for (const [worker, own] of samples.entries()) {
        const entries = dealt.filter((one) => one.worker === worker).sort((a, b) => a.key - b.key)
        expect(entries.map(({ key }) => key)).toEqual(own.map((_, i) => next + i))
        expect(entries.map(({ sample }) => sample).sort()).toEqual([...own].sort())
        next += own.length
      }
    }),
  )
})

test('the blocks of the dataset come in order, each in one piece for each labeler', () => {
  fc.assert(
    fc.property(shares, (samples) => {
      const blocks = layOut(
        samples.map((own, worker) => ({ worker, samples: own })),
        1,
      )
      const numbers = blocks.map((runs) => new Set(runs.flatMap(({ sample_keys }) => sample_keys.map(blockOf))))
      expect(numbers.every((of) => of.size === 1)).toBe(true)
      expect(numbers.map((of) => [...of][0])).toEqual(numbers.map((of) => [...of][0]!).sort((a, b) => a - b))
      for (const runs of blocks) expect(new Set(runs.map(({ worker }) => worker)).size).toBe(runs.length)
    }),
  )
})

test('within a block a labeler sees the samples as they were shuffled', () => {
  const [runs] = layOut([{ worker: 'a', samples: [9, 2, 7, 4] }], 1)
  expect(runs).toEqual([{ worker: 'a', first: 1, sample_keys: [9, 2, 7, 4] }])
})
