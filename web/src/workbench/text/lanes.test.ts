import fc from 'fast-check'
import { expect, test } from 'vitest'
import { assignLanes, type Interval } from './lanes.ts'

const intervals = fc
  .array(fc.tuple(fc.nat(30), fc.integer({ min: 1, max: 12 })), { maxLength: 25 })
  .map((all) => all.map(([start, length], index): Interval => ({ id: `i${index}`, start, end: start + length })))

const meet = (a: Interval, b: Interval) => a.start < b.end && b.start < a.end

test('what overlaps has different lanes, and every lane below is taken by something it overlaps', () => {
  fc.assert(
    fc.property(intervals, (items) => {
      const lanes = assignLanes(items)
      for (const item of items) {
        const neighbours = items.filter((other) => other !== item && meet(item, other)).map(({ id }) => lanes.get(id)!)
        const lane = lanes.get(item.id)!
        expect(neighbours).not.toContain(lane)
        for (let below = 0; below < lane; below++) expect(neighbours).toContain(below)
      }
    }),
  )
})

test('what lies inside another is nearer to the text', () => {
  fc.assert(
    fc.property(intervals, (items) => {
      const lanes = assignLanes(items)
      for (const outer of items) {
        for (const inner of items) {
          const isInside = outer.start <= inner.start && inner.end <= outer.end
          const isShorter = inner.end - inner.start < outer.end - outer.start
          if (isInside && isShorter) expect(lanes.get(inner.id)).toBeLessThan(lanes.get(outer.id)!)
        }
      }
    }),
  )
})

test('the order of the list changes nothing', () => {
  const shuffled = intervals.chain((items) =>
    fc.tuple(fc.constant(items), fc.shuffledSubarray(items, { minLength: items.length })),
  )
  fc.assert(
    fc.property(shuffled, ([items, other]) => {
      const [one, two] = [assignLanes(items), assignLanes(other)]
      expect(items.map(({ id }) => one.get(id))).toEqual(items.map(({ id }) => two.get(id)))
    }),
  )
})
