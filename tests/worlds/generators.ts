import fc from 'fast-check'
import { SampleFacet } from '#adapters/sql/state-codes.ts'
import type { SearchCondition } from '#contract/search-conditions.ts'
import { ENTRY_FILTERS, type EntryFilter } from '#core/samples/sample-state.ts'
import { readSearchConditions } from '#core/samples/search-condition.ts'
import { ENTRY_STATES } from '#core/workforce-tasks/entry-life.ts'

/** The moment of every world. */
export const NOW = Date.UTC(2024, 0, 31)

export const WORKERS = ['w1', 'w2', 'w3']
const NAMES = ['human/w1@example.com', 'human/w2@example.com', 'human/w3', 'human/Default/admin', 'a"b\\', 'b\\']
export const nameOf = (worker_id: string) => (worker_id === 'w3' ? 'human/w3' : `human/${worker_id}@example.com`)

const scores = [0.2, 0.5, 1]
const values = ['v', 'V', '1', 'true', 'ä"\\']
const metadataOf = fc.dictionary(
  fc.constantFrom('k', 'K', 'weird"key', '@modelarts:hard_coefficient', '@modelarts:hard'),
  fc.constantFrom('v', 'V', 1, true, ['v', 'ä"\\'], null, 0.5),
  { maxKeys: 3 },
)
const labelOf = fc.record({
  name: fc.constantFrom(0, 1, 2),
  score: fc.constantFrom(undefined, ...scores),
  property: fc.dictionary(fc.constantFrom('colour', '@modelarts:hard'), fc.constantFrom('v', 'true'), { maxKeys: 2 }),
})
export const labelsOf = fc.array(labelOf, { maxLength: 3 })

export const sampleOf = fc.record({
  sample_name: fc.constantFrom('a.jpg', 'A.jpg', 'b_%.jpg'),
  sample_dir: fc.constantFrom('/in/x/', '/in/x/y/', 'obs://in/x/', '/in/'),
  sample_time: fc.constantFrom(NOW - 86_400_000 * 40, NOW - 86_400_000 * 3, NOW),
  sample_type: fc.constantFrom(0, 1),
  metadata: metadataOf,
  labels: labelsOf,
  predicted: fc.boolean(),
  labelers: fc.uniqueArray(fc.constantFrom(...NAMES), { maxLength: 2 }),
})
export const entryOf = fc.record({
  sample: fc.nat(),
  task: fc.constantFrom(0, 1),
  worker: fc.constantFrom(...WORKERS),
  state: fc.constantFrom(...ENTRY_STATES),
  labels: labelsOf,
  metadata: metadataOf,
  review_accept: fc.constantFrom(null, 0, 1),
  drawn_in: fc.constantFrom(0, 1, 2),
  verdict: fc.constantFrom(null, 0, 1),
})
export const taskOf = fc.record({ status: fc.constantFrom(0, 1, 2, 5, 7), deleted: fc.constantFrom(0, 0, 0, 1) })

const valueList = fc.option(fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 }))
const op = fc.constantFrom('AND' as const, 'OR' as const)
const searchOf: fc.Arbitrary<SearchCondition> = fc.record(
  {
    sample_name: fc.constantFrom('a.jpg', 'b_%.jpg'),
    sample_dir: fc.constantFrom('/in/x/', 's3://in/x/', '/in/'),
    sample_time: fc.constantFrom('day', 'month', '20240101-20240129'),
    hard: fc.constantFrom('0' as const, '1' as const),
    labeler: fc.constantFrom(...NAMES),
    coefficient: fc.constantFrom('0.5', '0-1'),
    score: fc.constantFrom('0.5', '0.1-0.6'),
    metadata: fc.record({
      op,
      props: fc.dictionary(fc.constantFrom('k', 'K', 'weird"key'), valueList, { minKeys: 1 }),
    }),
    label_list: fc.record({
      op,
      labels: fc.array(
        fc.record(
          {
            name: fc.constantFrom('l0', 'l1', 'l2', 'nobody'),
            type: fc.constantFrom(0 as const, 103 as const),
            op,
            property: fc.dictionary(fc.constantFrom('colour'), valueList),
          },
          { requiredKeys: ['op'] },
        ),
        { minLength: 1, maxLength: 2 },
      ),
    }),
  },
  { requiredKeys: [] },
)
export const treeOf = fc.array(searchOf, { minLength: 1, maxLength: 2 }).map((conditions) => {
  const search = readSearchConditions(conditions, { field: 'search_conditions', now: NOW })
  if (!('tree' in search)) throw new Error(search.error_msg)
  return search.tree
})
export const filterOf = fc.constantFrom(...Object.values(ENTRY_FILTERS))
const labelKeys = fc.constantFrom([0], [1], [0, 1], [])
export const sampleFilterOf = fc.record(
  {
    states: fc.constantFrom(
      [SampleFacet.labelled],
      [SampleFacet.unlabelled, SampleFacet.predicted],
      [SampleFacet.predicted],
    ),
    entry: filterOf,
    label_keys: labelKeys,
    labelled: fc.constant(true),
    sample_type: fc.constantFrom(0, 1),
    member: fc.constantFrom('w1', 'w2').map((worker_id) => ({ worker_id, name: nameOf(worker_id) })),
    score: fc.constantFrom({ min: 0.3, max: 1 }, { min: 0, max: 0.2 }),
    tree: treeOf,
  },
  { requiredKeys: [] },
)
export const entryFilterOf = fc.record(
  {
    filter: fc.oneof(filterOf, fc.constant({ states: ENTRY_STATES } satisfies EntryFilter)),
    worker_id: fc.constantFrom(...WORKERS),
    label_keys: labelKeys,
    labelled: fc.constant(true),
    tree: treeOf,
  },
  { requiredKeys: ['filter'] },
)

/** A small data set with two team tasks. */
export const worldOf = fc.record({
  samples: fc.array(sampleOf, { minLength: 1, maxLength: 12 }),
  entries: fc.array(entryOf, { maxLength: 24 }),
  tasks: fc.tuple(taskOf, taskOf),
})

type Of<Drawn> = Drawn extends fc.Arbitrary<infer Value> ? Value : never
export type DrawnLabel = Of<typeof labelOf>
export type DrawnSample = Of<typeof sampleOf>
export type DrawnWorld = Of<typeof worldOf>
