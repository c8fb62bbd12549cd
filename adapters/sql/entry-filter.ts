import { sql } from 'kysely'
import { entryMetadata } from '#core/labels/entry-metadata.ts'
import type { StoredLabel } from '#core/labels/label.ts'
import type { LabelSet } from '#core/labels/label-set.ts'
import { isHard } from '#core/labels/metadata.ts'
import { keys } from '#core/labels/property-keys.ts'
import type { EntryFilter } from '#core/samples/sample-state.ts'
import type { SearchTree } from '#core/samples/search-condition.ts'
import { matchesSearchCondition } from '#core/samples/search-match.ts'
import type { EntryState } from '#core/workforce-tasks/entry-life.ts'

import {
  allOf,
  anyOf,
  type Condition,
  contains,
  exactly,
  never,
  roughly,
  type Translation,
  translateSearch,
} from './search-sql.ts'
import { EntryStateCode } from './state-codes.ts'
import type { EntryRow, SampleRow } from './tables.ts'

/** Which entries of a team task a list holds; all of what is said has to hold. */
export type EntryListFilter = EntryFilter & {
  worker_id?: string
  /** Carries a label of one of these definitions. */
  label_keys?: readonly number[]
  /** Carries any label. */
  labelled?: boolean
  tree?: SearchTree
}

export const entryStates = (states: readonly EntryState[]): number[] => states.map((state) => EntryStateCode[state])

/** What has to be read of an entry `e` and its sample `s` to look at it closely. */
export const SEARCHED_ENTRY_COLUMNS = [
  'e.entry_key',
  'e.worker_id',
  'e.labels',
  'e.metadata',
  's.sample_name',
  's.sample_dir',
  's.sample_time',
  's.metadata as sample_metadata',
] as const

type SearchedRow = Pick<EntryRow, 'worker_id' | 'labels' | 'metadata'> &
  Pick<SampleRow, 'sample_name' | 'sample_dir' | 'sample_time'> & { sample_metadata: string }

/** The verdict of an entry that the running acceptance has drawn. `drawn_in > 0` is said for the sake of the index. */
export function drawnNow(sampled: NonNullable<EntryFilter['sampled']>, alias: 'e' | 'x'): Condition {
  const verdict = sql.ref(`${alias}.verdict`)
  const judged = {
    any: sql`1 = 1`,
    unjudged: sql`${verdict} is null`,
    judged: sql`${verdict} is not null`,
    accepted: sql`${verdict} = 1`,
    rejected: sql`${verdict} = 0`,
  }
  return sql`${sql.ref(`${alias}.drawn_in`)} > 0 and ${judged[sampled]}`
}

/**
 * The filter as far as the database knows it, about an entry `e` and, where a search is asked for, its sample `s`.
 * `drawnIn` is the number of the acceptance that is open, null if none is.
 */
export function translateEntryFilter(
  filter: EntryListFilter,
  { labelSet, drawnIn }: { labelSet: LabelSet; drawnIn: number | null },
): Translation {
  const { states, reviewed, sampled, worker_id, label_keys, labelled, tree } = filter
  if (states.length === 0 || (sampled && drawnIn === null)) return never
  const parts: Translation[] = [exactly(sql`e.state in (${sql.join(entryStates(states))})`)]
  if (worker_id !== undefined) parts.push(exactly(sql`e.worker_id = ${worker_id}`))
  if (reviewed) parts.push(exactly(sql`e.review_accept is not null`))
  if (sampled) parts.push(exactly(sql`e.drawn_in = ${drawnIn} and ${drawnNow(sampled, 'e')}`))
  if (label_keys) parts.push(label_keys.length > 0 ? hasLabel(label_keys) : never)
  if (labelled) parts.push(exactly(contains('e.labels', '{')))
  if (tree) parts.push(translateSearch(tree, labelSet, columns))
  return allOf(parts)
}

const columns = {
  inLabels: (text: string) => contains('e.labels', text),
  inMetadata: (text: string) => sql`(${contains('e.metadata', text)} or ${contains('s.metadata', text)})`,
  hasLabel,
  isHard: (hard: boolean) =>
    hard
      ? anyOf([roughly(contains('e.labels', keys.hard)), roughly(contains('e.metadata', keys.hard))])
      : roughly(sql`1 = 1`),
  isLabeledBy,
}

function hasLabel(label_keys: readonly number[]): Translation {
  return exactly(sql`exists (select 1 from entry_label x
    where x.entry_key = e.entry_key and x.label_key in (${sql.join(label_keys)}))`)
}

/** An entry has one labeler. The name of somebody whose address was erased holds his id instead. */
function isLabeledBy(name: string): Translation {
  if (!name.startsWith('human/')) return never
  const rest = name.slice('human/'.length)
  return exactly(sql`exists (select 1 from worker x where x.worker_id = e.worker_id
    and (x.email = ${rest} or (x.email is null and x.worker_id = ${rest})))`)
}

/** The rest: what `translateEntryFilter` could say only roughly. `names` are those of D48 by worker. */
export function meetsEntryFilter(
  row: SearchedRow,
  { tree }: EntryListFilter,
  { labelSet, names }: { labelSet: LabelSet; names: ReadonlyMap<string, string> },
): boolean {
  if (!tree) return true
  const labels: StoredLabel[] = JSON.parse(row.labels)
  const own = JSON.parse(row.metadata)
  const sample = {
    sample_name: row.sample_name,
    sample_dir: row.sample_dir,
    sample_time: row.sample_time,
    hard: isHard(own, labels),
    labels,
    labelers: [names.get(row.worker_id) ?? `human/${row.worker_id}`],
    // Most searches never look at it.
    get metadata() {
      return entryMetadata(JSON.parse(row.sample_metadata), own)
    },
  }
  return matchesSearchCondition(sample, tree, labelSet)
}
