import { meetsSampleFilter, type SampleFilter, showsPredictions } from '#adapters/sql/sample-filter.ts'
import type { PageRequest } from '#adapters/sql/sample-lists.ts'
import type { SampleRow } from '#adapters/sql/tables.ts'
import { errors } from '#contract/errors.ts'
import type { LabelSet } from '#core/labels/label-set.ts'

type Wanted = { filter: SampleFilter; labelSet: LabelSet }

/** The samples of a state that a filter selects, in the order of their keys. E4396 for states of team tasks, which no version knows. */
export async function* selectOfState(
  state: AsyncIterable<SampleRow>,
  { filter, labelSet }: Wanted,
): AsyncGenerator<SampleRow> {
  const { states, entry, labelled, sample_type, member } = filter
  const predictions = showsPredictions(filter)
  if (entry) throw errors.parameterInvalid('sample_state: a version knows no states of team tasks.')
  for await (const sample of state) {
    if (states && !states.includes(sample.state)) continue
    if (sample_type !== undefined && sample.sample_type !== sample_type) continue
    if (member && !(JSON.parse(sample.labelers) as string[]).includes(member.name)) continue
    if (labelled && !(predictions ? sample.prediction : sample.labels)?.includes('{')) continue
    if (meetsSampleFilter(sample, filter, labelSet)) yield sample
  }
}

/** A page of them, and how many there are: the state is gone through to count them, and once more up to the page. */
export async function pageOfState(
  open: () => AsyncIterable<SampleRow>,
  { page: { offset, limit, order }, ...wanted }: Wanted & { page: PageRequest },
): Promise<{ total: number; samples: SampleRow[] }> {
  let total = 0
  for await (const _ of selectOfState(open(), wanted)) total++
  const to = order === 'asc' ? Math.min(total, offset + limit) : total - offset
  const from = order === 'asc' ? offset : Math.max(0, to - limit)
  const samples: SampleRow[] = []
  if (from >= to) return { total, samples }
  let place = 0
  for await (const sample of selectOfState(open(), wanted)) {
    if (place++ >= from) samples.push(sample)
    if (place === to) break
  }
  return { total, samples: order === 'asc' ? samples : samples.reverse() }
}
