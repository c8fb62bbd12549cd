import type { WorkDocument } from '#web/workbench/document/document.ts'
import { redo, undo } from '#web/workbench/document/document.ts'
import { applyStep, inverseOf, type Step } from '#web/workbench/document/step.ts'

/** How one document follows from another, in as little as it takes: what the journal writes for each edit. */
export type LogEntry =
  | { readonly kind: 'step'; readonly step: Step }
  /** The last step grew: a word goes on, a held arrow key moves further. */
  | { readonly kind: 'grown'; readonly step: Step }
  | { readonly kind: 'undo' }
  | { readonly kind: 'redo' }
  | { readonly kind: 'view'; readonly view: WorkDocument['view'] }
  | { readonly kind: 'whole'; readonly document: WorkDocument }

/** What leads from one document to the next; undefined when nothing changed. */
export function entryBetween(before: WorkDocument, after: WorkDocument): LogEntry | undefined {
  if (before === after) return undefined
  if (before.view !== after.view && before.content === after.content) return { kind: 'view', view: after.view }
  const step = after.past.at(-1)
  const candidates: LogEntry[] = []
  if (before.past.length > 0) candidates.push({ kind: 'undo' })
  if (before.future.length > 0) candidates.push({ kind: 'redo' })
  if (step !== undefined && step !== before.past.at(-1))
    candidates.push({ kind: 'step', step }, { kind: 'grown', step })
  return candidates.find((entry) => leadsTo(before, entry, after)) ?? { kind: 'whole', document: after }
}

/** Whether an entry explains the change, judged by the steps: they are the same values when nothing else happened. */
function leadsTo(before: WorkDocument, entry: LogEntry, after: WorkDocument): boolean {
  if (before.sample_id !== after.sample_id || before.view !== after.view) return false
  const [past, future] = stepsAfter(before, entry)
  return isSameList(past, after.past) && isSameList(future, after.future)
}

function stepsAfter({ past, future }: WorkDocument, entry: LogEntry): [readonly Step[], readonly Step[]] {
  switch (entry.kind) {
    case 'step':
      return [[...past, entry.step], []]
    case 'grown':
      return [[...past.slice(0, -1), entry.step], []]
    case 'undo':
      return [past.slice(0, -1), [...future, ...past.slice(-1)]]
    default:
      return [[...past, ...future.slice(-1)], future.slice(0, -1)]
  }
}

function isSameList(one: readonly Step[], other: readonly Step[]): boolean {
  return one.length === other.length && one.every((step, index) => step === other[index])
}

/** Goes on from a document with what was logged after it. */
export function replay(document: WorkDocument, entry: LogEntry): WorkDocument {
  switch (entry.kind) {
    case 'step':
      return {
        ...document,
        content: applyStep(document.content, entry.step),
        past: [...document.past, entry.step],
        future: [],
      }
    case 'grown': {
      const last = document.past.at(-1)
      const before = last ? applyStep(document.content, inverseOf(last)) : document.content
      const past = [...document.past.slice(0, -1), entry.step]
      return { ...document, content: applyStep(before, entry.step), past, future: [] }
    }
    case 'undo':
      return undo(document)
    case 'redo':
      return redo(document)
    case 'view':
      return { ...document, view: entry.view }
    case 'whole':
      return entry.document
  }
}
