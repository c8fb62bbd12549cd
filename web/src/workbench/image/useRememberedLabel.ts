import { useEffect, useRef } from 'react'
import type { Label } from '#contract/labels.ts'
import { withEditor } from './editor.ts'
import type { ImageStore } from './image-store.ts'
import { namingOf, UNNAMED } from './naming.ts'
import { useImage } from './useImage.ts'

const KEPT = 'muster.activeLabel'

/**
 * The label new shapes get is that of the last time on this device; where there is but one label, that one. It is let go
 * when it goes from the label set.
 */
export function useRememberedLabel(store: ImageStore, labels: readonly Label[]): void {
  const name = useImage(store, ({ work }) => work.editor.naming.name)
  const isBegun = useRef(false)
  useEffect(() => {
    if (!isBegun.current) {
      isBegun.current = true
      const kept = labels.length === 1 ? labels[0]!.name : localStorage.getItem(KEPT)
      const label = labels.find((one) => one.name === kept)
      if (label) return store.update((work) => withEditor(work, { naming: namingOf(label, store.sticky) }))
    } else {
      localStorage.setItem(KEPT, name ?? '')
    }
    if (name !== undefined && !labels.some((label) => label.name === name)) {
      store.update((work) => withEditor(work, { naming: UNNAMED }))
    }
  }, [store, labels, name])
}
