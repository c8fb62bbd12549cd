import type { ImagePoint, Shape } from '#core/geometry/shape.ts'
import { clamp, distanceBetween } from './points.ts'

/** Polygons and polylines by their points. */

export type Path = Extract<Shape, { points: unknown }>

export function isPath(shape: Shape): shape is Path {
  return shape.shape === 'polygon' || shape.shape === 'polyline'
}

/** A polygon without the repetition of its first point that some files write at the end. */
export function cornersOf({ shape, points }: Path): readonly ImagePoint[] {
  const [first, last] = [points[0], points.at(-1)]
  const repeats = shape === 'polygon' && points.length > 1 && first![0] === last![0] && first![1] === last![1]
  return repeats ? points.slice(0, -1) : points
}

/** Ends of the edges; edge `i` begins at corner `i`. */
export function edgesOf(path: Path): (readonly [ImagePoint, ImagePoint])[] {
  const corners = cornersOf(path)
  const edges = corners.slice(1).map((corner, index) => [corners[index]!, corner] as const)
  return path.shape === 'polygon' && corners.length > 2 ? [...edges, [corners.at(-1)!, corners[0]!]] : edges
}

export function insertCorner(path: Path, edge: number, at: ImagePoint): Path {
  return { ...path, points: cornersOf(path).toSpliced(edge + 1, 0, at) }
}

/** Undefined when too few would be left. */
export function removeCorner(path: Path, index: number): Path | undefined {
  const points = cornersOf(path).toSpliced(index, 1)
  return points.length < leastCorners(path.shape) ? undefined : { ...path, points }
}

export function moveCorner(path: Path, index: number, to: ImagePoint): Path {
  return { ...path, points: cornersOf(path).with(index, to) }
}

export function leastCorners(shape: Path['shape']): number {
  return shape === 'polygon' ? 3 : 2
}

/** Where an edge comes nearest to a point. */
export function nearestOnEdge([from, to]: readonly [ImagePoint, ImagePoint], at: ImagePoint): ImagePoint {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]]
  const length = dx * dx + dy * dy
  const part = length === 0 ? 0 : clamp(((at[0] - from[0]) * dx + (at[1] - from[1]) * dy) / length, 0, 1)
  return [from[0] + part * dx, from[1] + part * dy]
}

/** In image pixels. */
export function distanceToEdge(edge: readonly [ImagePoint, ImagePoint], at: ImagePoint): number {
  return distanceBetween(nearestOnEdge(edge, at), at)
}

/** Whether a point lies in a polygon, by the even-odd rule. */
export function isInPolygon(corners: readonly ImagePoint[], [x, y]: ImagePoint): boolean {
  let inside = false
  let [px, py] = corners.at(-1)!
  for (const [cx, cy] of corners) {
    if (cy > y !== py > y && x < ((px - cx) * (y - cy)) / (py - cy) + cx) inside = !inside
    ;[px, py] = [cx, cy]
  }
  return inside
}

/** Whether two edges of a polygon that are no neighbours meet, or two neighbours lie upon each other. */
export function crossesItself(path: Path): boolean {
  const edges = edgesOf(path)
  const count = edges.length
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) {
      const neighbours = j === i + 1 || (i === 0 && j === count - 1)
      if (neighbours ? foldsBack(edges[i]!, edges[j]!) : doMeet(edges[i]!, edges[j]!)) return true
    }
  }
  return false
}

type Edge = readonly [ImagePoint, ImagePoint]

function foldsBack(one: Edge, other: Edge): boolean {
  const [shared, a, b] =
    one[1][0] === other[0][0] && one[1][1] === other[0][1] ? [one[1], one[0], other[1]] : [one[0], one[1], other[0]]
  if (sideOf(shared, a, b) !== 0) return false
  return (a[0] - shared[0]) * (b[0] - shared[0]) + (a[1] - shared[1]) * (b[1] - shared[1]) > 0
}

function doMeet([a, b]: Edge, [c, d]: Edge): boolean {
  // Most edges lie far apart: say so before anything is multiplied.
  if (Math.max(a[0], b[0]) < Math.min(c[0], d[0]) || Math.max(c[0], d[0]) < Math.min(a[0], b[0])) return false
  if (Math.max(a[1], b[1]) < Math.min(c[1], d[1]) || Math.max(c[1], d[1]) < Math.min(a[1], b[1])) return false
  const [abc, abd, cda, cdb] = [sideOf(a, b, c), sideOf(a, b, d), sideOf(c, d, a), sideOf(c, d, b)]
  if (abc !== abd && cda !== cdb) return true
  return (
    (abc === 0 && isBetween(a, b, c)) ||
    (abd === 0 && isBetween(a, b, d)) ||
    (cda === 0 && isBetween(c, d, a)) ||
    (cdb === 0 && isBetween(c, d, b))
  )
}

/** On which side of the line from `a` to `b` a point lies: 1, -1, or 0 upon it. */
function sideOf(a: ImagePoint, b: ImagePoint, point: ImagePoint): number {
  return Math.sign((b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0]))
}

function isBetween(a: ImagePoint, b: ImagePoint, [x, y]: ImagePoint): boolean {
  return (
    x >= Math.min(a[0], b[0]) && x <= Math.max(a[0], b[0]) && y >= Math.min(a[1], b[1]) && y <= Math.max(a[1], b[1])
  )
}

/** Leaves out corners that lie nearer to the path without them than `tolerance` image pixels (Ramer, Douglas, Peucker). */
export function simplifyPath(path: Path, tolerance: number): Path {
  const corners = cornersOf(path)
  const points = path.shape === 'polygon' ? simplifyRing(corners, tolerance) : simplify(corners, tolerance)
  return points.length < leastCorners(path.shape) || points.length === corners.length ? path : { ...path, points }
}

function simplifyRing(corners: readonly ImagePoint[], tolerance: number): ImagePoint[] {
  let far = 0
  for (const [index, corner] of corners.entries()) {
    if (distanceBetween(corner, corners[0]!) > distanceBetween(corners[far]!, corners[0]!)) far = index
  }
  const there = simplify(corners.slice(0, far + 1), tolerance)
  const back = simplify([...corners.slice(far), corners[0]!], tolerance)
  return [...there, ...back.slice(1, -1)]
}

function simplify(points: readonly ImagePoint[], tolerance: number): ImagePoint[] {
  if (points.length < 3) return [...points]
  const ends = [points[0]!, points.at(-1)!] as const
  let far = 1
  for (let index = 2; index < points.length - 1; index++) {
    if (distanceToEdge(ends, points[index]!) > distanceToEdge(ends, points[far]!)) far = index
  }
  if (distanceToEdge(ends, points[far]!) <= tolerance) return [...ends]
  return [...simplify(points.slice(0, far + 1), tolerance), ...simplify(points.slice(far), tolerance).slice(1)]
}
