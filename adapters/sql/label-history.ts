import type { Tx } from './store.ts'
import type { LabelHistoryRow } from './tables.ts'

/** Labels that are about to be replaced. */
export type ReplacedLabels = Omit<LabelHistoryRow, 'history_key' | 'replaced_by' | 'replace_time'>

const COLUMNS = ['dataset_id', 'sample_key', 'task_id', 'worker_id', 'revision', 'labels', 'metadata'] as const

/** Keeps labels that a write replaces: the wire cannot bring them back, this can (behaviour 5.4). */
export async function keepReplaced(
  tx: Tx,
  replaced: readonly ReplacedLabels[],
  { by, now }: { by: string; now: number },
): Promise<void> {
  const rows = replaced.map((row) => [...COLUMNS.map((column) => row[column]), by, now])
  await tx.each.insert('label_history', [...COLUMNS, 'replaced_by', 'replace_time'], rows)
}
