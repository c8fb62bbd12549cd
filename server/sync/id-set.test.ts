import fc from 'fast-check'
import { expect, test } from 'vitest'
import { IdSet } from './id-set.ts'

const id = fc.stringMatching(/^[0-9a-f]{32}$/)

test('it has what was added, in whatever order, and nothing else', () => {
  fc.assert(
    fc.property(fc.uniqueArray(id, { maxLength: 3000, selector: (text) => text.slice(0, 13) }), fc.nat(), (ids, n) => {
      const split = ids.length === 0 ? 0 : n % ids.length
      const set = new IdSet()
      for (const one of ids.slice(split)) set.add(one)
      for (const one of ids.slice(0, split)) expect(set.has(one)).toBe(false)
      for (const one of ids.slice(0, split)) set.add(one)
      expect([set.size, ids.every((one) => set.has(one))]).toEqual([ids.length, true])
    }),
  )
})

test('ids that differ in the thirteenth digit are two', () => {
  const set = new IdSet()
  set.add('fffffffffffff0000000000000000000')
  expect([set.has('fffffffffffff9999999999999999999'), set.has('ffffffffffffe0000000000000000000')]).toEqual([
    true,
    false,
  ])
})
