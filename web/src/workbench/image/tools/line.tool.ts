import type { ToolState } from './tool.ts'
import { idle } from './two-points/idle.ts'

/** From one end to the other. */
export function lineTool(name: 'line' | 'dashed'): ToolState {
  return idle({ name, shapeOf: (start, end) => ({ shape: name, start, end }) })
}
