import { type Bounds, boundsOf, type ImagePoint, type Shape } from '#core/geometry/shape.ts'
import type { WorkDocument } from '#web/workbench/document/document.ts'
import { shapeOf, type WorkLabel } from '#web/workbench/document/label.ts'
import { type Camera, toScreen } from './camera.ts'
import { angleOf, centerOf, cornersOfBox, type Handle, handlesOf } from './handles.ts'
import { cornersOf, distanceToEdge, edgesOf, isInPolygon, isPath } from './path-points.ts'
import { distanceBetween, type ScreenPoint, turnVector } from './points.ts'

/** Targets are 24 CSS pixels wide, whatever is drawn (workbench 12): this far on either side. */
export const REACH = 12

/**
 * Ids of the labels at a point of the image, the topmost first. A shape is met on its face and within `reach` image
 * pixels around it. Hidden and locked labels let the pointer through.
 */
export function pickLabels(document: WorkDocument, at: ImagePoint, reach: number): string[] {
  const met: string[] = []
  for (const label of document.content.labels) {
    const shape = shapeOf(label)
    if (shape === undefined || !isNear(seenBoundsOf(label, shape), at, reach)) continue
    const view = document.view[label.id]
    if (view?.hidden || view?.locked) continue
    if (distanceTo(shape, angleOf(label), at) <= reach) met.push(label.id)
  }
  return met.reverse()
}

/** Ids of the labels that lie wholly in a rectangle of the image. */
export function labelsWithin(document: WorkDocument, [left, top, right, bottom]: Bounds): string[] {
  return document.content.labels
    .filter((label) => {
      const shape = shapeOf(label)
      const view = document.view[label.id]
      if (shape === undefined || view?.hidden || view?.locked) return false
      const bounds = seenBoundsOf(label, shape)
      return bounds[0] >= left && bounds[1] >= top && bounds[2] <= right && bounds[3] <= bottom
    })
    .map(({ id }) => id)
}

/**
 * The handle of a shape at a point of the screen, the nearest one. In a shape that is small on the screen handles reach
 * less far inwards, so that its middle can still be taken.
 */
export function pickHandle(shape: Shape, angle: number, at: ScreenPoint, camera: Camera): Handle | undefined {
  const bounds = boundsOf(shape)
  const [width, height] = [(bounds[2] - bounds[0]) * camera.scale, (bounds[3] - bounds[1]) * camera.scale]
  const middle = toScreen(camera, centerOf(bounds))
  const byMiddle = shape.shape !== 'point' && distanceBetween(middle, at) < Math.min(width, height, 4 * REACH) / 4
  if (byMiddle) return undefined
  let nearest: Handle | undefined
  let least = Number.POSITIVE_INFINITY
  for (const handle of handlesOf(shape, angle, camera.scale)) {
    const [x, y] = toScreen(camera, handle.at)
    const distance = Math.hypot(x - at[0], y - at[1])
    if (Math.abs(x - at[0]) <= REACH && Math.abs(y - at[1]) <= REACH && distance < least) {
      nearest = handle
      least = distance
    }
  }
  return nearest
}

/** The edge of a path within reach, in image pixels. */
export function pickEdge(shape: Shape, at: ImagePoint, reach: number): number | undefined {
  if (!isPath(shape)) return undefined
  const distances = edgesOf(shape).map((edge) => distanceToEdge(edge, at))
  const least = Math.min(...distances)
  return least <= reach ? distances.indexOf(least) : undefined
}

const seen = new WeakMap<WorkLabel, Bounds>()

/** The smallest upright box around what is seen of a label; a rotated box needs more than its own. */
export function seenBoundsOf(label: WorkLabel, shape: Shape): Bounds {
  const known = seen.get(label)
  if (known !== undefined) return known
  const angle = angleOf(label)
  const points = angle === 0 ? undefined : cornersOfBox(boundsOf(shape), angle)
  const bounds = points === undefined ? boundsOf(shape) : boundsOf({ shape: 'polygon', points })
  seen.set(label, bounds)
  return bounds
}

/** Whether a point lies in bounds or within `reach` image pixels around them. */
export function isNear([left, top, right, bottom]: Bounds, [x, y]: ImagePoint, reach: number): boolean {
  return x >= left - reach && x <= right + reach && y >= top - reach && y <= bottom + reach
}

/** How far a point is from a shape in image pixels; 0 on the face of a closed one. */
function distanceTo(shape: Shape, angle: number, at: ImagePoint): number {
  switch (shape.shape) {
    case 'bndbox': {
      const bounds = boundsOf(shape)
      const [cx, cy] = centerOf(bounds)
      const [dx, dy] = turnVector(at[0] - cx, at[1] - cy, -angle)
      const outX = Math.max(0, Math.abs(dx) - (bounds[2] - bounds[0]) / 2)
      return Math.hypot(outX, Math.max(0, Math.abs(dy) - (bounds[3] - bounds[1]) / 2))
    }
    case 'circle':
      return Math.max(0, distanceBetween(shape.center, at) - shape.radius)
    case 'line':
    case 'dashed':
      return distanceToEdge([shape.start, shape.end], at)
    case 'point':
      return distanceBetween(shape.at, at)
    case 'polygon':
    case 'polyline': {
      if (shape.shape === 'polygon' && isInPolygon(cornersOf(shape), at)) return 0
      return Math.min(...edgesOf(shape).map((edge) => distanceToEdge(edge, at)))
    }
  }
}
