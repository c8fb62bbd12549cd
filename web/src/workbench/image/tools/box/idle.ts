import { squared } from '#web/workbench/image/handles.ts'
import { clamp } from '#web/workbench/image/points.ts'
import { boxBetween } from '#web/workbench/image/shapes.ts'
import { aim } from '#web/workbench/image/tools/aim.ts'
import type { ToolState } from '#web/workbench/image/tools/tool.ts'
import { idle } from '#web/workbench/image/tools/two-points/idle.ts'
import type { ShapeByTwo } from '#web/workbench/image/tools/two-points/shape-by-two.ts'
import { extremes } from './extremes.ts'

/** A square with Shift, around the first point with Alt. */
const box: ShapeByTwo = {
  name: 'bndbox',
  ownAlt: true,
  shapeOf(from, to, { shift, alt }, size) {
    const [dx, dy] = [to[0] - from[0], to[1] - from[1]]
    if (!alt) {
      const [x, y] = shift ? squared(dx, dy, from, size) : [dx, dy]
      return boxBetween(from, [from[0] + x, from[1] + y])
    }
    const room = [0, 1].map((axis) => Math.min(from[axis]!, size[axis]! - from[axis]!)) as [number, number]
    const side = shift ? Math.min(Math.max(Math.abs(dx), Math.abs(dy)), ...room) : undefined
    const x = side ?? clamp(dx, -room[0], room[0])
    const y = side ?? clamp(dy, -room[1], room[1])
    return boxBetween([from[0] - x, from[1] - y], [from[0] + x, from[1] + y])
  },
  begin(event, context) {
    if (context.boxStyle === 'corners') return undefined
    const { at, caught } = aim(event, context)
    return extremes([at], at, caught)
  },
}

/** Nothing is being drawn: a press sets the first corner or the first of four outermost points. */
export function boxIdle(): ToolState {
  return idle(box)
}
