import { boundsOf, type ImagePoint, type Shape } from '#core/geometry/shape.ts'
import type { WorkDocument } from '#web/workbench/document/document.ts'
import { shapeOf } from '#web/workbench/document/label.ts'
import { angleOf, cornersOfBox } from './handles.ts'
import { cornersOf, edgesOf, isPath, nearestOnEdge, type Path } from './path-points.ts'
import { isNear, seenBoundsOf } from './picking.ts'
import { distanceBetween } from './points.ts'

/**
 * The corner of a label nearest to a point of the image, or else the nearest place on an outline, within `reach` image
 * pixels. Hidden labels and those of `except` are no neighbours; locked ones are.
 */
export function nearestNeighbour(
  { content, view }: WorkDocument,
  at: ImagePoint,
  reach: number,
  except: readonly string[],
): ImagePoint | undefined {
  const corners: ImagePoint[] = []
  const places: ImagePoint[] = []
  for (const label of content.labels) {
    const shape = shapeOf(label)
    if (shape === undefined || view[label.id]?.hidden || except.includes(label.id)) continue
    if (!isNear(seenBoundsOf(label, shape), at, reach)) continue
    corners.push(...cornersIn(shape, angleOf(label)))
    places.push(...placesOn(shape, angleOf(label), at))
  }
  return nearest(corners, at, reach) ?? nearest(places, at, reach)
}

function nearest(points: readonly ImagePoint[], at: ImagePoint, reach: number): ImagePoint | undefined {
  let found: ImagePoint | undefined
  let least = reach
  for (const point of points) {
    const distance = distanceBetween(point, at)
    if (distance > least) continue
    found = point
    least = distance
  }
  return found
}

/** Also the middle of a circle. */
function cornersIn(shape: Shape, angle: number): readonly ImagePoint[] {
  if (shape.shape === 'circle') return [shape.center]
  return shape.shape === 'point' ? [shape.at] : cornersOf(outlineOf(shape, angle))
}

/** Where each edge comes nearest to a point. */
function placesOn(shape: Shape, angle: number, at: ImagePoint): readonly ImagePoint[] {
  if (shape.shape === 'point') return []
  if (shape.shape !== 'circle') return edgesOf(outlineOf(shape, angle)).map((edge) => nearestOnEdge(edge, at))
  const [x, y] = shape.center
  const far = distanceBetween(shape.center, at)
  const part = shape.radius / far
  return far === 0 ? [] : [[x + (at[0] - x) * part, y + (at[1] - y) * part]]
}

function outlineOf(shape: Exclude<Shape, { shape: 'circle' | 'point' }>, angle: number): Path {
  if (isPath(shape)) return shape
  if (shape.shape === 'bndbox') return { shape: 'polygon', points: cornersOfBox(boundsOf(shape), angle) }
  return { shape: 'polyline', points: [shape.start, shape.end] }
}
