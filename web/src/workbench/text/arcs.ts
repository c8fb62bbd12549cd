import { assignLanes } from './lanes.ts'
import type { Triplet } from './relations.ts'

/**
 * Where a span stands on the screen. A row is anything that grows downwards, as the top of a drawn row in pixels; x is
 * anything that grows along it. What is scrolled away has a row all the same, so that its arcs know where they go.
 */
export type Anchor = { readonly row: number; readonly x: number }

/** The part of a relation that is drawn above one row: an arc, or a piece of one that goes on in another row. */
export type Arc = {
  readonly id: string
  /** Lower and higher x. */
  readonly start: number
  readonly end: number
  /** 0 is the one next to the text. */
  readonly lane: number
  /** Where the arrow points: at an end of this piece, or nowhere when the tail stands in another row. */
  readonly arrow?: 'start' | 'end'
  /** At which end the arc goes on in another row, and whether upwards. */
  readonly open?: { readonly at: 'start' | 'end'; readonly goes: 'up' | 'down' }
}

/**
 * Arcs by row. Relations within a row are one arc; others leave their head towards the end of its row (upwards towards
 * its beginning) and come in to their tail from the other side. Arcs that cross one stretch have different lanes, the
 * shorter one nearer to the text. Rows between the two are crossed by nothing.
 */
export function arcsOf(
  triplets: readonly Triplet[],
  anchorOf: (id: string) => Anchor | undefined,
  edges: { readonly start: number; readonly end: number },
): ReadonlyMap<number, readonly Arc[]> {
  const rows = new Map<number, Omit<Arc, 'lane'>[]>()
  const add = (row: number, arc: Omit<Arc, 'lane'>) => {
    const there = rows.get(row)
    if (there === undefined) rows.set(row, [arc])
    else there.push(arc)
  }
  for (const { relation, head, tail } of triplets) {
    const [from, to] = [anchorOf(head.id), anchorOf(tail.id)]
    if (from === undefined || to === undefined) continue
    const { id } = relation
    if (from.row === to.row) {
      const forward = from.x <= to.x
      add(from.row, {
        id,
        start: Math.min(from.x, to.x),
        end: Math.max(from.x, to.x),
        arrow: forward ? 'end' : 'start',
      })
      continue
    }
    for (const [here, there] of [
      [from, to],
      [to, from],
    ] as const) {
      const goes = there.row > here.row ? 'down' : 'up'
      const open = { at: goes === 'down' ? 'end' : 'start', goes } as const
      const stretch = goes === 'down' ? { start: here.x, end: edges.end } : { start: edges.start, end: here.x }
      const arrow = goes === 'down' ? 'start' : 'end'
      add(here.row, { id, ...stretch, open, ...(here === to && { arrow }) })
    }
  }
  return new Map([...rows].map(([row, arcs]) => [row, withLanes(arcs)]))
}

function withLanes(arcs: readonly Omit<Arc, 'lane'>[]): Arc[] {
  const laneOf = assignLanes(arcs)
  return arcs.map((arc) => ({ ...arc, lane: laneOf.get(arc.id)! }))
}
