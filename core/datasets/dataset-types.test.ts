import { expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import { sampleTypeOf } from './dataset-types.ts'

test('every type of dataset has its type of sample', () => {
  const types = Object.values(DatasetType).map((type) => [type, sampleTypeOf(type)])
  expect(types).toEqual([
    [0, 0],
    [1, 0],
    [3, 0],
    [100, 1],
    [101, 1],
    [102, 1],
    [200, 2],
    [201, 2],
    [202, 2],
    [400, 4],
    [600, 6],
    [900, 9],
  ])
})
