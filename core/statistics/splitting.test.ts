import { expect, test } from 'vitest'
import { canBeSplit } from './splitting.ts'

test.each([
  [0, [5, 5], true],
  [1, [9, 5, 1], true],
  [100, [5, 5], true],
  [200, [5, 5], true],
  [0, [5, 4], false],
  [0, [100], false],
  [0, [], false],
  [101, [5, 5], false],
  [102, [5, 5], false],
  [202, [5, 5], false],
])('a dataset of type %i with labels on %j samples: %s', (dataset_type, samples, expected) => {
  expect(canBeSplit(dataset_type, samples)).toBe(expected)
})
