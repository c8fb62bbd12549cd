import { type CSSProperties, memo } from 'react'
import { textOn } from '#core/labels/colours.ts'
import type { WorkLabel } from '#web/workbench/document/label.ts'
import type { LabelSet } from './label-set.ts'
import type { LineSpans, Piece } from './layout.ts'
import { directionOf } from './lines.ts'
import { type Segment, segmentsOf } from './segments.ts'
import { flawOf, rangeOf } from './spans.ts'
import classes from './TextRow.module.css'
import type { TextModel } from './text-model.ts'

/** Room below the text for each lane of spans, and above it for each lane of arcs, in CSS pixels. */
const SPAN_LANE = 16
export const ARC_LANE = 18
const BAR = 4

/** One block of text with what covers it. Drawn anew only when something on it changes. */
export const TextRow = memo(function TextRow({
  model,
  index,
  spans,
  arcs,
  labelSet,
}: {
  model: TextModel
  index: number
  spans: LineSpans
  /** Lanes of arcs to keep free above the text. */
  arcs: number
  labelSet: LabelSet
}) {
  const line = model.lines[index]!
  const room = { '--below': `${spans.lanes * SPAN_LANE}px`, '--above': `${arcs * ARC_LANE}px` } as CSSProperties
  return (
    <div className={classes.row} style={room}>
      <span className={classes.number} aria-hidden="true">
        {line.number}
      </span>
      <div className={classes.line} data-line={index} dir={line.direction}>
        {segmentsOf(line.text, spans).map((segment) => (
          <Stretch key={segment.start} model={model} segment={segment} lanes={spans.lanes} labelSet={labelSet} />
        ))}
        {line.text === '' && <br />}
      </div>
    </div>
  )
})

function Stretch({
  model,
  segment: { text, pieces, tags },
  lanes,
  labelSet,
}: {
  model: TextModel
  segment: Segment
  lanes: number
  labelSet: LabelSet
}) {
  if (pieces.length === 0) return <span>{text}</span>
  const isRtl = directionOf(text) === 'rtl'
  return (
    <span
      className={classes.covered}
      data-spans={pieces.map(({ id }) => id).join('\n')}
      style={underlines(pieces, lanes, labelSet)}
    >
      {tags.map(({ piece, room }) => (
        <i
          key={piece.id}
          className={classes.tag}
          data-tag={piece.id}
          data-rtl={isRtl || undefined}
          data-flaw={flawOf(model, rangeOf(piece.label)!)}
          data-name={piece.opens ? nameOf(piece.label) : '…'}
          style={tagStyle(piece, room, labelSet)}
        />
      ))}
      {text}
    </span>
  )
}

function nameOf({ name = '', of }: WorkLabel): string {
  return of === undefined ? name : `${name} · ${of}`
}

/** A bar for each span, the shortest one next to the text; in pieces where it is of somebody else's labels. */
function underlines(pieces: readonly Piece[], lanes: number, labelSet: LabelSet): CSSProperties {
  return {
    backgroundImage: pieces
      .map(({ label }) =>
        label.of === undefined
          ? `linear-gradient(${labelSet.colourOf(label)} 75%, var(--edge) 75%)`
          : `repeating-linear-gradient(90deg, ${labelSet.colourOf(label)} 0 6px, transparent 6px 10px)`,
      )
      .join(),
    backgroundSize: `100% ${BAR}px`,
    backgroundPosition: pieces.map(({ lane }) => `0 calc(100% - ${(lanes - lane) * SPAN_LANE - BAR}px)`).join(),
  }
}

function tagStyle({ lane, label }: Piece, room: number, labelSet: LabelSet): CSSProperties {
  const colour = labelSet.colourOf(label)
  const width = Number.isFinite(room) ? `calc(${room} * var(--size) - 2px)` : '14em'
  return {
    '--top': `${lane * SPAN_LANE + BAR}px`,
    '--room': width,
    '--colour': colour,
    '--text': textOn(colour),
  } as CSSProperties
}
