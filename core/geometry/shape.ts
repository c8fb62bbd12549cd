/**
 * Shapes in image pixels: origin at the upper left corner, y downwards, decimals allowed (behaviour 4.5, "Geometry").
 * The mark keeps image pixels apart from the points of a screen at compile time; at run time a point is a plain pair.
 */
export type ImagePoint = readonly [x: number, y: number] & { readonly space?: 'image' }

/** Width and height in pixels, and the number of colour channels. */
export type ImageSize = readonly [width: number, height: number, depth: number]

export type Shape =
  | { readonly shape: 'bndbox'; readonly min: ImagePoint; readonly max: ImagePoint }
  /** Closed implicitly; a repetition of the first point at the end is kept as it came. */
  | { readonly shape: 'polygon'; readonly points: readonly ImagePoint[] }
  | { readonly shape: 'circle'; readonly center: ImagePoint; readonly radius: number }
  | { readonly shape: 'line' | 'dashed'; readonly start: ImagePoint; readonly end: ImagePoint }
  | { readonly shape: 'point'; readonly at: ImagePoint }
  | { readonly shape: 'polyline'; readonly points: readonly ImagePoint[] }

/** Smallest box around a shape: left, top, right, bottom in image pixels. */
export type Bounds = readonly [left: number, top: number, right: number, bottom: number]

/** What breaks the rule of a shape (behaviour 4.5), as the end of a sentence; undefined for a valid shape. */
export function faultOfShape(shape: Shape): string | undefined {
  switch (shape.shape) {
    case 'bndbox':
      if (shape.min[0] >= shape.max[0]) return 'x1 must be less than x2'
      return shape.min[1] >= shape.max[1] ? 'y1 must be less than y2' : undefined
    case 'circle':
      return shape.radius > 0 ? undefined : 'the radius must be greater than 0'
    case 'line':
    case 'dashed':
      return areSame(shape.start, shape.end) ? 'start and end must differ' : undefined
    case 'polygon':
      return hasThreeDistinct(shape.points) ? undefined : 'a polygon needs at least three distinct points'
    case 'polyline':
      return faultOfPolyline(shape.points)
    case 'point':
      return undefined
  }
}

/** The smallest box around a shape. */
export function boundsOf(shape: Shape): Bounds {
  switch (shape.shape) {
    case 'bndbox':
      return [shape.min[0], shape.min[1], shape.max[0], shape.max[1]]
    case 'circle': {
      const [x, y] = shape.center
      return [x - shape.radius, y - shape.radius, x + shape.radius, y + shape.radius]
    }
    case 'line':
    case 'dashed':
      return boundsOfPoints([shape.start, shape.end])
    case 'point':
      return boundsOfPoints([shape.at])
    case 'polygon':
    case 'polyline':
      return boundsOfPoints(shape.points)
  }
}

/** Whether a shape lies inside the image; its edge belongs to it: 0 ≤ x ≤ width, 0 ≤ y ≤ height. */
export function isInside(shape: Shape, size: ImageSize): boolean {
  const [left, top, right, bottom] = boundsOf(shape)
  return left >= 0 && top >= 0 && right <= size[0] && bottom <= size[1]
}

function boundsOfPoints(points: readonly ImagePoint[]): Bounds {
  let left = Number.POSITIVE_INFINITY
  let top = Number.POSITIVE_INFINITY
  let right = Number.NEGATIVE_INFINITY
  let bottom = Number.NEGATIVE_INFINITY
  for (const [x, y] of points) {
    if (x < left) left = x
    if (x > right) right = x
    if (y < top) top = y
    if (y > bottom) bottom = y
  }
  return [left, top, right, bottom]
}

function areSame(one: ImagePoint, other: ImagePoint): boolean {
  return one[0] === other[0] && one[1] === other[1]
}

function hasThreeDistinct(points: readonly ImagePoint[]): boolean {
  const first = points[0]
  const second = first && points.find((point) => !areSame(point, first))
  return second !== undefined && points.some((point) => !areSame(point, first!) && !areSame(point, second))
}

function faultOfPolyline(points: readonly ImagePoint[]): string | undefined {
  if (points.length < 2) return 'a polyline needs at least two points'
  for (let i = 1; i < points.length; i++) {
    if (areSame(points[i - 1]!, points[i]!)) return `points ${i} and ${i + 1} must differ`
  }
  return undefined
}
