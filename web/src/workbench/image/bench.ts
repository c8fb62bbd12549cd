import type { ImageSize, Shape } from '#core/geometry/shape.ts'
import { openDocument, viewLabels, type WorkDocument } from '#web/workbench/document/document.ts'
import { shapeOf, type WorkLabel } from '#web/workbench/document/label.ts'
import { openCamera, zoomToActual } from './camera.ts'
import {
  chooseTool,
  type Editor,
  type ImageWork,
  openEditor,
  redoWork,
  selectLabels,
  undoWork,
  withEditor,
} from './editor.ts'
import { handleInput } from './input.ts'
import type { Modifiers, ToolName } from './tools/tool.ts'

export type Held = Partial<Modifiers>

/**
 * A bench for gestures without a browser: `bench().tool('bndbox').down(10, 10).move(60, 40).up()`. The canvas is as
 * large as the image at 100 %, so screen and image coordinates are the same numbers unless the camera is changed.
 */
export class Bench {
  work: ImageWork
  #at: readonly [number, number] = [0, 0]

  constructor(labels: readonly WorkLabel[], size: ImageSize) {
    let made = 0
    const camera = zoomToActual(openCamera(size, [size[0], size[1]]))
    const editor = openEditor(camera, () => `new${++made}`, { naming: { name: 'cat', type: 1 } })
    this.work = { document: openDocument('sample', { labels, metadata: {} }), editor }
  }

  do(act: (work: ImageWork) => ImageWork): this {
    this.work = act(this.work)
    return this
  }

  tool(name: ToolName): this {
    return this.do((work) => chooseTool(work, name))
  }

  set(settings: Partial<Editor>): this {
    return this.do((work) => withEditor(work, settings))
  }

  select(...ids: string[]): this {
    return this.do((work) => selectLabels(work, ids))
  }

  view(ids: string[], view: { locked?: boolean; hidden?: boolean }): this {
    return this.do((work) => ({ ...work, document: viewLabels(work.document, ids, view) }))
  }

  down(x: number, y: number, held: Held = {}): this {
    return this.#pointer('down', x, y, held)
  }

  move(x: number, y: number, held: Held = {}): this {
    return this.#pointer('move', x, y, held)
  }

  /** Where the pointer is. */
  up(held: Held = {}): this {
    return this.#pointer('up', ...this.#at, held)
  }

  click(x: number, y: number, held: Held = {}): this {
    return this.move(x, y, held).down(x, y, held).up(held)
  }

  /** As browsers tell it: two clicks, then the double click. */
  double(x: number, y: number): this {
    return this.click(x, y).click(x, y).#pointer('double', x, y, {})
  }

  drag(from: readonly [number, number], to: readonly [number, number], held: Held = {}): this {
    return this.down(...from, held)
      .move(...to, held)
      .up(held)
  }

  arrow(dx: -1 | 0 | 1, dy: -1 | 0 | 1, held: Held & { repeat?: boolean } = {}): this {
    return this.do((work) => handleInput(work, { kind: 'arrow', dx, dy, ...none, repeat: false, ...held }))
  }

  enter(): this {
    return this.do((work) => handleInput(work, { kind: 'enter' }))
  }

  backspace(): this {
    return this.do((work) => handleInput(work, { kind: 'backspace' }))
  }

  cancel(): this {
    return this.do((work) => handleInput(work, { kind: 'cancel' }))
  }

  undo(): this {
    return this.do(undoWork)
  }

  redo(): this {
    return this.do(redoWork)
  }

  get document(): WorkDocument {
    return this.work.document
  }

  get state(): string {
    return this.work.editor.state.name
  }

  get selection(): readonly string[] {
    return this.work.editor.selection
  }

  get notice(): string | undefined {
    const { notice } = this.work.editor
    return notice && `${notice.level} ${notice.fault}`
  }

  shapes(): Shape[] {
    return this.document.content.labels.map((label) => shapeOf(label)!)
  }

  shapeOf(id: string): Shape | undefined {
    return shapeOf(this.document.content.labels.find((label) => label.id === id)!)
  }

  #pointer(kind: 'down' | 'move' | 'up' | 'double', x: number, y: number, held: Held): this {
    this.#at = [x, y]
    return this.do((work) => handleInput(work, { kind, at: [x, y], ...none, ...held }))
  }
}

const none: Modifiers = { shift: false, alt: false, ctrl: false }

export function bench(labels: readonly WorkLabel[] = [], size: ImageSize = [640, 480, 3]): Bench {
  return new Bench(labels, size)
}

/** A label to begin with. */
export function labelOf(id: string, shape: Shape, more: Partial<WorkLabel> = {}): WorkLabel {
  return { id, name: 'cat', type: 1, place: { kind: 'shape', shape }, property: {}, ...more }
}
