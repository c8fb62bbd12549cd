import { inSpan } from './span.ts'
import { goTo, type StateOf } from './state.ts'

/** A border is in the hand: a click puts it there, Esc leaves it where it was, keys act on its span. */
export const inCarrying: StateOf<'carrying'> = ({ id, edge }, event, state, desk) => {
  const at = { kind: 'span', id } as const
  if (event.kind === 'escape') return goTo(state, at)
  return inSpan(at, event.kind === 'point' ? { kind: 'put', edge, at: event.at } : event, { ...state, at }, desk)
}
