import type { LabelSet } from '#core/labels/label-set.ts'
import { type KeyRange, keysOf } from './blocks.ts'
import type { EntryListFilter } from './entry-filter.ts'
import { type EntryOfSample, entryBlocks, isDealt, keyReader, openSearch, readEntries } from './entry-lists.ts'
import type { Db } from './store.ts'
import type { WorkforceTaskRow } from './tables.ts'

/** Blocks that one call looks through where no counter tells what they hold. */
const MOST_BLOCKS = 8

/** From which entry on, and how many at most. */
export type QueuePlace = { after: number; limit: number }

/**
 * The next entries of a team task that a filter selects, in the order in which they were dealt, and the entry up to which
 * the task was gone through, null at its end. A place in it stays what it is whatever states change meanwhile. What a call
 * costs depends on `limit`: where a filter asks what no counter tells, an answer may hold less and still not be the last.
 */
export async function listEntriesAfter(
  db: Db,
  task: WorkforceTaskRow,
  { filter, labelSet, after, limit }: QueuePlace & { filter: EntryListFilter; labelSet: LabelSet },
): Promise<{ entries: EntryOfSample[]; reached: number | null }> {
  if (!isDealt(task)) return { entries: [], reached: null }
  const readKeys = keyReader(db, await openSearch(db, task, filter, labelSet))
  const found: number[] = []
  let looked = 0
  for (const keys of await stretchesOf(db, task, filter, after)) {
    if (looked === MOST_BLOCKS && filter.reviewed) {
      return { entries: await readEntries(db, found), reached: keys.from - 1 }
    }
    // One more than wanted tells whether there is more.
    found.push(...(await readKeys(keys, { order: 'asc', skip: 0, limit: limit + 1 - found.length })))
    looked++
    if (found.length > limit) {
      const page = found.slice(0, limit)
      return { entries: await readEntries(db, page), reached: page.at(-1)! }
    }
  }
  return { entries: await readEntries(db, found), reached: null }
}

/** Where entries after one lie: in blocks that hold such states, or in one piece where an index finds what was drawn. */
async function stretchesOf(
  db: Db,
  { task_id }: WorkforceTaskRow,
  filter: EntryListFilter,
  after: number,
): Promise<KeyRange[]> {
  const blocks = (await entryBlocks(db, task_id, filter)).map(({ block }) => keysOf(block))
  const left = blocks.filter(({ to }) => to > after).map(({ from, to }) => ({ from: Math.max(from, after + 1), to }))
  if (!filter.sampled || left.length === 0) return left
  return [{ from: left[0]!.from, to: left.at(-1)!.to }]
}
