import { expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import { EMPTY_PUBLISH, publishBody, splitOf } from './publish-form.ts'

const pictures = { dataset_type: DatasetType.objectDetection, splits: true }

test('the ratio is the share of training with two decimals', () => {
  expect(publishBody({ ...EMPTY_PUBLISH, train: 75 }, pictures)).toMatchObject({ train_evaluate_sample_ratio: '0.75' })
  expect(publishBody({ ...EMPTY_PUBLISH, train: 100 }, pictures)).toMatchObject({ train_evaluate_sample_ratio: '1.00' })
})

test('what cannot be split is for training as a whole', () => {
  expect(publishBody(EMPTY_PUBLISH, { ...pictures, splits: false }).train_evaluate_sample_ratio).toBe('1.00')
})

test('switches say what is kept, the call what is cleared', () => {
  const kept = publishBody({ ...EMPTY_PUBLISH, keepHard: true, keepUsage: true }, pictures)
  expect(kept).toMatchObject({ clear_hard_property: false, remove_sample_usage: false })
  expect(publishBody(EMPTY_PUBLISH, pictures)).toMatchObject({ clear_hard_property: true, remove_sample_usage: true })
})

test('empty fields are left to the server, decimals are for XML alone', () => {
  const body = publishBody({ ...EMPTY_PUBLISH, name: ' ', seed: '' }, pictures)
  expect(body).not.toHaveProperty('version_name')
  expect(body.muster).toEqual({ stable_split: true, voc_decimals: false })
  const texts = { dataset_type: DatasetType.textClassification, splits: true }
  expect(publishBody({ ...EMPTY_PUBLISH, seed: ' 7 ' }, texts).muster).toEqual({ stable_split: true, seed: '7' })
})

test('a split gives every sample a side', () => {
  for (const samples of [0, 1, 7, 100]) {
    const sides = splitOf(samples, 80)
    expect(sides.train + sides.eval).toBe(samples)
  }
})
