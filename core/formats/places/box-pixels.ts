import type { Runs } from './rle.ts'

/** Pixels of the largest box that is painted; one byte each. */
const mostPixels = 2 ** 26

/** A part of a picture, row by row; a byte that is not 0 belongs to the object. */
export type BoxPixels = { left: number; top: number; width: number; height: number; data: Uint8Array }

/** Whether a box of that size is not too large to be painted. */
export function isPaintable({ width, height }: { width: number; height: number }): boolean {
  return width > 0 && height > 0 && width * height <= mostPixels
}

/** The mask of a whole picture of which the object lies in a box; what lies outside the picture is cut off. */
export function maskOfBox(box: BoxPixels, [width, height]: readonly [number, number, ...unknown[]]): Runs {
  const runs: number[] = []
  // Where the run begins that is being counted, as a place down the columns.
  let start = 0
  const turnAt = (place: number, isObject: boolean) => {
    if (isObject !== (runs.length % 2 === 1)) {
      runs.push(place - start)
      start = place
    }
  }
  for (let x = Math.max(0, box.left); x < Math.min(width, box.left + box.width); x++) {
    for (let y = Math.max(0, box.top); y < Math.min(height, box.top + box.height); y++) {
      turnAt(x * height + y, box.data[(y - box.top) * box.width + x - box.left] !== 0)
    }
    // The rows below the box, or those above it in the next column.
    if (box.top + box.height < height) turnAt(x * height + box.top + box.height, false)
    else if (box.top > 0) turnAt((x + 1) * height, false)
  }
  if (box.left + box.width < width) turnAt(Math.max(0, box.left + box.width) * height, false)
  if (start < width * height) runs.push(width * height - start)
  return { size: [height, width], runs }
}

/** The smallest box around the object of a mask, painted; undefined where it is empty or too large. */
export function boxOfMask({ size: [height], runs }: Runs): BoxPixels | undefined {
  let [left, right, top, bottom] = [Number.POSITIVE_INFINITY, -1, height, 0]
  for (const { x, from, to } of piecesOf(runs, height)) {
    left = Math.min(left, x)
    right = x
    top = Math.min(top, from)
    bottom = Math.max(bottom, to)
  }
  const box = { left, top, width: right + 1 - left, height: bottom - top }
  if (right < 0 || !isPaintable(box)) return undefined
  const data = new Uint8Array(box.width * box.height)
  for (const { x, from, to } of piecesOf(runs, height)) {
    for (let y = from; y < to; y++) data[(y - top) * box.width + x - left] = 1
  }
  return { ...box, data }
}

/** The object by its columns, from row `from` to before row `to`. */
function* piecesOf(runs: readonly number[], height: number): Generator<{ x: number; from: number; to: number }> {
  let at = 0
  for (const [index, run] of runs.entries()) {
    if (index % 2 === 1) {
      for (let from = at; from < at + run; ) {
        const x = Math.floor(from / height)
        const end = Math.min(at + run, (x + 1) * height)
        yield { x, from: from - x * height, to: end - x * height }
        from = end
      }
    }
    at += run
  }
}
