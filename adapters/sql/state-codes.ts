import { ENTRY_STATES, type EntryState } from '#core/workforce-tasks/entry-life.ts'

/** The number under which an entry's state is stored (behaviour 2.4). */
export const EntryStateCode = {
  UN_ANNOTATION: 0,
  AUTO_ANNOTATION: 1,
  UNREVIEWED: 2,
  UNCHECK: 3,
  REJECTED: 4,
  ACCEPTED: 5,
} as const satisfies Record<EntryState, number>

export const entryStateOf = (code: number): EntryState => ENTRY_STATES[code]!

/**
 * What samples are counted by: the first three are the states of a sample (behaviour 2.3); a hard one is counted once more, and
 * so is one that was cut from another sample.
 */
export const SampleFacet = { unlabelled: 0, labelled: 1, predicted: 2, hard: 3, part: 4, labelledPart: 5 } as const
