import type { ImageSize } from '#core/geometry/shape.ts'
import type { WorkDocument } from '#web/workbench/document/document.ts'
import { findLabel, type WorkLabel } from '#web/workbench/document/label.ts'
import { openCamera, resizeView, stretchView } from './camera.ts'
import { setSelectedProperty } from './commands.ts'
import { type ImageWork, openEditor, selectLabels, withDocument, withEditor } from './editor.ts'
import { UNNAMED } from './naming.ts'
import type { ScreenPoint, ScreenSize } from './points.ts'

/** What the hand on the canvas does: what the tool says, move the picture, or pull up a part to zoom to. */
export type Hand = 'tool' | 'pan' | 'region'

export type ImageState = {
  readonly work: ImageWork
  /** Where the pointer is while it is over the canvas. */
  readonly pointer?: ScreenPoint
  readonly hand: Hand
  /** The part that is being pulled up. */
  readonly region?: readonly [from: ScreenPoint, to: ScreenPoint]
}

/**
 * The image workbench outside of React, so that a frame of panning draws no component. Components look at parts of it
 * with `useImage`, the canvas at all of it. It survives going from sample to sample: tool, label and clipboard stay.
 */
export class ImageStore {
  state: ImageState
  /** What was copied, also from another image. */
  clipboard: readonly WorkLabel[] = []
  readonly sticky = new Map<string, WorkLabel['property']>()
  #listeners = new Set<() => void>()
  #onDocument: (document: WorkDocument) => void = () => {}
  #view: ScreenSize = [800, 600]

  constructor(document: WorkDocument, size: ImageSize, newId: () => string) {
    this.state = {
      work: { document, editor: openEditor(openCamera(size, this.#view), newId, { naming: UNNAMED }) },
      hand: 'tool',
    }
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  set(change: Partial<ImageState>): void {
    this.state = { ...this.state, ...change }
    for (const listener of this.#listeners) listener()
  }

  /** Does something to the work; a document that came of it goes to its owner in the same tick. */
  update(act: (work: ImageWork) => ImageWork): void {
    const { work } = this.state
    const next = act(work)
    if (next === work) return
    this.set({ work: next })
    if (next.document !== work.document) this.#onDocument(next.document)
  }

  /** Takes up another sample: the whole picture, nothing selected, nothing begun; tool and label as they were. */
  open(document: WorkDocument, size: ImageSize): void {
    const { tool, lastTool, naming, boxStyle, newId, readOnly, camera } = this.state.work.editor
    const kept = { tool, lastTool, naming, boxStyle, readOnly }
    const opened = openCamera(size, this.#view)
    const isAlike = camera.size[0] === size[0] && camera.size[1] === size[1]
    const editor = openEditor(isAlike ? { ...opened, turns: camera.turns } : opened, newId, kept)
    this.set({ work: { document, editor }, region: undefined })
  }

  /** The document was changed by its owner: a merge, a restored version. */
  adopt(document: WorkDocument, onDocument: (document: WorkDocument) => void): void {
    this.#onDocument = onDocument
    if (document !== this.state.work.document) this.set({ work: withDocument(this.state.work, document) })
  }

  /**
   * The canvas has got another size. In the same window and as wide as before, something came or went at its lower edge:
   * the picture stays where it is.
   */
  resize(view: ScreenSize, sameWindow: boolean): void {
    const isSame = view[0] === this.#view[0] && view[1] === this.#view[1]
    const change = sameWindow && view[0] === this.#view[0] ? stretchView : resizeView
    this.#view = view
    if (!isSame) this.update((work) => withEditor(work, { camera: change(work.editor.camera, view) }))
  }

  /** What a row of a list does to the selection. */
  select(id: string, mode: 'only' | 'toggle' | 'through'): void {
    this.update((work) => {
      const { selection } = work.editor
      if (mode === 'only') return selectLabels(work, [id])
      if (mode === 'toggle') {
        return selectLabels(work, selection.includes(id) ? selection.filter((one) => one !== id) : [...selection, id])
      }
      const ids = work.document.content.labels.map((label) => label.id)
      const [from, to] = [ids.indexOf(selection.at(-1) ?? id), ids.indexOf(id)]
      const between = ids.slice(Math.min(from, to), Math.max(from, to) + 1)
      return selectLabels(work, [...new Set([...selection, ...between])])
    })
  }

  /** The only label that is selected. */
  get selected(): WorkLabel | undefined {
    const { document, editor } = this.state.work
    return editor.selection.length === 1 ? findLabel(document.content, editor.selection[0]!) : undefined
  }

  setReadOnly(readOnly: boolean): void {
    if (this.state.work.editor.readOnly !== readOnly) this.update((work) => withEditor(work, { readOnly }))
  }

  /** Gives what is selected attributes. `sticky`: the next label of that name begins with them. */
  setAttributes(values: Readonly<Record<string, unknown>>, group: string | undefined, sticky: boolean): void {
    const name = this.selected?.name
    this.update((work) => setSelectedProperty(work, values, group))
    if (!sticky || name === undefined) return
    this.sticky.set(name, { ...this.sticky.get(name), ...values })
    this.update((work) => {
      const { naming } = work.editor
      return naming.name === name
        ? withEditor(work, { naming: { ...naming, property: { ...naming.property, ...values } } })
        : work
    })
  }
}
