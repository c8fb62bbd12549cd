import type { MouseEvent as ReactMouseEvent } from 'react'
import { placeAtPoint } from './dom-places.ts'
import type { CodePoint } from './offsets.ts'
import type { TextEvent } from './states/state.ts'
import type { TextModel } from './text-model.ts'

type Pointing = {
  readonly canvas: HTMLElement
  readonly model: TextModel
  /** The span that a click on several of them opens: the one after this. */
  readonly active: string | undefined
  readonly send: (event: TextEvent) => unknown
  /** What is selected while the drag goes on; undefined when it has ended. */
  readonly onDrag: (drawn: { anchor: CodePoint; focus: CodePoint } | undefined) => void
}

/** How far a pressed mouse may shake and still click, in CSS pixels. */
const SLACK = 3

/**
 * Clicks and drags on the text. The browser's own selection ends where lines are taken off the screen, so it is not
 * used: places are read under the pointer, and the window scrolls along.
 */
export function pressText(event: ReactMouseEvent, pointing: Pointing): void {
  const { canvas, model, send, onDrag, active } = pointing
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
  const from = { x: event.clientX, y: event.clientY }
  let here = from
  let isDrag = false

  const follow = () => {
    const focus = placeAtPoint(canvas, model, here.x, here.y)
    if (focus !== undefined) onDrag({ anchor: at, focus })
    return focus
  }
  const scroll = setInterval(() => {
    const { top, bottom } = canvas.getBoundingClientRect()
    const beyond = here.y < top ? here.y - top : Math.max(0, here.y - bottom)
    if (!isDrag || beyond === 0) return
    canvas.scrollTop += beyond / 2
    follow()
  }, 30)
  const move = ({ clientX: x, clientY: y }: MouseEvent) => {
    here = { x, y }
    isDrag ||= Math.hypot(x - from.x, y - from.y) > SLACK
    if (isDrag && !extend) follow()
  }
  const release = (end: MouseEvent) => {
    clearInterval(scroll)
    window.removeEventListener('mousemove', move)
    window.removeEventListener('mouseup', release)
    here = { x: end.clientX, y: end.clientY }
    const focus = isDrag && !extend ? follow() : undefined
    onDrag(undefined)
    if (focus !== undefined) send({ kind: 'select', anchor: at, focus })
    else if (ids.length === 0 || extend) send({ kind: 'point', at, extend })
    else send({ kind: 'open', id: ids[(ids.indexOf(active ?? '') + 1) % ids.length]! })
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
