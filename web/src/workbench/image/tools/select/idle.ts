import { findLabel, shapeOf } from '#web/workbench/document/label.ts'
import { angleOf } from '#web/workbench/image/handles.ts'
import { isPath, removeCorner } from '#web/workbench/image/path-points.ts'
import { pickEdge, pickHandle, pickLabels, REACH } from '#web/workbench/image/picking.ts'
import type { ScreenPoint } from '#web/workbench/image/points.ts'
import {
  type Answer,
  type Cursor,
  ignore,
  type ToolContext,
  type ToolEvent,
  type ToolState,
} from '#web/workbench/image/tools/tool.ts'
import { band } from './band.ts'
import { edge } from './edge.ts'
import { handle } from './handle.ts'
import { pressed } from './pressed.ts'

/** Edges reach less far than handles, or the face of a narrow polygon could not be taken. */
const EDGE_REACH = 6

type Seen = {
  readonly cursor?: Cursor
  /** Where the last click picked: another click there goes on to what lies beneath. */
  readonly picked?: ScreenPoint
}
type PointerEvent = Extract<ToolEvent, { at: unknown }>

/** Nothing is held. */
export function selectIdle(seen: Seen = {}): ToolState {
  const cursor = seen.cursor ?? 'default'
  const state: ToolState = {
    name: 'select.idle',
    cursor,
    on(event, context) {
      switch (event.kind) {
        case 'down':
          return press(event, context, seen.picked)
        case 'move': {
          const hovered = cursorAt(event, context)
          return { state: hovered === cursor ? state : selectIdle({ ...seen, cursor: hovered }) }
        }
        default:
          return ignore(state)
      }
    },
  }
  return state
}

function press(event: PointerEvent, context: ToolContext, picked: ScreenPoint | undefined): Answer {
  const taken = takeSelected(event, context)
  if (taken !== undefined) return taken
  const hits = pickLabels(context.document, event.at, REACH / context.camera.scale)
  if (hits.length === 0 || event.shift) return { state: band({ from: event.at, screen: event.screen, hits }) }
  return { state: pressed({ from: event.at, screen: event.screen, hits, picked }) }
}

/** A handle or an edge of the only label that is selected. */
function takeSelected(event: PointerEvent, context: ToolContext): Answer | undefined {
  const label = onlySelected(context)
  if (label === undefined) return undefined
  const { id, shape, angle } = label
  const found = pickHandle(shape, angle, event.screen, context.camera)
  if (found?.kind === 'corner' && event.alt && isPath(shape)) {
    const less = removeCorner(shape, found.index)
    if (less === undefined) return { state: selectIdle(), refused: 'tooFewPoints' }
    return { state: selectIdle(), changed: { name: 'removePoint', shapes: new Map([[id, less]]) } }
  }
  if (found !== undefined)
    return { state: handle({ id, shape, angle, handle: found, from: event.at, screen: event.screen }) }
  if (event.shift || event.ctrl) return undefined
  const index = pickEdge(shape, event.at, EDGE_REACH / context.camera.scale)
  if (index === undefined || !isPath(shape)) return undefined
  return { state: edge({ id, path: shape, index, from: event.at, screen: event.screen }) }
}

function onlySelected({ document, selection }: ToolContext) {
  const [id, ...others] = selection
  const label = id === undefined || others.length > 0 ? undefined : findLabel(document.content, id)
  const shape = label && shapeOf(label)
  if (label === undefined || shape === undefined) return undefined
  const view = document.view[label.id]
  return view?.locked || view?.hidden ? undefined : { id: label.id, shape, angle: angleOf(label) }
}

function cursorAt(event: PointerEvent, context: ToolContext): Cursor {
  const label = onlySelected(context)
  if (label && pickHandle(label.shape, label.angle, event.screen, context.camera)) return 'grab'
  const hits = pickLabels(context.document, event.at, REACH / context.camera.scale)
  if (hits.length === 0) return 'default'
  return hits.some((id) => context.selection.includes(id)) ? 'move' : 'pointer'
}
