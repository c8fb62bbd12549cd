import { SampleState } from '#contract/codes.ts'
import type { Query } from '#contract/operations.ts'
import type { SampleFilter } from '#web/search.ts'

/** Which samples of a dataset can be asked for by their state; none of these: all. */
export const SAMPLE_STATES = ['unlabelled', 'labelled', 'unconfirmed', 'hard'] as const
export type NamedState = (typeof SAMPLE_STATES)[number]

const wireStates = {
  unlabelled: SampleState.none,
  labelled: SampleState.all,
  unconfirmed: SampleState.autoAnnotation,
} as const

/** The state a filter names; undefined for all, and for a word that somebody made up. */
export function stateOf({ state }: SampleFilter): NamedState | undefined {
  return SAMPLE_STATES.find((one) => one === state)
}

/** What a filter of the console asks of ListSamples. */
export function queryOfFilter(filter: SampleFilter): Partial<Query<'ListSamples'>> {
  const state = stateOf(filter)
  const conditions = {
    ...(state === 'hard' && { hard: '1' }),
    ...(filter.name && { sample_name: filter.name }),
  }
  return {
    ...(state && state !== 'hard' && { sample_state: wireStates[state] }),
    ...(filter.label && { label_name: filter.label }),
    ...(Object.keys(conditions).length > 0 && { search_conditions: JSON.stringify([conditions]) }),
  }
}
