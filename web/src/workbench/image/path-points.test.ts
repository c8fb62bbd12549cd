import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ImagePoint } from '#core/geometry/shape.ts'
import {
  cornersOf,
  crossesItself,
  distanceToEdge,
  edgesOf,
  insertCorner,
  isInPolygon,
  moveCorner,
  type Path,
  removeCorner,
  simplifyPath,
} from './path-points.ts'

const polygon = (...points: ImagePoint[]): Path => ({ shape: 'polygon', points })
const point = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 })) as fc.Arbitrary<ImagePoint>
/** Corners at rising angles around a middle: never crossing. */
const star = fc
  .uniqueArray(fc.integer({ min: 0, max: 71 }), { minLength: 12, maxLength: 30 })
  .chain((angles) =>
    fc.array(fc.integer({ min: 5, max: 100 }), { minLength: angles.length, maxLength: angles.length }).map((radii) => {
      const turns = angles.toSorted((a, b) => a - b).map((angle) => (angle * Math.PI) / 36)
      return turns.map((turn, i): ImagePoint => [200 + radii[i]! * Math.cos(turn), 200 + radii[i]! * Math.sin(turn)])
    }),
  )
  .filter((points) =>
    points.every((one, i) => {
      const next = points[(i + 1) % points.length]!
      return (one[0] - 200) * (next[1] - 200) - (one[1] - 200) * (next[0] - 200) > 1e-6
    }),
  )

describe('a polygon', () => {
  test.each([
    ['an hourglass', true, polygon([0, 0], [9, 9], [9, 0], [0, 9])],
    ['a corner on a foreign edge', true, polygon([0, 0], [8, 0], [8, 8], [4, 0], [0, 8])],
    ['an edge that goes back upon itself', true, polygon([0, 0], [8, 0], [4, 0], [4, 8])],
    ['a corner set twice', true, polygon([0, 0], [9, 0], [9, 9], [0, 0], [0, 9])],
    ['a square', false, polygon([0, 0], [9, 0], [9, 9], [0, 9])],
    ['a square that repeats its first point', false, polygon([0, 0], [9, 0], [9, 9], [0, 9], [0, 0])],
    ['a corner in the middle of a straight edge', false, polygon([0, 0], [4, 0], [9, 0], [9, 9])],
    ['a triangle', false, polygon([0, 0], [9, 0], [9, 9])],
  ])('%s crosses itself: %s', (_, crosses, path) => {
    expect(crossesItself(path)).toBe(crosses)
    const turned = { ...path, points: path.points.toReversed() }
    expect(crossesItself(turned)).toBe(crosses)
  })

  test('with corners at rising angles around a middle never crosses itself and holds the middle', () => {
    fc.assert(
      fc.property(star, (points) => {
        expect(crossesItself({ shape: 'polygon', points })).toBe(false)
        expect(isInPolygon(points, [200, 200])).toBe(true)
        expect(isInPolygon(points, [301, 200])).toBe(false)
      }),
    )
  })
})

describe('corners', () => {
  test('a point inserted and taken away again leaves the path as it was', () => {
    const path = fc.tuple(fc.constantFrom('polygon' as const, 'polyline' as const), fc.array(point, { minLength: 4 }))
    fc.assert(
      fc.property(path, fc.nat(), point, ([shape, points], where, at) => {
        const given = { shape, points: cornersOf({ shape, points }) }
        fc.pre(given.points.length >= 4)
        const edge = where % edgesOf(given).length
        const more = insertCorner(given, edge, at)
        if (cornersOf(more).length === more.points.length) expect(removeCorner(more, edge + 1)).toEqual(given)
      }),
    )
  })

  test('of a polygon that repeats its first point can be changed like others', () => {
    const ring = polygon([0, 0], [9, 0], [9, 9], [0, 0])
    expect(edgesOf(ring)).toHaveLength(3)
    expect(moveCorner(ring, 0, [1, 1]).points).toEqual([
      [1, 1],
      [9, 0],
      [9, 9],
    ])
    expect(removeCorner(ring, 0)).toBeUndefined()
  })
})

test('simplifying leaves out points, and none that lies farther away than the tolerance', () => {
  fc.assert(
    fc.property(
      fc.array(point, { minLength: 2, maxLength: 30 }),
      fc.integer({ min: 0, max: 10 }),
      (points, tolerance) => {
        const simple = simplifyPath({ shape: 'polyline', points }, tolerance)
        expect(simple.points.length).toBeLessThanOrEqual(points.length)
        for (const one of points) {
          const nearest = Math.min(...edgesOf(simple).map((edge) => distanceToEdge(edge, one)))
          expect(nearest).toBeLessThanOrEqual(tolerance + 1e-9)
        }
      },
    ),
  )
})
