import type { MouseEvent as ReactMouseEvent } from 'react'
import { placeAtPoint } from './dom-places.ts'
import type { Drawn } from './marks.ts'
import type { CodePoint, TextRange } from './offsets.ts'
import type { At, Edge, TextEvent } from './states/state.ts'
import type { TextModel } from './text-model.ts'

type Pointing = {
  readonly canvas: HTMLElement
  readonly model: TextModel
  readonly send: (event: TextEvent) => unknown
  /** What is selected while the drag goes on; undefined when it has ended. */
  readonly onDrag: (drawn: Drawn | undefined) => void
}

/** How far a pressed mouse may shake and still click, in CSS pixels. */
const SLACK = 3

/**
 * Clicks and drags on the text. The browser's own selection ends where lines are taken off the screen, so it is not
 * used: places are read under the pointer, and the window scrolls along.
 */
export function pressText(event: ReactMouseEvent, here: At, pointing: Pointing): void {
  const { canvas, model, send } = pointing
  if (event.button !== 0) return
  const at = placeAtPoint(canvas, model, event.clientX, event.clientY)
  if (at === undefined) return
  event.preventDefault()
  canvas.focus({ preventScroll: true })
  if (event.detail === 2 || event.detail === 3) {
    send({ kind: 'pick', unit: event.detail === 2 ? 'word' : 'sentence', at })
    return
  }
  if (event.detail > 3) return
  const ids = spansAt(event.target)
  const extend = event.shiftKey
  follow(event, pointing, {
    drawnTo: (focus) => (extend ? undefined : { anchor: at, focus }),
    dragged: (focus) => send({ kind: 'select', anchor: at, focus }),
    clicked: () => {
      if (ids.length === 0 || extend || here.kind === 'carrying') return send({ kind: 'point', at, extend })
      // A click on several opens the one after the one that is open.
      const active = 'id' in here ? here.id : ''
      return send({ kind: 'open', id: ids[(ids.indexOf(active) + 1) % ids.length]! })
    },
  })
}

/** Drags a border of the selected span; a click takes it up, for the next click to put it down. */
export function pressHandle(event: ReactMouseEvent, edge: Edge, { start, end }: TextRange, pointing: Pointing): void {
  const { canvas, send } = pointing
  if (event.button !== 0) return
  event.preventDefault()
  event.stopPropagation()
  canvas.focus({ preventScroll: true })
  const anchor = edge === 'start' ? end : start
  follow(event, pointing, {
    drawnTo: (focus) => ({ anchor, focus, exact: true }),
    dragged: (at) => send({ kind: 'put', edge, at }),
    clicked: () => send({ kind: 'carry', edge }),
  })
}

type Gesture = {
  /** What a drag to a place would select; undefined where only clicks count. */
  readonly drawnTo: (at: CodePoint) => Drawn | undefined
  readonly dragged: (at: CodePoint) => unknown
  readonly clicked: () => unknown
}

/** Follows a pressed mouse until it is released; near the edges of the canvas the text scrolls along. */
function follow(event: ReactMouseEvent, { canvas, model, onDrag }: Pointing, gesture: Gesture): void {
  const from = { x: event.clientX, y: event.clientY }
  let here = from
  let isDrag = false

  const draw = () => {
    const at = placeAtPoint(canvas, model, here.x, here.y)
    const drawn = at === undefined ? undefined : gesture.drawnTo(at)
    if (drawn !== undefined) onDrag(drawn)
    return drawn && at
  }
  const scroll = setInterval(() => {
    const { top, bottom } = canvas.getBoundingClientRect()
    const beyond = here.y < top ? here.y - top : Math.max(0, here.y - bottom)
    if (!isDrag || beyond === 0) return
    canvas.scrollTop += beyond / 2
    draw()
  }, 30)
  const move = ({ clientX: x, clientY: y }: MouseEvent) => {
    here = { x, y }
    isDrag ||= Math.hypot(x - from.x, y - from.y) > SLACK
    if (isDrag) draw()
  }
  const release = (end: MouseEvent) => {
    clearInterval(scroll)
    window.removeEventListener('mousemove', move)
    window.removeEventListener('mouseup', release)
    here = { x: end.clientX, y: end.clientY }
    const at = isDrag ? draw() : undefined
    onDrag(undefined)
    if (at === undefined) gesture.clicked()
    else gesture.dragged(at)
  }
  window.addEventListener('mousemove', move)
  window.addEventListener('mouseup', release)
}

/** Spans under the pointer: the one whose tag it is, else all that cover the text there, the shortest first. */
export function spansAt(target: EventTarget): readonly string[] {
  if (!(target instanceof Element)) return []
  const tag = target.closest<HTMLElement>('[data-tag]')?.dataset.tag
  if (tag !== undefined) return [tag]
  return target.closest<HTMLElement>('[data-spans]')?.dataset.spans?.split('\n').toReversed() ?? []
}
