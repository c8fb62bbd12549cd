import { faultOfShape, type ImagePoint } from '#core/geometry/shape.ts'
import { toScreen } from '#web/workbench/image/camera.ts'
import type { Path } from '#web/workbench/image/path-points.ts'
import { REACH } from '#web/workbench/image/picking.ts'
import { distanceBetween, type ScreenPoint } from '#web/workbench/image/points.ts'
import { type Aim, aim } from '#web/workbench/image/tools/aim.ts'
import { hasMoved } from '#web/workbench/image/tools/snap.ts'
import { type Answer, ignore, type ToolContext, type ToolState } from '#web/workbench/image/tools/tool.ts'
import { pathIdle } from './idle.ts'

/** Screen pixels between two points of a freehand line. */
const FREEHAND_STEP = 8

/**
 * Points set so far, and where the pointer is. Presses add points, moving with Shift adds them freehand; Enter, a double
 * click or the first point complete the path.
 */
export function drawing(shape: Path['shape'], points: readonly ImagePoint[], pointer: Aim): ToolState {
  const state: ToolState = {
    name: `${shape}.drawing`,
    cursor: 'crosshair',
    sketch: {
      shape: { shape, points: isLast(pointer.at) ? points : [...points, pointer.at] },
      points,
      caught: pointer.caught,
    },
    on(event, context) {
      switch (event.kind) {
        case 'down':
          return press(aim(event, context), event.screen, context)
        case 'move': {
          const aimed = aim(event, context)
          const isFar = distanceBetween(event.screen, lastOn(context)) >= FREEHAND_STEP
          const draws = event.shift && isFar && !isLast(aimed.at)
          return { state: drawing(shape, draws ? [...points, aimed.at] : points, aimed) }
        }
        case 'finish':
        case 'double':
          return complete(points)
        case 'back':
          return { state: points.length > 1 ? drawing(shape, points.slice(0, -1), pointer) : pathIdle(shape) }
        case 'cancel':
          return { state: pathIdle(shape) }
        case 'up':
          return ignore(state)
      }
    },
  }
  return state

  function press(aimed: Aim, screen: ScreenPoint, context: ToolContext): Answer {
    const { at } = aimed
    const first = points[0]!
    const closes = points.length >= 3 && distanceBetween(toScreen(context.camera, first), screen) <= REACH
    if (closes) return complete(shape === 'polyline' ? [...points, first] : points)
    // The second press of a double click sets no point of its own.
    if (isLast(at) || !hasMoved(lastOn(context), screen)) return { state: drawing(shape, points, aimed) }
    return { state: drawing(shape, [...points, at], aimed) }
  }

  function complete(all: readonly ImagePoint[]): Answer {
    if (faultOfShape({ shape, points: all }) !== undefined) return { state, refused: 'tooFewPoints' }
    return { state: pathIdle(shape), drawn: { shape, points: all } }
  }

  function lastOn({ camera }: ToolContext) {
    return toScreen(camera, points.at(-1)!)
  }

  function isLast(at: ImagePoint): boolean {
    const last = points.at(-1)!
    return last[0] === at[0] && last[1] === at[1]
  }
}
