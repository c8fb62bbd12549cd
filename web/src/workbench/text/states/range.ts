import { addLabels } from '#web/workbench/document/edits.ts'
import { caretOf, isCaret, moveSelection, nudge, type Selection } from '#web/workbench/text/caret.ts'
import type { TextRange } from '#web/workbench/text/offsets.ts'
import { snapRange } from '#web/workbench/text/snap.ts'
import { faultOfSpan, type LabelChoice, newSpan } from '#web/workbench/text/span-edits.ts'
import { coversText } from '#web/workbench/text/spans.ts'
import { stopAt } from '#web/workbench/text/stops.ts'
import { chooseLabel } from './nothing.ts'
import { type Desk, goTo, type Outcome, type StateOf, stay, type TextState } from './state.ts'

/** Text is selected, or the caret stands in it and means the word it stands on. */
export const inRange: StateOf<'range'> = (at, event, state, desk) => {
  switch (event.kind) {
    case 'move':
      if (state.caret === undefined && !event.extend) return undefined
      return select(state, moveSelection(desk.text, event.extend ? at : caretOf(desk.text, at), event))
    case 'border':
      return select(state, { anchor: at.anchor, focus: nudge(desk.text, at.focus, event.to) })
    case 'label':
      if (desk.settings.labelFirst && isCaret(at)) return chooseLabel(state, event.choice)
      return labelRange(state, desk, meaningOf(at, desk), event.choice)
    case 'enter':
      if (!desk.settings.labelFirst || state.label === undefined) return undefined
      return labelRange(state, desk, meaningOf(at, desk), state.label)
    case 'escape':
      if (!isCaret(at)) return select(state, caretOf(desk.text, at))
      return goTo({ ...state, caret: undefined }, { kind: 'nothing' })
    default:
      return undefined
  }
}

/** Selects text; in caret mode the caret goes along, otherwise a selection of nothing is none. */
export function select(state: TextState, selection: Selection): Outcome {
  if (state.caret !== undefined) return goTo({ ...state, caret: selection.focus }, { kind: 'range', ...selection })
  return goTo(state, isCaret(selection) ? { kind: 'nothing' } : { kind: 'range', ...selection })
}

/** Gives a range a label and selects the new span. With a group it is one step with what had the same. */
export function labelRange(
  state: TextState,
  desk: Desk,
  range: TextRange | undefined,
  choice: LabelChoice,
  group?: string,
): Outcome {
  if (!coversText(choice.type)) return stay(state, { kind: 'wrongType', name: choice.name })
  if (range === undefined) return stay(state, { kind: 'onlySpaces' })
  const fault = faultOfSpan(desk.document.content, range, choice.name, desk.settings.overlaps)
  if (fault !== undefined) return stay(state, fault)
  const id = desk.newId()
  const edit = addLabels([newSpan(id, range, choice)])
  const caret =
    state.caret === undefined ? undefined : caretOf(desk.text, { anchor: range.start, focus: range.end }).focus
  return goTo({ ...state, caret }, { kind: 'span', id }, { name: 'label', edit, ...(group && { group }) })
}

/** What a label would cover: the word at a caret; undefined where there is nothing but space. */
export function meaningOf(selection: Selection, { text, settings }: Desk): TextRange | undefined {
  if (isCaret(selection)) return stopAt(text, 'word', selection.focus)
  // Words were taken in as a whole when they were selected; single clusters since then are meant.
  return snapRange(text, selection.anchor, selection.focus, { words: false, trim: settings.trim })
}
