import { type RefObject, useEffect, useRef } from 'react'
import { pan, toImage, zoomAt, zoomToRegion } from './camera.ts'
import { isDrawing, tell, withEditor } from './editor.ts'
import type { ImageStore } from './image-store.ts'
import { handleInput } from './input.ts'
import { distanceBetween, type ScreenPoint } from './points.ts'
import { hasMoved } from './tools/snap.ts'

export type PointerOptions = {
  /** The left button moves the picture: where nothing is drawn. */
  leftPans?: boolean
  /** The right button was let go where it went down, or the key of the menu was pressed: then without a place. */
  onMenu?: (at: ScreenPoint | undefined) => void
}

type Gesture = { kind: 'tool' | 'pan' | 'region' | 'pinch'; from: ScreenPoint; last: ScreenPoint; button: number }

/** Mouse, pen and fingers on the canvas. */
export function usePointer(store: ImageStore, canvas: RefObject<HTMLElement | null>, options: PointerOptions): void {
  const newest = useRef(options)
  useEffect(() => {
    newest.current = options
  })
  useEffect(() => {
    const element = canvas.current!
    const fingers = new Map<number, ScreenPoint>()
    let gesture: Gesture | undefined
    const place = (event: MouseEvent): ScreenPoint => {
      const { left, top } = element.getBoundingClientRect()
      return [event.clientX - left, event.clientY - top]
    }
    const input = (kind: 'down' | 'move' | 'up' | 'double', event: MouseEvent) => {
      const { shiftKey: shift, altKey: alt } = event
      const held = { shift, alt, ctrl: event.ctrlKey || event.metaKey }
      store.update((work) => handleInput(work, { kind, at: place(event), ...held }))
    }
    const movePicture = (from: ScreenPoint, to: ScreenPoint, factor = 1) =>
      store.update((work) => {
        const moved = pan(work.editor.camera, to[0] - from[0], to[1] - from[1])
        return withEditor(work, { camera: factor === 1 ? moved : zoomAt(moved, to, factor) })
      })

    const begin = (event: PointerEvent): Gesture => {
      const at = place(event)
      const { hand } = store.state
      const pans = event.button !== 0 || hand === 'pan' || newest.current.leftPans
      const kind = hand === 'region' && event.button === 0 ? 'region' : pans ? 'pan' : 'tool'
      return { kind, from: at, last: at, button: event.button }
    }
    const onDown = (event: PointerEvent) => {
      element.focus({ preventScroll: true })
      element.setPointerCapture(event.pointerId)
      if (event.pointerType === 'touch') fingers.set(event.pointerId, place(event))
      if (fingers.size === 2) {
        // What the first finger began was no drawing. A path loses the point it set.
        if (gesture?.kind === 'tool') {
          store.update((work) => tell(work, { kind: work.editor.tool === 'select' ? 'cancel' : 'back' }))
        }
        gesture = { kind: 'pinch', from: [0, 0], last: [0, 0], button: 0 }
        return
      }
      if (gesture !== undefined) return
      gesture = begin(event)
      if (gesture.kind === 'tool') input('down', event)
      // The browser would scroll by itself with the middle button.
      if (event.button === 1) event.preventDefault()
    }
    const pinch = (event: PointerEvent) => {
      const before = [...fingers.values()] as [ScreenPoint, ScreenPoint]
      fingers.set(event.pointerId, place(event))
      const after = [...fingers.values()] as [ScreenPoint, ScreenPoint]
      const factor = distanceBetween(...after) / Math.max(distanceBetween(...before), 1)
      movePicture(middleOf(...before), middleOf(...after), factor)
    }
    const onMove = (event: PointerEvent) => {
      if (gesture?.kind === 'pinch') return fingers.has(event.pointerId) ? pinch(event) : undefined
      const at = place(event)
      store.set({ pointer: at })
      if (gesture === undefined) {
        if (store.state.hand === 'tool' && !newest.current.leftPans) input('move', event)
        return
      }
      if (gesture.kind === 'tool') input('move', event)
      else if (gesture.kind === 'region') store.set({ region: [gesture.from, at] })
      else movePicture(gesture.last, at)
      gesture.last = at
    }
    const onUp = (event: PointerEvent) => {
      fingers.delete(event.pointerId)
      if (gesture?.kind === 'pinch') {
        if (fingers.size === 0) gesture = undefined
        return
      }
      const ended = gesture
      gesture = undefined
      if (ended === undefined) return
      if (ended.kind === 'tool') input('up', event)
      if (ended.kind === 'region') endRegion(store)
      if (ended.button === 2 && !hasMoved(ended.from, place(event))) newest.current.onMenu?.(place(event))
    }
    const onCancel = (event: PointerEvent) => {
      fingers.delete(event.pointerId)
      if (gesture?.kind === 'tool') store.update((work) => tell(work, { kind: 'cancel' }))
      gesture = undefined
      store.set({ region: undefined })
    }
    const onLeave = () => {
      if (gesture === undefined) store.set({ pointer: undefined })
    }
    const onDouble = (event: MouseEvent) => {
      if (store.state.hand === 'tool' && isDrawing(store.state.work.editor)) input('double', event)
    }
    const onWheel = (event: WheelEvent) => {
      event.preventDefault()
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1
      const speed = event.ctrlKey ? 0.01 : 0.0015
      const factor = Math.exp(-event.deltaY * lines * speed)
      store.update((work) => withEditor(work, { camera: zoomAt(work.editor.camera, place(event), factor) }))
    }
    const onContextMenu = (event: MouseEvent) => {
      event.preventDefault()
      if (event.button !== 2) newest.current.onMenu?.(undefined)
    }
    const listening = new AbortController()
    const { signal } = listening
    element.addEventListener('pointerdown', onDown, { signal })
    element.addEventListener('pointermove', onMove, { signal })
    element.addEventListener('pointerup', onUp, { signal })
    element.addEventListener('pointercancel', onCancel, { signal })
    element.addEventListener('pointerleave', onLeave, { signal })
    element.addEventListener('dblclick', onDouble, { signal })
    element.addEventListener('wheel', onWheel, { signal, passive: false })
    element.addEventListener('contextmenu', onContextMenu, { signal })
    return () => listening.abort()
  }, [store, canvas])
}

function middleOf(one: ScreenPoint, other: ScreenPoint): ScreenPoint {
  return [(one[0] + other[0]) / 2, (one[1] + other[1]) / 2]
}

/** The part that was pulled up fills the canvas. */
function endRegion(store: ImageStore): void {
  const { region, work } = store.state
  store.set({ region: undefined })
  if (region === undefined || !hasMoved(...region)) return
  const { camera } = work.editor
  const [[x1, y1], [x2, y2]] = region.map((corner) => toImage(camera, corner)) as [
    readonly [number, number],
    readonly [number, number],
  ]
  const part = [Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2)] as const
  store.update((next) => withEditor(next, { camera: zoomToRegion(camera, part) }))
}
