import { placeLabel, relabel, relationsOf, removeLabels } from '#web/workbench/document/edits.ts'
import type { WorkLabel } from '#web/workbench/document/label.ts'
import { moveSelection, nudge } from '#web/workbench/text/caret.ts'
import type { TextRange } from '#web/workbench/text/offsets.ts'
import { brokenBy, targetsOf } from '#web/workbench/text/relations.ts'
import { snapRange } from '#web/workbench/text/snap.ts'
import { faultOfSpan, type LabelChoice } from '#web/workbench/text/span-edits.ts'
import { coversText, rangeOf } from '#web/workbench/text/spans.ts'
import { select } from './range.ts'
import { noTarget } from './relating.ts'
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
  type TextEventOf,
  type TextState,
} from './state.ts'

/** A span is selected. */
export const inSpan: StateOf<'span'> = ({ id }, event, state, desk) => {
  const span = labelOf(desk, id)!
  const { content } = desk.document
  switch (event.kind) {
    case 'label':
      return isLocked(desk, id) ? stay(state, { kind: 'locked', id }) : relabelSpan(state, desk, span, event.choice)
    case 'border':
      return moveBorder(state, desk, span, event)
    case 'carry':
      return isLocked(desk, id)
        ? stay(state, { kind: 'locked', id })
        : goTo(state, { kind: 'carrying', id, edge: event.edge })
    case 'put':
      return putBorder(state, desk, span, event)
    case 'remove': {
      if (isLocked(desk, id)) return stay(state, { kind: 'locked', id })
      const relations = relationsOf(content, [id])
      if (relations.length > 0) return goTo(state, { kind: 'confirming', id, relations })
      return goTo(state, restOf(state), { name: 'remove', edit: removeLabels([id]) })
    }
    case 'relate':
      if (targetsOf(content, pairsOfDesk(desk), span).length === 0) return stay(state, noTarget(desk, span))
      return goTo(state, { kind: 'relating', from: id })
    case 'move': {
      if (state.caret === undefined) return undefined
      const from = { anchor: state.caret, focus: state.caret }
      return select(state, moveSelection(desk.text, from, event))
    }
    case 'escape':
      return goTo(state, restOf(state))
    default:
      return undefined
  }
}

function relabelSpan(state: TextState, desk: Desk, span: WorkLabel, { name, type }: LabelChoice): Outcome {
  if (!coversText(type)) return stay(state, { kind: 'wrongType', name })
  if (span.name === name) return goTo(state, state.at)
  const { content } = desk.document
  const fault = faultOfSpan(content, rangeOf(span)!, name, true, span.id)
  if (fault !== undefined) return stay(state, fault)
  const relations = brokenBy(content, pairsOfDesk(desk), span.id, name)
  if (relations.length > 0) return goTo(state, { kind: 'confirming', id: span.id, name, relations })
  return goTo(state, state.at, { name: 'relabel', edit: relabel([span.id], name) })
}

/** One step of undo per border, however often it is moved in a row. Unmoved where it would meet the other border. */
function moveBorder(state: TextState, desk: Desk, span: WorkLabel, { edge, to }: TextEventOf<'border'>): Outcome {
  const range = rangeOf(span)!
  const moved: TextRange = { ...range, [edge]: nudge(desk.text, range[edge], to) }
  if (moved.start >= moved.end || moved[edge] === range[edge]) return goTo(state, state.at)
  return placeSpan(state, desk, span, moved, `${edge} of ${span.id}`)
}

/** The border goes around the cluster it was put on; beyond the other border the two change their parts. */
function putBorder(state: TextState, desk: Desk, span: WorkLabel, { edge, at }: TextEventOf<'put'>): Outcome {
  const { start, end } = rangeOf(span)!
  const range = snapRange(desk.text, edge === 'start' ? end : start, at, { words: false, trim: false })
  if (range === undefined || (range.start === start && range.end === end)) return goTo(state, state.at)
  return placeSpan(state, desk, span, range)
}

/** Gives a span another range, if it may have it. */
export function placeSpan(state: TextState, desk: Desk, span: WorkLabel, range: TextRange, group?: string): Outcome {
  if (isLocked(desk, span.id)) return stay(state, { kind: 'locked', id: span.id })
  const fault = faultOfSpan(desk.document.content, range, span.name, desk.settings.overlaps, span.id)
  if (fault !== undefined) return stay(state, fault)
  const edit = placeLabel(span.id, { kind: 'span', start: range.start, end: range.end })
  return goTo(state, state.at, { name: 'move', edit, ...(group && { group }) })
}
