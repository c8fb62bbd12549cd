import {
  IconCircle,
  IconLine,
  IconLineDashed,
  IconPointer,
  IconPointFilled,
  IconPolygon,
  IconRectangle,
  IconScissors,
  IconTimeline,
} from '@tabler/icons-react'
import type { ActionId } from '#web/keys/actions.ts'
import type { ToolName } from './tools/tool.ts'

/** Tools in the order of their keys. */
export const TOOLS = [
  { name: 'select', action: 'toolSelect', Icon: IconPointer },
  { name: 'bndbox', action: 'toolRectangle', Icon: IconRectangle },
  { name: 'polygon', action: 'toolPolygon', Icon: IconPolygon },
  { name: 'circle', action: 'toolCircle', Icon: IconCircle },
  { name: 'line', action: 'toolLine', Icon: IconLine },
  { name: 'dashed', action: 'toolDashed', Icon: IconLineDashed },
  { name: 'point', action: 'toolPoint', Icon: IconPointFilled },
  { name: 'polyline', action: 'toolPolyline', Icon: IconTimeline },
  { name: 'split', action: 'toolSplit', Icon: IconScissors },
] as const satisfies readonly { name: ToolName; action: ActionId; Icon: unknown }[]
