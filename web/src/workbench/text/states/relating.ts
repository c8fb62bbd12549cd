import { LabelType } from '#contract/codes.ts'
import { addLabels } from '#web/workbench/document/edits.ts'
import type { WorkLabel } from '#web/workbench/document/label.ts'
import type { Notice } from '#web/workbench/text/notices.ts'
import { allowedNear, type Pair, pairsBetween, sameRelation, targetsOf } from '#web/workbench/text/relations.ts'
import { inReadingOrder, rangeOf } from '#web/workbench/text/spans.ts'
import { neighbour } from './neighbour.ts'
import {
  type At,
  type Desk,
  goTo,
  labelOf,
  type Outcome,
  pairsOfDesk,
  type StateOf,
  stay,
  type TextState,
} from './state.ts'

type Relating = Extract<At, { kind: 'relating' }>

/** A relation is being drawn: Tab or a click chooses the target, a label key or Enter makes it. */
export const inRelating: StateOf<'relating'> = (at, event, state, desk) => {
  const head = labelOf(desk, at.from)!
  const tail = at.to === undefined ? undefined : labelOf(desk, at.to)
  switch (event.kind) {
    case 'next': {
      const { content, view } = desk.document
      const targets = targetsOf(content, pairsOfDesk(desk), head).filter(({ id }) => !view[id]?.hidden)
      const entities = inReadingOrder(content.labels)
      const to = neighbour(entities, targets, at.to ?? at.from, event.back)
      return to === undefined ? stay(state, noTarget(desk, head)) : goTo(state, { ...at, to: to.id })
    }
    case 'open': {
      const chosen = labelOf(desk, event.id)
      if (chosen === undefined || rangeOf(chosen) === undefined || chosen.id === head.id) return undefined
      const fitting = pairsBetween(pairsOfDesk(desk), head, chosen)
      if (fitting.length === 0) return stay(state, noFit(desk, head, chosen))
      const towards: Relating = { ...at, to: chosen.id }
      return fitting.length === 1 ? relate(state, desk, head, chosen, fitting[0]!.relation) : goTo(state, towards)
    }
    case 'label':
      if (event.choice.type !== LabelType.tripletRelation) {
        return stay(state, { kind: 'wrongType', name: event.choice.name })
      }
      return tail === undefined ? undefined : relate(state, desk, head, tail, event.choice.name)
    case 'enter': {
      if (tail === undefined) return goTo(state, at)
      const fitting = pairsBetween(pairsOfDesk(desk), head, tail)
      if (fitting.length !== 1) return stay(state, { kind: 'chooseRelation', allowed: fitting })
      return relate(state, desk, head, tail, fitting[0]!.relation)
    }
    case 'escape':
      return goTo(state, at.to === undefined ? { kind: 'span', id: at.from } : { kind: 'relating', from: at.from })
    default:
      return undefined
  }
}

/** Labels that may be chosen for the relation being drawn, or for the one that is selected. */
export function relationChoices(state: TextState, desk: Desk): readonly Pair[] {
  const { at } = state
  const place = at.kind === 'relation' ? labelOf(desk, at.id)?.place : undefined
  const ends = place?.kind === 'relation' ? place : at.kind === 'relating' ? at : undefined
  const [head, tail] = [ends?.from, ends?.to].map((id) => (id === undefined ? undefined : labelOf(desk, id)))
  return head === undefined || tail === undefined ? [] : pairsBetween(pairsOfDesk(desk), head, tail)
}

export function noTarget(desk: Desk, head: WorkLabel): Notice {
  const allowed = pairsOfDesk(desk).filter((pair) => pair.head === undefined || pair.head === head.name)
  return { kind: 'noTarget', head: head.name ?? '', allowed }
}

/** What to say when a relation label, or any, does not fit two ends. */
export function noFit(desk: Desk, head: WorkLabel, tail: WorkLabel, name?: string): Notice {
  const allowed = allowedNear(pairsOfDesk(desk), head, tail)
  return { kind: 'noFit', ...(name !== undefined && { name }), head: head.name ?? '', tail: tail.name ?? '', allowed }
}

function relate(state: TextState, desk: Desk, head: WorkLabel, tail: WorkLabel, name: string): Outcome {
  if (!pairsBetween(pairsOfDesk(desk), head, tail).some(({ relation }) => relation === name)) {
    return stay(state, noFit(desk, head, tail, name))
  }
  const same = sameRelation(desk.document.content, head.id, tail.id, name)
  if (same !== undefined) return stay(state, { kind: 'duplicate', id: same.id })
  const id = desk.newId()
  const place = { kind: 'relation', from: head.id, to: tail.id } as const
  const relation: WorkLabel = { id, name, type: LabelType.tripletRelation, place, property: {} }
  return goTo(state, { kind: 'relation', id }, { name: 'relate', edit: addLabels([relation]) })
}
