import { type LabelView, viewLabels } from '#web/workbench/document/document.ts'
import type { ImageWork } from './editor.ts'

/** Locks or hides labels; those that all are so already, frees or shows them again. No step of undo. */
export function toggleLook(work: ImageWork, look: keyof LabelView, ids: readonly string[]): ImageWork {
  const { document } = work
  const all = ids.every((id) => document.view[id]?.[look])
  return ids.length === 0 ? work : { ...work, document: viewLabels(document, ids, { [look]: !all }) }
}

/** Hides everything; when nothing is to be seen already, shows everything. */
export function toggleAllHidden(work: ImageWork): ImageWork {
  return toggleLook(
    work,
    'hidden',
    work.document.content.labels.map(({ id }) => id),
  )
}
