import type { ImagePoint } from '#core/geometry/shape.ts'
import type { ScreenPoint } from '#web/workbench/image/points.ts'
import { hasMoved } from '#web/workbench/image/tools/snap.ts'
import { ignore, type ToolState } from '#web/workbench/image/tools/tool.ts'
import { selectIdle } from './idle.ts'
import { moving, startOf } from './moving.ts'

type Pressed = {
  readonly from: ImagePoint
  readonly screen: ScreenPoint
  /** Labels under the pointer, the topmost first; at least one. */
  readonly hits: readonly string[]
  readonly picked?: ScreenPoint
}

/** The button went down on a label: let go it selects, moved it drags. */
export function pressed(press: Pressed): ToolState {
  const { hits, picked, screen } = press
  const state: ToolState = {
    name: 'select.pressed',
    cursor: 'pointer',
    on(event, context) {
      const { selection } = context
      switch (event.kind) {
        case 'move': {
          if (!hasMoved(screen, event.screen)) return { state }
          const ids = hits.some((id) => selection.includes(id)) ? selection : [hits[0]!]
          return { ...moving(startOf(ids, press.from, context)).on(event, { ...context, selection: ids }), select: ids }
        }
        case 'up': {
          const again = picked !== undefined && !hasMoved(picked, screen) && selection.length === 1
          const chosen = again ? hits[(hits.indexOf(selection[0]!) + 1) % hits.length]! : hits[0]!
          const select = event.ctrl ? toggle(selection, hits[0]!) : [chosen]
          return { state: selectIdle({ picked: screen }), select }
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

export function toggle(selection: readonly string[], id: string): string[] {
  return selection.includes(id) ? selection.filter((one) => one !== id) : [...selection, id]
}
