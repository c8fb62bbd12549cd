import type { TFunction } from 'i18next'
import { boundsOf, type Shape } from '#core/geometry/shape.ts'
import type { LabelView, WorkDocument } from '#web/workbench/document/document.ts'
import { hardMarkOfLabel } from '#web/workbench/document/hard.ts'
import { shapeOf, type WorkLabel } from '#web/workbench/document/label.ts'
import { cornersOf, isPath } from './path-points.ts'

export const FLAGS = ['occluded', 'truncated', 'difficult'] as const

/** A row of the list of objects. */
export type ObjectRow = {
  readonly label: WorkLabel
  readonly shape: Shape
  readonly view: LabelView
  /** Its number among those of the same name, and how many there are. */
  readonly index: number
  readonly count: number
}

/** The labels with a shape, the lowest first, each with its number among those of its name. */
export function rowsOf({ content, view }: WorkDocument): ObjectRow[] {
  const drawn = content.labels.flatMap((label) => {
    const shape = shapeOf(label)
    return shape === undefined ? [] : [{ label, shape, view: view[label.id] ?? {} }]
  })
  const counts = countNames(drawn.map(({ label }) => label))
  const seen = new Map<string, number>()
  return drawn.map((row) => {
    const name = row.label.name ?? ''
    const index = (seen.get(name) ?? 0) + 1
    seen.set(name, index)
    return { ...row, index, count: counts.get(name)! }
  })
}

/** How many labels there are of each name; the empty name is of those that have none yet. */
export function countNames(labels: readonly WorkLabel[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { name = '' } of labels) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}

export function hasFlag(label: WorkLabel, flag: (typeof FLAGS)[number]): boolean {
  return String(label.property[flag] ?? '0') !== '0'
}

type Translate = TFunction<readonly ['image', 'labels']>

/** As "car 2 of 5, rectangle, x 102 y 340, 286 by 170, occluded". */
export function nameOfRow(
  { label, shape, view, index, count }: ObjectRow,
  t: Translate,
  list: Intl.ListFormat,
): string {
  const name = t('objectName', {
    name: label.name ?? t('unnamed'),
    index,
    count,
    shape: t(`labels:shapes.${shape.shape}`),
    place: placeOf(shape, t),
  })
  const states = [
    ...FLAGS.filter((flag) => hasFlag(label, flag)).map((flag) => t(`flags.${flag}`)),
    ...(hardMarkOfLabel(label) ? [t('hardMark')] : []),
    ...(view.locked ? [t('locked')] : []),
    ...(view.hidden ? [t('hidden')] : []),
  ]
  return list.format([name, ...states])
}

/** Where a shape is, rounded to pixels. */
function placeOf(shape: Shape, t: Translate): string {
  const [left, top, right, bottom] = boundsOf(shape)
  const [x, y] = [Math.round(left), Math.round(top)]
  if (shape.shape === 'bndbox') {
    return t('place.box', { x, y, width: Math.round(right - left), height: Math.round(bottom - top) })
  }
  if (shape.shape === 'circle') {
    const [cx, cy] = shape.center
    return t('place.circle', { x: Math.round(cx), y: Math.round(cy), radius: Math.round(shape.radius) })
  }
  const count = isPath(shape) ? cornersOf(shape).length : shape.shape === 'point' ? 1 : 2
  return t('place.points', { x, y, count })
}
