import { type SqlBool, sql } from 'kysely'
import { WorkforceTaskStatus } from '#contract/codes.ts'
import type { LabelSet } from '#core/labels/label-set.ts'
import { ENTRY_STATES } from '#core/workforce-tasks/entry-life.ts'
import { type Block, BlockScan } from './block-scan.ts'
import { type BlockReader, countInSteps, type KeyRange, type Order, readPage, totalOf, walk } from './blocks.ts'
import {
  type EntryListFilter,
  entryStates,
  meetsEntryFilter,
  SEARCHED_ENTRY_COLUMNS,
  translateEntryFilter,
} from './entry-filter.ts'
import { type PageRequest, readSamples } from './sample-lists.ts'
import type { Translation } from './search-sql.ts'
import type { Db } from './store.ts'
import type { DatasetRow, EntryRow, SampleRow, WorkforceTaskRow } from './tables.ts'

type Dataset = Pick<DatasetRow, 'dataset_id' | 'revision' | 'label_revision'>
type Task = Pick<WorkforceTaskRow, 'task_id' | 'status' | 'acceptance_number'>

/** An entry with the sample it is about. */
export type EntryOfSample = { entry: EntryRow; sample: SampleRow }

const counts = new BlockScan<number>()

/**
 * A page of the entries of a team task, in the order in which they were dealt, and how many the filter selects. Lists by
 * state, with or without a worker, and of a label are paged by counters, others as in `listSamples`. `db` is a snapshot.
 */
export async function listEntries(
  db: Db,
  { dataset, task }: { dataset: Dataset; task: Task },
  { filter, labelSet, page }: { filter: EntryListFilter; labelSet: LabelSet; page: PageRequest },
): Promise<{ total: number; entries: EntryOfSample[] }> {
  if (!isDealt(task) || filter.states.length === 0) return { total: 0, entries: [] }
  const search = await openSearch(db, task, filter, labelSet)
  const blocks = (await countedBlocks(db, task, filter)) ?? (await scannedBlocks(db, dataset, search))
  const keys = await readPage(blocks, page, keyReader(db, search))
  return { total: totalOf(blocks), entries: await readEntries(db, keys) }
}

/** While a task is being dealt nobody sees half a deal (behaviour 3.2). */
export function isDealt({ status }: Pick<Task, 'status'>): boolean {
  return status !== WorkforceTaskStatus.created && status !== WorkforceTaskStatus.starting
}

/** The entries of one sample in a team task that a filter of states selects, in the order in which they were dealt. */
export async function entriesOfSample(
  db: Db,
  task: Task,
  { sample, filter, labelSet }: { sample: SampleRow; filter: EntryListFilter; labelSet: LabelSet },
): Promise<EntryRow[]> {
  if (!isDealt(task) || filter.states.length === 0) return []
  return db
    .selectFrom('entry as e')
    .selectAll('e')
    .where('e.task_id', '=', task.task_id)
    .where('e.sample_key', '=', sample.sample_key)
    .where(sql<SqlBool>`${translateEntryFilter(filter, { labelSet, drawnIn: openAcceptance(task) }).where}`)
    .orderBy('e.entry_key')
    .execute()
}

/** Entries with their samples in the order of `entry_keys`. */
export async function readEntries(db: Db, entry_keys: readonly number[]): Promise<EntryOfSample[]> {
  if (entry_keys.length === 0) return []
  const rows = await db.selectFrom('entry').selectAll().where('entry_key', 'in', entry_keys).execute()
  const byKey = new Map(rows.map((row) => [row.entry_key, row]))
  const samples = await readSamples(db, [...new Set(rows.map(({ sample_key }) => sample_key))])
  const samplesByKey = new Map(samples.map((sample) => [sample.sample_key, sample]))
  return entry_keys.flatMap((key) => {
    const entry = byKey.get(key)
    const sample = entry && samplesByKey.get(entry.sample_key)
    return sample ? [{ entry, sample }] : []
  })
}

/** Entries of a task by block: those of some states, of one worker if given. */
export async function entryBlocks(
  db: Db,
  task_id: string,
  { states, worker_id }: Pick<EntryListFilter, 'states' | 'worker_id'>,
): Promise<Block[]> {
  if (states.length === 0) return []
  const rows = await db
    .selectFrom('entry_tally')
    .select((eb) => [
      'block',
      eb.fn.sum<number | null>('entries').filterWhere('state', 'in', entryStates(states)).as('count'),
      eb.fn.sum<number>('changes').as('changes'),
    ])
    .where('task_id', '=', task_id)
    .$if(worker_id !== undefined, (query) => query.where('worker_id', '=', worker_id!))
    .groupBy('block')
    .orderBy('block')
    .execute()
  return rows.flatMap(({ block, count, changes }) => (count ? [{ block, count, changes }] : []))
}

/** The counters that tell a list, if it is one of those. */
async function countedBlocks(db: Db, { task_id }: Task, filter: EntryListFilter) {
  const { states, worker_id, label_keys, ...others } = filter
  if (Object.values(others).some((value) => value !== undefined)) return undefined
  if (!label_keys) return entryBlocks(db, task_id, filter)
  if (!isLabelList(filter)) return undefined
  return db
    .selectFrom('entry_label_tally')
    .select(['block', 'entries as count'])
    .where('task_id', '=', task_id)
    .where('label_key', '=', label_keys[0]!)
    .where('entries', '>', 0)
    .execute()
}

/** A list of all entries, whatever their state, that carry one label. */
function isLabelList({ states, label_keys, ...others }: EntryListFilter): boolean {
  return (
    label_keys?.length === 1 &&
    states.length === ENTRY_STATES.length &&
    Object.values(others).every((value) => value === undefined)
  )
}

type Search = {
  task: Task
  filter: EntryListFilter
  labelSet: LabelSet
  translation: Translation
  names: ReadonlyMap<string, string>
}

export async function openSearch(db: Db, task: Task, filter: EntryListFilter, labelSet: LabelSet): Promise<Search> {
  const translation = translateEntryFilter(filter, { labelSet, drawnIn: openAcceptance(task) })
  const names = filter.tree ? await namesInTask(db, task.task_id) : new Map<string, string>()
  return { task, filter, labelSet, translation, names }
}

/** The number of the acceptance whose draw is shown: from the end of the drawing to the end of the applying. */
export function openAcceptance({ status, acceptance_number }: Task): number | null {
  const shown = status === WorkforceTaskStatus.accepting || status === WorkforceTaskStatus.synchronizing
  return shown ? acceptance_number : null
}

/** The names of D48 of everybody who has or had a part in a task. */
async function namesInTask(db: Db, task_id: string): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('task_member as m')
    .innerJoin('worker as w', 'w.worker_id', 'm.worker_id')
    .select(['w.worker_id', 'w.email'])
    .where('m.task_id', '=', task_id)
    .execute()
  return new Map(rows.map(({ worker_id, email }) => [worker_id, `human/${email ?? worker_id}`]))
}

/** How many entries of each block the filter selects. */
async function scannedBlocks(db: Db, dataset: Dataset, search: Search): Promise<{ block: number; count: number }[]> {
  const { task, filter, translation } = search
  const blocks = await entryBlocks(db, task.task_id, filter)
  const found = await counts.scan(questionOf(dataset, task, filter), blocks, async (keys, rowCount) => {
    if (!translation.exact) return (await matchingKeys(db, search, keys, 'asc')).length
    return countInSteps(keys, rowCount, (step) =>
      rowsOf(db, search, step).select(sql<number>`count(*)`.as('count')).executeTakeFirstOrThrow(),
    )
  })
  return blocks.map(({ block }) => ({ block, count: found.get(block)! }))
}

/**
 * Names a search for as long as it means the same. A search also looks at the samples, so it is asked anew once one of
 * them changes. Verdicts of a running acceptance are written without any mark: these are never kept.
 */
export function questionOf(dataset: Dataset, task: Task, filter: EntryListFilter): string | undefined {
  if (filter.sampled !== undefined && filter.sampled !== 'any') return undefined
  const samples = filter.tree ? [dataset.revision, dataset.label_revision] : []
  return JSON.stringify([task.task_id, openAcceptance(task), samples, filter])
}

/** The entries of some keys that the filter may select. */
export function rowsOf(
  db: Db,
  { task, filter, translation }: Omit<Search, 'labelSet' | 'names'>,
  { from, to }: KeyRange,
) {
  return db
    .selectFrom('entry as e')
    .$if(filter.tree !== undefined, (query) => query.innerJoin('sample as s', 's.sample_key', 'e.sample_key') as never)
    .where('e.task_id', '=', task.task_id)
    .where('e.entry_key', '>=', from)
    .where('e.entry_key', '<=', to)
    .where(sql<SqlBool>`${translation.where}`)
}

export function keyReader(db: Db, search: Search): BlockReader<number> {
  return async (keys, { order, skip, limit }) => {
    if (!search.translation.exact) return (await matchingKeys(db, search, keys, order)).slice(skip, skip + limit)
    const rows = countedRows(db, search, keys) ?? rowsOf(db, search, keys).select('e.entry_key')
    const found = await rows.orderBy('entry_key', order).offset(skip).limit(limit).execute()
    return found.map(({ entry_key }) => entry_key)
  }
}

/** The entries of a list that counters tell, by an index that has them in the order of the list, with their states. */
function countedRows(db: Db, { task: { task_id }, filter }: Search, { from, to }: KeyRange) {
  const { states, worker_id, label_keys, ...others } = filter
  if (isLabelList(filter)) {
    return db
      .selectFrom('entry_label as e')
      .select('e.entry_key')
      .where('e.task_id', '=', task_id)
      .where('e.label_key', '=', label_keys![0]!)
      .where('e.entry_key', '>=', from)
      .where('e.entry_key', '<=', to)
  }
  if (label_keys || Object.values(others).some((value) => value !== undefined)) return undefined
  const entries = db
    .selectFrom('entry as e')
    .select('e.entry_key')
    .where('e.task_id', '=', task_id)
    .where('e.entry_key', '>=', from)
    .where('e.entry_key', '<=', to)
  return entries
    .$if(worker_id !== undefined, (query) => query.where('e.worker_id', '=', worker_id!))
    .$if(states.length < ENTRY_STATES.length, (query) => query.where('e.state', 'in', entryStates(states)))
}

async function matchingKeys(db: Db, search: Search, keys: KeyRange, order: Order): Promise<number[]> {
  const rows = walk(
    keys,
    order,
    ({ from, to }, limit) =>
      db
        .selectFrom('entry as e')
        .innerJoin('sample as s', 's.sample_key', 'e.sample_key')
        .select(SEARCHED_ENTRY_COLUMNS)
        .where('e.task_id', '=', search.task.task_id)
        .where('e.entry_key', '>=', from)
        .where('e.entry_key', '<=', to)
        .where(sql<SqlBool>`${search.translation.where}`)
        .orderBy('e.entry_key', order)
        .limit(limit)
        .execute(),
    (row) => row.entry_key,
  )
  const matching: number[] = []
  for await (const row of rows) if (meetsEntryFilter(row, search.filter, search)) matching.push(row.entry_key)
  return matching
}
