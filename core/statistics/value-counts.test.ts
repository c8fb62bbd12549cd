import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countValues, cutValues, mostKeys, mostValues, sumValues, type ValueCounts } from './value-counts.ts'

const counted = (...metadata: Record<string, unknown>[]): ValueCounts => {
  const counts: ValueCounts = new Map()
  for (const one of metadata) countValues(counts, one)
  return counts
}
const plain = (counts: ValueCounts) =>
  Object.fromEntries([...counts].map(([key, values]) => [key, Object.fromEntries(values)]))

test('texts, numbers and truth values count as their text, members of a list once each', () => {
  const counts = counted({ a: 'x', b: 1, c: true }, { a: ['x', 'y', 'x'], b: 1.5 }, { a: [], c: false })
  expect(plain(counts)).toEqual({ a: { x: 2, y: 1 }, b: { 1: 1, 1.5: 1 }, c: { true: 1, false: 1 } })
})

test('keys of the contract and of ours, null, objects and long texts are left out', () => {
  const metadata = { '@modelarts:hard': true, '@muster:empty': 1, a: null, b: { c: 1 }, d: ['x'.repeat(257), [1], 'y'] }
  expect(plain(counted(metadata))).toEqual({ d: { y: 1 } })
})

test('parts may be cut before they are added up: the first keys and values come out the same', () => {
  const metadata = fc.dictionary(fc.stringMatching(/^[a-f]{1,3}$/), fc.stringMatching(/^[0-9]{1,3}$/), { maxKeys: 150 })
  fc.assert(
    fc.property(fc.array(fc.array(metadata, { maxLength: 4 }), { maxLength: 4 }), (parts) => {
      const whole = cutValues(counted(...parts.flat()))
      const added = cutValues(sumValues(parts.map((part) => cutValues(counted(...part)))))
      expect(plain(added)).toEqual(plain(whole))
    }),
  )
})

test('what has too many keys or values is cut in the order of the text', () => {
  const keys = Object.fromEntries(Array.from({ length: mostKeys + 1 }, (_, i) => [`k${1000 + i}`, 'v']))
  expect([...cutValues(counted(keys)).keys()].at(-1)).toBe(`k${1000 + mostKeys - 1}`)
  const values = Array.from({ length: mostValues + 5 }, (_, i) => ({ k: `v${9999 - i}` }))
  const [first, ...rest] = [
    ...cutValues(counted(...values))
      .get('k')!
      .keys(),
  ]
  expect(first).toBe(`v${9999 - mostValues - 4}`)
  expect(rest).toHaveLength(mostValues - 1)
})
