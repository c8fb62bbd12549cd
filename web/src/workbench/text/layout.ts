import type { WorkLabel } from '#web/workbench/document/label.ts'
import { assignLanes } from './lanes.ts'
import { lineIndexAt } from './lines.ts'
import type { CodePoint, TextRange, Utf16 } from './offsets.ts'
import { clampRange, rangeOf } from './spans.ts'
import type { TextModel } from './text-model.ts'

/** The part of a span that lies on one line. */
export type Piece = {
  readonly id: string
  readonly label: WorkLabel
  /** Within the text of the line. Equal to the end where only the end of a line is covered. */
  readonly start: Utf16
  readonly end: Utf16
  /** 0 is the one next to the text. */
  readonly lane: number
  /** Whether the span begins, and whether it ends, on this line: where it is tagged and where it has handles. */
  readonly opens: boolean
  readonly closes: boolean
}

/** What is drawn on one line; the same value as long as nothing on the line changes. */
export type LineSpans = { readonly pieces: readonly Piece[]; readonly lanes: number }

export type SpanLayout = {
  /** One for each line of the text. */
  readonly lines: readonly LineSpans[]
  /** What is laid out, by id. */
  readonly laid: ReadonlyMap<string, WorkLabel>
}

/** Room for one lane is kept where nothing is, so that the first mark of a line moves nothing. */
const nothing: LineSpans = { pieces: [], lanes: 1 }

/**
 * Lays labels out on the lines they cover; labels without a place in the text are passed over. With the layout `before`
 * of the same text only lines on which a label came, went or changed are laid out anew.
 */
export function layoutSpans(model: TextModel, labels: readonly WorkLabel[], before?: SpanLayout): SpanLayout {
  const laid = new Map<string, WorkLabel>()
  for (const label of labels) if (label.place.kind === 'span') laid.set(label.id, label)
  const old = before?.laid ?? new Map<string, WorkLabel>()
  const gone = [...old.values()].filter((label) => laid.get(label.id) !== label)
  const come = [...laid.values()].filter((label) => old.get(label.id) !== label)
  if (before !== undefined && gone.length + come.length === 0) return before

  const lines = before?.lines.slice() ?? model.lines.map(() => nothing)
  const touched = new Map<number, WorkLabel[]>()
  const touch = (label: WorkLabel, isHere: boolean) => {
    const [first, last] = linesOf(model, label)
    for (let index = first; index <= last; index++) {
      if (!touched.has(index)) touched.set(index, labelsThatStay(lines[index]!, laid))
      if (isHere) touched.get(index)!.push(label)
    }
  }
  for (const label of gone) touch(label, false)
  for (const label of come) touch(label, true)
  for (const [index, here] of touched) lines[index] = layoutLine(model, index, here)
  return { lines, laid }
}

function labelsThatStay({ pieces }: LineSpans, laid: SpanLayout['laid']): WorkLabel[] {
  return pieces.filter(({ id, label }) => laid.get(id) === label).map(({ label }) => label)
}

function placeOf(model: TextModel, label: WorkLabel): TextRange {
  return clampRange(rangeOf(label)!, model.length)
}

/** Index of the first and of the last line a label covers. */
function linesOf(model: TextModel, label: WorkLabel): [first: number, last: number] {
  const { start, end } = placeOf(model, label)
  const last = Math.max(start, end - 1) as CodePoint
  return [lineIndexAt(model.lines, start), lineIndexAt(model.lines, last)]
}

function layoutLine(model: TextModel, index: number, labels: readonly WorkLabel[]): LineSpans {
  if (labels.length === 0) return nothing
  const line = model.lines[index]!
  const from = model.offsets.toUtf16(line.start)
  const column = (at: CodePoint) => Math.min(model.offsets.toUtf16(at) - from, line.text.length) as Utf16
  const pieces = labels.map((label) => {
    const { start, end } = placeOf(model, label)
    return {
      id: label.id,
      label,
      start: start <= line.start ? (0 as Utf16) : column(start),
      end: column(end),
      length: end - start,
      opens: start >= line.start,
      closes: end <= line.next,
    }
  })
  const laneOf = assignLanes(pieces, ({ length }) => length)
  return {
    pieces: pieces
      .map(({ length: _, ...piece }) => ({ ...piece, lane: laneOf.get(piece.id)! }))
      .sort((a, b) => a.start - b.start || b.lane - a.lane || (a.id < b.id ? -1 : 1)),
    lanes: Math.max(...laneOf.values()) + 1,
  }
}
