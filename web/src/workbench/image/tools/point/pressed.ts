import { type Aim, aim } from '#web/workbench/image/tools/aim.ts'
import { ignore, type ToolState } from '#web/workbench/image/tools/tool.ts'
import { pointIdle } from './idle.ts'

/** The point follows the pointer until it is let go: it can still be put right, or called off. */
export function pressed({ at, caught }: Aim): ToolState {
  const state: ToolState = {
    name: 'point.pressed',
    cursor: 'crosshair',
    sketch: { shape: { shape: 'point', at }, caught },
    on(event, context) {
      switch (event.kind) {
        case 'move':
          return { state: pressed(aim(event, context)) }
        case 'up':
          return { state: pointIdle(), drawn: { shape: 'point', at: aim(event, context).at } }
        case 'finish':
          return { state: pointIdle(), drawn: { shape: 'point', at } }
        case 'back':
        case 'cancel':
          return { state: pointIdle() }
        default:
          return ignore(state)
      }
    },
  }
  return state
}
