import type { LabelType } from '#contract/codes.ts'
import type { ImagePoint, Shape } from '#core/geometry/shape.ts'
import { type Edit, editDocument, redo, undo, type WorkDocument } from '#web/workbench/document/document.ts'
import { addLabels, changeLabels } from '#web/workbench/document/edits.ts'
import { findLabel, shapeOf, type WorkLabel } from '#web/workbench/document/label.ts'
import type { Camera } from './camera.ts'
import { divideLabels, replaceByPieces } from './cutting.ts'
import { refusalOfChanged, refusalOfDrawn, type ShapeFault, warningOf } from './faults.ts'
import { angleKey } from './handles.ts'
import type { Cut } from './split-path.ts'
import type { Answer, BoxStyle, Change, ToolEvent, ToolName, ToolState } from './tools/tool.ts'
import { startTool } from './tools/tools.ts'

/** How somebody works on an image at this moment. Together with the document it is all the canvas needs. */
export type Editor = {
  readonly camera: Camera
  readonly tool: ToolName
  readonly state: ToolState
  /** Ids of labels, in the order in which they were chosen. */
  readonly selection: readonly string[]
  readonly boxStyle: BoxStyle
  /** What new shapes are called and carry; without a name the label is asked for afterwards. */
  readonly naming: Naming
  /** Cross of the keyboard, while that is what draws. */
  readonly cross?: ImagePoint
  /** Where Enter was pressed last with the cross: pressed there again it completes the shape. */
  readonly crossSet?: ImagePoint
  /** What the last event was refused for, or what is doubtful about its outcome. */
  readonly notice?: Notice
  /** The tool drawn with last, for "again". */
  readonly lastTool?: ToolName
  /** New with every key that goes down, so that one held arrow key is one step of undo. */
  readonly gesture: string
  /** Labels are looked at, not changed: review, acceptance, somebody else's work. */
  readonly readOnly: boolean
  readonly newId: () => string
}

export type Naming = {
  readonly name?: string
  readonly type?: LabelType
  readonly property?: Readonly<Record<string, unknown>>
}

export type Notice = { readonly level: 'refused' | 'warned'; readonly fault: ShapeFault }

/** The state of the whole image workbench: what every function here takes and answers. */
export type ImageWork = { readonly document: WorkDocument; readonly editor: Editor }

export function openEditor(camera: Camera, newId: () => string, settings: Partial<Editor> = {}): Editor {
  return {
    camera,
    tool: 'select',
    state: startTool(settings.tool ?? 'select'),
    selection: [],
    boxStyle: 'corners',
    naming: {},
    gesture: '',
    readOnly: false,
    newId,
    ...settings,
  }
}

/** What is being drawn is called off; the selection stays. A read-only bench has one tool. */
export function chooseTool(work: ImageWork, tool: ToolName): ImageWork {
  if (work.editor.readOnly && tool !== 'select') return work
  const lastTool = tool === 'select' || tool === 'split' ? work.editor.lastTool : tool
  return withEditor(work, { tool, lastTool, state: startTool(tool), notice: undefined, crossSet: undefined })
}

/** Again with the tool drawn with last; its label is the chosen one still. */
export function drawAgain(work: ImageWork): ImageWork {
  return work.editor.lastTool === undefined ? work : chooseTool(work, work.editor.lastTool)
}

export function withEditor(work: ImageWork, change: Partial<Editor>): ImageWork {
  return { ...work, editor: { ...work.editor, ...change } }
}

/** Chooses labels; ids that are not there are left out. */
export function selectLabels(work: ImageWork, ids: readonly string[]): ImageWork {
  return withEditor(work, { selection: ids.filter((id) => findLabel(work.document.content, id) !== undefined) })
}

/** The one way in which the image workbench changes labels. */
export function change(work: ImageWork, name: string, edit: Edit, group?: string): ImageWork {
  if (work.editor.readOnly) return work
  return keepSelection({ ...work, document: editDocument(work.document, name, edit, group) })
}

/** Gives an event to the tool and does what comes of it. */
export function tell(work: ImageWork, event: ToolEvent): ImageWork {
  return ask(work, event).work
}

/** As `tell`, and whether the event meant anything to the tool. */
export function ask(work: ImageWork, event: ToolEvent): { work: ImageWork; ignored: boolean } {
  const { state, camera, selection, boxStyle } = work.editor
  const answer = state.on(event, { document: work.document, camera, selection, boxStyle })
  return { work: follow(work, answer), ignored: answer.ignored ?? false }
}

function follow(work: ImageWork, answer: Answer): ImageWork {
  const { refused, drawn, changed, cut } = answer
  const isNew = [refused, drawn, changed, cut].some((outcome) => outcome !== undefined)
  const notice: Notice | undefined = refused && { level: 'refused', fault: refused }
  let next = withEditor(work, { state: answer.state, ...(isNew && { notice }) })
  if (answer.select !== undefined) next = selectLabels(next, answer.select)
  if (changed !== undefined) next = applyChange(next, changed)
  if (cut !== undefined) next = applyCut(next, cut)
  return drawn === undefined ? next : addDrawn(next, drawn)
}

/** A group for the edits that belong to drawing a label: naming it at once is the same step. */
export function drawGroup(id: string): string {
  return `draw ${id}`
}

function addDrawn(work: ImageWork, shape: Shape): ImageWork {
  const { naming, newId } = work.editor
  const mates = work.document.content.labels.filter(({ name }) => name !== undefined && name === naming.name)
  const refused = refusalOfDrawn(shape, mates)
  if (refused !== undefined) return withEditor(work, { notice: { level: 'refused', fault: refused } })
  const label: WorkLabel = { property: {}, ...naming, id: newId(), place: { kind: 'shape', shape } }
  const drawn = change(work, 'draw', addLabels([label]), drawGroup(label.id))
  return warn(selectLabels(drawn, [label.id]), shape, [])
}

/** Puts changed shapes into the document, all or, if one breaks its rule, none. */
export function applyChange(work: ImageWork, { name, shapes, angles }: Change, group?: string): ImageWork {
  for (const shape of shapes.values()) {
    const refused = refusalOfChanged(shape)
    if (refused !== undefined) return withEditor(work, { notice: { level: 'refused', fault: refused } })
  }
  const edit = changeLabels([...shapes.keys()], (label) => {
    const placed: WorkLabel = { ...label, place: { kind: 'shape', shape: shapes.get(label.id)! } }
    const angle = angles?.get(label.id)
    return angle === undefined ? placed : { ...placed, property: turned(label, angle) }
  })
  const changed = change(work, name, edit, group)
  return [...shapes].reduceRight((next, [id, shape]) => warn(next, shape, matesOf(next, id, shape)), changed)
}

/** Divides what a cut runs through; its pieces are selected then. */
function applyCut(work: ImageWork, cut: Cut): ImageWork {
  const { selection, newId } = work.editor
  const pieces = divideLabels(work.document, selection, cut, newId)
  if (typeof pieces === 'string') return withEditor(work, { notice: { level: 'refused', fault: pieces } })
  const ids = [...pieces.values()].flatMap((labels) => labels.map(({ id }) => id))
  return selectLabels(change(work, 'split', replaceByPieces(pieces)), ids)
}

function turned({ property }: WorkLabel, angle: number): WorkLabel['property'] {
  const { [angleKey]: _, ...upright } = property
  return angle === 0 ? upright : { ...upright, [angleKey]: angle }
}

function warn(work: ImageWork, shape: Shape, mates: readonly WorkLabel[]): ImageWork {
  const fault = warningOf(shape, mates)
  return fault === undefined ? work : withEditor(work, { notice: { level: 'warned', fault } })
}

/** Labels a point could be doubled by. */
function matesOf({ document }: ImageWork, id: string, shape: Shape): WorkLabel[] {
  if (shape.shape !== 'point') return []
  const name = findLabel(document.content, id)?.name
  return document.content.labels.filter((label) => label.id !== id && label.name === name)
}

/** Takes the last step back; while something is being drawn, its last point. */
export function undoWork(work: ImageWork): ImageWork {
  if (isDrawing(work.editor)) return tell(work, { kind: 'back' })
  return keepSelection({ ...work, document: undo(work.document) })
}

export function redoWork(work: ImageWork): ImageWork {
  return isDrawing(work.editor) ? work : keepSelection({ ...work, document: redo(work.document) })
}

/** A document changed elsewhere, by a merge or by the panels beside the canvas. */
export function withDocument(work: ImageWork, document: WorkDocument): ImageWork {
  return keepSelection({ ...work, document })
}

function keepSelection(work: ImageWork): ImageWork {
  const { selection } = work.editor
  const kept = selection.filter((id) => findLabel(work.document.content, id) !== undefined)
  return kept.length === selection.length ? work : withEditor(work, { selection: kept })
}

/** Whether a shape is begun and not complete, or a drag is under way. */
export function isDrawing({ state }: Editor): boolean {
  return !state.name.endsWith('.idle')
}

/** The labels that are selected and have a shape. */
export function selectedShapes({ document, editor }: ImageWork): Map<string, Shape> {
  const shapes = new Map<string, Shape>()
  for (const id of editor.selection) {
    const label = findLabel(document.content, id)
    const shape = label && shapeOf(label)
    if (shape !== undefined) shapes.set(id, shape)
  }
  return shapes
}
