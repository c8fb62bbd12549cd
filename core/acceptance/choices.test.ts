import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sameChoices, settleSample } from './choices.ts'
import { type Candidate, chooseWinner } from './dataset-effect.ts'

const candidates = fc.uniqueArray(
  fc.record({
    worker_id: fc.constantFrom('a', 'b', 'c', 'd'),
    check_score: fc.constantFrom<Candidate['check_score']>('A', 'B', 'C', 'D', null),
    saved: fc.nat(3),
  }),
  { minLength: 1, selector: ({ worker_id }) => worker_id },
)

describe('what the owner chose for a sample', () => {
  test('is the worker whose labels replace those of the dataset, whoever would have won', () => {
    fc.assert(
      fc.property(candidates, fc.boolean(), fc.nat(), (accepted, overwrite, n) => {
        const entry = accepted[n % accepted.length]!
        expect(settleSample(accepted, { choice: entry.worker_id, overwrite })).toEqual({ entry, overwrite: true })
      }),
    )
  })

  test('is that the dataset keeps what it has, even when all others are replaced', () => {
    fc.assert(
      fc.property(candidates, fc.boolean(), (accepted, overwrite) => {
        expect(settleSample(accepted, { choice: null, overwrite })).toBeNull()
      }),
    )
  })

  test.each([undefined, 'somebody whose entry was not accepted'])('changes nothing when it is %s', (choice) => {
    fc.assert(
      fc.property(candidates, fc.boolean(), (accepted, overwrite) => {
        expect(settleSample(accepted, { choice, overwrite })).toEqual({ entry: chooseWinner(accepted), overwrite })
      }),
    )
  })
})

test('choices are the same in any order, and to keep is not the same as not to choose', () => {
  const [a, b] = [[1, 'a'] as const, [2, null] as const]
  expect(sameChoices(new Map<number, string | null>([a, b]), new Map<number, string | null>([b, a]))).toBe(true)
  expect(sameChoices(new Map([b]), new Map())).toBe(false)
  expect(sameChoices(new Map([b]), new Map([[3, null]]))).toBe(false)
  expect(sameChoices(new Map([a]), new Map([[1, 'b']]))).toBe(false)
})
