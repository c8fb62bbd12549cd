import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Shape } from '#contract/codes.ts'
import { encodeFeature } from '#core/codecs/shape.ts'
import { type ImageSize, isInside } from '#core/geometry/shape.ts'
import { shapeIn } from '#tests/labels/shapes.ts'
import { clampShape } from './clamp-shape.ts'

const size: ImageSize = [100, 50, 3]

describe('shapes of files', () => {
  test('inside the picture are taken as they are', () => {
    fc.assert(
      fc.property(shapeIn(size), (shape) => {
        expect(clampShape(shape.shape, encodeFeature(shape) as number[][], size)).toEqual(shape)
      }),
    )
  })

  test('near the border are moved onto it, and nothing leaves the picture', () => {
    expect(
      clampShape(
        'bndbox',
        [
          [-2, -0.5],
          [101.5, 52],
        ],
        size,
      ),
    ).toEqual({ shape: 'bndbox', min: [0, 0], max: [100, 50] })
    expect(clampShape('circle', [[-1, 20], [1]], size)).toBe(
      'holds a circle that is none: the radius must be greater than 0',
    )
    expect(clampShape('circle', [[10, 20], [11.5]], size)).toEqual({ shape: 'circle', center: [10, 20], radius: 10 })
    const moved = fc.tuple(
      shapeIn(size),
      fc.double({ min: -3, max: 3, noNaN: true }),
      fc.double({ min: -3, max: 3, noNaN: true }),
    )
    fc.assert(
      fc.property(moved, ([shape, dx, dy]) => {
        const feature = encodeFeature(shape).map((point) =>
          point.length === 2 ? [point[0]! + dx, point[1]! + dy] : point,
        )
        const found = clampShape(shape.shape, feature, size)
        expect(typeof found === 'string' || isInside(found, size)).toBe(true)
      }),
    )
  })

  test.each<[Shape, number[][], string]>([
    [
      'bndbox',
      [
        [-2.1, 0],
        [5, 5],
      ],
      'holds the point [-2.1, 0] outside the picture, 100 x 50 pixels',
    ],
    ['point', [[5, 52.5]], 'holds the point [5, 52.5] outside the picture, 100 x 50 pixels'],
    ['circle', [[10, 20], [13]], 'holds a circle that lies outside the picture, 100 x 50 pixels'],
    [
      'bndbox',
      [
        [5, 5],
        [5, 9],
      ],
      'holds a bndbox that is none: x1 must be less than x2',
    ],
    [
      'bndbox',
      [
        [-2, 5],
        [-1, 9],
      ],
      'holds a bndbox that is none: x1 must be less than x2',
    ],
    [
      'polygon',
      [
        [1, 1],
        [2, 2],
      ],
      'holds a polygon that is none: a polygon needs at least three distinct points',
    ],
    ['point', [[Number.NaN, 1]], 'holds a coordinate that is no number'],
    ['point', [[1, Number.POSITIVE_INFINITY]], 'holds a coordinate that is no number'],
    ['circle', [], 'holds a circle that is none: point 1 must be [x, y]'],
  ])('%s %j is refused', (name, feature, reason) => {
    expect(clampShape(name, feature, size)).toBe(reason)
  })

  test('of a picture whose size is not known have one border', () => {
    expect(clampShape('point', [[-1, 5000]])).toEqual({ shape: 'point', at: [0, 5000] })
    expect(clampShape('point', [[-3, 5000]])).toBe('holds the point [-3, 5000] outside the picture')
  })
})
