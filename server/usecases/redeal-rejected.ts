import { randomInt } from 'node:crypto'
import { deleteEntries, updateEntries } from '#adapters/sql/entries.ts'
import { ENTRY_COLUMNS } from '#adapters/sql/entries-of-samples.ts'
import { EntryStateCode } from '#adapters/sql/state-codes.ts'
import type { Tx } from '#adapters/sql/store.ts'
import type { WorkforceTaskRow } from '#adapters/sql/tables.ts'
import { WorkerRole } from '#contract/codes.ts'
import { countLabels } from '#core/labels/label-surgery.ts'
import { handOver } from '#core/workforce-tasks/redealing.ts'

/**
 * Rejected entries whose labeler has left the task go to those who stay, with labels and comment; nobody gets a sample
 * he has already, and what nobody can take is dropped (behaviour 3.5, D53).
 */
export async function redealRejected(tx: Tx, { task_id }: WorkforceTaskRow): Promise<void> {
  const members = await tx
    .selectFrom('task_member')
    .select(['worker_id', 'role', 'removed'])
    .where('task_id', '=', task_id)
    .execute()
  const [staying, gone] = partition(members, ({ role, removed }) => role === WorkerRole.labeler && !removed)
  if (gone.length === 0) return
  const rejected = await tx
    .selectFrom('entry')
    .select(ENTRY_COLUMNS)
    .where('task_id', '=', task_id)
    .where(
      'worker_id',
      'in',
      gone.map(({ worker_id }) => worker_id),
    )
    .where('state', '=', EntryStateCode.REJECTED)
    .execute()
  if (rejected.length === 0) return
  const others = await tx.each.select(
    'entry',
    ['task_id', 'sample_key'],
    ['entry_key', 'sample_key', 'worker_id'],
    [...new Set(rejected.map(({ sample_key }) => sample_key))].map((sample_key) => [task_id, sample_key]),
  )
  const keys = new Set(rejected.map(({ entry_key }) => entry_key))
  const moves = handOver({
    leaving: rejected.map((entry) => ({ sample: entry.sample_key, worker: entry.worker_id, row: entry })),
    others: others
      .filter(({ entry_key }) => !keys.has(entry_key))
      .map(({ sample_key, worker_id }) => ({ sample: sample_key, worker: worker_id })),
    labelers: staying.map(({ worker_id }) => worker_id),
    random: () => randomInt(2 ** 32),
  })
  const counted = moves.map(({ entry, to }) => ({
    row: entry.row,
    to,
    counts: countLabels(JSON.parse(entry.row.labels)),
  }))
  const taken = counted.flatMap(({ row, to, counts }) =>
    to === null ? [] : [{ before: { ...row, counts }, after: { ...row, worker_id: to }, counts }],
  )
  await updateEntries(tx, taken)
  await deleteEntries(
    tx,
    counted.filter(({ to }) => to === null).map(({ row, counts }) => ({ ...row, counts })),
  )
}

function partition<T>(list: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  return [list.filter(test), list.filter((item) => !test(item))]
}
