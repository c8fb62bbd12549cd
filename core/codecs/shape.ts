import type { Shape as ShapeName } from '#contract/codes.ts'
import type { ImagePoint, Shape } from '#core/geometry/shape.ts'

/** `@modelarts:feature`: points as [x, y]; the second element of a circle holds its radius alone. */
export type Feature = readonly (readonly number[])[]

/**
 * Reads `@modelarts:shape` and `@modelarts:feature` as a shape in image pixels. What has the wrong form is answered by
 * the end of a sentence. Whether the points keep the rule of the shape is the question of `faultOfShape`.
 */
export function decodeShape(name: ShapeName, given: unknown): Shape | string {
  if (!Array.isArray(given)) return 'must be a list of points [x, y]'
  const feature = unflatten(name, given)
  for (let i = 0; i < feature.length; i++) {
    const fault = faultOfPoint(feature[i], name === 'circle' && i === 1 ? 1 : 2)
    if (fault !== undefined) return `${name === 'circle' && i === 1 ? 'the radius' : `point ${i + 1}`} ${fault}`
  }
  const wanted = pointCounts[name]
  if (wanted !== undefined && feature.length !== wanted) return lengthFaults[name]!
  const points = feature as ImagePoint[]
  switch (name) {
    case 'bndbox':
      return { shape: name, min: points[0]!, max: points[1]! }
    case 'circle':
      return { shape: name, center: points[0]!, radius: points[1]![0] }
    case 'line':
    case 'dashed':
      return { shape: name, start: points[0]!, end: points[1]! }
    case 'point':
      return { shape: name, at: points[0]! }
    case 'polygon':
    case 'polyline':
      return { shape: name, points }
  }
}

/** The `@modelarts:feature` of a shape; its `shape` is the `@modelarts:shape`. */
export function encodeFeature(shape: Shape): Feature {
  switch (shape.shape) {
    case 'bndbox':
      return [shape.min, shape.max]
    case 'circle':
      return [shape.center, [shape.radius]]
    case 'line':
    case 'dashed':
      return [shape.start, shape.end]
    case 'point':
      return [shape.at]
    case 'polygon':
    case 'polyline':
      return shape.points
  }
}

const pointCounts: Partial<Record<ShapeName, number>> = { bndbox: 2, circle: 2, line: 2, dashed: 2, point: 1 }
const lengthFaults: Partial<Record<ShapeName, string>> = {
  bndbox: 'a bndbox takes two points, upper left and lower right',
  circle: 'a circle takes its center and its radius, as [[100,100],[50]]',
  line: 'a line takes two points, start and end',
  dashed: 'a dashed line takes two points, start and end',
  point: 'a point takes one point',
}

/** Older files write a circle as [cx,cy,r] and a point as [x,y]: read, never written (formats.md 5). */
function unflatten(name: ShapeName, feature: unknown[]): unknown[] {
  if (Array.isArray(feature[0])) return feature
  if (name === 'circle' && feature.length === 3) return [[feature[0], feature[1]], [feature[2]]]
  return name === 'point' && feature.length === 2 ? [feature] : feature
}

function faultOfPoint(point: unknown, length: 1 | 2): string | undefined {
  if (!Array.isArray(point) || point.length !== length) {
    return length === 2 ? 'must be [x, y]' : 'must stand alone in a list, as [50]'
  }
  for (const number of point) {
    if (typeof number !== 'number' || !(number >= 0) || number === Number.POSITIVE_INFINITY) {
      return 'must hold numbers of at least 0'
    }
  }
  return undefined
}
