import type { ImagePoint } from '#core/geometry/shape.ts'
import { type Camera, pan, stepInImage, toImage, toScreen, visiblePart } from './camera.ts'
import { nudge, removeSelected, stretch } from './commands.ts'
import { ask, type ImageWork, isDrawing, selectLabels, tell, withEditor } from './editor.ts'
import { clamp, type ScreenPoint } from './points.ts'
import { snap } from './tools/snap.ts'
import type { Modifiers } from './tools/tool.ts'

/** What hands do on the canvas. Which keys mean this is the keymap's business. */
export type Input =
  | ({ readonly kind: 'down' | 'move' | 'up' | 'double'; readonly at: ScreenPoint } & Modifiers)
  /** An arrow key; `repeat` while it is held. */
  | ({ readonly kind: 'arrow'; readonly dx: -1 | 0 | 1; readonly dy: -1 | 0 | 1; readonly repeat: boolean } & Modifiers)
  | { readonly kind: 'enter' | 'backspace' | 'cancel' }

/** Answers an input; the same value when it meant nothing. */
export function handleInput(work: ImageWork, input: Input): ImageWork {
  switch (input.kind) {
    case 'down':
    case 'move':
    case 'up':
    case 'double':
      return point(withEditor(work, { cross: undefined, crossSet: undefined }), input.at, input.kind, input)
    case 'arrow':
      return arrow(work, input)
    case 'enter':
      return enter(work)
    case 'backspace': {
      const answer = ask(work, { kind: 'back' })
      return answer.ignored ? removeSelected(work) : answer.work
    }
    case 'cancel':
      return cancel(work)
  }
}

/** Whether Escape still means something on the canvas; if not, it leads out of it. */
export function canCancel({ editor }: ImageWork): boolean {
  return isDrawing(editor) || editor.cross !== undefined || editor.selection.length > 0
}

/** One level out: what is being drawn, the cross, the selection. */
function cancel(work: ImageWork): ImageWork {
  if (isDrawing(work.editor))
    return withEditor(tell(work, { kind: 'cancel' }), { crossSet: undefined, notice: undefined })
  if (work.editor.cross !== undefined) return withEditor(work, { cross: undefined, crossSet: undefined })
  return selectLabels(work, [])
}

const NO_MODIFIERS: Modifiers = { shift: false, alt: false, ctrl: false }

function point(work: ImageWork, screen: ScreenPoint, kind: 'down' | 'move' | 'up' | 'double', modifiers: Modifiers) {
  const { shift, alt, ctrl } = modifiers
  return tell(work, { kind, screen, at: toImage(work.editor.camera, screen), shift, alt, ctrl })
}

type Arrow = Extract<Input, { kind: 'arrow' }>

/** 1, 10 or 100 image pixels. Selected labels move, with Alt they stretch; with a drawing tool the cross moves. */
function arrow(work: ImageWork, input: Arrow): ImageWork {
  const length = input.ctrl ? 100 : input.shift ? 10 : 1
  const [dx, dy] = stepInImage(work.editor.camera, input.dx * length, input.dy * length)
  if (work.editor.tool !== 'select') return moveCross(work, dx, dy)
  const pressed = input.repeat ? work : withEditor(work, { gesture: work.editor.newId() })
  return input.alt ? stretch(pressed, dx, dy) : nudge(pressed, dx, dy)
}

function moveCross(work: ImageWork, dx: number, dy: number): ImageWork {
  const { camera, cross } = work.editor
  const from = cross ?? snap(middleOf(camera), work.editor)
  const at: ImagePoint = [clamp(from[0] + dx, 0, camera.size[0]), clamp(from[1] + dy, 0, camera.size[1])]
  const shown = withEditor(work, { cross: at, camera: panToShow(camera, at) })
  return isDrawing(work.editor) ? crossEvent(shown, at, 'move') : shown
}

/** With the cross Enter sets a corner or point, and completes the shape when pressed twice at one place. */
function enter(work: ImageWork): ImageWork {
  const { cross, crossSet, tool } = work.editor
  if (cross === undefined || tool === 'select') return tell(work, { kind: 'finish' })
  if (isDrawing(work.editor) && crossSet?.[0] === cross[0] && crossSet[1] === cross[1]) {
    return withEditor(tell(work, { kind: 'finish' }), { crossSet: undefined })
  }
  const set = crossEvent(crossEvent(work, cross, 'down'), cross, 'up')
  return withEditor(set, { crossSet: isDrawing(set.editor) ? cross : undefined })
}

function crossEvent(work: ImageWork, at: ImagePoint, kind: 'down' | 'move' | 'up'): ImageWork {
  return tell(work, { kind, at, screen: toScreen(work.editor.camera, at), ...NO_MODIFIERS })
}

function middleOf(camera: Camera): ImagePoint {
  const [left, top, right, bottom] = visiblePart(camera)
  return [(left + right) / 2, (top + bottom) / 2]
}

/** Screen pixels the cross keeps from the border of the canvas. */
const CROSS_MARGIN = 24

function panToShow(camera: Camera, at: ImagePoint): Camera {
  const [x, y] = toScreen(camera, at)
  const [width, height] = camera.view
  const shown = [clamp(x, CROSS_MARGIN, width - CROSS_MARGIN), clamp(y, CROSS_MARGIN, height - CROSS_MARGIN)] as const
  return shown[0] === x && shown[1] === y ? camera : pan(camera, shown[0] - x, shown[1] - y)
}
