import { SampleState } from '#contract/codes.ts'
import { errors, type Refusal } from '#contract/errors.ts'
import { quote } from '#contract/text.ts'
import { refuseField } from '#core/field-refusal.ts'
import type { EntryState } from '#core/workforce-tasks/entry-life.ts'

/** Entries a filter of a team task selects: all of what is said has to hold (behaviour 2.4). */
export type EntryFilter = {
  states: readonly EntryState[]
  /** Passed or rejected by a reviewer in this round (D10). */
  reviewed?: true
  /** In the current sample: drawn by the acceptance that is open. Its verdict, if one is asked for. */
  sampled?: 'any' | 'unjudged' | 'judged' | 'accepted' | 'rejected'
}

export type EntryFacts = {
  state: EntryState
  reviewed: boolean
  sampled: boolean
  /** The verdict of the owner in the open acceptance. */
  verdict?: 'accepted' | 'rejected'
}

/** Samples a filter of a dataset selects: by their own state, or by having such an entry in any task (behaviour 2.3). */
export type SampleFilter = { states: readonly ('labelled' | 'unlabelled' | 'predicted')[] } | { entry: EntryFilter }

const everyState: readonly EntryState[] = [
  'UN_ANNOTATION',
  'AUTO_ANNOTATION',
  'UNREVIEWED',
  'UNCHECK',
  'REJECTED',
  'ACCEPTED',
]

/** Being drawn is an overlay on UNCHECK; a review verdict may stand in several states. */
export const ENTRY_FILTERS: Readonly<Record<SampleState, EntryFilter>> = {
  __ALL__: { states: ['UNREVIEWED', 'UNCHECK', 'REJECTED', 'ACCEPTED'] },
  __NONE__: { states: ['UN_ANNOTATION'] },
  __AUTO_ANNOTATION__: { states: ['AUTO_ANNOTATION'] },
  __UNREVIEWED__: { states: ['UNREVIEWED'] },
  __UNCHECK__: { states: ['UNCHECK'] },
  __REJECTED__: { states: ['REJECTED'] },
  __ACCEPTED__: { states: ['ACCEPTED'] },
  __REVIEWED__: { states: everyState, reviewed: true },
  __WORKFORCE_SAMPLED__: { states: ['UNCHECK'], sampled: 'any' },
  __WORKFORCE_SAMPLED_UNCHECK__: { states: ['UNCHECK'], sampled: 'unjudged' },
  __WORKFORCE_SAMPLED_CHECKED__: { states: ['UNCHECK'], sampled: 'judged' },
  __WORKFORCE_SAMPLED_ACCEPTED__: { states: ['UNCHECK'], sampled: 'accepted' },
  __WORKFORCE_SAMPLED_REJECTED__: { states: ['UNCHECK'], sampled: 'rejected' },
}

/** A sample with a prediction is unlabelled until it is confirmed, so `__NONE__` holds it as well. */
export const SAMPLE_FILTERS: Readonly<Record<SampleState, SampleFilter>> = {
  __ALL__: { states: ['labelled'] },
  __NONE__: { states: ['unlabelled', 'predicted'] },
  __AUTO_ANNOTATION__: { states: ['predicted'] },
  __UNREVIEWED__: { entry: ENTRY_FILTERS.__UNREVIEWED__ },
  __UNCHECK__: { entry: ENTRY_FILTERS.__UNCHECK__ },
  __REJECTED__: { entry: ENTRY_FILTERS.__REJECTED__ },
  __ACCEPTED__: { entry: ENTRY_FILTERS.__ACCEPTED__ },
  __REVIEWED__: { entry: ENTRY_FILTERS.__REVIEWED__ },
  __WORKFORCE_SAMPLED__: { entry: ENTRY_FILTERS.__WORKFORCE_SAMPLED__ },
  __WORKFORCE_SAMPLED_UNCHECK__: { entry: ENTRY_FILTERS.__WORKFORCE_SAMPLED_UNCHECK__ },
  __WORKFORCE_SAMPLED_CHECKED__: { entry: ENTRY_FILTERS.__WORKFORCE_SAMPLED_CHECKED__ },
  __WORKFORCE_SAMPLED_ACCEPTED__: { entry: ENTRY_FILTERS.__WORKFORCE_SAMPLED_ACCEPTED__ },
  __WORKFORCE_SAMPLED_REJECTED__: { entry: ENTRY_FILTERS.__WORKFORCE_SAMPLED_REJECTED__ },
}

/** Answers name the state of a sample by these words; a client may send them back as a filter (behaviour 2.3). */
const spellings = new Map<string, SampleState>([
  ...Object.values(SampleState).map((state) => [bare(state), state] as const),
  ['UN_ANNOTATION', SampleState.none],
  ['MANUAL_ANNOTATION', SampleState.all],
])

/**
 * Reads the filter `sample_state`: in any case, with or without the underscores around it (contract trap 39). None and
 * the empty text are no filter; anything else is E4396.
 */
export function parseSampleState(
  text: string | null | undefined,
  field = 'sample_state',
): SampleState | undefined | Refusal {
  if (text === undefined || text === null || text === '') return undefined
  const state = spellings.get(bare(text.toUpperCase()))
  const known = Object.values(SampleState).join(', ')
  return state ?? refuseField(errors.parameterInvalid, [field], `${quote(text)} must be one of ${known}`)
}

function bare(text: string): string {
  return text.startsWith('__') && text.endsWith('__') ? text.slice(2, -2) : text
}

/** Is the entry among those the filter selects? */
export function matchesEntryFilter(entry: EntryFacts, { states, reviewed, sampled }: EntryFilter): boolean {
  if (!states.includes(entry.state) || (reviewed && !entry.reviewed)) return false
  if (sampled === undefined) return true
  if (!entry.sampled) return false
  if (sampled === 'any') return true
  if (sampled === 'judged') return entry.verdict !== undefined
  return sampled === (entry.verdict ?? 'unjudged')
}
