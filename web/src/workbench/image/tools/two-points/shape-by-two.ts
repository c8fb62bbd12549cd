import type { ImagePoint, ImageSize, Shape } from '#core/geometry/shape.ts'
import type { Answer, Modifiers, ToolContext, ToolEvent, ToolName, ToolState } from '#web/workbench/image/tools/tool.ts'

/** A shape that two points make: corner and corner, centre and rim, end and end. */
export type ShapeByTwo = {
  readonly name: Exclude<ToolName, 'select'>
  readonly shapeOf: (from: ImagePoint, to: ImagePoint, modifiers: Modifiers, size: ImageSize) => Shape
  /** What comes of the complete shape; else it is a new label. */
  readonly become?: (shape: Shape) => Partial<Answer>
  /** Alt has a meaning of its own for this shape: neighbours do not catch. */
  readonly ownAlt?: true
  /** Another way to begin with a press, where the tool has one and it is wanted. */
  readonly begin?: (event: Extract<ToolEvent, { at: unknown }>, context: ToolContext) => ToolState | undefined
}
