import { useMemo } from 'react'
import { arcsOf } from './arcs.ts'
import { lineIndexAt } from './lines.ts'
import type { Triplet } from './relations.ts'
import { rangeOf } from './spans.ts'
import type { TextModel } from './text-model.ts'

/** Lanes above a line of text beyond which arcs share them. */
const MOST = 6

/** Lanes of arcs to keep free above each line, counted in columns: what is drawn depends on it, so it comes first. */
export function useArcRoom(model: TextModel, triplets: readonly Triplet[]): readonly number[] {
  return useMemo(() => {
    const room: number[] = []
    const anchorOf = (label: Triplet['head']) => {
      const start = rangeOf(label)!.start
      const row = lineIndexAt(model.lines, start)
      return { row, x: start - model.lines[row]!.start }
    }
    const anchors = new Map(triplets.flatMap(({ head, tail }) => [head, tail].map((end) => [end.id, anchorOf(end)])))
    for (const [row, arcs] of arcsOf(triplets, (id) => anchors.get(id), { start: 0, end: 4000 })) {
      room[row] = Math.min(MOST, Math.max(...arcs.map(({ lane }) => lane)) + 1)
    }
    return room
  }, [model, triplets])
}
