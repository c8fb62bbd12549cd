import type { Content } from './label.ts'
import { applyStep, inverseOf, type Step, stepBetween } from './step.ts'

/**
 * One sample on the workbench, whatever its media type: what people change, how they got there, and how they look at it.
 * A document is plain data and never changes in place: keep it in a state hook, store it as JSON, compare it by `===`.
 */
export type WorkDocument = {
  readonly sample_id: string
  readonly content: Content
  /** Steps that lead to the content, oldest first. */
  readonly past: readonly Step[]
  /** Steps taken back, the next one to redo last. */
  readonly future: readonly Step[]
  /** By id of the label. A way of looking, no work: not undone, not sent. */
  readonly view: Readonly<Record<string, LabelView>>
}

export type LabelView = { readonly locked?: boolean; readonly hidden?: boolean }

/** A change of content, made of the functions in `edits.ts` or of one's own; it must not change what it is given. */
export type Edit = (content: Content) => Content

export function openDocument(sample_id: string, content: Content): WorkDocument {
  return { sample_id, content, past: [], future: [], view: {} }
}

/**
 * Does an edit as one step of undo. With a `group` it joins the step before when that had the same group and nothing was
 * undone since. An edit that changes nothing leaves the document as it is, and so keeps what can be redone.
 */
export function editDocument(document: WorkDocument, name: string, edit: Edit, group?: string): WorkDocument {
  const content = edit(document.content)
  const step = stepBetween(name, document.content, content)
  if (step === undefined) return document
  const last = document.past.at(-1)
  if (group === undefined || last?.group !== group || document.future.length > 0) {
    return {
      ...document,
      content,
      past: [...document.past, group === undefined ? step : { ...step, group }],
      future: [],
    }
  }
  const whole = stepBetween(last.name, applyStep(document.content, inverseOf(last)), content)
  const joined: Step[] = whole === undefined ? [] : [{ ...whole, group }]
  return { ...document, content, past: [...document.past.slice(0, -1), ...joined], future: [] }
}

/** Takes the last step back; the same document when there is none. */
export function undo(document: WorkDocument): WorkDocument {
  const step = document.past.at(-1)
  if (step === undefined) return document
  return {
    ...document,
    content: applyStep(document.content, inverseOf(step)),
    past: document.past.slice(0, -1),
    future: [...document.future, step],
  }
}

/** Does again what was last taken back; the same document when there is nothing. */
export function redo(document: WorkDocument): WorkDocument {
  const step = document.future.at(-1)
  if (step === undefined) return document
  return {
    ...document,
    content: applyStep(document.content, step),
    past: [...document.past, step],
    future: document.future.slice(0, -1),
  }
}

/** Puts the outcome of a merge beneath the work: no step of undo, and the steps there are go on working upon it. */
export function replaceContent(document: WorkDocument, content: Content): WorkDocument {
  return { ...document, content }
}

/** Locks or hides labels, or shows and frees them again. */
export function viewLabels(document: WorkDocument, ids: readonly string[], change: LabelView): WorkDocument {
  const view = { ...document.view }
  for (const id of ids) view[id] = { ...view[id], ...change }
  return { ...document, view }
}
