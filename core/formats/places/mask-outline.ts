import type { ImagePoint } from '#core/geometry/shape.ts'
import { boxOfMask } from './box-pixels.ts'
import { areaOfMask, type Runs } from './rle.ts'

/**
 * The outer outline of the largest part of a mask, along the edges of its pixels, clockwise from the first pixel of its
 * first row; parts that touch at a corner alone are two. This is the polygon that goes with a mask: holes and smaller
 * parts are in the mask alone (formats 11, "Mask storage"). Answers the end of a sentence where there is none.
 */
export function outlineOfMask(mask: Runs): ImagePoint[] | string {
  const picture = paint(mask)
  if (typeof picture === 'string') return picture
  let best: { points: ImagePoint[]; area: number } = { points: [], area: 0 }
  const { pixels, stride } = picture
  for (let at = 1; at < pixels.length; at++) {
    if (pixels[at] !== OBJECT || pixels[at - 1]! !== 0) continue
    const outline = follow(picture, at)
    if (outline.area > best.area) best = outline
  }
  return best.points.map(([x, y]): ImagePoint => [x + picture.left - 1, y + picture.top - 1])

  /** Walks around with the object on the right hand and marks every left edge that it passes. */
  function follow({ pixels }: Picture, start: number): { points: ImagePoint[]; area: number } {
    const points: ImagePoint[] = []
    let area = 0
    // A place is the corner above and left of a pixel; first up the left edge of the start.
    const steps = [-stride, 1, stride, -1] as const
    let [at, direction] = [start + stride, 0]
    do {
      if (direction === 0) pixels[at - stride] = SEEN
      at += steps[direction]!
      // The pixels in front, on the left and on the right hand, from the corner they share.
      const [left, right] = fronts(at, direction, stride)
      if (!pixels[right]) direction = (direction + 1) % 4
      else if (pixels[left]) direction = (direction + 3) % 4
      else continue
      const point: ImagePoint = [at % stride, Math.floor(at / stride)]
      const last = points.at(-1)
      if (last) area += last[0] * point[1] - point[0] * last[1]
      points.push(point)
    } while (at !== start + stride || direction !== 0)
    const [first, last] = [points[0]!, points.at(-1)!]
    return { points, area: area + last[0] * first[1] - first[0] * last[1] }
  }
}

const OBJECT = 1
/** Of the object, and its left edge belongs to an outline that was followed. */
const SEEN = 2

/** The box of a mask row by row, with an empty pixel all around. */
type Picture = { pixels: Uint8Array; stride: number; left: number; top: number }

function fronts(at: number, direction: number, stride: number): [left: number, right: number] {
  const [upperLeft, upperRight, lowerLeft, lowerRight] = [at - stride - 1, at - stride, at - 1, at]
  if (direction === 0) return [upperLeft, upperRight]
  if (direction === 1) return [upperRight, lowerRight]
  return direction === 2 ? [lowerRight, lowerLeft] : [lowerLeft, upperLeft]
}

function paint(mask: Runs): Picture | string {
  const box = boxOfMask(mask)
  if (box === undefined) return areaOfMask(mask) === 0 ? 'holds an empty mask' : 'holds a mask that is too large'
  const { left, top, width, height, data } = box
  const stride = width + 2
  const pixels = new Uint8Array(stride * (height + 2))
  for (let y = 0; y < height; y++) pixels.set(data.subarray(y * width, (y + 1) * width), (y + 1) * stride + 1)
  return { pixels, stride, left, top }
}
