import type { ImagePoint, ImageSize, Shape } from '#core/geometry/shape.ts'
import type { Modifiers, ToolContext, ToolEvent, ToolState } from '#web/workbench/image/tools/tool.ts'

/** A shape that two points make: corner and corner, centre and rim, end and end. */
export type ShapeByTwo = {
  readonly name: Shape['shape']
  readonly shapeOf: (from: ImagePoint, to: ImagePoint, modifiers: Modifiers, size: ImageSize) => Shape
  /** Another way to begin with a press, where the tool has one and it is wanted. */
  readonly begin?: (event: Extract<ToolEvent, { at: unknown }>, context: ToolContext) => ToolState | undefined
}
