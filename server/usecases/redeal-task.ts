import { writeDealRequest } from '#adapters/sql/deal-requests.ts'
import { updateEntries } from '#adapters/sql/entries.ts'
import { ENTRY_COLUMNS } from '#adapters/sql/entries-of-samples.ts'
import { EntryStateCode, entryStateOf } from '#adapters/sql/state-codes.ts'
import type { Tx } from '#adapters/sql/store.ts'
import type { EntryRow, WorkforceTaskRow } from '#adapters/sql/tables.ts'
import { hasReviewer } from '#adapters/sql/task-members.ts'
import { readTaskStatus } from '#core/codecs/task-status.ts'
import { countLabels } from '#core/labels/label-surgery.ts'
import { isRefusal } from '#core/refusal.ts'
import { moveEntry } from '#core/workforce-tasks/entry-life.ts'
import { isAcceptanceRunning } from '#core/workforce-tasks/task-life.ts'
import { refuse } from '#server/refuse.ts'
import type { Services } from '#server/services.ts'
import { announceRejections } from './announce-rejections.ts'
import { announceTask } from './announce-task.ts'
import { dealArrivals } from './deal-arrivals.ts'
import type { DealRun, Held } from './deal-run.ts'
import { handOverStranded } from './hand-over.ts'
import { spreadEntries } from './spread-entries.ts'

/** Entries changed in one step. */
const CHUNK = 1000

/**
 * Brings the entries of a task under way in line with its people and with what has arrived (behaviour 3.4, 3.5). Every
 * step sees for itself what is left to do, so a run that was cut off is simply begun again.
 */
export async function redealTask(services: Services, run: DealRun, held: Held): Promise<void> {
  const { now } = services
  for (let after: number | null = 0; after !== null; ) {
    const reached: number = after
    after = await run.step((tx, { task }) => passOnReviews(tx, task, reached))
  }
  while (await run.step((tx, { task }) => handOverNext(tx, task, now())));
  if (held.request.joined?.length) await spreadEntries(services, run, held)
  if (held.request.arrived_from !== undefined) await dealArrivals(services, run, held)
  await run.step(async (tx, { task, request }) => {
    // Other people meanwhile: the next round is theirs.
    if (request.seed !== held.request.seed) return
    const { task_id } = task
    if (request.joined) await announceTask(tx, { task_id, only: request.joined, now: now() })
    const { joined: _, run: __, ...rest } = request
    await writeDealRequest(tx, task_id, rest.arrived_from === undefined ? null : rest)
  })
}

/** Hands over the next entries; answers whether there may be more. */
async function handOverNext(tx: Tx, task: WorkforceTaskRow, now: number): Promise<boolean> {
  const { more, rejected } = await handOverStranded(tx, task, { now })
  await announceRejections(tx, { task_id: task.task_id, workers: rejected, now })
  return more
}

/** Without a reviewer nothing waits for one (D22). Passes on the next entries and tells the last, null at the end. */
async function passOnReviews(tx: Tx, task: WorkforceTaskRow, after: number): Promise<number | null> {
  if (await hasReviewer(tx, task.task_id)) return null
  const waiting: EntryRow[] = await tx
    .selectFrom('entry')
    .select(ENTRY_COLUMNS)
    .where('task_id', '=', task.task_id)
    .where('state', '=', EntryStateCode.UNREVIEWED)
    .where('entry_key', '>', after)
    .orderBy('entry_key')
    .limit(CHUNK)
    .forUpdate()
    .execute()
  // What is passed on during an acceptance waits for the next one.
  const late = isAcceptanceRunning(readTaskStatus(task.status))
  const changes = waiting.map((row) => {
    const state = moveEntry({ state: entryStateOf(row.state) }, 'lastReviewerLeaves')
    if (isRefusal(state)) throw refuse(state)
    const counts = countLabels(JSON.parse(row.labels))
    const late_in = late ? task.acceptance_number : row.late_in
    return { before: { ...row, counts }, after: { ...row, state: EntryStateCode[state], late_in }, counts }
  })
  await updateEntries(tx, changes)
  return waiting.length === CHUNK ? waiting.at(-1)!.entry_key : null
}
