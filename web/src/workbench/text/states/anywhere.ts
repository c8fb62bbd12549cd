import { removeLabels } from '#web/workbench/document/edits.ts'
import { isCaret } from '#web/workbench/text/caret.ts'
import { rangeBetween, type TextRange } from '#web/workbench/text/offsets.ts'
import { tripletsOf } from '#web/workbench/text/relations.ts'
import { snapRange } from '#web/workbench/text/snap.ts'
import { clampRange, inReadingOrder, pileOf, rangeOf } from '#web/workbench/text/spans.ts'
import { stopAfter, stopAt } from '#web/workbench/text/stops.ts'
import { neighbour } from './neighbour.ts'
import { labelRange, meaningOf, select } from './range.ts'
import { inRelating } from './relating.ts'
import { placeSpan } from './span.ts'
import {
  type Desk,
  goTo,
  labelOf,
  type Outcome,
  restOf,
  stay,
  type TextEvent,
  type TextEventOf,
  type TextState,
} from './state.ts'

/** What an event means where the state has no answer of its own. */
export function anywhere(event: TextEvent, state: TextState, desk: Desk): Outcome | undefined {
  switch (event.kind) {
    case 'enter':
      return toggleCaret(state, desk, event)
    case 'next':
      return goToNext(state, desk, event)
    case 'overlap':
      return goToOverlap(state, desk)
    case 'point':
      return point(state, desk, event)
    case 'select':
      return selectDrawn(state, desk, event)
    case 'pick':
      return pick(state, desk, event)
    case 'open':
      return open(state, desk, event.id)
    case 'resize':
      return resize(state, desk, event)
    case 'connect':
      return connect(state, desk, event)
    default:
      return undefined
  }
}

function toggleCaret(state: TextState, { text, document }: Desk, { at }: TextEventOf<'enter'>): Outcome {
  const here = state.at
  if (state.caret !== undefined) {
    const isAtRest = here.kind === 'range' && isCaret(here)
    return goTo({ ...state, caret: undefined }, isAtRest ? { kind: 'nothing' } : here)
  }
  if (here.kind === 'range') return select({ ...state, caret: here.focus }, here)
  const span = here.kind === 'span' ? document.content.labels.find(({ id }) => id === here.id) : undefined
  const from = (span && rangeOf(span)?.start) ?? at
  const caret = (stopAt(text, 'word', from) ?? stopAfter(text, 'word', 'start', from))?.start ?? from
  return select({ ...state, caret }, { anchor: caret, focus: caret })
}

function goToNext(state: TextState, desk: Desk, { back }: TextEventOf<'next'>): Outcome | undefined {
  const { content, view } = desk.document
  const { at } = state
  if (at.kind === 'relation') {
    const relations = tripletsOf(content).map(({ relation }) => relation)
    const shown = relations.filter(({ id }) => !view[id]?.hidden)
    const next = neighbour(relations, shown, at.id, back)
    return next && open(state, desk, next.id)
  }
  const spans = inReadingOrder(content.labels)
  const shown = spans.filter(({ id }) => !view[id]?.hidden)
  if (at.kind === 'range') {
    const beyond = back
      ? shown.findLast((span) => rangeOf(span)!.start < at.focus)
      : shown.find((span) => rangeOf(span)!.start >= at.focus)
    const next = beyond ?? shown.at(back ? -1 : 0)
    return next && open(state, desk, next.id)
  }
  const next = neighbour(spans, shown, 'id' in at ? at.id : undefined, back)
  return next && open(state, desk, next.id)
}

/** Goes round the spans in a pile, from text that is selected or the word at the caret to the first of them. */
function goToOverlap(state: TextState, desk: Desk): Outcome | undefined {
  const { at } = state
  const from = 'id' in at ? labelOf(desk, at.id) : undefined
  const range = at.kind === 'range' ? (meaningOf(at, desk) ?? rangeBetween(at.anchor, at.focus)) : from && rangeOf(from)
  if (range === undefined) return undefined
  const { content, view } = desk.document
  const shown = inReadingOrder(content.labels).filter(({ id }) => !view[id]?.hidden)
  const pile = pileOf(shown, range)
  const next = neighbour(pile, pile, from?.id, false)
  return next && open(state, desk, next.id)
}

function point(state: TextState, desk: Desk, { at, extend }: TextEventOf<'point'>): Outcome {
  if (extend && state.at.kind === 'range') return selectDrawn(state, desk, { anchor: state.at.anchor, focus: at })
  if (state.caret === undefined) return goTo(state, { kind: 'nothing' })
  const caret = stopAt(desk.text, 'word', at)?.start ?? desk.text.partAt('grapheme', at).start
  return select(state, { anchor: caret, focus: caret })
}

function selectDrawn(
  state: TextState,
  desk: Desk,
  { anchor, focus }: Pick<TextEventOf<'select'>, 'anchor' | 'focus'>,
): Outcome {
  const range = snapRange(desk.text, anchor, focus, desk.settings)
  if (range === undefined) return goTo(state, restOf(state))
  return take(state, desk, range, anchor > focus)
}

/** A third click makes the span of the second one a sentence, and both are one step of undo. */
function pick(state: TextState, desk: Desk, { unit, at }: TextEventOf<'pick'>): Outcome {
  const { picked, ...fresh } = state
  const range = stopAt(desk.text, unit, at)
  if (range === undefined) return goTo(fresh, restOf(fresh))
  const before = picked === undefined ? undefined : labelOf(desk, picked)
  if (unit === 'word' || before === undefined) {
    const outcome = take(fresh, desk, range, false)
    const made = outcome.edits.length > 0 && outcome.state.at.kind === 'span' ? outcome.state.at.id : undefined
    if (made === undefined) return outcome
    const edits = outcome.edits.map((edit) => ({ ...edit, group: pickGroup(made) }))
    return { ...outcome, state: { ...outcome.state, picked: made }, edits }
  }
  const drop = removeLabels([before.id])
  const without = { ...desk, document: { ...desk.document, content: drop(desk.document.content) } }
  const outcome = take(fresh, without, range, false, pickGroup(before.id))
  if (outcome.edits.length === 0) return { ...outcome, state: fresh }
  return { ...outcome, edits: [{ name: 'remove', edit: drop, group: pickGroup(before.id) }, ...outcome.edits] }
}

function pickGroup(id: string): string {
  return `pick of ${id}`
}

/** Labels a range at once where labels come first and one is chosen, else selects it. */
function take(state: TextState, desk: Desk, { start, end }: TextRange, backward: boolean, group?: string): Outcome {
  const outcome = select(state, backward ? { anchor: end, focus: start } : { anchor: start, focus: end })
  if (!desk.settings.labelFirst || state.label === undefined) return outcome
  return labelRange(outcome.state, desk, { start, end }, state.label, group)
}

function open(state: TextState, desk: Desk, id: string): Outcome | undefined {
  const label = labelOf(desk, id)
  if (label === undefined) return undefined
  if (label.place.kind === 'relation') return goTo(state, { kind: 'relation', id })
  const range = rangeOf(label)
  if (range === undefined) return undefined
  const { start } = clampRange(range, desk.text.length)
  return goTo({ ...state, caret: state.caret === undefined ? undefined : start }, { kind: 'span', id })
}

/** Typed offsets are taken as they are meant: inside the text, around whole clusters. */
function resize(state: TextState, desk: Desk, { id, start, end }: TextEventOf<'resize'>): Outcome | undefined {
  const label = labelOf(desk, id)
  if (label === undefined) return undefined
  const inside = clampRange({ start, end }, desk.text.length)
  const range = snapRange(desk.text, inside.start, inside.end, { words: false, trim: false })
  return range === undefined ? stay(state, { kind: 'onlySpaces' }) : placeSpan(state, desk, label, range)
}

function connect(state: TextState, desk: Desk, { from, to }: TextEventOf<'connect'>): Outcome | undefined {
  if (labelOf(desk, from)?.place.kind !== 'span') return undefined
  const at = { kind: 'relating', from } as const
  return inRelating(at, { kind: 'open', id: to }, { ...state, at }, desk)
}
