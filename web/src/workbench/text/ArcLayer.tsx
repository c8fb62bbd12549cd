import { memo, useLayoutEffect, useState } from 'react'
import classes from './ArcLayer.module.css'
import { type Anchor, type Arc, arcsOf } from './arcs.ts'
import type { LabelSet } from './label-set.ts'
import { lineIndexAt } from './lines.ts'
import type { Triplet } from './relations.ts'
import { rangeOf } from './spans.ts'
import { ARC_LANE } from './TextRow.tsx'
import type { TextModel } from './text-model.ts'

type Drawn = { readonly row: number; readonly arc: Arc; readonly triplet: Triplet }

/** Relations as arcs above the text. The table of relations says the same to those who cannot see them. */
export const ArcLayer = memo(function ArcLayer({
  canvas,
  model,
  triplets,
  labelSet,
  selected,
  topOf,
  drawn,
  total,
  onOpen,
}: {
  canvas: HTMLElement
  model: TextModel
  triplets: readonly Triplet[]
  labelSet: LabelSet
  selected: string | undefined
  /** Where a line that is not drawn lies, in CSS pixels. */
  topOf: (index: number) => number
  /** Changes whenever other elements are drawn, and so does `total`, the height of the text. */
  drawn: unknown
  total: number
  onOpen: (id: string) => void
}) {
  const [arcs, setArcs] = useState<readonly Drawn[]>([])
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const watch = new ResizeObserver(() => setWidth(canvas.clientWidth))
    watch.observe(canvas)
    return () => watch.disconnect()
  }, [canvas])
  // biome-ignore lint/correctness/useExhaustiveDependencies: `drawn`, `total` and `width` stand for what is measured
  useLayoutEffect(
    () => setArcs(measureArcs(canvas, model, triplets, topOf)),
    [canvas, model, triplets, drawn, total, width],
  )
  return (
    <svg className={classes.layer} height={total} aria-hidden="true">
      <defs>
        <marker id="text-arrow" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="7" markerHeight="7" orient="auto">
          <path d="M0 0 8 4 0 8z" fill="context-stroke" />
        </marker>
      </defs>
      {arcs.map(({ row, arc, triplet: { relation } }) => {
        const y = row - 8 - arc.lane * ARC_LANE
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: the table of relations is the way by keyboard
          <g
            key={`${arc.id} ${row}`}
            className={classes.arc}
            data-selected={arc.id === selected || undefined}
            onMouseDown={(event) => {
              event.stopPropagation()
              event.preventDefault()
              onOpen(arc.id)
            }}
          >
            <path className={classes.under} d={pathOf(arc, row, y)} />
            <path
              className={classes.line}
              stroke={labelSet.colourOf(relation)}
              d={pathOf(arc, row, y)}
              markerEnd={arc.arrow && 'url(#text-arrow)'}
            />
            <text className={classes.name} x={(arc.start + arc.end) / 2} y={y + 3.5}>
              {relation.name}
            </text>
          </g>
        )
      })}
    </svg>
  )
})

/** Drawn towards its arrow; open at the side where the relation goes on in another row. */
function pathOf({ start, end, arrow, open }: Arc, row: number, y: number): string {
  const foot = row - 1
  const points: [number, number][] = [
    ...(open?.at === 'start' ? [] : [[start, foot] as [number, number]]),
    [start + (open?.at === 'start' ? 0 : 3), y],
    [end - (open?.at === 'end' ? 0 : 3), y],
    ...(open?.at === 'end' ? [] : [[end, foot] as [number, number]]),
  ]
  const ordered = arrow === 'start' ? points.toReversed() : points
  return `M${ordered.map((point) => point.join(' ')).join('L')}`
}

function measureArcs(
  canvas: HTMLElement,
  model: TextModel,
  triplets: readonly Triplet[],
  topOf: (index: number) => number,
): Drawn[] {
  const page = canvas.firstElementChild!.getBoundingClientRect()
  const seen = new Map<string, Anchor>()
  for (const tag of canvas.querySelectorAll<HTMLElement>('[data-tag]')) {
    const id = tag.dataset.tag!
    if (seen.has(id)) continue
    const box = tag.parentElement!.getClientRects()[0]
    if (box) seen.set(id, { row: Math.round(box.top - page.top), x: (box.left + box.right) / 2 - page.left })
  }
  const anchors = new Map<string, Anchor>()
  for (const end of triplets.flatMap(({ head, tail }) => [head, tail])) {
    const far = { row: topOf(lineIndexAt(model.lines, rangeOf(end)!.start)), x: 0 }
    anchors.set(end.id, seen.get(end.id) ?? far)
  }
  const byId = new Map(triplets.map((triplet) => [triplet.relation.id, triplet]))
  const shown = triplets.filter(({ head, tail }) => seen.has(head.id) || seen.has(tail.id))
  const drawnRows = new Set([...seen.values()].map(({ row }) => row))
  const edges = { start: 48, end: page.width - 8 }
  return [...arcsOf(shown, (id) => anchors.get(id), edges)]
    .filter(([row]) => drawnRows.has(row))
    .flatMap(([row, arcs]) => arcs.map((arc) => ({ row, arc, triplet: byId.get(arc.id)! })))
}
