import { boundsOf, type ImagePoint, type Shape } from '#core/geometry/shape.ts'
import { shapeOf, type WorkLabel } from '#web/workbench/document/label.ts'
import { type Camera, projectionOf, toScreen, visiblePart } from './camera.ts'
import { type ImageWork, isDrawing } from './editor.ts'
import { warningOf } from './faults.ts'
import { angleKey, angleOf, cornersOfBox, handlesOf } from './handles.ts'
import { seenBoundsOf } from './picking.ts'
import type { ScreenPoint } from './points.ts'

/**
 * What the canvas shows above the image, from the bottom to the top, in screen pixels: whoever paints has nothing left
 * to decide. Outlines are painted three times, dark and light below the label's colour, so that they stand out by 3:1 on
 * any image (workbench 12); that is the painter's `halo`.
 */
export type DrawCommand =
  | {
      readonly kind: 'path'
      readonly id?: string
      readonly points: readonly ScreenPoint[]
      readonly closed: boolean
      readonly look: Look
    }
  | {
      readonly kind: 'circle'
      readonly id?: string
      readonly center: ScreenPoint
      readonly radius: number
      readonly look: Look
    }
  | { readonly kind: 'dot'; readonly id?: string; readonly at: ScreenPoint; readonly look: Look }
  | {
      readonly kind: 'tag'
      readonly id: string
      readonly at: ScreenPoint
      readonly text: string
      readonly color: string
    }
  /** Drawn 8 pixels wide; `round` for points and for what turns. */
  | { readonly kind: 'handle'; readonly at: ScreenPoint; readonly round: boolean; readonly first: boolean }
  | { readonly kind: 'band'; readonly from: ScreenPoint; readonly to: ScreenPoint }
  | { readonly kind: 'cross'; readonly at: ScreenPoint }

export type Look = {
  readonly color: string
  /** `sketch`: being drawn. */
  readonly state: 'plain' | 'selected' | 'sketch'
  /** A polygon that crosses itself, to be shown red. */
  readonly faulty: boolean
  readonly dashed: boolean
  readonly locked: boolean
}

export type SceneStyle = {
  /** Of a label name; undefined is the colour of shapes that have none yet. */
  readonly colorOf: (name: string | undefined) => string
  /** What stands at the shape: name, key, attributes. Empty for no tag. */
  readonly tagOf: (label: WorkLabel) => string
}

/** Smaller shapes, in screen pixels, show their tag only when they are selected. */
const LEAST_TAGGED = 20

/** Everything to paint now. Labels that are hidden or out of sight cost next to nothing. */
export function sceneOf(work: ImageWork, style: SceneStyle): DrawCommand[] {
  const { document, editor } = work
  const { camera, state, selection } = editor
  const eye = eyeOf(camera)
  const commands: DrawCommand[] = []
  const tags: DrawCommand[] = []
  const [left, top, right, bottom] = visiblePart(camera)
  const chosen = new Set(selection)
  for (const stored of document.content.labels) {
    if (document.view[stored.id]?.hidden) continue
    const label = withSketch(stored, work)
    const shape = shapeOf(label)
    if (shape === undefined) continue
    const bounds = seenBoundsOf(label, shape)
    if (bounds[0] > right || bounds[2] < left || bounds[1] > bottom || bounds[3] < top) continue
    const selected = chosen.has(label.id)
    const look: Look = {
      color: style.colorOf(label.name),
      state: selected ? 'selected' : 'plain',
      faulty: isCrossed(shape),
      dashed: shape.shape === 'dashed' || label.of !== undefined,
      locked: document.view[label.id]?.locked ?? false,
    }
    commands.push(paintShape(shape, angleOf(label), eye, look, label.id))
    const onScreen = Math.max(bounds[2] - bounds[0], bounds[3] - bounds[1]) * camera.scale
    const text = selected || onScreen >= LEAST_TAGGED || shape.shape === 'point' ? style.tagOf(label) : ''
    if (text !== '') tags.push({ kind: 'tag', id: label.id, at: tagPlace(shape, label, eye), text, color: look.color })
  }
  return [...commands, ...tags, ...handlesOfSelected(work), ...sketchCommands(work, style), ...crossOf(work)].concat(
    state.sketch?.band ? [bandOf(state.sketch.band, camera)] : [],
  )
}

/** A label as it looks while it is dragged. */
function withSketch(label: WorkLabel, { editor }: ImageWork): WorkLabel {
  const changed = editor.state.sketch?.changed
  const shape = changed?.shapes.get(label.id)
  if (shape === undefined) return label
  const angle = changed?.angles?.get(label.id)
  const property = angle === undefined ? label.property : { ...label.property, [angleKey]: angle }
  return { ...label, place: { kind: 'shape', shape }, property }
}

const crossed = new WeakMap<Shape, boolean>()

/** Asked for at every frame, hence remembered. */
function isCrossed(shape: Shape): boolean {
  if (shape.shape !== 'polygon') return false
  const known = crossed.get(shape) ?? warningOf(shape) === 'crossesItself'
  crossed.set(shape, known)
  return known
}

/** What painting many shapes asks of the camera. */
type Eye = { readonly project: (point: ImagePoint) => ScreenPoint; readonly scale: number }

function eyeOf(camera: Camera): Eye {
  return { project: projectionOf(camera), scale: camera.scale }
}

function paintShape(shape: Shape, angle: number, { project, scale }: Eye, look: Look, id?: string): DrawCommand {
  const on = (points: readonly ImagePoint[]) => points.map(project)
  switch (shape.shape) {
    case 'bndbox':
      return { kind: 'path', id, points: on(cornersOfBox(boundsOf(shape), angle)), closed: true, look }
    case 'circle':
      return { kind: 'circle', id, center: project(shape.center), radius: shape.radius * scale, look }
    case 'line':
    case 'dashed':
      return { kind: 'path', id, points: on([shape.start, shape.end]), closed: false, look }
    case 'point':
      return { kind: 'dot', id, at: project(shape.at), look }
    case 'polygon':
    case 'polyline':
      return { kind: 'path', id, points: on(shape.points), closed: shape.shape === 'polygon', look }
  }
}

/** The upper left corner of what is seen on the screen, whichever way the view is turned. */
function tagPlace(shape: Shape, label: WorkLabel, { project }: Eye): ScreenPoint {
  const [left, top, right, bottom] = seenBoundsOf(label, shape)
  const [x1, y1] = project([left, top])
  const [x2, y2] = project([right, bottom])
  return [Math.min(x1, x2), Math.min(y1, y2)]
}

/** Of the only label that is selected, while it can be changed. */
function handlesOfSelected({ document, editor }: ImageWork): DrawCommand[] {
  const [id, ...others] = editor.selection
  const stored = document.content.labels.find((label) => label.id === id)
  const view = document.view[id ?? '']
  if (stored === undefined || others.length > 0 || view?.locked || view?.hidden) return []
  if (editor.tool !== 'select' || editor.readOnly) return []
  const label = withSketch(stored, { document, editor })
  const shape = shapeOf(label)
  if (shape === undefined) return []
  return handlesOf(shape, angleOf(label), editor.camera.scale).map(({ kind, at }) => ({
    kind: 'handle',
    at: toScreen(editor.camera, at),
    round: kind !== 'side',
    first: false,
  }))
}

function sketchCommands({ editor }: ImageWork, style: SceneStyle): DrawCommand[] {
  const { shape, points = [], caught } = editor.state.sketch ?? {}
  const ring = caught === undefined ? [] : [ringAt(caught, editor.camera)]
  if (shape === undefined || !isDrawing(editor)) return ring
  const look: Look = {
    color: style.colorOf(editor.naming.name),
    state: 'sketch',
    faulty: warningOf(shape) === 'crossesItself',
    dashed: shape.shape === 'dashed',
    locked: false,
  }
  const closes = shape.shape === 'polygon' || shape.shape === 'polyline'
  return [
    {
      ...paintShape(shape, 0, eyeOf(editor.camera), look),
      ...(shape.shape === 'polygon' && { closed: false }),
    } as DrawCommand,
    ...points.map(
      (at, index): DrawCommand => ({
        kind: 'handle',
        at: toScreen(editor.camera, at),
        round: true,
        first: closes && index === 0,
      }),
    ),
    ...ring,
  ]
}

/** Around the place of a neighbour that has caught the pointer. */
function ringAt(at: ImagePoint, camera: Camera): DrawCommand {
  return { kind: 'handle', at: toScreen(camera, at), round: true, first: true }
}

function bandOf([left, top, right, bottom]: readonly number[], camera: Camera): DrawCommand {
  return { kind: 'band', from: toScreen(camera, [left!, top!]), to: toScreen(camera, [right!, bottom!]) }
}

function crossOf({ editor }: ImageWork): DrawCommand[] {
  return editor.cross === undefined ? [] : [{ kind: 'cross', at: toScreen(editor.camera, editor.cross) }]
}
