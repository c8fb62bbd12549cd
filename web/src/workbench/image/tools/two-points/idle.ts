import { aim } from '#web/workbench/image/tools/aim.ts'
import { ignore, type ToolState } from '#web/workbench/image/tools/tool.ts'
import { drawing } from './drawing.ts'
import type { ShapeByTwo } from './shape-by-two.ts'

/** Nothing is being drawn: a press sets the first point. */
export function idle(kind: ShapeByTwo): ToolState {
  const state: ToolState = {
    name: `${kind.name}.idle`,
    cursor: 'crosshair',
    on(event, context) {
      if (event.kind !== 'down') return ignore(state)
      const other = kind.begin?.(event, context)
      if (other !== undefined) return { state: other }
      const { at: from, caught } = aim({ at: event.at, alt: event.alt && !kind.ownAlt }, context)
      return {
        state: drawing(kind, {
          from,
          caught,
          shape: kind.shapeOf(from, from, event, context.camera.size),
          pressed: event.screen,
        }),
      }
    },
  }
  return state
}
