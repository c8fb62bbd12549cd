import { type Bounds, boundsOf, type ImagePoint, type ImageSize, isInside, type Shape } from '#core/geometry/shape.ts'
import { clamp } from './points.ts'

/** What can be done to shapes, in image pixels. Where an image size is given the outcome lies inside the image. */

function mapPoints(shape: Shape, change: (point: ImagePoint) => ImagePoint): Shape {
  switch (shape.shape) {
    case 'bndbox':
      return { ...shape, min: change(shape.min), max: change(shape.max) }
    case 'circle':
      return { ...shape, center: change(shape.center) }
    case 'line':
    case 'dashed':
      return { ...shape, start: change(shape.start), end: change(shape.end) }
    case 'point':
      return { ...shape, at: change(shape.at) }
    case 'polygon':
    case 'polyline':
      return { ...shape, points: shape.points.map(change) }
  }
}

/** Moves shapes together, as far as the first of them reaches the border. */
export function moveShapes(shapes: readonly Shape[], dx: number, dy: number, size: ImageSize): Shape[] {
  const [left, top, right, bottom] = boundsAround(shapes.map(boundsOf))
  const [x, y] = [limitStep(dx, left, right, size[0]), limitStep(dy, top, bottom, size[1])]
  return shapes.map((shape) => {
    const moved = mapPoints(shape, (point) => [tidy(point[0] + x), tidy(point[1] + y)])
    return moved.shape === 'circle' && isInside(shape, size) ? circleInside(moved.center, moved.radius, size) : moved
  })
}

/** A circle whose rim stays in the image, also after the rounding of sums. */
export function circleInside(center: ImagePoint, radius: number, size: ImageSize): Shape {
  const [x, y] = center
  const most = Math.max(0, Math.min(x, y, size[0] - x, size[1] - y))
  const circle = { shape: 'circle', center, radius: radius <= most ? radius : tidy(most) } as const
  return isInside(circle, size) ? circle : { ...circle, radius: Math.max(0, tidy(circle.radius - 0.001)) }
}

/** A step that leaves a stretch between 0 and `most`; one that lies outside already is let in, but not farther out. */
function limitStep(step: number, from: number, to: number, most: number): number {
  return clamp(step, Math.min(-from, 0), Math.max(most - to, 0))
}

/** Stretches a shape so that its bounds become others; a circle takes the smaller side, a point stays. */
export function stretchShape(shape: Shape, to: Bounds): Shape {
  const from = boundsOf(shape)
  if (shape.shape === 'circle') {
    const radius = tidy(Math.min(to[2] - to[0], to[3] - to[1]) / 2)
    return { ...shape, center: [(to[0] + to[2]) / 2, (to[1] + to[3]) / 2], radius }
  }
  const along = (value: number, axis: 0 | 1) => {
    const length = from[axis + 2]! - from[axis]!
    return length === 0 ? value : tidy(to[axis]! + ((value - from[axis]!) / length) * (to[axis + 2]! - to[axis]!))
  }
  return mapPoints(shape, ([x, y]) => [along(x, 0), along(y, 1)])
}

/** Moves a shape into an image, and shrinks it where it is larger than that: pasting from another image. */
export function clampInto(shape: Shape, size: ImageSize): Shape {
  const [left, top, right, bottom] = boundsOf(shape)
  if (left >= 0 && top >= 0 && right <= size[0] && bottom <= size[1]) return shape
  if (shape.shape === 'circle') {
    const radius = Math.min(shape.radius, size[0] / 2, size[1] / 2)
    const [x, y] = shape.center
    return circleInside([clamp(x, radius, size[0] - radius), clamp(y, radius, size[1] - radius)], radius, size)
  }
  const width = Math.min(right - left, size[0])
  const height = Math.min(bottom - top, size[1])
  const x = clamp(left, 0, size[0] - width)
  const y = clamp(top, 0, size[1] - height)
  if (shape.shape === 'point') return { ...shape, at: [x, y] }
  const moved = mapPoints(shape, (point) => [point[0] - left + x, point[1] - top + y])
  return stretchShape(moved, [x, y, x + width, y + height])
}

/** The nearest point of the image. */
export function pointInside([x, y]: ImagePoint, size: ImageSize): ImagePoint {
  return [clamp(x, 0, size[0]), clamp(y, 0, size[1])]
}

/** A box from any two opposite corners. */
export function boxBetween(one: ImagePoint, other: ImagePoint): Shape {
  return {
    shape: 'bndbox',
    min: [Math.min(one[0], other[0]), Math.min(one[1], other[1])],
    max: [Math.max(one[0], other[0]), Math.max(one[1], other[1])],
  }
}

export function boundsAround(all: readonly Bounds[]): Bounds {
  return [
    Math.min(...all.map((one) => one[0])),
    Math.min(...all.map((one) => one[1])),
    Math.max(...all.map((one) => one[2])),
    Math.max(...all.map((one) => one[3])),
  ]
}

/** Thousandths of a pixel: sums of decimals do not grow tails such as 0.30000000000000004. */
export function tidy(value: number): number {
  const rounded = Math.round(value * 1000) / 1000
  return rounded === 0 ? 0 : rounded
}
