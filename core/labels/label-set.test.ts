import { expect, test } from 'vitest'
import { labelSetOf } from './label-set.ts'

test('definitions are found by key, by name, and by name and type', () => {
  const [entity, relation, other] = [
    { label_key: 1, name: 'both', type: 103, attributes: [], property: {} },
    { label_key: 2, name: 'both', type: 102, attributes: [], property: {} },
    { label_key: 3, name: '__proto__', type: 103, attributes: [], property: {} },
  ] as const
  const set = labelSetOf([entity!, relation!, other!].map((one) => ({ ...one, attributes: [] })))
  expect(set.byKey(2)).toEqual(relation)
  expect(set.byKey(4)).toBeUndefined()
  expect(set.byName('both')).toEqual([entity, relation])
  expect(set.byName('neither')).toEqual([])
  expect(set.find('both', 102)).toEqual(relation)
  expect(set.find('__proto__', 103)).toEqual(other)
  expect(set.find('__proto__', 102)).toBeUndefined()
  expect(set.find('constructor', 103)).toBeUndefined()
})
