import { boundsOf, type ImagePoint, type Shape } from '#core/geometry/shape.ts'
import { angleTowards, dragHandle, type Handle } from '#web/workbench/image/handles.ts'
import type { ScreenPoint } from '#web/workbench/image/points.ts'
import { type Aim, aim } from '#web/workbench/image/tools/aim.ts'
import { hasMoved, snap } from '#web/workbench/image/tools/snap.ts'
import {
  type Change,
  ignore,
  type ToolContext,
  type ToolEvent,
  type ToolState,
} from '#web/workbench/image/tools/tool.ts'
import { selectIdle } from './idle.ts'

type Held = {
  readonly id: string
  readonly shape: Shape
  readonly angle: number
  readonly handle: Handle
  readonly from: ImagePoint
  readonly screen: ScreenPoint
}

/** A handle of a shape is held: it follows the pointer without jumping to it. */
export function handle(held: Held, change?: Change, caught?: ImagePoint): ToolState {
  const state: ToolState = {
    name: 'select.handle',
    cursor: 'grab',
    sketch: { changed: change, caught },
    on(event, context) {
      switch (event.kind) {
        case 'move':
          if (change === undefined && !hasMoved(held.screen, event.screen)) return { state }
          return { state: handle(held, changeOf(held, event, context), aimOf(held, event, context).caught) }
        case 'up':
          return { state: selectIdle(), changed: change && changeOf(held, event, context) }
        case 'cancel':
          return { state: selectIdle() }
        default:
          return ignore(state)
      }
    },
  }
  return state
}

type PointerEvent = Extract<ToolEvent, { at: unknown }>

function changeOf(held: Held, event: PointerEvent, context: ToolContext): Change {
  const { id, shape, angle, handle: taken } = held
  if (taken.kind === 'rotate') {
    const angles = new Map([[id, angleTowards(boundsOf(shape), placeOf(held, event), event.shift)]])
    return { name: 'rotate', shapes: new Map([[id, shape]]), angles }
  }
  const options = { size: context.camera.size, angle, square: event.shift, fromCenter: event.alt }
  const changed = dragHandle(shape, taken, aimOf(held, event, context).at, options)
  return { name: taken.kind === 'corner' ? 'movePoint' : 'resize', shapes: new Map([[id, changed]]) }
}

/** Where the handle goes: neighbours catch corners, and the rim of a circle; for a box Alt means its middle. */
function aimOf(held: Held, event: PointerEvent, context: ToolContext): Aim {
  const at = placeOf(held, event)
  const { kind } = held.handle
  if (kind !== 'corner' && kind !== 'rim') return { at: snap(at, context) }
  return aim({ at, alt: event.alt }, context, [held.id])
}

function placeOf({ handle: { at }, from }: Held, event: PointerEvent): ImagePoint {
  return [at[0] + event.at[0] - from[0], at[1] + event.at[1] - from[1]]
}
