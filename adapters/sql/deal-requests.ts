import { WorkerRole, WorkforceTaskStatus } from '#contract/codes.ts'
import { EntryStateCode } from './state-codes.ts'
import type { Db, Tx } from './store.ts'

/** What still has to be dealt in a task. It stands in the task's own row until it is done. */
export type DealRequest = {
  /** Decides who gets what; a new one whenever other people are to be dealt to. */
  seed: string
  /** Epoch milliseconds: what a search condition means by "day". */
  at: number
  /** Labelers and reviewers who came while the task was running. */
  joined?: string[]
  /** Samples with this key and later ones have arrived; the unlabelled ones are dealt (behaviour 3.4). */
  arrived_from?: number
  /** Deals of the whole task that failed. */
  failures?: number
  /** The run of the job that is at it. */
  run?: string
}

export async function writeDealRequest(tx: Tx, task_id: string, request: DealRequest | null): Promise<void> {
  await tx
    .updateTable('workforce_task')
    .set({ deal_request: request && JSON.stringify(request) })
    .where('task_id', '=', task_id)
    .execute()
}

export function readDealRequest({ deal_request }: { deal_request: string | null }): DealRequest | null {
  return deal_request === null ? null : JSON.parse(deal_request)
}

/** Tasks in which something has to be dealt. */
export async function tasksToDeal(db: Db): Promise<string[]> {
  const requested = await db
    .selectFrom('workforce_task')
    .select('task_id')
    .where('deal_request', 'is not', null)
    .where('deleted', '=', 0)
    .execute()
  const rows = [...requested, ...(await strandedEntries(db).select('m.task_id').distinct().execute())]
  return [...new Set(rows.map(({ task_id }) => task_id))]
}

/** Who does not label any more and yet holds entries that wait for a labeler (behaviour 3.5), and in which states. */
export function findStranded(db: Db, task_id: string): Promise<{ worker_id: string; state: number }[]> {
  return strandedEntries(db)
    .select(['m.worker_id', 'c.state'])
    .distinct()
    .where('m.task_id', '=', task_id)
    .orderBy('m.worker_id')
    .orderBy('c.state')
    .execute()
}

/** States of entries that need a labeler; the others stay under the name of whoever labelled them. */
const OPEN_STATES = [EntryStateCode.UN_ANNOTATION, EntryStateCode.AUTO_ANNOTATION, EntryStateCode.REJECTED]

function strandedEntries(db: Db) {
  return db
    .selectFrom('workforce_task as t')
    .innerJoin('task_member as m', 'm.task_id', 't.task_id')
    .innerJoin('entry_tally as c', (join) =>
      join.onRef('c.task_id', '=', 'm.task_id').onRef('c.worker_id', '=', 'm.worker_id'),
    )
    .where('t.deleted', '=', 0)
    .where('t.status', 'not in', [WorkforceTaskStatus.starting, WorkforceTaskStatus.created])
    .where((eb) => eb.or([eb('m.removed', '=', 1), eb('m.role', '<>', WorkerRole.labeler)]))
    .where('c.state', 'in', OPEN_STATES)
    .where('c.entries', '>', 0)
}
