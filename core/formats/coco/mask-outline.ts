import type { ImagePoint } from '#core/geometry/shape.ts'
import type { Runs } from './rle.ts'

/** Pixels of the smallest box around a mask whose outline is looked for; one byte each. */
const mostPixels = 2 ** 26

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

function paint({ size: [height], runs }: Runs): Picture | string {
  let [left, right, top, bottom] = [Number.POSITIVE_INFINITY, -1, height, -1]
  eachColumn(runs, height, (x, from, to) => {
    left = Math.min(left, x)
    right = Math.max(right, x)
    top = Math.min(top, from)
    bottom = Math.max(bottom, to - 1)
  })
  if (right < 0) return 'holds an empty mask'
  const stride = right - left + 3
  const rows = bottom - top + 3
  if (stride * rows > mostPixels) return 'holds a mask that is too large'
  const pixels = new Uint8Array(stride * rows)
  eachColumn(runs, height, (x, from, to) => {
    for (let y = from; y < to; y++) pixels[(y - top + 1) * stride + x - left + 1] = OBJECT
  })
  return { pixels, stride, left, top }
}

/** Calls back for each piece of the object in one column, from row `from` to before row `to`. */
function eachColumn(
  runs: readonly number[],
  height: number,
  visit: (x: number, from: number, to: number) => void,
): void {
  let at = 0
  for (const [index, run] of runs.entries()) {
    if (index % 2 === 1) {
      for (let from = at; from < at + run; ) {
        const x = Math.floor(from / height)
        const end = Math.min(at + run, (x + 1) * height)
        visit(x, from - x * height, end - x * height)
        from = end
      }
    }
    at += run
  }
}
