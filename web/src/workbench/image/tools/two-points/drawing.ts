import type { ImagePoint, Shape } from '#core/geometry/shape.ts'
import type { ScreenPoint } from '#web/workbench/image/points.ts'
import { type Aim, aim } from '#web/workbench/image/tools/aim.ts'
import { hasMoved } from '#web/workbench/image/tools/snap.ts'
import {
  type Answer,
  ignore,
  type ToolContext,
  type ToolEvent,
  type ToolState,
} from '#web/workbench/image/tools/tool.ts'
import { idle } from './idle.ts'
import type { ShapeByTwo } from './shape-by-two.ts'

type Drawing = {
  readonly from: ImagePoint
  readonly shape: Shape
  /** Where the button went down, as long as it is held and has not moved: nobody knows yet if this is a drag. */
  readonly pressed?: ScreenPoint
  /** The button is held and has moved: letting go ends the shape. Else the second press does. */
  readonly dragged?: boolean
  readonly caught?: ImagePoint | undefined
}

type PointerEvent = Extract<ToolEvent, { at: unknown }>

/** The first point is set; the shape follows the pointer until the second one is. */
export function drawing(kind: ShapeByTwo, now: Drawing): ToolState {
  const state: ToolState = {
    name: `${kind.name}.drawing`,
    cursor: 'crosshair',
    sketch: { shape: now.shape, points: [now.from], caught: now.caught },
    on(event, context) {
      switch (event.kind) {
        case 'down':
        case 'move': {
          const { shape, caught } = follow(event, context)
          if (event.kind === 'down') return complete(shape)
          const drags = now.pressed !== undefined && hasMoved(now.pressed, event.screen)
          const next: Drawing = drags ? { from: now.from, shape, caught, dragged: true } : { ...now, shape, caught }
          return { state: drawing(kind, next) }
        }
        case 'up': {
          if (now.dragged) return complete(follow(event, context).shape)
          return { state: drawing(kind, { from: now.from, shape: now.shape, caught: now.caught }) }
        }
        case 'finish':
          return complete(now.shape)
        case 'back':
        case 'cancel':
          return { state: idle(kind) }
        case 'double':
          return ignore(state)
      }
    },
  }
  return state

  function follow(event: PointerEvent, context: ToolContext): { shape: Shape } & Pick<Aim, 'caught'> {
    const { at, caught } = aim({ at: event.at, alt: event.alt && !kind.ownAlt }, context)
    return { shape: kind.shapeOf(now.from, at, event, context.camera.size), caught }
  }

  function complete(shape: Shape): Answer {
    return { state: idle(kind), ...(kind.become?.(shape) ?? { drawn: shape }) }
  }
}
