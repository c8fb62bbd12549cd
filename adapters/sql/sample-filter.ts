import { sql } from 'kysely'
import type { StoredLabel } from '#core/labels/label.ts'
import type { LabelSet } from '#core/labels/label-set.ts'
import type { EntryFilter } from '#core/samples/sample-state.ts'
import type { SearchTree } from '#core/samples/search-condition.ts'
import { matchesSearchCondition } from '#core/samples/search-match.ts'
import { drawnNow, entryStates } from './entry-filter.ts'
import {
  allOf,
  anyOf,
  contains,
  exactly,
  keyText,
  never,
  roughly,
  type Translation,
  translateSearch,
} from './search-sql.ts'
import { SampleFacet } from './state-codes.ts'
import type { SampleRow } from './tables.ts'

/** Which samples of a dataset a list holds; all of what is said has to hold. */
export type SampleFilter = {
  /** States of the sample itself, as `SampleFacet`. */
  states?: readonly number[]
  /** Has such an entry in any of the dataset's team tasks. */
  entry?: EntryFilter
  /** Carries a label of one of these definitions. */
  label_keys?: readonly number[]
  /** Carries any label. */
  labelled?: boolean
  sample_type?: number
  /** Labelled by this person, under his name of D48, or dealt to him in a team task. */
  member?: { worker_id: string; name: string }
  /** Carries a label of such a confidence, both ends included. */
  score?: { min: number; max: number }
  tree?: SearchTree
}

/** A list of nothing but predictions shows and searches the predicted labels, every other list the official ones. */
export function showsPredictions({ states }: Pick<SampleFilter, 'states'>): boolean {
  return states?.length === 1 && states[0] === SampleFacet.predicted
}

/** What has to be read of a sample to look at it closely. */
export const SEARCHED_COLUMNS = [
  's.sample_key',
  's.sample_name',
  's.sample_dir',
  's.sample_time',
  's.hard',
  's.metadata',
  's.labels',
  's.prediction',
  's.labelers',
] as const

type SearchedRow = Pick<
  SampleRow,
  'sample_name' | 'sample_dir' | 'sample_time' | 'hard' | 'metadata' | 'labels' | 'prediction' | 'labelers'
>

/** The filter as far as the database knows it, about a sample `s` of the dataset. */
export function translateSampleFilter(filter: SampleFilter, labelSet: LabelSet): Translation {
  const { states, entry, label_keys, labelled, sample_type, member, score, tree } = filter
  const predictions = showsPredictions(filter)
  const labels = predictions ? 's.prediction' : 's.labels'
  const hasLabel = (keys: readonly number[]) =>
    predictions
      ? roughly(sql`s.prediction is not null`)
      : exactly(sql`exists (select 1 from sample_label x
          where x.sample_key = s.sample_key and x.label_key in (${sql.join(keys)}))`)
  const parts: Translation[] = []
  if (states) parts.push(exactly(sql`s.state in (${sql.join(states)})`))
  if (sample_type !== undefined) parts.push(exactly(sql`s.sample_type = ${sample_type}`))
  if (entry) parts.push(hasEntry(entry))
  if (member) parts.push(anyOf([isLabeledBy(member.name), wasDealtTo(member.worker_id)]))
  if (label_keys) parts.push(label_keys.length > 0 ? hasLabel(label_keys) : never)
  if (labelled) parts.push(exactly(contains(labels, '{')))
  if (score) parts.push(roughly(contains(labels, keyText('score'))))
  if (tree) {
    const columns = {
      inLabels: (text: string) => contains(labels, text),
      inMetadata: (text: string) => contains('s.metadata', text),
      hasLabel,
      isHard: (hard: boolean) => exactly(sql`s.hard = ${hard ? 1 : 0}`),
      isLabeledBy,
    }
    parts.push(translateSearch(tree, labelSet, columns))
  }
  return allOf(parts)
}

/** The rest: what `translateSampleFilter` could say only roughly. */
export function meetsSampleFilter(row: SearchedRow, filter: SampleFilter, labelSet: LabelSet): boolean {
  const { label_keys, score, tree } = filter
  const labels: StoredLabel[] = JSON.parse(showsPredictions(filter) ? (row.prediction ?? '[]') : row.labels)
  if (label_keys && !labels.some(({ label_key }) => label_keys.includes(label_key ?? -1))) return false
  if (score && !labels.some((label) => isWithin(label.score, score))) return false
  if (!tree) return true
  const { sample_name, sample_dir, sample_time } = row
  const sample = {
    sample_name,
    sample_dir,
    sample_time,
    hard: row.hard === 1,
    labels,
    // Most searches never look at these.
    get metadata() {
      return JSON.parse(row.metadata)
    },
    get labelers() {
      return JSON.parse(row.labelers)
    },
  }
  return matchesSearchCondition(sample, tree, labelSet)
}

function isWithin(score: number | undefined, { min, max }: { min: number; max: number }): boolean {
  return score !== undefined && score >= min && score <= max
}

/** A name with quotes or backslashes could be found inside another one, as part of its spelling in JSON. */
function isLabeledBy(name: string): Translation {
  const where = contains('s.labelers', JSON.stringify(name))
  return /["\\]/.test(name) ? roughly(where) : exactly(where)
}

/** While a task is being dealt nobody is shown its entries (behaviour 3.2). */
function wasDealtTo(worker_id: string): Translation {
  return exactly(sql`exists (select 1 from entry x join workforce_task t on t.task_id = x.task_id
    where x.sample_key = s.sample_key and x.worker_id = ${worker_id} and t.deleted = 0 and t.status not in (0, 6))`)
}

function hasEntry({ states, reviewed, sampled }: EntryFilter): Translation {
  const conditions = [
    sql`x.sample_key = s.sample_key`,
    sql`x.state in (${sql.join(entryStates(states))})`,
    sql`t.deleted = 0 and t.status not in (0, 6)`,
  ]
  if (reviewed) conditions.push(sql`x.review_accept is not null`)
  if (sampled) conditions.push(sql`t.status in (2, 5) and x.drawn_in = t.acceptance_number`, drawnNow(sampled, 'x'))
  return exactly(sql`exists (select 1 from entry x join workforce_task t on t.task_id = x.task_id
    where ${sql.join(conditions, sql` and `)})`)
}
