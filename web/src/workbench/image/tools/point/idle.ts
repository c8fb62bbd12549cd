import { aim } from '#web/workbench/image/tools/aim.ts'
import { ignore, type ToolState } from '#web/workbench/image/tools/tool.ts'
import { pressed } from './pressed.ts'

/** Nothing is pressed. */
export function pointIdle(): ToolState {
  const state: ToolState = {
    name: 'point.idle',
    cursor: 'crosshair',
    on: (event, context) => (event.kind === 'down' ? { state: pressed(aim(event, context)) } : ignore(state)),
  }
  return state
}
