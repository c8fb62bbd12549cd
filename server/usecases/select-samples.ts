import { SampleFacet } from '#adapters/sql/state-codes.ts'
import type { Db } from '#adapters/sql/store.ts'
import type { DatasetRow, WorkforceTaskRow } from '#adapters/sql/tables.ts'
import type { LabelSet } from '#core/labels/label-set.ts'
import { isRefusal } from '#core/refusal.ts'
import { readSearchConditions, type SearchTree } from '#core/samples/search-condition.ts'
import { matchesSearchCondition } from '#core/samples/search-match.ts'
import { refuse } from '#server/refuse.ts'

/** Samples without labels enter a task, also those that have a prediction (behaviour 3.1). */
export const UNLABELLED = [SampleFacet.unlabelled, SampleFacet.predicted]

/** What of a dataset's unlabelled samples belongs to a task. */
export type Choice = { dataset_id: string; tree: SearchTree | null; labelSet: LabelSet }

/** The choice that a task's conditions make; `at` is the time to which "day" and "month" refer. */
export function choiceOf(
  { dataset_id }: DatasetRow,
  { sample_conditions }: WorkforceTaskRow,
  { labelSet, at }: { labelSet: LabelSet; at: number },
): Choice {
  if (sample_conditions === null) return { dataset_id, tree: null, labelSet }
  const search = readSearchConditions(JSON.parse(sample_conditions), { field: 'sample_conditions', now: at })
  if (isRefusal(search)) throw refuse(search)
  return { dataset_id, tree: search.tree, labelSet }
}

type Range = { state: number; after: number; limit: number }

/**
 * The next samples of one state in the order of their keys: those that belong to the task, and the last key that was
 * looked at, null if there are no more.
 */
export async function selectSamples(
  db: Db,
  { dataset_id, tree, labelSet }: Choice,
  { state, after, limit }: Range,
): Promise<{ keys: number[]; last: number | null }> {
  const next = db
    .selectFrom('sample')
    .where('dataset_id', '=', dataset_id)
    .where('state', '=', state)
    .where('sample_key', '>', after)
    .orderBy('sample_key')
    .limit(limit)
  if (!tree) {
    const rows = await next.select('sample_key').execute()
    return { keys: rows.map(({ sample_key }) => sample_key), last: lastOf(rows, limit) }
  }
  const rows = await next
    .select(['sample_key', 'sample_name', 'sample_dir', 'sample_time', 'hard', 'metadata', 'labels', 'labelers'])
    .execute()
  const chosen = rows.filter((row) => {
    const sample = {
      ...row,
      hard: row.hard === 1,
      metadata: JSON.parse(row.metadata),
      labels: JSON.parse(row.labels),
      labelers: JSON.parse(row.labelers),
    }
    return matchesSearchCondition(sample, tree, labelSet)
  })
  return { keys: chosen.map(({ sample_key }) => sample_key), last: lastOf(rows, limit) }
}

function lastOf(rows: readonly { sample_key: number }[], limit: number): number | null {
  return rows.length < limit ? null : rows.at(-1)!.sample_key
}
