import type { ImagePoint } from '#core/geometry/shape.ts'
import {
  cornersOf,
  edgesOf,
  insertCorner,
  moveCorner,
  nearestOnEdge,
  type Path,
} from '#web/workbench/image/path-points.ts'
import type { ScreenPoint } from '#web/workbench/image/points.ts'
import { moveShapes } from '#web/workbench/image/shapes.ts'
import { hasMoved, roundStep, snap } from '#web/workbench/image/tools/snap.ts'
import { ignore, type ToolState } from '#web/workbench/image/tools/tool.ts'
import { selectIdle } from './idle.ts'

type Held = {
  readonly id: string
  readonly path: Path
  readonly index: number
  readonly from: ImagePoint
  readonly screen: ScreenPoint
}

/** An edge of a path is held: let go it gets a point there, moved it takes both its ends along. */
export function edge(held: Held, moved?: Path): ToolState {
  const { id, path, index } = held
  const state: ToolState = {
    name: 'select.edge',
    cursor: 'grab',
    sketch: { changed: moved && { shapes: new Map([[id, moved]]) } },
    on(event, context) {
      switch (event.kind) {
        case 'move': {
          if (moved === undefined && !hasMoved(held.screen, event.screen)) return { state }
          const [dx, dy] = roundStep(event.at[0] - held.from[0], event.at[1] - held.from[1], context)
          return { state: edge(held, moveEdge(path, index, dx, dy, context.camera.size)) }
        }
        case 'up': {
          if (moved !== undefined) {
            return { state: selectIdle(), changed: { name: 'moveEdge', shapes: new Map([[id, moved]]) } }
          }
          const at = snap(nearestOnEdge(edgesOf(path)[index]!, held.from), context)
          const shapes = new Map([[id, insertCorner(path, index, at)]])
          return { state: selectIdle(), changed: { name: 'insertPoint', shapes } }
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

function moveEdge(path: Path, index: number, dx: number, dy: number, size: Parameters<typeof moveShapes>[3]): Path {
  const [start, end] = edgesOf(path)[index]!
  const [moved] = moveShapes([{ shape: 'line', start, end }], dx, dy, size)
  if (moved?.shape !== 'line') return path
  const next = (index + 1) % cornersOf(path).length
  return moveCorner(moveCorner(path, index, moved.start), next, moved.end)
}
