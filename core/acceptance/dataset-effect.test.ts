import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Candidate, chooseWinner, conflictsOf, datasetEffect } from './dataset-effect.ts'

describe('what an accepted entry does to the dataset (5.4)', () => {
  const accepted = { autoSync: true, sampleExists: true, labelled: true, equal: false, overwrite: false }

  test.each([
    ['unlabelled', { labelled: false }, 'write', 'write'],
    ['labelled, equal labels', { equal: true }, 'nothing', 'nothing'],
    ['labelled, different', {}, 'keep', 'replace'],
    ['deleted', { sampleExists: false }, 'nothing', 'nothing'],
    ['deleted, without labels', { sampleExists: false, labelled: false }, 'nothing', 'nothing'],
    ['labelled, but results stay in the task', { autoSync: false }, 'nothing', 'nothing'],
    ['unlabelled, but results stay in the task', { autoSync: false, labelled: false }, 'nothing', 'nothing'],
  ] as const)('%s', (_, situation, kept, overwritten) => {
    expect(datasetEffect({ ...accepted, ...situation, overwrite: false })).toBe(kept)
    expect(datasetEffect({ ...accepted, ...situation, overwrite: true })).toBe(overwritten)
  })
})

describe('which of several accepted entries the dataset gets (D37)', () => {
  const entry = (worker_id: string, check_score: Candidate['check_score'], saved: number) => ({
    worker_id,
    check_score,
    saved,
  })

  test.each([
    ['the best rating', [entry('b', 'B', 9), entry('a', 'A', 1), entry('c', 'D', 9)], 'a'],
    ['any rating before none', [entry('a', null, 9), entry('b', 'D', 1)], 'b'],
    ['the latest save among equal ratings', [entry('a', 'B', 1), entry('b', 'B', 2)], 'b'],
    ['the latest save among unrated ones', [entry('a', null, 1), entry('b', null, 2)], 'b'],
    ['the smallest worker id at last', [entry('b', 'C', 5), entry('a', 'C', 5)], 'a'],
    ['the only one', [entry('x', null, 0)], 'x'],
  ] as const)('%s', (_, entries, winner) => {
    expect(chooseWinner<Candidate>(entries).worker_id).toBe(winner)
  })

  test('does not depend on the order in which they come', () => {
    const candidates = fc.uniqueArray(
      fc.record({
        worker_id: fc.string({ maxLength: 2 }),
        check_score: fc.constantFrom('A', 'B', 'C', 'D', null),
        saved: fc.nat(2),
      }),
      { minLength: 1, maxLength: 6, selector: ({ worker_id }) => worker_id },
    )
    fc.assert(
      fc.property(candidates, (entries) => {
        expect(chooseWinner<Candidate>([...entries].reverse())).toBe(chooseWinner<Candidate>(entries))
      }),
    )
  })

  test('of none is a fault of ours', () => {
    expect(() => chooseWinner([])).toThrow(TypeError)
  })
})

describe('conflicts (5.5, D36)', () => {
  const sameLabels = (a: string, b: string) => [...a].sort().join() === [...b].sort().join()
  const conflicts = (labels: string[], dataset: string | null) =>
    conflictsOf(
      labels.map((text) => ({ labels: text })),
      dataset,
      sameLabels,
    ).map((entry) => entry.labels)

  test.each([
    ['alone, dataset unlabelled', ['ab'], null, []],
    ['alone, dataset equal', ['ab'], 'ba', []],
    ['alone, dataset different', ['ab'], 'a', ['ab']],
    ['two alike, dataset unlabelled', ['ab', 'ba'], null, []],
    ['two that differ, dataset unlabelled', ['ab', 'b'], null, ['ab', 'b']],
    ['two that differ, one like the dataset', ['ab', 'b'], 'b', ['ab', 'b']],
    ['two alike, dataset different', ['ab', 'ba'], 'c', ['ab', 'ba']],
    ['three, one differs', ['a', 'a', 'b'], null, ['a', 'a', 'b']],
    ['an empty image against labels', [''], 'a', ['']],
    ['an empty image in both', [''], '', []],
  ])('%s', (_, labels, dataset, expected) => {
    expect(conflicts(labels, dataset)).toEqual(expected)
  })
})
