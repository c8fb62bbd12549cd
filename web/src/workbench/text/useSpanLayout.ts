import { useMemo, useRef } from 'react'
import type { WorkDocument } from '#web/workbench/document/document.ts'
import type { Content } from '#web/workbench/document/label.ts'
import { layoutSpans, type SpanLayout } from './layout.ts'
import type { TextModel } from './text-model.ts'

/** Where everything that is shown lies; after an edit only the lines it touches are laid out anew. */
export function useSpanLayout(model: TextModel, content: Content, view: WorkDocument['view']): SpanLayout {
  const before = useRef<{ model: TextModel; layout: SpanLayout }>(undefined)
  return useMemo(() => {
    const shown = content.labels.filter(({ id }) => !view[id]?.hidden)
    const known = before.current?.model === model ? before.current.layout : undefined
    const layout = layoutSpans(model, shown, known)
    before.current = { model, layout }
    return layout
  }, [model, content, view])
}
