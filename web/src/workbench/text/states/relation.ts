import { LabelType } from '#contract/codes.ts'
import { placeLabel, relabel, removeLabels } from '#web/workbench/document/edits.ts'
import type { WorkLabel } from '#web/workbench/document/label.ts'
import { pairsBetween, sameRelation } from '#web/workbench/text/relations.ts'
import type { TextEdit } from '#web/workbench/text/span-edits.ts'
import { noFit } from './relating.ts'
import {
  type Desk,
  goTo,
  isLocked,
  labelOf,
  type Outcome,
  pairsOfDesk,
  restOf,
  type StateOf,
  stay,
  type TextState,
} from './state.ts'

/** A relation is selected. */
export const inRelation: StateOf<'relation'> = ({ id }, event, state, desk) => {
  const relation = labelOf(desk, id)!
  const { from, to } = relation.place as Extract<WorkLabel['place'], { kind: 'relation' }>
  switch (event.kind) {
    case 'label': {
      const { name, type } = event.choice
      if (type !== LabelType.tripletRelation) return stay(state, { kind: 'wrongType', name })
      if (relation.name === name) return goTo(state, state.at)
      return change(state, desk, { ...relation, name }, { from, to }, { name: 'relabel', edit: relabel([id], name) })
    }
    case 'reverse': {
      const place = { kind: 'relation', from: to, to: from } as const
      return change(state, desk, relation, place, { name: 'reverse', edit: placeLabel(id, place) })
    }
    case 'remove':
      if (isLocked(desk, id)) return stay(state, { kind: 'locked', id })
      return goTo(state, restOf(state), { name: 'remove', edit: removeLabels([id]) })
    case 'escape':
      return goTo(state, restOf(state))
    default:
      return undefined
  }
}

/** Does an edit if the relation it leads to is allowed and not there yet. */
function change(
  state: TextState,
  desk: Desk,
  { id, name = '' }: WorkLabel,
  { from, to }: { from: string; to: string },
  edit: TextEdit,
): Outcome | undefined {
  if (isLocked(desk, id)) return stay(state, { kind: 'locked', id })
  const [head, tail] = [labelOf(desk, from), labelOf(desk, to)]
  if (head === undefined || tail === undefined) return undefined
  if (!pairsBetween(pairsOfDesk(desk), head, tail).some(({ relation }) => relation === name)) {
    return stay(state, noFit(desk, head, tail, name))
  }
  const same = sameRelation(desk.document.content, from, to, name)
  return same === undefined ? goTo(state, state.at, edit) : stay(state, { kind: 'duplicate', id: same.id })
}
