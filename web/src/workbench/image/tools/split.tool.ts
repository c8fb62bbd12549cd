import type { ToolState } from './tool.ts'
import { idle } from './two-points/idle.ts'

/** A straight cut through polygons and polylines, from a press to a press or by a drag. */
export function splitTool(): ToolState {
  return idle({
    name: 'split',
    shapeOf: (start, end) => ({ shape: 'dashed', start, end }),
    become: (shape) => (shape.shape === 'dashed' ? { cut: [shape.start, shape.end] } : {}),
  })
}
