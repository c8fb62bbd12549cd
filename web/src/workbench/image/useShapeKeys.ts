import type { Label } from '#contract/labels.ts'
import { type Press, useActions, useLabelKeys } from '#web/keys/KeysRegion.tsx'
import type { Content } from '#web/workbench/document/label.ts'
import { focusCanvas } from '#web/workbench/shell/focus-canvas.ts'
import { toImage } from './camera.ts'
import * as commands from './commands.ts'
import { chooseTool, drawAgain, type ImageWork, isDrawing, redoWork, undoWork } from './editor.ts'
import { toggleHardLabels, toggleHardSample } from './hard-commands.ts'
import type { ImageStore } from './image-store.ts'
import { canCancel, handleInput } from './input.ts'
import { toggleAllHidden, toggleLook } from './looks.ts'
import { onRelease } from './on-release.ts'
import type { Modifiers, ToolName } from './tools/tool.ts'

type Work = (work: ImageWork) => ImageWork

/** Keys that draw and change shapes. */
export function useShapeKeys(
  store: ImageStore,
  {
    labels,
    previous,
    readOnly,
    onLabel,
    onLeave,
  }: {
    labels: readonly Label[]
    previous: Content | null
    readOnly: boolean
    onLabel: (label: Label) => void
    /** Escape where there is nothing left to leave but the canvas. */
    onLeave: () => void
  },
): void {
  const does = (act: Work) => () => store.update(act)
  /** Leads back from the tools, where Escape led. */
  const takes = (tool: ToolName) => () => {
    store.update((work) => chooseTool(work, tool))
    if (document.activeElement?.closest('[data-tools]')) focusCanvas()
  }
  /** Not where there is nothing to do it to: the key may mean something to the browser. */
  const toSelection = (act: Work) => () => {
    if (store.state.work.editor.selection.length === 0) return false
    store.update(act)
  }
  const arrow = (held: Partial<Modifiers>) => (press: Press) => moveByArrow(store, press, held)

  useActions({
    nextObject: () => goThrough(store, 1),
    previousObject: () => goThrough(store, -1),
    selectAll: does(commands.selectAll),
    hide: toSelection((work) => toggleLook(work, 'hidden', work.editor.selection)),
    hideAll: does(toggleAllHidden),
    lock: toSelection((work) => toggleLook(work, 'locked', work.editor.selection)),
    nextOverlap: () => goBeneath(store),
    copy: () => {
      const copied = commands.copySelected(store.state.work)
      if (copied.length === 0) return false
      store.clipboard = copied
    },
    escape: () => goOut(store, onLeave),
  })
  useActions(
    {
      toolSelect: takes('select'),
      toolRectangle: takes('bndbox'),
      toolPolygon: takes('polygon'),
      toolCircle: takes('circle'),
      toolLine: takes('line'),
      toolDashed: takes('dashed'),
      toolPoint: takes('point'),
      toolPolyline: takes('polyline'),
      toolSplit: takes('split'),
      again: does(drawAgain),
      finish: does((work) => handleInput(work, { kind: 'enter' })),
      move: arrow({}),
      moveFar: arrow({ shift: true }),
      moveFarthest: arrow({ ctrl: true }),
      resize: arrow({ alt: true }),
      resizeFar: arrow({ alt: true, shift: true }),
      moveHeld: () => holdSelect(store),
      paste: () => {
        if (store.clipboard.length === 0) return false
        store.update((work) => commands.pasteLabels(work, store.clipboard))
      },
      duplicate: toSelection(commands.duplicateSelected),
      pastePrevious: () => previous && store.update((work) => commands.pastePrevious(work, previous)),
      occluded: toSelection((work) => commands.toggleFlag(work, 'occluded')),
      truncated: toSelection((work) => commands.toggleFlag(work, 'truncated')),
      raise: toSelection((work) => commands.reorderSelected(work, 'up')),
      lower: toSelection((work) => commands.reorderSelected(work, 'down')),
      deleteObject: does((work) => handleInput(work, { kind: 'backspace' })),
      deleteAll: does(commands.removeAll),
      undo: does(undoWork),
      redo: does(redoWork),
      hardSample: does(toggleHardSample),
      hardLabel: toSelection(toggleHardLabels),
      chooseLabel: ({ digit }) => {
        const label = labels[((digit ?? 1) + 9) % 10]
        if (label) onLabel(label)
      },
    },
    !readOnly,
  )
  useLabelKeys((name) => {
    const label = labels.find((one) => one.name === name)
    if (label) onLabel(label)
  }, !readOnly)
}

/** Objects are moved until the key is let go, and with it a drag that is under way; then the tool is what it was. */
function holdSelect(store: ImageStore): void {
  const { tool } = store.state.work.editor
  if (tool === 'select' || isDrawing(store.state.work.editor)) return
  store.update((work) => chooseTool(work, 'select'))
  const giveBack = () => store.update((work) => (work.editor.tool === 'select' ? chooseTool(work, tool) : work))
  onRelease(() => {
    if (isDrawing(store.state.work.editor)) window.addEventListener('pointerup', giveBack, { once: true })
    else giveBack()
  })
}

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] } as const

function moveByArrow(store: ImageStore, { arrow = 'ArrowRight', repeat = false }: Press, held: Partial<Modifiers>) {
  const [dx, dy] = STEPS[arrow]
  const modifiers = { shift: false, alt: false, ctrl: false, ...held }
  store.update((work) => handleInput(work, { kind: 'arrow', dx, dy, repeat, ...modifiers }))
}

/** Where nothing is drawn Tab goes on to the next control, as everywhere. */
function goThrough(store: ImageStore, step: 1 | -1): false | undefined {
  const next = commands.selectNext(store.state.work, step)
  if (next === store.state.work || next.editor.selection.length === 0) return false
  store.update(() => next)
}

/** Beneath the pointer, or beneath the middle of what is selected. */
function goBeneath(store: ImageStore): void {
  const { work, pointer } = store.state
  const bounds = commands.boundsOfSelected(work)
  const middle = bounds && ([(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2] as const)
  const at = pointer ? toImage(work.editor.camera, pointer) : middle
  if (at) store.update((now) => commands.selectBeneath(now, at))
}

/** One level out: a field, what is drawn or selected, the tool, at last the canvas. */
function goOut(store: ImageStore, onLeave: () => void): false | undefined {
  const focused = document.activeElement
  // Menus and dialogs lie outside of the frame: what Escape closes there it has done with.
  if (focused !== document.body && !focused?.closest('main, aside')) return false
  if (focused?.getAttribute('aria-expanded') === 'true') return false
  if (focused?.matches('input, textarea')) {
    focusCanvas()
    return
  }
  const { work } = store.state
  if (canCancel(work)) store.update((now) => handleInput(now, { kind: 'cancel' }))
  else if (work.editor.tool !== 'select') store.update((now) => chooseTool(now, 'select'))
  else onLeave()
}
