import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { Label } from '#contract/labels.ts'
import { newId } from '#web/data/new-id.ts'
import { editDocument, type WorkDocument } from '#web/workbench/document/document.ts'
import type { Notice } from './notices.ts'
import type { CodePoint } from './offsets.ts'
import type { TextEdit } from './span-edits.ts'
import type { Desk, TextEvent, TextSettings, TextState } from './states/state.ts'
import { settleText, startState, stepText } from './text-machine.ts'
import type { TextModel } from './text-model.ts'

export type TextWork = {
  readonly desk: Desk
  readonly state: TextState
  readonly notice: Notice | undefined
  readonly readOnly: boolean
  /** False when the event means nothing here: then it is the browser's. */
  send(event: TextEvent): boolean
  /** An edit beside the machine: attributes, all the same text. */
  edit(edit: TextEdit): void
  /** Undo, redo, a way of looking: what the newest document becomes, even where an older one is still on the screen. */
  change(change: (document: WorkDocument) => WorkDocument): void
  dismiss(): void
}

type Options = {
  text: TextModel
  document: WorkDocument
  onDocument: (document: WorkDocument) => void
  labels: readonly Label[]
  settings: TextSettings
  readOnly: boolean
}

const looks: ReadonlySet<TextEvent['kind']> = new Set([
  'enter',
  'move',
  'next',
  'overlap',
  'escape',
  'point',
  'select',
  'pick',
  'open',
])

/** Somebody's place in a text, with the machine that moves it and changes the document. */
export function useTextWork({ text, document, onDocument, labels, settings, readOnly }: Options): TextWork {
  const [place, setPlace] = useState({ sample_id: document.sample_id, state: startState })
  const [notice, setNotice] = useState<Notice>()
  const kept = place.sample_id === document.sample_id ? place.state : goOnWith(place.state)
  const state = settleText(kept, document.content)
  if (place.sample_id !== document.sample_id) {
    setPlace({ sample_id: document.sample_id, state })
    setNotice(undefined)
  }
  const desk = useMemo(
    (): Desk => ({
      text,
      document,
      labels,
      settings: readOnly ? { ...settings, labelFirst: false } : settings,
      newId,
    }),
    [text, document, labels, settings, readOnly],
  )
  // Two events may come before the next drawing: the second one meets what the first one has left.
  const newest = useRef({ desk, state, onDocument })
  useLayoutEffect(() => {
    newest.current = { desk, state, onDocument }
  })

  const change = useCallback<TextWork['change']>((make) => {
    const { desk: before, onDocument: tell } = newest.current
    const after = make(before.document)
    if (after === before.document) return
    newest.current = { ...newest.current, desk: { ...before, document: after } }
    tell(after)
  }, [])
  const edit = useCallback<TextWork['edit']>(
    ({ name, edit: one, group }) => change((before) => editDocument(before, name, one, group)),
    [change],
  )
  const send = useCallback(
    (event: TextEvent) => {
      if (readOnly && !looks.has(event.kind)) return false
      const { desk: here, state: from } = newest.current
      const outcome = stepText(from, event, here)
      if (outcome === undefined) return false
      newest.current = { ...newest.current, state: outcome.state }
      if (!readOnly) for (const one of outcome.edits) edit(one)
      setPlace({ sample_id: here.document.sample_id, state: outcome.state })
      setNotice(outcome.notice)
      return true
    },
    [edit, readOnly],
  )
  const dismiss = useCallback(() => setNotice(undefined), [])
  return useMemo(
    () => ({ desk, state, notice, readOnly, send, edit, change, dismiss }),
    [desk, state, notice, readOnly, send, edit, change, dismiss],
  )
}

/** In the next text caret mode and the chosen label stay; the caret is at the beginning. */
function goOnWith({ caret, label }: TextState): TextState {
  const start = 0 as CodePoint
  return {
    at: caret === undefined ? { kind: 'nothing' } : { kind: 'range', anchor: start, focus: start },
    caret: caret === undefined ? undefined : start,
    label,
  }
}
