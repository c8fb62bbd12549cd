import { useState } from 'react'
import type { WorkDocument } from '#web/workbench/document/document.ts'

/** A document that is only looked at: hiding labels is remembered until another document comes; its content never changes. */
export function useViewOf(opened: WorkDocument): [WorkDocument, (next: WorkDocument) => void] {
  const [looked, setLooked] = useState({ opened, view: opened.view })
  const view = looked.opened === opened ? looked.view : opened.view
  const document = view === opened.view ? opened : { ...opened, view }
  return [document, (next) => setLooked({ opened, view: next.view })]
}
