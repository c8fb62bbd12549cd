import { useState } from 'react'
import type { DescribeSampleResp } from '#contract/samples.ts'
import { entryKey } from '#web/workbench/shell/queue.ts'

/** What is selected among entries, and where one is. */
export type Chosen = {
  readonly keys: ReadonlySet<string>
  readonly active: number
  move(index: number): void
  toggle(index: number): void
  /** From where one is to there. */
  extend(index: number): void
  addRange(first: number, last: number): void
  clear(): void
}

export function useChosen(entries: readonly DescribeSampleResp[]): Chosen {
  const [{ keys, active }, set] = useState<{ keys: ReadonlySet<string>; active: number }>({
    keys: new Set(),
    active: 0,
  })
  const between = (one: number, other: number) =>
    entries.slice(Math.min(one, other), Math.max(one, other) + 1).map(entryKey)
  return {
    keys,
    active: Math.min(active, Math.max(entries.length - 1, 0)),
    move: (index) => set({ keys, active: index }),
    toggle: (index) => {
      const entry = entries[index]
      if (!entry) return
      const next = new Set(keys)
      if (!next.delete(entryKey(entry))) next.add(entryKey(entry))
      set({ keys: next, active: index })
    },
    extend: (index) => set({ keys: new Set([...keys, ...between(active, index)]), active: index }),
    addRange: (first, last) => set({ keys: new Set([...keys, ...between(first, last)]), active }),
    clear: () => set({ keys: new Set(), active }),
  }
}
