import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  add,
  clear,
  extendBy,
  moveTo,
  nothingSelected,
  reachFor,
  replace,
  type Selection,
  stepFrom,
  toggle,
} from './selection.ts'

const samples = Array.from({ length: 20 }, (_, index) => ({ sample_id: `s${index}` }))
const range = (a: number, b: number) => samples.slice(Math.min(a, b), Math.max(a, b) + 1)
/** A range that is read as soon as it is asked for. */
const extendTo = (selection: Selection, index: number) => {
  const reaching = reachFor(selection, index)
  return extendBy(reaching, reaching, range(reaching.anchor, index))
}
const ids = ({ chosen }: { chosen: ReadonlyMap<string, unknown> }) => [...chosen.keys()].sort()

test('twice the same leaves what was', () => {
  const once = toggle(nothingSelected, 3, samples[3]!)
  expect(ids(once)).toEqual(['s3'])
  expect(ids(toggle(once, 3, samples[3]!))).toEqual([])
})

test('a range that shrinks lets go of what it had taken, and not of what was selected before', () => {
  const before = toggle(nothingSelected, 9, samples[9]!)
  const begun = toggle(before, 2, samples[2]!)
  const far = extendTo(begun, 6)
  expect(ids(far)).toEqual(['s2', 's3', 's4', 's5', 's6', 's9'])
  expect(ids(extendTo(far, 3))).toEqual(['s2', 's3', 's9'])
})

test('of ranges that are read late only the last one counts, and keys are followed meanwhile', () => {
  const begun = moveTo(nothingSelected, 2)
  const first = reachFor(begun, 3)
  const second = reachFor(first, 4)
  expect(second.active).toBe(4)
  const read = extendBy(second, second, range(2, 4))
  expect(ids(read)).toEqual(['s2', 's3', 's4'])
  expect(extendBy(read, first, range(2, 3))).toBe(read)
})

test('a range begins where one has gone without it', () => {
  const moved = moveTo(toggle(nothingSelected, 0, samples[0]!), 5)
  expect(moved.anchor).toBe(5)
  expect(ids(extendTo(moved, 6))).toEqual(['s0', 's5', 's6'])
})

test('clearing stays where one is', () => {
  const cleared = clear(add(moveTo(nothingSelected, 7), samples))
  expect(cleared.chosen.size).toBe(0)
  expect(cleared.active).toBe(7)
})

test('what has changed is replaced, what is gone is dropped, what is not selected stays out', () => {
  const chosen = add(nothingSelected, samples.slice(0, 3))
  const changed = { sample_id: 's1', sample_name: 'new' }
  const after = replace(
    chosen,
    new Map([
      ['s0', null],
      ['s1', changed],
      ['s9', changed],
    ]),
  )
  expect(ids(after)).toEqual(['s1', 's2'])
  expect(after.chosen.get('s1')).toBe(changed)
})

test('arrows stay inside of the grid', () => {
  const arrows = fc.constantFrom('ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown') as fc.Arbitrary<'ArrowUp'>
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 1, max: 9 }),
      fc.array(arrows),
      (total, columns, way) => {
        const end = way.reduce((at, arrow) => stepFrom(at, arrow, { columns, total }), 0)
        expect(end).toBeGreaterThanOrEqual(0)
        expect(end).toBeLessThan(total)
      },
    ),
  )
})
