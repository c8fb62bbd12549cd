import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SHAPES, type Shape as ShapeName } from '#contract/codes.ts'
import { shapeIn } from '#tests/labels/shapes.ts'
import { decodeShape, encodeFeature } from './shape.ts'

describe('shape and feature', () => {
  test.each<[ShapeName, number[][]]>([
    [
      'bndbox',
      [
        [0, 10],
        [50, 95],
      ],
    ],
    [
      'polygon',
      [
        [0, 100],
        [50, 95],
        [10, 60],
        [500, 400],
      ],
    ],
    ['circle', [[100, 100], [50]]],
    [
      'line',
      [
        [0, 100],
        [50, 95],
      ],
    ],
    [
      'dashed',
      [
        [0, 100],
        [50, 95],
      ],
    ],
    ['point', [[0, 100]]],
    [
      'polyline',
      [
        [0, 100],
        [50, 95],
        [10, 60],
        [500, 400],
      ],
    ],
  ])('%s of the documentation comes back as it was sent', (name, feature) => {
    const shape = decodeShape(name, feature)
    if (typeof shape === 'string') throw new Error(shape)
    expect(shape.shape).toBe(name)
    expect(encodeFeature(shape)).toEqual(feature)
  })

  test('survive the wire for every shape', () => {
    fc.assert(
      fc.property(shapeIn([640, 480, 3]), (shape) => {
        const sent: unknown = JSON.parse(JSON.stringify(encodeFeature(shape)))
        expect(decodeShape(shape.shape, sent)).toEqual(shape)
      }),
    )
  })

  test.each<[ShapeName, unknown, unknown]>([
    ['circle', [905, 212, 31], [[905, 212], [31]]],
    ['point', [640, 360], [[640, 360]]],
  ])('of a flat %s in older files are read, and written in the documented form', (name, flat, feature) => {
    expect(decodeShape(name, flat)).toEqual(decodeShape(name, feature))
  })

  test.each<[ShapeName, unknown, string]>([
    ['bndbox', '[[0,0],[1,1]]', 'must be a list of points [x, y]'],
    ['bndbox', null, 'must be a list of points [x, y]'],
    ['bndbox', [], 'a bndbox takes two points, upper left and lower right'],
    [
      'bndbox',
      [
        [0, 0],
        [1, 1],
        [2, 2],
      ],
      'a bndbox takes two points, upper left and lower right',
    ],
    ['bndbox', [0, 0, 1, 1], 'point 1 must be [x, y]'],
    [
      'bndbox',
      [
        [0, 0],
        [1, 1, 1],
      ],
      'point 2 must be [x, y]',
    ],
    [
      'bndbox',
      [
        [0, 0],
        ['1', 1],
      ],
      'point 2 must hold numbers of at least 0',
    ],
    [
      'bndbox',
      [
        [0, 0],
        [null, 1],
      ],
      'point 2 must hold numbers of at least 0',
    ],
    [
      'bndbox',
      [
        [-0.5, 0],
        [1, 1],
      ],
      'point 1 must hold numbers of at least 0',
    ],
    [
      'bndbox',
      [
        [Number.NaN, 0],
        [1, 1],
      ],
      'point 1 must hold numbers of at least 0',
    ],
    [
      'bndbox',
      [
        [0, 0],
        [1, Number.POSITIVE_INFINITY],
      ],
      'point 2 must hold numbers of at least 0',
    ],
    ['circle', [[0, 0]], 'a circle takes its center and its radius, as [[100,100],[50]]'],
    ['circle', [[5, 5], 3], 'the radius must stand alone in a list, as [50]'],
    [
      'circle',
      [
        [5, 5],
        [3, 3],
      ],
      'the radius must stand alone in a list, as [50]',
    ],
    ['circle', [[5, 5], [-3]], 'the radius must hold numbers of at least 0'],
    ['circle', [5, 5], 'point 1 must be [x, y]'],
    ['line', [[0, 0]], 'a line takes two points, start and end'],
    [
      'dashed',
      [
        [0, 0],
        [1, 1],
        [2, 2],
      ],
      'a dashed line takes two points, start and end',
    ],
    [
      'point',
      [
        [0, 0],
        [1, 1],
      ],
      'a point takes one point',
    ],
    ['point', [[5]], 'point 1 must be [x, y]'],
    ['polygon', [[0, 0], [1, 1], {}], 'point 3 must be [x, y]'],
    [
      'polyline',
      [
        [0, 0],
        [1, 'a'],
      ],
      'point 2 must hold numbers of at least 0',
    ],
  ])('of a %s %j are refused', (name, feature, fault) => expect(decodeShape(name, feature)).toBe(fault))

  test('any JSON is answered by a shape or by a sentence', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SHAPES), fc.jsonValue({ maxDepth: 3 }), (name, feature) => {
        const result = decodeShape(name, feature)
        if (typeof result !== 'string') expect(encodeFeature(result).flat()).toEqual((feature as number[][]).flat())
      }),
    )
  })
})
