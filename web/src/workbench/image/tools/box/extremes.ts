import type { ImagePoint } from '#core/geometry/shape.ts'
import { boundsOf } from '#core/geometry/shape.ts'
import { boxBetween } from '#web/workbench/image/shapes.ts'
import { aim } from '#web/workbench/image/tools/aim.ts'
import { ignore, type ToolState } from '#web/workbench/image/tools/tool.ts'
import { boxIdle } from './idle.ts'

const NEEDED = 4

/** Outermost points clicked so far, in any order; the pointer is one more. */
export function extremes(points: readonly ImagePoint[], pointer: ImagePoint, caught?: ImagePoint): ToolState {
  const state: ToolState = {
    name: 'bndbox.extremes',
    cursor: 'crosshair',
    sketch: { shape: boxAround([...points, pointer]), points, caught },
    on(event, context) {
      switch (event.kind) {
        case 'down': {
          const all = [...points, aim(event, context).at]
          return all.length < NEEDED
            ? { state: extremes(all, all.at(-1)!) }
            : { state: boxIdle(), drawn: boxAround(all) }
        }
        case 'move': {
          const aimed = aim(event, context)
          return { state: extremes(points, aimed.at, aimed.caught) }
        }
        case 'back':
          return { state: points.length > 1 ? extremes(points.slice(0, -1), pointer) : boxIdle() }
        case 'cancel':
          return { state: boxIdle() }
        default:
          return ignore(state)
      }
    },
  }
  return state
}

function boxAround(points: readonly ImagePoint[]) {
  const [left, top, right, bottom] = boundsOf({ shape: 'polyline', points })
  return boxBetween([left, top], [right, bottom])
}
