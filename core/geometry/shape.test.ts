import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { shapeIn } from '#tests/labels/shapes.ts'
import { boundsOf, faultOfShape, type ImagePoint, type ImageSize, isInside, type Shape } from './shape.ts'

const size: ImageSize = [64, 48, 3]

function move(shape: Shape, dx: number, dy: number): Shape {
  const by = ([x, y]: ImagePoint): ImagePoint => [x + dx, y + dy]
  switch (shape.shape) {
    case 'bndbox':
      return { ...shape, min: by(shape.min), max: by(shape.max) }
    case 'circle':
      return { ...shape, center: by(shape.center) }
    case 'line':
    case 'dashed':
      return { ...shape, start: by(shape.start), end: by(shape.end) }
    case 'point':
      return { ...shape, at: by(shape.at) }
    case 'polygon':
    case 'polyline':
      return { ...shape, points: shape.points.map(by) }
  }
}

describe('the rule of a shape', () => {
  test.each<[Shape, string]>([
    [{ shape: 'bndbox', min: [5, 0], max: [5, 9] }, 'x1 must be less than x2'],
    [{ shape: 'bndbox', min: [6, 0], max: [5, 9] }, 'x1 must be less than x2'],
    [{ shape: 'bndbox', min: [0, 9], max: [5, 9] }, 'y1 must be less than y2'],
    [{ shape: 'bndbox', min: [0, 9], max: [5, 8] }, 'y1 must be less than y2'],
    [{ shape: 'circle', center: [5, 5], radius: 0 }, 'the radius must be greater than 0'],
    [{ shape: 'line', start: [1, 2], end: [1, 2] }, 'start and end must differ'],
    [{ shape: 'dashed', start: [1, 2], end: [1, 2] }, 'start and end must differ'],
    [
      {
        shape: 'polygon',
        points: [
          [0, 0],
          [5, 5],
          [0, 0],
          [5, 5],
        ],
      },
      'a polygon needs at least three distinct points',
    ],
    [
      {
        shape: 'polygon',
        points: [
          [0, 0],
          [0, 0],
          [0, 0],
        ],
      },
      'a polygon needs at least three distinct points',
    ],
    [{ shape: 'polygon', points: [] }, 'a polygon needs at least three distinct points'],
    [{ shape: 'polyline', points: [[0, 0]] }, 'a polyline needs at least two points'],
    [
      {
        shape: 'polyline',
        points: [
          [0, 0],
          [1, 1],
          [1, 1],
        ],
      },
      'points 2 and 3 must differ',
    ],
  ])('refuses %j', (shape, fault) => expect(faultOfShape(shape)).toBe(fault))

  test.each<Shape>([
    {
      shape: 'polygon',
      points: [
        [0, 0],
        [5, 5],
        [0, 5],
        [0, 0],
      ],
    },
    {
      shape: 'polyline',
      points: [
        [0, 0],
        [1, 1],
        [0, 0],
      ],
    },
    { shape: 'point', at: [0, 0] },
    { shape: 'line', start: [1, 2], end: [1, 3] },
  ])('takes %j', (shape) => expect(faultOfShape(shape)).toBeUndefined())

  test('holds or breaks wherever the shape lies', () => {
    fc.assert(
      fc.property(
        shapeIn(size),
        fc.integer({ min: 0, max: 5000 }),
        fc.integer({ min: 0, max: 5000 }),
        (shape, dx, dy) => {
          expect(faultOfShape(shape)).toBeUndefined()
          expect(faultOfShape(move(shape, dx, dy))).toBeUndefined()
        },
      ),
    )
  })

  test('does not depend on where a polygon begins and which way round it goes', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(2), fc.nat(2)), { maxLength: 8 }), fc.nat(8), (points, first) => {
        const turned = [...points.slice(first), ...points.slice(0, first)].reverse()
        const fault = faultOfShape({ shape: 'polygon', points })
        expect(faultOfShape({ shape: 'polygon', points: turned })).toBe(fault)
        expect(fault === undefined).toBe(new Set(points.map(String)).size >= 3)
      }),
    )
  })
})

describe('inside the image', () => {
  test.each<[Shape, boolean]>([
    [{ shape: 'bndbox', min: [0, 0], max: [64, 48] }, true],
    [{ shape: 'bndbox', min: [0, 0], max: [64.001, 48] }, false],
    [{ shape: 'bndbox', min: [0, 0], max: [64, 48.001] }, false],
    [{ shape: 'circle', center: [10, 10], radius: 10 }, true],
    [{ shape: 'circle', center: [9.99, 20], radius: 10 }, false],
    [{ shape: 'circle', center: [20, 9.99], radius: 10 }, false],
    [{ shape: 'circle', center: [54.01, 20], radius: 10 }, false],
    [{ shape: 'circle', center: [20, 38.01], radius: 10 }, false],
    [{ shape: 'point', at: [64, 48] }, true],
    [{ shape: 'point', at: [0, 49] }, false],
    [
      {
        shape: 'polygon',
        points: [
          [0, 0],
          [64, 0],
          [70, 48],
        ],
      },
      false,
    ],
    [
      {
        shape: 'polyline',
        points: [
          [0, 0],
          [64, 0],
          [64, 50],
        ],
      },
      false,
    ],
    [{ shape: 'dashed', start: [0, 0], end: [65, 1] }, false],
  ])('%j: %s', (shape, inside) => expect(isInside(shape, size)).toBe(inside))

  test('means that the bounds are, and bounds move with the shape', () => {
    fc.assert(
      fc.property(
        shapeIn(size),
        fc.integer({ min: -80, max: 80 }),
        fc.integer({ min: -80, max: 80 }),
        (shape, dx, dy) => {
          expect(isInside(shape, size)).toBe(true)
          const [left, top, right, bottom] = boundsOf(shape)
          const moved = move(shape, dx, dy)
          expect(boundsOf(moved)).toEqual([left + dx, top + dy, right + dx, bottom + dy])
          expect(isInside(moved, size)).toBe(left + dx >= 0 && top + dy >= 0 && right + dx <= 64 && bottom + dy <= 48)
        },
      ),
    )
  })

  test('ends exactly at the bounds: an image of that size holds the shape, a smaller one does not', () => {
    fc.assert(
      fc.property(shapeIn(size), (shape) => {
        const [, , right, bottom] = boundsOf(shape)
        expect(isInside(shape, [right, bottom, 3])).toBe(true)
        expect(isInside(shape, [right - 0.125, bottom, 3])).toBe(false)
        expect(isInside(shape, [right, bottom - 0.125, 3])).toBe(false)
      }),
    )
  })
})
