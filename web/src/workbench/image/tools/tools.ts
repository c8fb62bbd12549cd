import { boxIdle } from './box/idle.ts'
import { circleTool } from './circle.tool.ts'
import { lineTool } from './line.tool.ts'
import { pathIdle } from './path/idle.ts'
import { pointIdle } from './point/idle.ts'
import { selectIdle } from './select/idle.ts'
import { splitTool } from './split.tool.ts'
import type { ToolName, ToolState } from './tool.ts'

/** Every tool by the state it begins in. */
const starts: Record<ToolName, () => ToolState> = {
  select: selectIdle,
  bndbox: boxIdle,
  polygon: () => pathIdle('polygon'),
  circle: circleTool,
  line: () => lineTool('line'),
  dashed: () => lineTool('dashed'),
  point: pointIdle,
  polyline: () => pathIdle('polyline'),
  split: splitTool,
}

export function startTool(name: ToolName): ToolState {
  return starts[name]()
}
