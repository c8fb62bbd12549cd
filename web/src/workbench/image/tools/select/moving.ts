import type { ImagePoint, Shape } from '#core/geometry/shape.ts'
import { findLabel, shapeOf } from '#web/workbench/document/label.ts'
import { moveShapes } from '#web/workbench/image/shapes.ts'
import { roundStep } from '#web/workbench/image/tools/snap.ts'
import { ignore, type ToolContext, type ToolState } from '#web/workbench/image/tools/tool.ts'
import { selectIdle } from './idle.ts'

type Start = { readonly from: ImagePoint; readonly shapes: ReadonlyMap<string, Shape> }

/** The selected labels that can be moved: those with a shape that are not locked. */
export function startOf(ids: readonly string[], from: ImagePoint, { document }: ToolContext): Start {
  const shapes = new Map<string, Shape>()
  for (const id of ids) {
    const label = findLabel(document.content, id)
    const shape = label && shapeOf(label)
    if (shape !== undefined && !document.view[id]?.locked) shapes.set(id, shape)
  }
  return { from, shapes }
}

/** Labels follow the pointer together, up to the border of the image. */
export function moving(start: Start, shapes: ReadonlyMap<string, Shape> = start.shapes): ToolState {
  const state: ToolState = {
    name: 'select.moving',
    cursor: 'move',
    sketch: { changed: { shapes } },
    on(event, context) {
      switch (event.kind) {
        case 'move':
        case 'up': {
          const [dx, dy] = roundStep(event.at[0] - start.from[0], event.at[1] - start.from[1], context)
          const moved = moveShapes([...start.shapes.values()], dx, dy, context.camera.size)
          const now = new Map([...start.shapes.keys()].map((id, index) => [id, moved[index]!]))
          if (event.kind === 'move') return { state: moving(start, now) }
          return { state: selectIdle(), changed: { name: 'move', shapes: now } }
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
