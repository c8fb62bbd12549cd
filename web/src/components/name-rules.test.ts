import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import { operations } from '#contract/operations.ts'
import { validator } from '#contract/validate.ts'
import { isLabelName, isPlainName } from './name-rules.ts'

const name = fc.string({ unit: fc.constantFrom(...'aZ09_-.: ä!<>=&"^'), minLength: 1, maxLength: 12 })

test('a team is accepted by the contract exactly when its name is plain', () => {
  const check = validator(operations.CreateWorkforce.body)
  fc.assert(fc.property(name, (workforce_name) => isPlainName(workforce_name) === (check({ workforce_name }) === null)))
})

test('labels of pictures have no spaces inside, labels of texts may', () => {
  const { objectDetection, namedEntities } = DatasetType
  expect([' car ', 'ein_Auto-2', '汽车'].map((text) => isLabelName(objectDetection, text))).toEqual([true, true, true])
  expect(['a car', 'a/b', ''].map((text) => isLabelName(objectDetection, text))).toEqual([false, false, false])
  expect(isLabelName(namedEntities, 'a car')).toBe(true)
})
