import { snap } from '#web/workbench/image/tools/snap.ts'
import { ignore, type ToolState } from '#web/workbench/image/tools/tool.ts'
import { pressed } from './pressed.ts'

/** Nothing is pressed. */
export function pointIdle(): ToolState {
  const state: ToolState = {
    name: 'point.idle',
    cursor: 'crosshair',
    on: (event, context) => (event.kind === 'down' ? { state: pressed(snap(event.at, context)) } : ignore(state)),
  }
  return state
}
