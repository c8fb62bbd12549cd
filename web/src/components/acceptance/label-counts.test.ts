import { expect, test } from 'vitest'
import { countLabels, lookAlike } from './label-counts.ts'

test('labels are counted by name', () => {
  expect(countLabels([{ name: 'dog' }, { name: 'cat' }, { name: 'dog' }])).toEqual([
    { name: 'cat', count: 1 },
    { name: 'dog', count: 2 },
  ])
  expect(countLabels(undefined)).toEqual([])
})

test('the order of labels makes no difference to the eye, their number does', () => {
  const [dog, cat] = [{ name: 'dog' }, { name: 'cat' }]
  expect(lookAlike(countLabels([dog, cat]), countLabels([cat, dog]))).toBe(true)
  expect(lookAlike(countLabels([dog, cat]), countLabels([cat, dog, dog]))).toBe(false)
})
