import type { SampleFilter } from '#adapters/sql/sample-filter.ts'
import { SampleFacet } from '#adapters/sql/state-codes.ts'
import type { SampleState } from '#contract/codes.ts'
import { parseImageProcess } from '#core/codecs/image-process.ts'
import type { LabelSet } from '#core/labels/label-set.ts'
import { labelTypesOf } from '#core/labels/label-types.ts'
import { isRefusal } from '#core/refusal.ts'
import { parseSampleState, SAMPLE_FILTERS } from '#core/samples/sample-state.ts'
import { parseSearchConditions, type SearchTree } from '#core/samples/search-condition.ts'
import { refuse } from '#server/refuse.ts'

/** The state a list is asked for, in any spelling; undefined: no filter. */
export function readSampleState(text: string | undefined): SampleState | undefined {
  const state = parseSampleState(text)
  if (isRefusal(state)) throw refuse(state)
  return state
}

/** The search a list is asked for; undefined when there is no condition. */
export function readSearch(text: string | undefined, now: number): SearchTree | undefined {
  const search = parseSearchConditions(text, { field: 'search_conditions', now })
  if (isRefusal(search)) throw refuse(search)
  return search.conditions.length === 0 ? undefined : search.tree
}

/**
 * Which labels a list is asked for. Every label type belongs to one dataset type, so `label_type` alone keeps what is
 * labelled at all, or nothing where it names another type than the dataset's (contract trap 17).
 */
export function readLabelFilter(
  { label_name, label_type }: { label_name?: string; label_type?: number },
  { dataset_type, labelSet }: { dataset_type: number; labelSet: LabelSet },
): { label_keys?: number[]; labelled?: true } {
  if (label_type !== undefined && (label_type !== dataset_type || labelTypesOf(label_type).length === 0)) {
    return { label_keys: [] }
  }
  if (label_name !== undefined) return { label_keys: labelSet.byName(label_name).map(({ label_key }) => label_key) }
  return label_type === undefined ? {} : { labelled: true }
}

/** How images are to be shown; what cannot be done is refused here, and not when the image is asked for. */
export function readProcessParameter(text: string | undefined): string | undefined {
  const process = parseImageProcess(text ?? '')
  if (isRefusal(process)) throw refuse(process)
  return text
}

const facets = {
  labelled: SampleFacet.labelled,
  unlabelled: SampleFacet.unlabelled,
  predicted: SampleFacet.predicted,
} as const

/** What a state filter of the wire asks of the samples of a dataset (behaviour 2.3). */
export function stateFilter(state: SampleState | undefined): Pick<SampleFilter, 'states' | 'entry'> {
  if (state === undefined) return {}
  const filter = SAMPLE_FILTERS[state]
  return 'entry' in filter ? { entry: filter.entry } : { states: filter.states.map((one) => facets[one]) }
}
