import type { LineSpans, Piece } from './layout.ts'

/** A stretch of a line that the same spans cover: drawn as one element. */
export type Segment = {
  readonly text: string
  /** UTF-16 units from the beginning of the line. */
  readonly start: number
  readonly pieces: readonly Piece[]
  /** Spans that are tagged here, each with the room for its tag, roughly, in widths of the letter m. */
  readonly tags: readonly { readonly piece: Piece; readonly room: number }[]
}

/** Cuts a line where spans begin and end. Together the segments are the line, so offsets can be counted in them. */
export function segmentsOf(text: string, { pieces }: LineSpans): Segment[] {
  const borders = new Set([0, text.length])
  for (const { start, end } of pieces) borders.add(start).add(end)
  const starts = [...borders].sort((a, b) => a - b)
  const segments = starts.map((start, index): Segment => {
    const end = starts[index + 1] ?? start
    const covering = pieces.filter((piece) => piece.start <= start && (piece.end > start || piece.start === start))
    const opening = covering.filter((piece) => piece.start === start)
    return {
      text: text.slice(start, end),
      start,
      pieces: covering,
      tags: opening.map((piece) => ({ piece, room: roomOf(text, piece, pieces) })),
    }
  })
  return segments.filter((segment) => segment.text !== '' || segment.tags.length > 0)
}

/** A tag ends where the next one in its lane begins. */
function roomOf(text: string, piece: Piece, pieces: readonly Piece[]): number {
  let next = Number.POSITIVE_INFINITY
  for (const other of pieces) {
    if (other.lane === piece.lane && other.start > piece.start) next = Math.min(next, other.start)
  }
  return Number.isFinite(next) ? widthOf(text.slice(piece.start, next)) : next
}

/** Letters are about half as wide as an m, signs of Chinese, Japanese and Korean and emoji as wide. */
function widthOf(text: string): number {
  const wide = text.match(/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60\ud83c-\ud83e]/g)
  return text.length / 2 + (wide?.length ?? 0) / 2
}
