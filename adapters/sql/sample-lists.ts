import { type SqlBool, sql } from 'kysely'
import type { LabelSet } from '#core/labels/label-set.ts'
import { type Block, BlockScan } from './block-scan.ts'
import { type BlockReader, countInSteps, type KeyRange, type Order, readPage, totalOf, walk } from './blocks.ts'
import { meetsSampleFilter, type SampleFilter, SEARCHED_COLUMNS, translateSampleFilter } from './sample-filter.ts'
import type { Translation } from './search-sql.ts'
import { SampleFacet } from './state-codes.ts'
import type { Db } from './store.ts'
import type { DatasetRow, SampleRow } from './tables.ts'

/** A page of a list: `offset` counts rows. */
export type PageRequest = { offset: number; limit: number; order: Order }

type Dataset = Pick<DatasetRow, 'dataset_id' | 'label_revision'>

const counts = new BlockScan<number>()

type Listed = { filter: SampleFilter; labelSet: LabelSet }

/**
 * A page of the samples of a dataset, in the order in which they were added, and how many the filter selects. Lists of
 * all, of a state or of a label are paged by counters; for any other filter the matches of every block are counted once
 * and kept until something is written there. `db` is a snapshot.
 */
export async function listSamples(
  db: Db,
  dataset: Dataset,
  { page, ...listed }: Listed & { page: PageRequest },
): Promise<{ total: number; samples: SampleRow[] }> {
  const search = searchOf(dataset, listed)
  const blocks = await listedBlocks(db, dataset, search)
  const keys = await readPage(blocks, page, keyReader(db, search))
  return { total: totalOf(blocks), samples: await readSamples(db, keys) }
}

/** How many samples of a dataset a filter selects. `db` is a snapshot. */
export async function countListed(db: Db, dataset: Dataset, listed: Listed): Promise<number> {
  return totalOf(await listedBlocks(db, dataset, searchOf(dataset, listed)))
}

function searchOf({ dataset_id }: Dataset, { filter, labelSet }: Listed): Search {
  return { dataset_id, filter, labelSet, translation: translateSampleFilter(filter, labelSet) }
}

async function listedBlocks(db: Db, dataset: Dataset, search: Search): Promise<{ block: number; count: number }[]> {
  return (await countedBlocks(db, dataset, search.filter)) ?? scannedBlocks(db, dataset, search)
}

export async function findSample(db: Db, dataset_id: string, sample_id: string): Promise<SampleRow | undefined> {
  return db
    .selectFrom('sample')
    .selectAll()
    .where('dataset_id', '=', dataset_id)
    .where('sample_id', '=', sample_id)
    .executeTakeFirst()
}

/** Rows of samples in the order of `sample_keys`. */
export async function readSamples(db: Db, sample_keys: readonly number[]): Promise<SampleRow[]> {
  if (sample_keys.length === 0) return []
  const rows = await db.selectFrom('sample').selectAll().where('sample_key', 'in', sample_keys).execute()
  const byKey = new Map(rows.map((row) => [row.sample_key, row]))
  return sample_keys.flatMap((key) => byKey.get(key) ?? [])
}

/** Samples of a dataset by block: those of some states, of all without `states`. */
export async function sampleBlocks(db: Db, dataset_id: string, states?: readonly number[]): Promise<Block[]> {
  const facets = states ?? [SampleFacet.unlabelled, SampleFacet.labelled, SampleFacet.predicted]
  const rows = await db
    .selectFrom('sample_tally')
    .select((eb) => [
      'block',
      eb.fn.sum<number | null>('samples').filterWhere('facet', 'in', facets).as('count'),
      eb.fn.sum<number>('changes').as('changes'),
    ])
    .where('dataset_id', '=', dataset_id)
    .groupBy('block')
    .orderBy('block')
    .execute()
  return rows.flatMap(({ block, count, changes }) => (count ? [{ block, count, changes }] : []))
}

/** The counters that tell a list, if it is one of those. */
async function countedBlocks(db: Db, { dataset_id }: Dataset, filter: SampleFilter) {
  const { states, label_keys, ...others } = filter
  if (Object.values(others).some((value) => value !== undefined)) return undefined
  if (!label_keys) return sampleBlocks(db, dataset_id, states)
  if (!isLabelList(filter)) return undefined
  return db
    .selectFrom('sample_label_tally')
    .select(['block', 'samples as count'])
    .where('label_key', '=', label_keys[0]!)
    .where('samples', '>', 0)
    .execute()
}

/** A list of all samples that carry one label. */
function isLabelList({ label_keys, ...others }: SampleFilter): boolean {
  return label_keys?.length === 1 && Object.values(others).every((value) => value === undefined)
}

type Search = { dataset_id: string; filter: SampleFilter; labelSet: LabelSet; translation: Translation }

/** How many samples of each block the filter selects. */
async function scannedBlocks(db: Db, dataset: Dataset, search: Search): Promise<{ block: number; count: number }[]> {
  const { filter, translation } = search
  const blocks = await sampleBlocks(db, dataset.dataset_id, filter.states)
  const question = await questionOf(db, dataset, filter)
  const found = await counts.scan(question, blocks, async (keys, rowCount) => {
    if (!translation.exact) return (await matchingKeys(db, search, keys, 'asc')).length
    return countInSteps(keys, rowCount, (step) =>
      rowsOf(db, search, step).select(sql<number>`count(*)`.as('count')).executeTakeFirstOrThrow(),
    )
  })
  return blocks.map(({ block }) => ({ block, count: found.get(block)! }))
}

/**
 * Names a search for as long as it means the same: labels may be renamed, and where entries decide it is asked anew once
 * one of them was written. Verdicts of a running acceptance are written without any mark, so these are never kept.
 */
export async function questionOf(
  db: Db,
  { dataset_id, label_revision }: Dataset,
  filter: SampleFilter,
): Promise<string | undefined> {
  const { entry, member } = filter
  if (entry?.sampled !== undefined && entry.sampled !== 'any') return undefined
  const tasks = entry || member ? await tasksOf(db, dataset_id) : []
  return JSON.stringify([dataset_id, label_revision, filter, tasks])
}

/** The team tasks of a dataset, with what moves when their entries are written. */
function tasksOf(db: Db, dataset_id: string) {
  return db
    .selectFrom('workforce_task as t')
    .leftJoin('entry_tally as c', 'c.task_id', 't.task_id')
    .select((eb) => ['t.task_id', 't.status', 't.acceptance_number', eb.fn.sum<number>('c.changes').as('changes')])
    .where('t.dataset_id', '=', dataset_id)
    .where('t.deleted', '=', 0)
    .groupBy(['t.task_id', 't.status', 't.acceptance_number'])
    .orderBy('t.task_id')
    .execute()
}

/** The samples of some keys that the filter may select. */
export function rowsOf(
  db: Db,
  { dataset_id, translation }: Omit<Search, 'labelSet' | 'filter'>,
  { from, to }: KeyRange,
) {
  return db
    .selectFrom('sample as s')
    .where('s.dataset_id', '=', dataset_id)
    .where('s.sample_key', '>=', from)
    .where('s.sample_key', '<=', to)
    .where(sql<SqlBool>`${translation.where}`)
}

function keyReader(db: Db, search: Search): BlockReader<number> {
  return async (keys, { order, skip, limit }) => {
    if (!search.translation.exact) return (await matchingKeys(db, search, keys, order)).slice(skip, skip + limit)
    const rows = countedRows(db, search, keys) ?? rowsOf(db, search, keys).select('s.sample_key')
    const found = await rows.orderBy('sample_key', order).offset(skip).limit(limit).execute()
    return found.map(({ sample_key }) => sample_key)
  }
}

/** The samples of a list that counters tell, by an index that has them in the order of the list, with their states. */
function countedRows(db: Db, { dataset_id, filter }: Search, { from, to }: KeyRange) {
  const { states, label_keys, ...others } = filter
  if (isLabelList(filter)) {
    return db
      .selectFrom('sample_label as s')
      .select('s.sample_key')
      .where('s.label_key', '=', label_keys![0]!)
      .where('s.sample_key', '>=', from)
      .where('s.sample_key', '<=', to)
  }
  if (!states || label_keys || Object.values(others).some((value) => value !== undefined)) return undefined
  return db
    .selectFrom('sample as s')
    .select('s.sample_key')
    .where('s.dataset_id', '=', dataset_id)
    .where('s.state', 'in', states)
    .where('s.sample_key', '>=', from)
    .where('s.sample_key', '<=', to)
}

async function matchingKeys(db: Db, search: Search, keys: KeyRange, order: Order): Promise<number[]> {
  const rows = walk(
    keys,
    order,
    (range, limit) =>
      rowsOf(db, search, range).select(SEARCHED_COLUMNS).orderBy('s.sample_key', order).limit(limit).execute(),
    (row) => row.sample_key,
  )
  const matching: number[] = []
  for await (const row of rows) {
    if (meetsSampleFilter(row, search.filter, search.labelSet)) matching.push(row.sample_key)
  }
  return matching
}
