import { boundsOf, faultOfShape, type Shape } from '#core/geometry/shape.ts'
import { shapeOf, type WorkLabel } from '#web/workbench/document/label.ts'
import { crossesItself } from './path-points.ts'

/** What is wrong with a shape: a key of the message catalogue. */
export type ShapeFault = 'tooSmall' | 'tooFewPoints' | 'equalEnds' | 'samePoint' | 'crossesItself' | 'notDivided'

/** Smaller boxes and circles are slips of the hand, not objects; in image pixels. */
const LEAST_SIDE = 3

/** A fault a shape just drawn is refused for; `mates` are the labels it would share its name with. */
export function refusalOfDrawn(shape: Shape, mates: readonly WorkLabel[]): ShapeFault | undefined {
  return refusalOfChanged(shape) ?? (isTiny(shape) ? 'tooSmall' : hasTwin(shape, mates) ? 'samePoint' : undefined)
}

/** A fault the server would refuse too, so that no change may lead to it (behaviour 4.5). */
export function refusalOfChanged(shape: Shape): ShapeFault | undefined {
  if (faultOfShape(shape) === undefined) return undefined
  switch (shape.shape) {
    case 'bndbox':
    case 'circle':
    case 'point':
      return 'tooSmall'
    case 'line':
    case 'dashed':
      return 'equalEnds'
    case 'polygon':
    case 'polyline':
      return 'tooFewPoints'
  }
}

/** A fault that is only pointed at: the shape may stay as it is. */
export function warningOf(shape: Shape, mates: readonly WorkLabel[] = []): ShapeFault | undefined {
  if (isTiny(shape)) return 'tooSmall'
  if (shape.shape === 'polygon' && crossesItself(shape)) return 'crossesItself'
  return hasTwin(shape, mates) ? 'samePoint' : undefined
}

function isTiny(shape: Shape): boolean {
  if (shape.shape !== 'bndbox' && shape.shape !== 'circle') return false
  const [left, top, right, bottom] = boundsOf(shape)
  return Math.min(right - left, bottom - top) < LEAST_SIDE
}

/** Two points of one label on one pixel. */
function hasTwin(shape: Shape, mates: readonly WorkLabel[]): boolean {
  if (shape.shape !== 'point') return false
  const [x, y] = shape.at.map(Math.floor)
  return mates.some((mate) => {
    const other = shapeOf(mate)
    return other?.shape === 'point' && Math.floor(other.at[0]) === x && Math.floor(other.at[1]) === y
  })
}
