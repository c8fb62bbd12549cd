import { type Bounds, boundsOf, type ImagePoint, type ImageSize, isInside, type Shape } from '#core/geometry/shape.ts'
import type { WorkLabel } from '#web/workbench/document/label.ts'
import { cornersOf, isPath, moveCorner } from './path-points.ts'
import { distanceBetween, turnVector } from './points.ts'
import { circleInside, pointInside, tidy } from './shapes.ts'

/** A place by which a shape is taken and changed. */
export type Handle =
  /** Of a box: which side, -1 left or top, 0 between, 1 right or bottom. */
  | { readonly kind: 'side'; readonly x: -1 | 0 | 1; readonly y: -1 | 0 | 1; readonly at: ImagePoint }
  /** Corner of a path, end of a line, the point of a point. */
  | { readonly kind: 'corner'; readonly index: number; readonly at: ImagePoint }
  | { readonly kind: 'rim'; readonly at: ImagePoint }
  | { readonly kind: 'rotate'; readonly at: ImagePoint }

const SIDES = [-1, 0, 1] as const

/** The key that makes a box a rotated one: degrees, clockwise around its middle (formats 5). */
export const angleKey = '@modelarts:clockwise_angle'

/** Degrees by which a box is turned clockwise; 0 for what is no box. */
export function angleOf(label: WorkLabel): number {
  if (label.place.kind !== 'shape' || label.place.shape.shape !== 'bndbox') return 0
  const angle = Number(label.property[angleKey] ?? 0)
  return Number.isFinite(angle) ? angle : 0
}

/** Screen pixels from the upper side of a box to the handle that turns it. */
const ROTATE_REACH = 28

/** Handles of a shape; `angle` is that of a rotated box, `scale` the camera's. */
export function handlesOf(shape: Shape, angle: number, scale: number): Handle[] {
  switch (shape.shape) {
    case 'bndbox':
      return handlesOfBox(boundsOf(shape), angle, scale)
    case 'circle':
      return [{ kind: 'rim', at: [shape.center[0] + shape.radius, shape.center[1]] }]
    case 'line':
    case 'dashed':
      return [shape.start, shape.end].map((at, index) => ({ kind: 'corner', index, at }))
    case 'point':
      return [{ kind: 'corner', index: 0, at: shape.at }]
    case 'polygon':
    case 'polyline':
      return cornersOf(shape).map((at, index) => ({ kind: 'corner', index, at }))
  }
}

function handlesOfBox(bounds: Bounds, angle: number, scale: number): Handle[] {
  const sides = SIDES.flatMap((y) => SIDES.map((x) => ({ kind: 'side', x, y }) as const))
  const [x, y] = sideOf(bounds, 0, -1, angle)
  const [dx, dy] = turnVector(0, -ROTATE_REACH / scale, angle)
  return [
    ...sides
      .filter((side) => side.x !== 0 || side.y !== 0)
      .map((side) => ({ ...side, at: sideOf(bounds, side.x, side.y, angle) })),
    { kind: 'rotate', at: [x + dx, y + dy] },
  ]
}

/** The angle of a box whose turning handle went to a point: whole degrees, steps of 15 if wanted; 0..359. */
export function angleTowards(bounds: Bounds, to: ImagePoint, coarse: boolean): number {
  const [cx, cy] = centerOf(bounds)
  const step = coarse ? 15 : 1
  const degrees = (Math.atan2(to[1] - cy, to[0] - cx) * 180) / Math.PI + 90
  return (((Math.round(degrees / step) * step) % 360) + 360) % 360
}

/** The four corners of a box as it is seen, from the upper left one clockwise. */
export function cornersOfBox(bounds: Bounds, angle: number): ImagePoint[] {
  return [
    sideOf(bounds, -1, -1, angle),
    sideOf(bounds, 1, -1, angle),
    sideOf(bounds, 1, 1, angle),
    sideOf(bounds, -1, 1, angle),
  ]
}

export type DragOptions = {
  readonly size: ImageSize
  readonly angle: number
  /** Sides of one length. */
  readonly square: boolean
  /** The middle stays instead of the opposite side. */
  readonly fromCenter: boolean
}

/** The shape after one of its handles went to a point of the image. It may break the rule of shapes: that is judged at the end. */
export function dragHandle(shape: Shape, handle: Handle, to: ImagePoint, options: DragOptions): Shape {
  if (handle.kind === 'side') return dragSide(boundsOf(shape), handle, to, options)
  if (handle.kind === 'rim' && shape.shape === 'circle') {
    return circleInside(shape.center, tidy(distanceBetween(shape.center, to)), options.size)
  }
  if (handle.kind !== 'corner') return shape
  if (isPath(shape)) return moveCorner(shape, handle.index, to)
  if (shape.shape === 'point') return { ...shape, at: to }
  if (shape.shape !== 'line' && shape.shape !== 'dashed') return shape
  return handle.index === 0 ? { ...shape, start: to } : { ...shape, end: to }
}

/** Measured from the side that stays, in the directions of the (turned) box. */
function dragSide(
  bounds: Bounds,
  { x, y }: { x: -1 | 0 | 1; y: -1 | 0 | 1 },
  to: ImagePoint,
  { size, angle, square, fromCenter }: DragOptions,
): Shape {
  const anchor = fromCenter ? centerOf(bounds) : sideOf(bounds, -x, -y, angle)
  let [dx, dy] = turnVector(to[0] - anchor[0], to[1] - anchor[1], -angle)
  if (square && x !== 0 && y !== 0) [dx, dy] = squared(dx, dy, anchor, angle === 0 ? size : undefined)
  const spread = fromCenter ? 2 : 1
  const width = x === 0 ? bounds[2] - bounds[0] : Math.abs(dx) * spread
  const height = y === 0 ? bounds[3] - bounds[1] : Math.abs(dy) * spread
  const [cx, cy] = turnVector(x === 0 ? 0 : dx / 2, y === 0 ? 0 : dy / 2, angle)
  const middle = fromCenter ? anchor : ([anchor[0] + cx, anchor[1] + cy] as const)
  return boxAround(middle, width, height, size)
}

/** The larger side for both, unless that one would leave the image. */
export function squared(dx: number, dy: number, from: ImagePoint, size?: ImageSize): readonly [number, number] {
  const room = (step: number, axis: 0 | 1) =>
    size === undefined ? Infinity : step < 0 ? from[axis] : size[axis] - from[axis]
  const side = Math.min(Math.max(Math.abs(dx), Math.abs(dy)), room(dx, 0), room(dy, 1))
  return [dx < 0 ? -side : side, dy < 0 ? -side : side]
}

/** A box by its middle, cut at the border of the image. */
export function boxAround([x, y]: ImagePoint, width: number, height: number, size: ImageSize): Shape {
  const box: Shape = {
    shape: 'bndbox',
    min: [tidy(x - width / 2), tidy(y - height / 2)],
    max: [tidy(x + width / 2), tidy(y + height / 2)],
  }
  return isInside(box, size) ? box : { ...box, min: pointInside(box.min, size), max: pointInside(box.max, size) }
}

export function centerOf([left, top, right, bottom]: Bounds): ImagePoint {
  return [(left + right) / 2, (top + bottom) / 2]
}

function sideOf(bounds: Bounds, x: number, y: number, angle: number): ImagePoint {
  const [cx, cy] = centerOf(bounds)
  const [dx, dy] = turnVector(((bounds[2] - bounds[0]) / 2) * x, ((bounds[3] - bounds[1]) / 2) * y, angle)
  return [cx + dx, cy + dy]
}
