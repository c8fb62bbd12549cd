import { EntryStateCode } from '#adapters/sql/state-codes.ts'
import type { Tx } from '#adapters/sql/store.ts'
import type { WorkforceTaskRow } from '#adapters/sql/tables.ts'
import { handOverStranded } from './hand-over.ts'

/**
 * Gives rejected entries of people who left the task to others (behaviour 3.5), in the transaction that rejected them;
 * wants the task locked. Of very many the first thousand: the job `deal` finds the rest.
 * Answers the new labeler of each entry, who is still to be told.
 */
export async function redealRejected(tx: Tx, task: WorkforceTaskRow, now: number): Promise<string[]> {
  const { rejected } = await handOverStranded(tx, task, { now, only: EntryStateCode.REJECTED })
  return rejected
}
