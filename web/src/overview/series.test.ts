import fc from 'fast-check'
import { expect, test } from 'vitest'
import { placePoints, pointsOf, roundUp } from './series.ts'

test('snapshots come out oldest first, whatever the order of their keys', () => {
  const points = pointsOf({ total: { '2000': 10, '1000': 8 }, manual_annotation: { '1000': 1, '2000': 5 } })
  expect(points).toEqual([
    { time: 1000, total: 8, labelled: 1 },
    { time: 2000, total: 10, labelled: 5 },
  ])
})

test('without snapshots there are no points', () => {
  expect(pointsOf({})).toEqual([])
})

test('the top of a scale is never below what it shows, and not ten times above', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e9 }), (value) => {
      const top = roundUp(value)
      expect(top).toBeGreaterThanOrEqual(value)
      expect(top).toBeLessThan(value * 10)
    }),
  )
})

test('the first point stands at the left, the last one at the right, the top value at the top', () => {
  const points = [
    { time: 0, labelled: 0, total: 10 },
    { time: 10, labelled: 10, total: 10 },
  ]
  const box = { left: 5, top: 1, width: 100, height: 50 }
  expect(placePoints(points, (point) => point.labelled, box, 10)).toEqual([
    { x: 5, y: 51 },
    { x: 105, y: 1 },
  ])
})
