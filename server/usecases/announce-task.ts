import { countEntriesOfWorkers } from '#adapters/sql/entry-counts.ts'
import { enqueueMails } from '#adapters/sql/mails.ts'
import type { Tx } from '#adapters/sql/store.ts'
import { readMembers } from '#adapters/sql/task-members.ts'
import { WorkerRole } from '#contract/codes.ts'

/**
 * Mails the labelers and reviewers of a task that it has started, labelers with the number of their own entries. A task
 * that holds none is not announced (behaviour 6.3). `only`: those who came later.
 */
export async function announceTask(
  tx: Tx,
  { task_id, only, now }: { task_id: string; only?: readonly string[]; now: number },
): Promise<void> {
  const counts = await countEntriesOfWorkers(tx, task_id)
  const total = [...counts.values()].reduce((sum, own) => sum + own.total, 0)
  if (total === 0) return
  const members = await readMembers(tx, task_id)
  const mails = members
    .filter(({ role, worker_id }) => role !== WorkerRole.manager && (only?.includes(worker_id) ?? true))
    .map(({ role, worker_id }) => ({
      task_id,
      worker_id,
      kind: 'task_started' as const,
      payload: { entries: role === WorkerRole.labeler ? (counts.get(worker_id)?.total ?? 0) : total },
    }))
  await enqueueMails(tx, mails, now)
}

/** Mails a manager that a task waits for him to be given to people. */
export async function announceToManager(
  tx: Tx,
  { task_id, worker_id, now }: { task_id: string; worker_id: string; now: number },
): Promise<void> {
  await enqueueMails(tx, [{ task_id, worker_id, kind: 'task_assign', payload: {} }], now)
}
