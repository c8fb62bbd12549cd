import type { ImagePoint } from '#core/geometry/shape.ts'
import { clamp, distanceBetween, type ScreenPoint } from '#web/workbench/image/points.ts'
import type { ToolContext } from './tool.ts'

/** From here on tenths of a pixel can be aimed at; before, coordinates are whole. */
const FINE_SCALE = 4

/** A hand that presses trembles: this many screen pixels are no movement yet. */
const SLOP = 4

/** The place that is meant by a pointer: inside the image, in whole pixels or, near by, in tenths. */
export function snap([x, y]: ImagePoint, { camera }: Pick<ToolContext, 'camera'>): ImagePoint {
  const parts = partsOf(camera.scale)
  const [width, height] = camera.size
  return [clamp(Math.round(x * parts) / parts, 0, width), clamp(Math.round(y * parts) / parts, 0, height)]
}

/** Whether the pointer has left the place where it was pressed. */
export function hasMoved(from: ScreenPoint, to: ScreenPoint): boolean {
  return distanceBetween(from, to) >= SLOP
}

/** A step of a drag, in whole pixels or, near by, in tenths. */
export function roundStep(dx: number, dy: number, { camera }: Pick<ToolContext, 'camera'>): readonly [number, number] {
  const parts = partsOf(camera.scale)
  return [Math.round(dx * parts) / parts, Math.round(dy * parts) / parts]
}

function partsOf(scale: number): number {
  return scale < FINE_SCALE ? 1 : 10
}
