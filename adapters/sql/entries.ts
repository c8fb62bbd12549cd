import { leaveOpenAcceptances } from './acceptances.ts'
import { changedColumns } from './changed-columns.ts'
import { EntryStateCode } from './state-codes.ts'
import type { Tx } from './store.ts'
import type { EntryRow } from './tables.ts'
import { EntryTallies, type LabelCounts } from './tallies.ts'

/** What an entry looks like to the counters. */
export type CountedEntry = Pick<EntryRow, 'entry_key' | 'task_id' | 'worker_id' | 'state'> & { counts: LabelCounts }

/** The columns that a change of an entry may set. */
export type EntryUpdate = Omit<EntryRow, 'task_id' | 'sample_key'>

const UPDATED_COLUMNS = [
  'worker_id',
  'state',
  'labels',
  'metadata',
  'sample_usage',
  'revision',
  'save_time',
  'saved_by',
  'review_accept',
  'review_score',
  'review_comment',
  'review_by',
  'review_time',
  'check_accept',
  'check_score',
  'check_comment',
  'late_in',
  'drawn_in',
  'verdict',
  'rounds',
] as const satisfies readonly (keyof EntryUpdate)[]

/**
 * Writes changed entries with their label index and counters. `before` must be what the same transaction read.
 * The work depends on the number of changes alone.
 */
export async function updateEntries(
  tx: Tx,
  changes: readonly { before: CountedEntry & EntryUpdate; after: EntryUpdate; counts: LabelCounts }[],
): Promise<void> {
  const columns = changedColumns<keyof EntryUpdate, EntryUpdate>(UPDATED_COLUMNS, changes)
  const rows = changes.map(({ after }) => [after.entry_key, ...columns.map((column) => after[column])])
  await tx.each.update('entry', ['entry_key'], columns, rows)
  const tallies = new EntryTallies()
  for (const { before, after } of changes) {
    const { task_id, entry_key } = before
    tallies.addEntry(before, -1)
    tallies.addEntry({ task_id, entry_key, worker_id: after.worker_id, state: after.state }, 1)
  }
  await indexEntryLabels(tx, tallies, changes)
  await tallies.flush(tx)
}

/** Gives entries the outcome of acceptance `number`: state, `check_accept` and counters. They must be read in `tx`. */
export async function settleEntries(
  tx: Tx,
  entries: readonly Pick<EntryRow, 'entry_key' | 'task_id' | 'worker_id' | 'state' | 'rounds'>[],
  { accepted, number }: { accepted: boolean; number: number },
): Promise<void> {
  if (entries.length === 0) return
  const state = accepted ? EntryStateCode.ACCEPTED : EntryStateCode.REJECTED
  const check_accept = accepted ? 1 : 0
  await tx.each.update(
    'entry',
    ['entry_key'],
    ['state', 'check_accept', 'settled_in', 'rounds'],
    entries.map(({ entry_key, rounds }) => [entry_key, state, check_accept, number, rounds + (accepted ? 0 : 1)]),
  )
  const tallies = new EntryTallies()
  for (const entry of entries) {
    tallies.addEntry(entry, -1)
    tallies.addEntry({ ...entry, state }, 1)
  }
  await tallies.flush(tx)
}

/** Inserts entries that have just been dealt; they may carry labels (a prediction). Keys come from `reserveKeys`. */
export async function insertEntries(
  tx: Tx,
  entries: readonly (Pick<
    EntryRow,
    'entry_key' | 'task_id' | 'sample_key' | 'worker_id' | 'state' | 'labels' | 'metadata'
  > & { counts: LabelCounts })[],
): Promise<void> {
  const columns = ['entry_key', 'task_id', 'sample_key', 'worker_id', 'state', 'labels', 'metadata'] as const
  await tx.each.insert(
    'entry',
    columns,
    entries.map((entry) => columns.map((column) => entry[column])),
  )
  const tallies = new EntryTallies()
  for (const entry of entries) tallies.addEntry(entry, 1)
  await indexEntryLabels(
    tx,
    tallies,
    entries.map((entry) => ({ before: { ...entry, counts: new Map() }, counts: entry.counts })),
  )
  await tallies.flush(tx)
}

/** What people left at entries besides labels. */
const LEFT_AT_ENTRIES = ['draft', 'entry_comment', 'presence'] as const

/** Removes entries with all that hangs on them and their counters; an open acceptance goes on without them. */
export async function deleteEntries(tx: Tx, entries: readonly CountedEntry[]): Promise<void> {
  const keys = entries.map(({ entry_key }) => [entry_key])
  await leaveOpenAcceptances(tx, entries)
  for (const table of LEFT_AT_ENTRIES) await tx.each.delete(table, ['entry_key'], keys)
  await tx.each.delete('entry', ['entry_key'], keys)
  const tallies = new EntryTallies()
  for (const entry of entries) tallies.addEntry(entry, -1)
  await indexEntryLabels(
    tx,
    tallies,
    entries.map((before) => ({ before, counts: new Map() })),
  )
  await tallies.flush(tx)
}

/** Brings `entry_label` and its counters from the old counts of each entry to the new ones. */
async function indexEntryLabels(
  tx: Tx,
  tallies: EntryTallies,
  changes: readonly { before: Omit<CountedEntry, 'worker_id' | 'state'>; counts: LabelCounts }[],
): Promise<void> {
  const gone: unknown[][] = []
  const come: unknown[][] = []
  for (const { before, counts } of changes) {
    const { task_id, entry_key } = before
    for (const change of changedCounts(before.counts, counts)) {
      const { label_key, was, is } = change
      if (was) gone.push([label_key, entry_key])
      if (is) come.push([task_id, label_key, entry_key, is])
      tallies.addLabel(before, label_key, Math.sign(is) - Math.sign(was), is - was)
    }
  }
  await tx.each.delete('entry_label', ['label_key', 'entry_key'], gone)
  await tx.each.insert('entry_label', ['task_id', 'label_key', 'entry_key', 'instances'], come)
}

/** The label definitions whose number of labels differs between two counts. */
export function* changedCounts(
  before: LabelCounts,
  after: LabelCounts,
): Generator<{ label_key: number; was: number; is: number }> {
  for (const [label_key, was] of before) {
    const is = after.get(label_key) ?? 0
    if (is !== was) yield { label_key, was, is }
  }
  for (const [label_key, is] of after) if (!before.has(label_key)) yield { label_key, was: 0, is }
}
