import type { Content } from '#web/workbench/document/label.ts'
import { anywhere } from './states/anywhere.ts'
import { inCarrying } from './states/carrying.ts'
import { inConfirming } from './states/confirming.ts'
import { inNothing } from './states/nothing.ts'
import { inRange } from './states/range.ts'
import { inRelating } from './states/relating.ts'
import { inRelation } from './states/relation.ts'
import { inSpan } from './states/span.ts'
import {
  type AtKind,
  type Desk,
  type Outcome,
  restOf,
  type StateOf,
  type TextEvent,
  type TextState,
} from './states/state.ts'

export const startState: TextState = { at: { kind: 'nothing' } }

const states: { readonly [Kind in AtKind]: StateOf<Kind> } = {
  nothing: inNothing,
  range: inRange,
  span: inSpan,
  carrying: inCarrying,
  relation: inRelation,
  relating: inRelating,
  confirming: inConfirming,
}

/**
 * What a gesture or key does to somebody's place in a text and to the document. Undefined when it means nothing here:
 * then it is the browser's again, so that Tab and Esc lead out of the text and arrows scroll it.
 */
export function stepText(state: TextState, event: TextEvent, desk: Desk): Outcome | undefined {
  const { picked, ...settled } = settleText(state, desk.document.content)
  const here: TextState = event.kind === 'pick' && picked !== undefined ? { ...settled, picked } : settled
  const inState = states[here.at.kind] as StateOf<AtKind>
  return inState(here.at, event, here, desk) ?? anywhere(event, here, desk)
}

/** The place without what is gone: undo, or somebody else, may have taken away what was selected. */
export function settleText(state: TextState, { labels }: Content): TextState {
  const isThere = (id: string) => labels.some((label) => label.id === id)
  const { at } = state
  switch (at.kind) {
    case 'nothing':
    case 'range':
      return state
    case 'span':
    case 'carrying':
    case 'relation':
      return isThere(at.id) ? state : { ...state, at: restOf(state) }
    case 'relating':
      if (!isThere(at.from)) return { ...state, at: restOf(state) }
      return at.to === undefined || isThere(at.to) ? state : { ...state, at: { kind: 'relating', from: at.from } }
    case 'confirming': {
      if (!isThere(at.id)) return { ...state, at: restOf(state) }
      return at.relations.every(({ id }) => isThere(id)) ? state : { ...state, at: { kind: 'span', id: at.id } }
    }
  }
}
