import type { Bounds, ImagePoint } from '#core/geometry/shape.ts'
import { labelsWithin } from '#web/workbench/image/picking.ts'
import type { ScreenPoint } from '#web/workbench/image/points.ts'
import { hasMoved } from '#web/workbench/image/tools/snap.ts'
import { ignore, type ToolState } from '#web/workbench/image/tools/tool.ts'
import { selectIdle } from './idle.ts'
import { toggle } from './pressed.ts'

type Held = {
  readonly from: ImagePoint
  readonly screen: ScreenPoint
  /** Labels under the first point, the topmost first. */
  readonly hits: readonly string[]
}

/** A rubber band selects what lies wholly in it; let go unmoved it is a click. With Shift both add. */
export function band(held: Held, to?: ImagePoint): ToolState {
  const state: ToolState = {
    name: 'select.band',
    cursor: 'crosshair',
    sketch: to && { band: boundsBetween(held.from, to) },
    on(event, context) {
      const { selection, document } = context
      switch (event.kind) {
        case 'move':
          return to === undefined && !hasMoved(held.screen, event.screen) ? { state } : { state: band(held, event.at) }
        case 'up': {
          if (to !== undefined) {
            const found = labelsWithin(document, boundsBetween(held.from, event.at))
            return { state: selectIdle(), select: event.shift ? [...new Set([...selection, ...found])] : found }
          }
          const [top] = held.hits
          if (top !== undefined) return { state: selectIdle(), select: toggle(selection, top) }
          return { state: selectIdle(), select: event.shift ? selection : [] }
        }
        case 'cancel':
          return { state: selectIdle() }
        default:
          return ignore(state)
      }
    },
  }
  return state
}

function boundsBetween([x1, y1]: ImagePoint, [x2, y2]: ImagePoint): Bounds {
  return [Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2)]
}
