import { useCallback, useMemo, useState } from 'react'
import type { Search } from './FindBar.tsx'
import { findText } from './find.ts'
import type { TextRange } from './offsets.ts'
import type { TextModel } from './text-model.ts'

const nothing: readonly TextRange[] = []

/** Finding in a text: what is looked for while the bar is open, and where it occurs. */
export function useFind(model: TextModel) {
  const [search, setSearch] = useState<Search>()
  const { text = '', matchCase = false, words = false } = search ?? {}
  const found = useMemo(
    () => (text === '' ? nothing : findText(model, text, { matchCase, words })),
    [model, text, matchCase, words],
  )
  const at = Math.min(search?.at ?? 0, found.length - 1)
  return {
    search: search && { ...search, at: Math.max(at, 0) },
    found,
    here: found[at],
    set: setSearch,
    open: useCallback(
      (wanted: string) =>
        setSearch((last) => ({ matchCase: false, words: false, ...last, text: wanted || (last?.text ?? ''), at: 0 })),
      [],
    ),
    close: () => setSearch(undefined),
  }
}
