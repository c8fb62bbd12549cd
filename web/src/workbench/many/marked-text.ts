import type { WorkLabel } from '#web/workbench/document/label.ts'

/** A piece of text with the shortest label that covers it. */
type Piece = { readonly start: number; readonly text: string; readonly label?: WorkLabel }

/** Cuts the beginning of a text, in code points, where labels begin and end. */
export function piecesOf(text: string, labels: readonly WorkLabel[], most: number): Piece[] {
  const letters = [...text].slice(0, most)
  const spans = labels
    .flatMap((label) =>
      label.place.kind === 'span' ? [{ label, start: label.place.start, end: label.place.end }] : [],
    )
    .sort((a, b) => a.end - a.start - (b.end - b.start))
  const borders = new Set([0, letters.length])
  for (const { start, end } of spans) for (const at of [start, end]) if (at > 0 && at < letters.length) borders.add(at)
  const cuts = [...borders].sort((a, b) => a - b)
  return cuts.slice(0, -1).map((start, index) => {
    const end = cuts[index + 1]!
    const label = spans.find((span) => span.start <= start && span.end >= end)?.label
    return { start, text: letters.slice(start, end).join(''), ...(label && { label }) }
  })
}
