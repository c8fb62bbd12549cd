import { enqueueMails } from '#adapters/sql/mails.ts'
import type { Tx } from '#adapters/sql/store.ts'
import { readLabelers } from '#adapters/sql/task-members.ts'

/**
 * Tells the labelers how many entries came back to them (behaviour 6.3). `workers` holds the new holder of each entry;
 * whoever does not label in the task any more hears nothing, what he had goes to others (behaviour 3.5).
 */
export async function announceRejections(
  tx: Tx,
  { task_id, workers, now }: { task_id: string; workers: readonly string[]; now: number },
): Promise<void> {
  if (workers.length === 0) return
  const labelers = new Set(await readLabelers(tx, task_id))
  const counts = Map.groupBy(
    workers.filter((worker_id) => labelers.has(worker_id)),
    (worker_id) => worker_id,
  )
  const digests = [...counts].map(([worker_id, { length }]) => ({
    task_id,
    worker_id,
    kind: 'rejected' as const,
    payload: { rejected: length },
  }))
  await enqueueMails(tx, digests, now)
}
