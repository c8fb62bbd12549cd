import type { LabelChoice } from '#web/workbench/text/span-edits.ts'
import { coversText } from '#web/workbench/text/spans.ts'
import { type Outcome, type StateOf, stay, type TextState } from './state.ts'

/** Nothing is selected. */
export const inNothing: StateOf<'nothing'> = (_, event, state, desk) => {
  if (event.kind === 'label') {
    return desk.settings.labelFirst ? chooseLabel(state, event.choice) : stay(state, { kind: 'selectFirst' })
  }
  if (event.kind === 'escape' && state.label !== undefined) return { state: { ...state, label: undefined }, edits: [] }
  return undefined
}

/** Where labels come first, a label key chooses the label for all selections to come, or lets go of it. */
export function chooseLabel(state: TextState, choice: LabelChoice): Outcome {
  if (!coversText(choice.type)) return stay(state, { kind: 'wrongType', name: choice.name })
  return { state: { ...state, label: state.label?.name === choice.name ? undefined : choice }, edits: [] }
}
