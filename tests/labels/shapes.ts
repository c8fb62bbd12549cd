import fc from 'fast-check'
import type { ImagePoint, ImageSize, Shape } from '#core/geometry/shape.ts'

/** Eighths of a pixel are exact in floating point, so moving a shape and moving it back gives the same numbers. */
const eighth = (most: number) => fc.integer({ min: 0, max: most * 8 }).map((n) => n / 8)

const pointIn = (size: ImageSize): fc.Arbitrary<ImagePoint> => fc.tuple(eighth(size[0]), eighth(size[1]))
const differ = ([one, other]: readonly [ImagePoint, ImagePoint]) => one[0] !== other[0] || one[1] !== other[1]

/** Any valid shape inside an image of at least 8 x 8 pixels. */
export function shapeIn(size: ImageSize): fc.Arbitrary<Shape> {
  const [width, height] = size
  const point = pointIn(size)
  const side = (length: number) => fc.tuple(eighth(length), eighth(length)).filter(([a, b]) => a !== b)
  const sorted = (a: number, b: number) => [Math.min(a, b), Math.max(a, b)] as const
  const two = fc.tuple(point, point).filter(differ)
  return fc.oneof(
    fc.tuple(side(width), side(height)).map(([xs, ys]): Shape => {
      const [x1, x2] = sorted(...xs)
      const [y1, y2] = sorted(...ys)
      return { shape: 'bndbox', min: [x1, y1], max: [x2, y2] }
    }),
    fc
      .tuple(fc.array(point, { minLength: 3, maxLength: 12 }), fc.boolean())
      .filter(([points]) => new Set(points.map(String)).size >= 3)
      .map(([points, ring]): Shape => ({ shape: 'polygon', points: ring ? [...points, points[0]!] : points })),
    fc
      .tuple(eighth(width - 2), eighth(height - 2), fc.integer({ min: 1, max: 8 }))
      .map(([x, y, r]): Shape => ({ shape: 'circle', center: [x + 1, y + 1], radius: r / 8 })),
    fc.tuple(fc.constantFrom('line', 'dashed'), two).map(([shape, [start, end]]): Shape => ({ shape, start, end })),
    point.map((at): Shape => ({ shape: 'point', at })),
    fc
      .array(point, { minLength: 2, maxLength: 12 })
      .filter((points) => points.every((one, i) => i === 0 || differ([one, points[i - 1]!])))
      .map((points): Shape => ({ shape: 'polyline', points })),
  )
}
