import { expect, test } from 'vitest'
import { queryOfFilter, stateOf } from './sample-filter.ts'

test('no filter asks for everything', () => {
  expect(queryOfFilter({})).toEqual({})
})

test('a state, a label and a name all have to hold', () => {
  expect(queryOfFilter({ state: 'labelled', label: 'cat', name: '2.jpg' })).toEqual({
    sample_state: '__ALL__',
    label_name: 'cat',
    search_conditions: '[{"sample_name":"2.jpg"}]',
  })
})

test('hard is no state on the wire but a condition', () => {
  expect(queryOfFilter({ state: 'hard' })).toEqual({ search_conditions: '[{"hard":"1"}]' })
})

test('a state that nobody knows asks for everything', () => {
  expect(stateOf({ state: '__proto__' })).toBeUndefined()
  expect(queryOfFilter({ state: 'toString' })).toEqual({})
})
