import type { Bounds, ImagePoint, Shape } from '#core/geometry/shape.ts'
import type { WorkDocument } from '#web/workbench/document/document.ts'
import type { Camera } from '#web/workbench/image/camera.ts'
import type { ShapeFault } from '#web/workbench/image/faults.ts'
import type { ScreenPoint } from '#web/workbench/image/points.ts'
import type { Cut } from '#web/workbench/image/split-path.ts'

export type ToolName = 'select' | 'split' | Shape['shape']

/**
 * A tool is a small machine. Each of its states is a value that answers every event with the next state and what else
 * comes of it; nothing is changed in place, and `cancel` is answered in every state.
 */
export type ToolState = {
  /** As `bndbox.drawing`: for tests, and to tell people what to do next. */
  readonly name: string
  readonly cursor: Cursor
  /** What is being drawn or dragged, to be painted above the labels. */
  readonly sketch?: Sketch
  readonly on: (event: ToolEvent, context: ToolContext) => Answer
}

export type Cursor = 'default' | 'crosshair' | 'move' | 'grab' | 'pointer'

export type Modifiers = { readonly shift: boolean; readonly alt: boolean; readonly ctrl: boolean }

export type ToolEvent =
  /** `at` may lie outside the image. `double` follows the second press and release of a double click. */
  | ({
      readonly kind: 'down' | 'move' | 'up' | 'double'
      readonly screen: ScreenPoint
      readonly at: ImagePoint
    } & Modifiers)
  /** Enter: what is being drawn is complete. */
  | { readonly kind: 'finish' }
  /** Backspace: the last point was wrong. */
  | { readonly kind: 'back' }
  | { readonly kind: 'cancel' }

/** What a tool may know of the world around it. */
export type ToolContext = {
  readonly document: WorkDocument
  readonly camera: Camera
  readonly selection: readonly string[]
  readonly boxStyle: BoxStyle
}

/** A box by two corners, pressed and dragged or by two clicks, or by four clicks on its outermost points. */
export type BoxStyle = 'corners' | 'extremes'

/** Labels got other shapes or angles by one gesture, which is one step of undo of this name. */
export type Change = {
  readonly name: 'move' | 'resize' | 'rotate' | 'movePoint' | 'insertPoint' | 'removePoint' | 'moveEdge'
  readonly shapes: ReadonlyMap<string, Shape>
  /** Degrees, clockwise. */
  readonly angles?: ReadonlyMap<string, number>
}

export type Answer = {
  readonly state: ToolState
  /** A new shape is complete. */
  readonly drawn?: Shape
  readonly changed?: Change
  /** Polygons and polylines are to be divided. */
  readonly cut?: Cut
  readonly select?: readonly string[]
  readonly refused?: ShapeFault
  /** The event meant nothing here; whoever comes next may take it. */
  readonly ignored?: boolean
}

export type Sketch = {
  /** May be unfinished: a path of one point, a box without height. */
  readonly shape?: Shape
  /** Points set so far, drawn as handles; the first is where a path can be closed. */
  readonly points?: readonly ImagePoint[]
  /** Where a neighbour has caught the pointer. */
  readonly caught?: ImagePoint | undefined
  /** Labels under way: their shapes and angles stand in for those of the document. */
  readonly changed?: Pick<Change, 'shapes' | 'angles'>
  /** The rubber band. */
  readonly band?: Bounds
}

/** The state stays, the event meant nothing to it. */
export function ignore(state: ToolState): Answer {
  return { state, ignored: true }
}
