import type { WorkDocument } from '#web/workbench/document/document.ts'
import { type Content, shapeOf, type WorkLabel } from '#web/workbench/document/label.ts'
import type { ShapeFault } from './faults.ts'
import { crossesItself, isPath } from './path-points.ts'
import { areaOf, type Cut, splitPath } from './split-path.ts'

/** What comes of a cut: what each divided label becomes, by its id, or why nothing was divided. */
type Division = ReadonlyMap<string, readonly WorkLabel[]> | ShapeFault

/**
 * Divides the selected paths the cut runs through; when it runs through none of them, the topmost other one. The largest
 * piece stays the label it was, the others are new ones that carry the same.
 */
export function divideLabels(
  { content, view }: WorkDocument,
  selection: readonly string[],
  cut: Cut,
  newId: () => string,
): Division {
  const free = content.labels.filter(({ id }) => !view[id]?.hidden && !view[id]?.locked)
  const chosen = free.filter(({ id }) => selection.includes(id))
  const divided = chosen.flatMap((label) => divide(label, cut, newId) ?? [])
  if (divided.length > 0) return new Map(divided)
  for (const label of free.toReversed()) {
    const pieces = divide(label, cut, newId)
    if (pieces !== undefined) return new Map(pieces)
  }
  return chosen.some(isCrossed) ? 'crossesItself' : 'notDivided'
}

function divide(label: WorkLabel, cut: Cut, newId: () => string): [string, WorkLabel[]][] | undefined {
  const shape = shapeOf(label)
  const pieces = shape && isPath(shape) ? splitPath(shape, cut) : undefined
  if (pieces === undefined) return undefined
  const largest = pieces.reduce((most, piece) => (areaOf(piece) > areaOf(most) ? piece : most))
  const labels = pieces.map((piece) => ({
    ...label,
    id: piece === largest ? label.id : newId(),
    place: { kind: 'shape', shape: piece } as const,
  }))
  return [[label.id, labels]]
}

function isCrossed(label: WorkLabel): boolean {
  const shape = shapeOf(label)
  return shape?.shape === 'polygon' && crossesItself(shape)
}

/** Puts the pieces where their wholes were, also in the drawing order. */
export function replaceByPieces(pieces: ReadonlyMap<string, readonly WorkLabel[]>) {
  return (content: Content): Content => ({
    ...content,
    labels: content.labels.flatMap((label) => pieces.get(label.id) ?? [label]),
  })
}
