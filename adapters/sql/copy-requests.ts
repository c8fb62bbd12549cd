import type { Db, Tx } from './store.ts'

/**
 * A copy of accepted labels into the dataset that is under way (D19). It stands in the task's own row until it is done, and
 * every step says there how far it has come.
 */
export type CopyRequest = {
  overwrite: boolean
  /** Name of who asked for it, as the history keeps it. */
  by: string
  /** Samples up to this key are done. */
  after: number
  /** Entries that are done, of those that were accepted when it began. */
  done: number
  total: number
}

export async function writeCopyRequest(tx: Tx, task_id: string, request: CopyRequest | null): Promise<void> {
  await tx
    .updateTable('workforce_task')
    .set({ copy_request: request && JSON.stringify(request) })
    .where('task_id', '=', task_id)
    .execute()
}

export function readCopyRequest({ copy_request }: { copy_request: string | null }): CopyRequest | null {
  return copy_request === null ? null : JSON.parse(copy_request)
}

/** Tasks whose accepted labels are being copied. */
export async function tasksToCopy(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('workforce_task')
    .select('task_id')
    .where('copy_request', 'is not', null)
    .where('deleted', '=', 0)
    .execute()
  return rows.map(({ task_id }) => task_id)
}
