import { plainest } from '#core/formats/plainest.ts'
import type { ImagePoint, ImageSize, Shape } from '#core/geometry/shape.ts'
import { clampShape } from './clamp-shape.ts'
import type { Place } from './place.ts'

type Box = Extract<Shape, { shape: 'bndbox' }>

/** Of a box that is turned clockwise around its middle by some degrees (formats 5): corners from the upper left one of the upright box, clockwise. */
export function cornersOfTurned({ min, max }: Box, angle: number): ImagePoint[] {
  const [x, y] = [(min[0] + max[0]) / 2, (min[1] + max[1]) / 2]
  const [width, height] = [(max[0] - min[0]) / 2, (max[1] - min[1]) / 2]
  const [cos, sin] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)]
  const corner = (dx: number, dy: number): ImagePoint => [x + dx * cos - dy * sin, y + dx * sin + dy * cos]
  return [corner(-width, -height), corner(width, -height), corner(width, height), corner(-width, height)]
}

/** In pixels: corners of a rectangle that were rounded lie so near to those of a true one. */
const rough = 1

/**
 * The box whose corners these are, in any order around it; `around` is how far each number may lie from what was meant.
 * undefined where they are no rectangle, or where neither of the two upright boxes it may come from lies in the picture.
 */
export function turnedBoxOf(given: readonly ImagePoint[], around: number, size: ImageSize): Place | undefined {
  const [a, b, c, d] = isClockwise(given) ? given : [given[0]!, given[3]!, given[2]!, given[1]!]
  const [width, height] = [distance(a!, b!), distance(b!, c!)]
  const middle = [(a![0] + b![0] + c![0] + d![0]) / 4, (a![1] + b![1] + c![1] + d![1]) / 4] as const
  const degrees = (Math.atan2(b![1] - a![1], b![0] - a![0]) * 180) / Math.PI
  const slack = ((2 * around) / Math.max(1, Math.min(width, height))) * (180 / Math.PI) + 1e-9
  for (const { w, h, angle } of [
    { w: width, h: height, angle: degrees },
    { w: height, h: width, angle: degrees - 90 },
  ]) {
    const turned = (plainest(angle, slack) + 720) % 360
    const feature = [
      [plainest(middle[0] - w / 2, 2 * around), plainest(middle[1] - h / 2, 2 * around)],
      [plainest(middle[0] + w / 2, 2 * around), plainest(middle[1] + h / 2, 2 * around)],
    ]
    const box = clampShape('bndbox', feature, size)
    if (typeof box === 'string' || box.shape !== 'bndbox') continue
    const own = cornersOfTurned(box, turned)
    if ([a!, b!, c!, d!].every((one) => own.some((other) => distance(one, other) <= rough))) {
      return { shape: box, ...(turned !== 0 && { angle: turned }) }
    }
  }
  return undefined
}

function isClockwise(points: readonly ImagePoint[]): boolean {
  const [[ax, ay], [bx, by], [cx, cy]] = points as [ImagePoint, ImagePoint, ImagePoint]
  return (bx - ax) * (cy - by) - (by - ay) * (cx - bx) > 0
}

function distance(one: ImagePoint, other: ImagePoint): number {
  return Math.hypot(one[0] - other[0], one[1] - other[1])
}
