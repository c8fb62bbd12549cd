import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  checkTaskStats,
  letterOf,
  mergeAcceptances,
  NO_VERDICTS,
  type PoolEntry,
  taskFigures,
  type Verdicts,
} from './report.ts'

const verdicts = (some: Partial<Verdicts>): Verdicts => ({ ...NO_VERDICTS, ...some })

describe('the figures of an acceptance (5.3)', () => {
  test('nothing checked: the recorded zero report', () => {
    expect(checkTaskStats({ pool: 317, drawn: 32, verdicts: NO_VERDICTS })).toEqual({
      total_sample_count: 317,
      sampling_num: 32,
      sampled_sample_count: 32,
      sampling_rate: 32 / 317,
      checked_sample_count: 0,
      unchecked_sample_count: 32,
      accepted_sample_count: 0,
      rejected_sample_count: 0,
      pass_rate: 0,
      total_score: 0,
      score: 'E',
    })
  })

  test('ratings weigh 4, 3, 2, 1, a rejection 0, a pass without rating is left out', () => {
    const tally = { pool: 100, drawn: 20, verdicts: { A: 3, B: 2, C: 1, D: 1, unscored: 4, rejected: 3 } }
    expect(checkTaskStats(tally)).toEqual({
      total_sample_count: 100,
      sampling_num: 20,
      sampled_sample_count: 20,
      sampling_rate: 0.2,
      checked_sample_count: 14,
      unchecked_sample_count: 6,
      accepted_sample_count: 11,
      rejected_sample_count: 3,
      pass_rate: 11 / 14,
      total_score: 21,
      score: 'C',
    })
    expect(taskFigures(tally)).toEqual({ check_rate: 0.2, pass_rate: 11 / 14, score: 2.1 })
  })

  test.each([
    [4, 'A'],
    [3.5, 'A'],
    [3.49, 'B'],
    [2.5, 'B'],
    [2.49, 'C'],
    [1.5, 'C'],
    [1.49, 'D'],
    [0.5, 'D'],
    [0.49, 'E'],
    [0, 'E'],
  ])('a mean of %f is %s', (mean, letter) => {
    expect(letterOf(mean)).toBe(letter)
  })

  test.each([
    [{ A: 1 }, 1, 'A'],
    [{ rejected: 5 }, 0, 'E'],
    [{ A: 1, rejected: 1 }, 0.5, 'C'],
    [{ unscored: 3 }, 1, 'E'],
    [{ unscored: 3, B: 1 }, 1, 'B'],
  ])('%j: pass rate %f, score %s', (some, pass_rate, score) => {
    expect(checkTaskStats({ pool: 10, drawn: 5, verdicts: verdicts(some) })).toMatchObject({ pass_rate, score })
  })

  test('without a pool all shares are 0', () => {
    expect(taskFigures({ pool: 0, drawn: 0, verdicts: NO_VERDICTS })).toEqual({ check_rate: 0, pass_rate: 0, score: 0 })
  })
})

describe('several acceptances together', () => {
  const e = (entry: string, drawn: boolean, verdict: PoolEntry<string>['verdict'] = null) => ({ entry, drawn, verdict })

  test('each entry counts once, with its latest verdict', () => {
    const first = [e('a', true, 'rejected'), e('b', true, 'B'), e('c', false), e('d', true)]
    const second = [e('a', true, 'A'), e('c', true), e('x', false)]
    expect(mergeAcceptances([first, second])).toEqual({ pool: 5, drawn: 4, verdicts: verdicts({ A: 1, B: 1 }) })
  })

  test('a verdict stands until a newer one is given', () => {
    const first = [e('a', true, 'rejected')]
    expect(mergeAcceptances([first, [e('a', true)]]).verdicts).toEqual(verdicts({ rejected: 1 }))
    expect(mergeAcceptances([first, [e('a', false)]])).toMatchObject({ pool: 1, drawn: 1 })
  })

  test('of none is nothing', () => {
    expect(mergeAcceptances([])).toEqual({ pool: 0, drawn: 0, verdicts: NO_VERDICTS })
  })

  test('there are never more verdicts than drawn, nor more drawn than in the pool', () => {
    const verdict = fc.constantFrom('A', 'B', 'C', 'D', 'unscored', 'rejected', null)
    const entries = fc.record({ entry: fc.nat(9), drawn: fc.boolean(), verdict }).map((entry) => ({
      ...entry,
      verdict: entry.drawn ? entry.verdict : null,
    }))
    fc.assert(
      fc.property(fc.array(fc.array(entries)), (acceptances) => {
        const { pool, drawn, verdicts } = mergeAcceptances(acceptances)
        const checked = Object.values(verdicts).reduce((sum, count) => sum + count, 0)
        expect(checked).toBeLessThanOrEqual(drawn)
        expect(drawn).toBeLessThanOrEqual(pool)
        expect(pool).toBe(new Set(acceptances.flat().map(({ entry }) => entry)).size)
      }),
    )
  })
})
