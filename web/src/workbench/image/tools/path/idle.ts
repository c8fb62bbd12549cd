import type { Path } from '#web/workbench/image/path-points.ts'
import { aim } from '#web/workbench/image/tools/aim.ts'
import { ignore, type ToolState } from '#web/workbench/image/tools/tool.ts'
import { drawing } from './drawing.ts'

/** Nothing is being drawn: a press sets the first point of a polygon or polyline. */
export function pathIdle(shape: Path['shape']): ToolState {
  const state: ToolState = {
    name: `${shape}.idle`,
    cursor: 'crosshair',
    on(event, context) {
      if (event.kind !== 'down') return ignore(state)
      const aimed = aim(event, context)
      return { state: drawing(shape, [aimed.at], aimed) }
    },
  }
  return state
}
