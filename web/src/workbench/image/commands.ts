import { type Bounds, boundsOf, type ImagePoint, type Shape } from '#core/geometry/shape.ts'
import { type LabelView, viewLabels } from '#web/workbench/document/document.ts'
import {
  addLabels,
  changeLabels,
  removeAllLabels,
  removeLabels,
  reorderLabels,
  setProperty,
} from '#web/workbench/document/edits.ts'
import { type Content, findLabel, shapeOf, type WorkLabel } from '#web/workbench/document/label.ts'
import { applyChange, change, drawGroup, type ImageWork, selectedShapes, selectLabels } from './editor.ts'
import { angleOf } from './handles.ts'
import { cornersOf, isPath, type Path, simplifyPath } from './path-points.ts'
import { pickLabels, REACH } from './picking.ts'
import { boundsAround, circleInside, clampInto, moveShapes, pointInside, stretchShape, tidy } from './shapes.ts'

/** What can be done to the selection by keys, menus and fields. Locked labels do not move and do not change shape. */

/** Moves the selection, in image pixels, as far as the border. Steps of one held key are one step of undo. */
export function nudge(work: ImageWork, dx: number, dy: number): ImageWork {
  const shapes = freeShapes(work)
  if (shapes.size === 0) return work
  const moved = moveShapes([...shapes.values()], dx, dy, work.editor.camera.size)
  return applyChange(work, { name: 'move', shapes: pair(shapes, moved) }, keyGroup(work, 'move'))
}

/** Moves the right and lower sides of the selected shapes, in image pixels. */
export function stretch(work: ImageWork, dx: number, dy: number): ImageWork {
  const shapes = freeShapes(work)
  if (shapes.size === 0) return work
  const { size } = work.editor.camera
  const stretched = [...shapes.values()].map((shape): Shape => {
    if (shape.shape === 'circle') return circleInside(shape.center, Math.max(1, shape.radius + (dx || dy)), size)
    const [left, top, right, bottom] = boundsOf(shape)
    const [x, y] = pointInside([right + dx, bottom + dy], size)
    return stretchShape(shape, [
      left,
      top,
      Math.max(x, Math.min(left + 1, right)),
      Math.max(y, Math.min(top + 1, bottom)),
    ])
  })
  return applyChange(work, { name: 'resize', shapes: pair(shapes, stretched) }, keyGroup(work, 'resize'))
}

export function removeSelected(work: ImageWork): ImageWork {
  return change(work, 'delete', removeLabels(work.editor.selection))
}

export function removeAll(work: ImageWork): ImageWork {
  return change(work, 'deleteAll', removeAllLabels())
}

/**
 * Names the selection; `propertyOf` says what its labels carry then. A label just drawn is named in the same step of
 * undo.
 */
export function relabelSelected(
  work: ImageWork,
  name: string,
  propertyOf: (label: WorkLabel) => WorkLabel['property'] = ({ property }) => property,
): ImageWork {
  const { selection } = work.editor
  const [only] = selectedLabels(work)
  const isNew = selection.length === 1 && only!.name === undefined
  const group = isNew ? drawGroup(only!.id) : undefined
  const edit = changeLabels(selection, (label) => ({ ...label, name, property: propertyOf(label) }))
  return change(work, 'relabel', edit, group)
}

/** Sets attributes and flags of the selection; undefined takes one away. `group` joins the letters of a word. */
export function setSelectedProperty(work: ImageWork, values: Record<string, unknown>, group?: string): ImageWork {
  return change(work, 'attribute', setProperty(work.editor.selection, values), group)
}

/** A flag every selected label has is taken away, else all get it (formats 5: texts "0" and "1"). */
export function toggleFlag(work: ImageWork, key: 'occluded' | 'truncated' | 'difficult'): ImageWork {
  const all = selectedLabels(work).every(({ property }) => String(property[key] ?? '0') !== '0')
  return change(work, 'flag', setProperty(work.editor.selection, { [key]: all ? undefined : '1' }))
}

export function reorderSelected(work: ImageWork, to: 'top' | 'up' | 'down' | 'bottom'): ImageWork {
  return change(work, 'reorder', reorderLabels(work.editor.selection, to))
}

/** Locks, hides, or both ways back; no step of undo. */
export function viewSelected(work: ImageWork, view: LabelView): ImageWork {
  return { ...work, document: viewLabels(work.document, work.editor.selection, view) }
}

export function selectAll(work: ImageWork): ImageWork {
  const { content, view } = work.document
  const seen = content.labels.filter((label) => shapeOf(label) !== undefined && !view[label.id]?.hidden)
  return selectLabels(
    work,
    seen.map(({ id }) => id),
  )
}

/** The next or previous label with a shape, in drawing order, round and round; hidden ones are passed over. */
export function selectNext(work: ImageWork, step: 1 | -1): ImageWork {
  const ids = selectAll(work).editor.selection
  const last = ids.indexOf(work.editor.selection.at(-1) ?? '')
  const next = last === -1 ? (step === 1 ? 0 : ids.length - 1) : (last + step + ids.length) % ids.length
  return selectLabels(work, ids.slice(next, next + 1))
}

/** What lies beneath the selected label at a place of the image, round and round. */
export function selectBeneath(work: ImageWork, at: ImagePoint): ImageWork {
  const hits = pickLabels(work.document, at, REACH / work.editor.camera.scale)
  const next = hits[(hits.indexOf(work.editor.selection[0] ?? '') + 1) % hits.length]
  return next === undefined ? work : selectLabels(work, [next])
}

/** Copies of the selection as they lie, to be pasted here or into another image. */
export function copySelected(work: ImageWork): readonly WorkLabel[] {
  return selectedLabels(work)
}

/** Pastes labels with new ids, moved a little where they would cover what they were copied from, inside the image. */
export function pasteLabels(work: ImageWork, labels: readonly WorkLabel[], name = 'paste'): ImageWork {
  const { camera, newId } = work.editor
  const covers = labels.some(({ id }) => findLabel(work.document.content, id) !== undefined)
  const step = covers ? Math.max(1, Math.round(OFFSET / camera.scale)) : 0
  const pasted = labels.flatMap((label): WorkLabel[] => {
    const shape = shapeOf(label)
    if (shape === undefined) return []
    const [moved] = moveShapes([clampInto(shape, camera.size)], step, step, camera.size)
    return [{ ...label, id: newId(), place: { kind: 'shape', shape: moved! } }]
  })
  if (pasted.length === 0) return work
  return selectLabels(
    change(work, name, addLabels(pasted)),
    pasted.map(({ id }) => id),
  )
}

/** Screen pixels between a copy and what it was copied from. */
const OFFSET = 12

export function duplicateSelected(work: ImageWork): ImageWork {
  return pasteLabels(work, copySelected(work), 'duplicate')
}

/** All labels of the previous sample at the same places, clamped into this image. */
export function pastePrevious(work: ImageWork, previous: Content): ImageWork {
  return pasteLabels(work, previous.labels, 'pastePrevious')
}

/** What number fields may say: x, y, width and height, a circle's centre and radius, or the points of the others. */
export type ShapeFields =
  | { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
  | { readonly x: number; readonly y: number; readonly radius: number }
  | { readonly points: readonly ImagePoint[] }

/** Sets a shape by numbers, clamped into the image; refused with a notice if it breaks the rule of its shape. */
export function setShape(work: ImageWork, id: string, fields: ShapeFields): ImageWork {
  const label = findLabel(work.document.content, id)
  const shape = label && shapeOf(label)
  if (shape === undefined || isLocked(work, id)) return work
  const { size } = work.editor.camera
  const told = shapeFrom(shape, fields)
  if (told === undefined) return work
  return applyChange(work, { name: 'resize', shapes: new Map([[id, clampInto(told, size)]]) })
}

function shapeFrom(shape: Shape, fields: ShapeFields): Shape | undefined {
  if ('points' in fields) {
    const points = fields.points
    if (isPath(shape)) return { ...shape, points }
    if (shape.shape === 'point' && points.length === 1) return { ...shape, at: points[0]! }
    const isLine = shape.shape === 'line' || shape.shape === 'dashed'
    return isLine && points.length === 2 ? { ...shape, start: points[0]!, end: points[1]! } : undefined
  }
  if ('radius' in fields) {
    return shape.shape === 'circle' ? { ...shape, center: [fields.x, fields.y], radius: fields.radius } : undefined
  }
  if (shape.shape !== 'bndbox') return undefined
  const { x, y, width, height } = fields
  return { ...shape, min: [x, y], max: [tidy(x + width), tidy(y + height)] }
}

/** Turns a box around its middle, degrees clockwise. */
export function setAngle(work: ImageWork, id: string, degrees: number): ImageWork {
  const label = findLabel(work.document.content, id)
  const shape = label && shapeOf(label)
  if (shape?.shape !== 'bndbox' || isLocked(work, id) || !Number.isFinite(degrees)) return work
  const angle = tidy(((degrees % 360) + 360) % 360)
  if (angle === angleOf(label!)) return work
  return applyChange(work, { name: 'rotate', shapes: new Map([[id, shape]]), angles: new Map([[id, angle]]) })
}

/** Leaves out points of the selected paths that lie within `tolerance` image pixels of the line without them. */
export function simplifySelected(work: ImageWork, tolerance: number): ImageWork {
  return changePaths(work, (path) => simplifyPath(path, tolerance))
}

/** Turns round the direction of the selected paths. */
export function reverseSelected(work: ImageWork): ImageWork {
  return changePaths(work, (path) => ({ ...path, points: cornersOf(path).toReversed() }))
}

function changePaths(work: ImageWork, edit: (path: Path) => Path): ImageWork {
  const paths = [...freeShapes(work)].flatMap(([id, shape]) => (isPath(shape) ? [[id, edit(shape)] as const] : []))
  return paths.length === 0 ? work : applyChange(work, { name: 'movePoint', shapes: new Map(paths) })
}

/** The smallest box around the selected shapes, for zooming to it. */
export function boundsOfSelected(work: ImageWork): Bounds | undefined {
  const bounds = [...selectedShapes(work).values()].map(boundsOf)
  return bounds.length === 0 ? undefined : boundsAround(bounds)
}

function selectedLabels({ document, editor }: ImageWork): WorkLabel[] {
  return document.content.labels.filter(({ id }) => editor.selection.includes(id))
}

function freeShapes(work: ImageWork): Map<string, Shape> {
  return new Map([...selectedShapes(work)].filter(([id]) => !isLocked(work, id)))
}

function isLocked({ document }: ImageWork, id: string): boolean {
  return document.view[id]?.locked ?? false
}

function pair(shapes: ReadonlyMap<string, Shape>, now: readonly Shape[]): Map<string, Shape> {
  return new Map([...shapes.keys()].map((id, index) => [id, now[index]!]))
}

function keyGroup({ editor }: ImageWork, name: string): string {
  return `${name} ${editor.gesture}`
}
