import { findStranded } from '#adapters/sql/deal-requests.ts'
import { deleteEntries, updateEntries } from '#adapters/sql/entries.ts'
import { ENTRY_COLUMNS } from '#adapters/sql/entries-of-samples.ts'
import { keepReplacedEntries } from '#adapters/sql/label-history.ts'
import { EntryStateCode } from '#adapters/sql/state-codes.ts'
import type { Tx } from '#adapters/sql/store.ts'
import type { EntryRow, WorkforceTaskRow } from '#adapters/sql/tables.ts'
import { readLabelers } from '#adapters/sql/task-members.ts'
import { seededRandom } from '#core/acceptance/random.ts'
import { countLabels } from '#core/labels/label-surgery.ts'
import { handOver, type Move } from '#core/workforce-tasks/redealing.ts'
import { newHexId } from '#server/ids.ts'
import { closeFinishedTask } from './close-finished-task.ts'

/** Entries that change hands in one transaction. */
const CHUNK = 1000

const NOTHING: HandedOver = { more: false, rejected: [] }

/** `more`: there may be further entries. `rejected` holds the new labeler of each rejected entry that moved. */
export type HandedOver = { more: boolean; rejected: string[] }

/**
 * Deals entries that wait for a labeler, but belong to somebody who is none any more, to those who are (behaviour 3.5):
 * labels and comments go along. An entry that nobody can take is dropped (D53). Wants the task locked. Moves at most a
 * thousand entries. `only` one state is moved, if given. The caller announces what was rejected.
 */
export async function handOverStranded(
  tx: Tx,
  task: WorkforceTaskRow,
  { now, only }: { now: number; only?: number },
): Promise<HandedOver> {
  const heaps = (await findStranded(tx, task.task_id)).filter(({ state }) => only === undefined || state === only)
  const labelers = await readLabelers(tx, task.task_id)
  if (heaps.length === 0 || labelers.length === 0) return NOTHING
  // Whole rounds, so that the shares stay even over many steps.
  const limit = Math.max(1, Math.floor(CHUNK / labelers.length)) * labelers.length
  const leaving: EntryRow[] = []
  for (const heap of heaps) leaving.push(...(await readHeap(tx, task.task_id, heap, limit - leaving.length)))
  if (leaving.length === 0) return NOTHING
  const moves = handOver({
    leaving: leaving.map(heldOf),
    others: task.repetition === 1 ? [] : (await readSiblings(tx, task.task_id, leaving)).map(heldOf),
    labelers,
    random: seededRandom(newHexId()),
  })
  await writeMoves(tx, moves)
  const dropped = moves.filter(({ to }) => to === null).map(({ entry }) => entry.row)
  if (dropped.length > 0) await dropEntries(tx, task, dropped, now)
  const rejected = moves.flatMap(({ entry: { row }, to }) =>
    to !== null && row.state === EntryStateCode.REJECTED ? [to] : [],
  )
  return { more: leaving.length === limit, rejected }
}

async function readHeap(
  tx: Tx,
  task_id: string,
  { worker_id, state }: { worker_id: string; state: number },
  limit: number,
): Promise<EntryRow[]> {
  if (limit <= 0) return []
  return tx
    .selectFrom('entry')
    .select(ENTRY_COLUMNS)
    .where('task_id', '=', task_id)
    .where('worker_id', '=', worker_id)
    .where('state', '=', state)
    .orderBy('entry_key')
    .limit(limit)
    .forUpdate()
    .execute()
}

/** An entry as the rules of re-dealing see it. */
export type HeldEntry = { sample: number; worker: string; row: EntryRow }

export const heldOf = (row: EntryRow): HeldEntry => ({ sample: row.sample_key, worker: row.worker_id, row })

/** Gives entries to their new labelers. Rows must come from the same transaction. */
export async function writeMoves(tx: Tx, moves: readonly Move<HeldEntry, string>[]): Promise<void> {
  const changes = moves.flatMap(({ entry: { row }, to }) => {
    if (to === null) return []
    const counts = countLabels(JSON.parse(row.labels))
    return [{ before: { ...row, counts }, after: { ...row, worker_id: to }, counts }]
  })
  await updateEntries(tx, changes)
}

/** Deletes entries that nobody can take (D53). Labels that were sent back stay in the history. */
async function dropEntries(tx: Tx, task: WorkforceTaskRow, entries: readonly EntryRow[], now: number): Promise<void> {
  const { task_id, dataset_id } = task
  const labelled = entries.flatMap(({ entry_key, labels }) => (labels === '[]' ? [] : [entry_key]))
  await keepReplacedEntries(tx, labelled, { dataset_id, by: task_id, now })
  await deleteEntries(
    tx,
    entries.map((entry) => ({ ...entry, counts: countLabels(JSON.parse(entry.labels)) })),
  )
  await closeFinishedTask(tx, task, now)
}

/** The other entries of the samples of some entries, locked so that nobody deals them at the same time. */
async function readSiblings(tx: Tx, task_id: string, entries: readonly EntryRow[]): Promise<EntryRow[]> {
  const own = new Set(entries.map(({ entry_key }) => entry_key))
  const keys = [...new Set(entries.map(({ sample_key }) => sample_key))].sort((a, b) => a - b)
  const rows = await tx.each.select(
    'entry',
    ['task_id', 'sample_key'],
    ENTRY_COLUMNS,
    keys.map((sample_key) => [task_id, sample_key]),
    'lock',
  )
  return rows.filter(({ entry_key }) => !own.has(entry_key))
}
