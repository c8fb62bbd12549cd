import { readListedInOrder } from '#adapters/sql/ordered-samples.ts'
import type { SampleFilter } from '#adapters/sql/sample-filter.ts'
import { SampleFacet } from '#adapters/sql/state-codes.ts'
import type { Db } from '#adapters/sql/store.ts'
import type { DatasetRow, SampleRow } from '#adapters/sql/tables.ts'
import type { LabelSet } from '#core/labels/label-set.ts'
import { isRefusal } from '#core/refusal.ts'
import { parseSampleState } from '#core/samples/sample-state.ts'
import { readSearchConditions } from '#core/samples/search-condition.ts'
import { stateFilter } from '#server/handlers/sample-queries.ts'
import { refuse } from '#server/refuse.ts'
import { selectOfState } from '#server/versions/samples-of-state.ts'
import type { ExportChoice } from './export-plan.ts'

const UNLABELLED = [SampleFacet.unlabelled, SampleFacet.predicted]

/** The samples of a dataset that an export takes, in the order of their keys. */
export async function* chosenSamples(
  db: Db,
  dataset: DatasetRow,
  { choice, labelSet }: { choice: ExportChoice; labelSet: LabelSet },
): AsyncGenerator<SampleRow> {
  const named = choice.samples && new Set(choice.samples)
  const filter = filterOf(choice)
  for await (const sample of readListedInOrder(db, dataset, { filter, labelSet })) {
    if (isOf(sample, choice, named)) yield sample
  }
}

/** The same of a state that a version keeps. E4396 for a state of team tasks, which no version knows. */
export async function* chosenOfState(
  state: AsyncIterable<SampleRow>,
  { choice, labelSet }: { choice: ExportChoice; labelSet: LabelSet },
): AsyncGenerator<SampleRow> {
  const named = choice.samples && new Set(choice.samples)
  for await (const sample of selectOfState(state, { filter: filterOf(choice), labelSet })) {
    if (isOf(sample, choice, named)) yield sample
  }
}

function isOf({ sample_id, state }: SampleRow, { labelled }: ExportChoice, named: ReadonlySet<string> | null): boolean {
  if (named && !named.has(sample_id)) return false
  return labelled === null || labelled === !UNLABELLED.some((facet) => facet === state)
}

function filterOf({ sample_state, search_conditions, at: now }: ExportChoice): SampleFilter {
  const state = parseSampleState(sample_state)
  if (isRefusal(state)) throw refuse(state)
  const search = readSearchConditions([...search_conditions], { field: 'search_conditions', now, join: 'OR' })
  if (isRefusal(search)) throw refuse(search)
  return { ...stateFilter(state), ...(search.conditions.length > 0 && { tree: search.tree }) }
}
