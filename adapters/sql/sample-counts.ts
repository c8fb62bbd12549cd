import { sql } from 'kysely'
import { SampleFacet } from './state-codes.ts'
import type { Db } from './store.ts'

/**
 * Samples of a dataset by state: `predicted` is some of `unlabelled`, `hard` some of all, and so are `parts`, which were cut
 * from others.
 */
export type SampleCounts = {
  total: number
  labelled: number
  unlabelled: number
  predicted: number
  hard: number
  parts: number
  labelledParts: number
}

const NONE: SampleCounts = {
  total: 0,
  labelled: 0,
  unlabelled: 0,
  predicted: 0,
  hard: 0,
  parts: 0,
  labelledParts: 0,
}

/** The samples of some datasets, added up from their counters; a dataset without samples is there as well. */
export async function countSamples(db: Db, dataset_ids: readonly string[]): Promise<Map<string, SampleCounts>> {
  const counts = new Map(dataset_ids.map((dataset_id) => [dataset_id, { ...NONE }]))
  if (dataset_ids.length === 0) return counts
  const rows = await db
    .selectFrom('sample_tally')
    .select(['dataset_id', 'facet', sql<number>`sum(samples)`.as('samples')])
    .where('dataset_id', 'in', dataset_ids)
    .groupBy(['dataset_id', 'facet'])
    .execute()
  for (const { dataset_id, facet, samples } of rows) add(counts.get(dataset_id)!, facet, samples)
  return counts
}

function add(counts: SampleCounts, facet: number, samples: number): void {
  for (const name of NAMES[facet]!) counts[name] += samples
}

/** What each `SampleFacet` adds to. */
const NAMES: Readonly<Record<number, readonly (keyof SampleCounts)[]>> = {
  [SampleFacet.unlabelled]: ['total', 'unlabelled'],
  [SampleFacet.labelled]: ['total', 'labelled'],
  [SampleFacet.predicted]: ['total', 'unlabelled', 'predicted'],
  [SampleFacet.hard]: ['hard'],
  [SampleFacet.part]: ['parts'],
  [SampleFacet.labelledPart]: ['labelledParts'],
}
