import type { CallId } from '#contract/operations.ts'

/** What is read again when something was done with a version. */
export const VERSION_READINGS = [
  'ListDatasetVersions',
  'ListDatasetStates',
  'DescDataset',
  'ListDatasets',
  'ListJobs',
] as const satisfies readonly CallId[]
