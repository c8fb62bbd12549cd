import { relabel, removeLabels } from '#web/workbench/document/edits.ts'
import type { TextEdit } from '#web/workbench/text/span-edits.ts'
import { goTo, restOf, type StateOf } from './state.ts'

/** The relations a change takes along are shown: Enter or the same key again does it, Esc leaves everything as it is. */
export const inConfirming: StateOf<'confirming'> = ({ id, name, relations }, event, state) => {
  const isSecondWord =
    event.kind === 'enter' ||
    (name === undefined ? event.kind === 'remove' : event.kind === 'label' && event.choice.name === name)
  if (isSecondWord && name === undefined) {
    return goTo(state, restOf(state), { name: 'remove', edit: removeLabels([id]) })
  }
  if (isSecondWord) return goTo(state, { kind: 'span', id }, relabelAlone(id, name!, relations))
  if (event.kind === 'escape') return goTo(state, { kind: 'span', id })
  return undefined
}

function relabelAlone(id: string, name: string, relations: readonly { id: string }[]): TextEdit {
  const drop = removeLabels(relations.map((relation) => relation.id))
  return { name: 'relabel', edit: (content) => relabel([id], name)(drop(content)) }
}
