import type { Pixels } from '#core/formats/files.ts'
import type { Runs } from '#core/formats/places/rle.ts'

/** Pixels of one class that hang together; `value` is the class. */
export type Part = { value: number; mask: Runs }

/** More than these are the noise of a photo and no mask; the boxes in pixels, for parts may lie around each other. */
const mostRuns = 2 ** 22
const mostParts = 10_000
const mostBoxes = 2 ** 28

/** A piece of a column: from row `top` to before row `bottom`. */
type Piece = { x: number; top: number; bottom: number; value: number; part: number }

/**
 * The parts of a picture of indices, each of one class: `classes` says the class of every index, 0 is the background. They come
 * in the order of their first pixels, row by row; pixels that touch at a corner alone do not hang together. `whole`: all
 * pixels of a class are one part. Answers the end of a sentence where a picture is too ragged.
 */
export function splitParts(
  picture: Pick<Pixels, 'width' | 'height' | 'data'>,
  classes: ArrayLike<number>,
  { whole = false } = {},
): Part[] | string {
  const { width, height } = picture
  const pieces: Piece[] = []
  let before = 0
  for (let x = 0; x < width; x++) {
    const start = pieces.length
    addColumn(pieces, picture, classes, x)
    if (pieces.length > mostRuns) return `is too ragged for a mask, with more than ${mostRuns} pieces`
    if (!whole) joinColumns(pieces, before, start)
    before = start
  }
  const parts = new Map<number, { pieces: Piece[]; first: number }>()
  for (const [index, piece] of pieces.entries()) {
    const key = whole ? piece.value : rootOf(pieces, index)
    const part = parts.get(key)
    const first = piece.top * width + piece.x
    if (part) {
      part.pieces.push(piece)
      part.first = Math.min(part.first, first)
    } else if (parts.size === mostParts) return `falls into more than ${mostParts} parts`
    else parts.set(key, { pieces: [piece], first })
  }
  const found = [...parts.values()].sort((one, other) => one.first - other.first)
  const boxes = found.reduce((sum, part) => sum + boxOf(part.pieces), 0)
  if (boxes > mostBoxes) return 'is too large for a mask of so many parts'
  return found.map((part) => ({ value: part.pieces[0]!.value, mask: runsOf(part.pieces, width, height) }))
}

function addColumn(
  pieces: Piece[],
  { width, height, data }: Pick<Pixels, 'width' | 'height' | 'data'>,
  classes: ArrayLike<number>,
  x: number,
): void {
  let [value, top, last] = [0, 0, -1]
  for (let y = 0, at = x; y < height; y++, at += width) {
    const index = data[at]!
    if (index === last) continue
    last = index
    const next = classes[index]!
    if (next === value) continue
    if (value !== 0) pieces.push({ x, top, bottom: y, value, part: pieces.length })
    value = next
    top = y
  }
  if (value !== 0) pieces.push({ x, top, bottom: height, value, part: pieces.length })
}

/** Joins the pieces of a column, which begin at `start`, to those of the one before it, which begin at `before`. */
function joinColumns(pieces: Piece[], before: number, start: number): void {
  for (let [i, j] = [before, start]; i < start && j < pieces.length; ) {
    const [left, right] = [pieces[i]!, pieces[j]!]
    const doTouch = left.top < right.bottom && right.top < left.bottom
    if (doTouch && left.value === right.value) pieces[rootOf(pieces, j)]!.part = rootOf(pieces, i)
    if (left.bottom <= right.bottom) i++
    else j++
  }
}

/** The piece that stands for all of its part; the way to it becomes shorter with each look. */
function rootOf(pieces: Piece[], index: number): number {
  let at = index
  while (pieces[at]!.part !== at) {
    const piece = pieces[at]!
    piece.part = pieces[piece.part]!.part
    at = piece.part
  }
  return at
}

function boxOf(pieces: readonly Piece[]): number {
  let [top, bottom] = [Number.POSITIVE_INFINITY, 0]
  for (const piece of pieces) {
    top = Math.min(top, piece.top)
    bottom = Math.max(bottom, piece.bottom)
  }
  return (pieces.at(-1)!.x - pieces[0]!.x + 1) * (bottom - top)
}

function runsOf(pieces: readonly Piece[], width: number, height: number): Runs {
  const runs: number[] = []
  let end = 0
  for (const { x, top, bottom } of pieces) {
    const from = x * height + top
    if (from === end && runs.length > 0) runs[runs.length - 1]! += bottom - top
    else runs.push(from - end, bottom - top)
    end = x * height + bottom
  }
  if (end < width * height) runs.push(width * height - end)
  return { size: [height, width], runs }
}
