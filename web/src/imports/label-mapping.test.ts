import { expect, test } from 'vitest'
import { LabelType } from '#contract/codes.ts'
import { mapLabels, rename } from './label-mapping.ts'

const type = LabelType.objectDetection
const found = [
  { name: 'car', type, count: 3, known: true },
  { name: 'traffic light', type, count: 2, known: false },
]
const fates = (names: Record<string, string>) =>
  mapLabels(found, names, new Set(['car'])).map(({ name, here, fate }) => `${name} is ${here}: ${fate}`)

test('labels are known, made, left out, or cannot be called so', () => {
  expect(fates({})).toEqual(['car is car: known', 'traffic light is traffic light: new'])
  expect(fates({ 'traffic light': 'car', car: '' })).toEqual(['car is : out', 'traffic light is car: known'])
  expect(fates({ car: ' bus ', 'traffic light': 'a\u0007b' })).toEqual([
    'car is  bus : new',
    'traffic light is a\u0007b: wrong',
  ])
})

test('an entity and a relation of one name are one line', () => {
  const labels = [LabelType.tripletEntity, LabelType.tripletRelation].map((one) => ({
    ...{ name: 'part of', type: one, count: 2, known: false },
  }))
  expect(mapLabels(labels, {}, new Set())).toEqual([{ name: 'part of', count: 4, here: 'part of', fate: 'new' }])
})

test('the name that the source has is no wish', () => {
  expect(rename(rename({}, 'a', 'b'), 'a', 'a')).toEqual({})
  expect(rename({ a: 'b' }, 'constructor', '')).toEqual({ a: 'b', constructor: '' })
})
