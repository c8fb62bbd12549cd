import { SampleState } from '#contract/codes.ts'

/** What somebody does with the entries of a task; part of the address. */
export const MODES = ['label', 'review', 'judge', 'look'] as const
export type Mode = (typeof MODES)[number]

export function readMode(text: string): Mode {
  return MODES.find((mode) => mode === text) ?? 'look'
}

/** Lists to work through: names of `workbench:filters`, with the states that are gone through one after the other. */
export const FILTERS = {
  todo: [SampleState.rejected, SampleState.autoAnnotation, SampleState.none],
  rejected: [SampleState.rejected],
  unreviewed: [SampleState.unreviewed],
  uncheck: [SampleState.uncheck],
  accepted: [SampleState.accepted],
  all: [''],
  sampledUnchecked: [SampleState.sampledUncheck],
  sampledAccepted: [SampleState.sampledAccepted],
  sampledRejected: [SampleState.sampledRejected],
  sampled: [SampleState.sampled],
} as const satisfies Record<string, readonly (SampleState | '')[]>
export type FilterName = keyof typeof FILTERS

/** Lists of each mode; it begins with the first. */
export const FILTERS_OF: Readonly<Record<Mode, readonly [FilterName, ...FilterName[]]>> = {
  label: ['todo', 'rejected', 'unreviewed', 'uncheck', 'accepted', 'all'],
  review: ['unreviewed', 'uncheck', 'rejected', 'all'],
  judge: ['sampledUnchecked', 'sampledAccepted', 'sampledRejected', 'sampled'],
  look: ['all', 'unreviewed', 'uncheck', 'rejected', 'accepted'],
}

export function readFilter(mode: Mode, name: string | undefined): FilterName {
  return FILTERS_OF[mode].find((one) => one === name) ?? FILTERS_OF[mode][0]
}
