import { distanceBetween } from '#web/workbench/image/points.ts'
import { circleInside, tidy } from '#web/workbench/image/shapes.ts'
import type { ToolState } from './tool.ts'
import { idle } from './two-points/idle.ts'

/** Centre, then a point of the rim; the rim does not cross the border of the image. */
export function circleTool(): ToolState {
  return idle({
    name: 'circle',
    shapeOf: (center, rim, _, size) => circleInside(center, tidy(distanceBetween(center, rim)), size),
  })
}
