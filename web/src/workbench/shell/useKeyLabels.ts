import { useMemo } from 'react'
import type { Label } from '#contract/labels.ts'

/** The labels of a dataset as a region of keys asks for them. */
export function useKeyLabels(labels: readonly Label[] | undefined) {
  return useMemo(
    () => labels?.map(({ name, property }) => ({ name: name!, shortcut: property?.['@modelarts:shortcut'] })),
    [labels],
  )
}
