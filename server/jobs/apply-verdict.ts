import { setImmediate as otherWork } from 'node:timers/promises'
import { endOfStretch, findAcceptance, inPool } from '#adapters/sql/acceptances.ts'
import { settleEntries } from '#adapters/sql/entries.ts'
import { countEntries } from '#adapters/sql/entry-counts.ts'
import { lockDataset, lockTask } from '#adapters/sql/locks.ts'
import type { Tx } from '#adapters/sql/store.ts'
import type { AcceptanceRow, EntryRow } from '#adapters/sql/tables.ts'
import { type AcceptanceAction, WorkforceTaskStatus } from '#contract/codes.ts'
import { outcome, type Verdict } from '#core/acceptance/finish.ts'
import { writeTaskStatus } from '#core/codecs/task-status.ts'
import { statusAfterApplying } from '#core/workforce-tasks/task-life.ts'
import type { Services } from '#server/services.ts'
import { announceRejections } from '#server/usecases/announce-rejections.ts'
import { type Applying, copyAccepted } from '#server/usecases/copy-accepted.ts'
import { redealRejected } from '#server/usecases/redeal-rejected.ts'
import type { JobKind } from './jobs.ts'

/** Entries settled in one step, usually: short enough that other calls do not wait for it. */
const CHUNK = 1000

/**
 * Applies the verdict of a finished acceptance to its pool (behaviour 5.4): chunk by chunk, each whole in itself, so that
 * an entry, its dataset copy and the counters move together. A settled entry leaves the pool, which makes going on after
 * a crash, or twice at once, harmless.
 */
export function applyVerdict(services: Services, chunk = CHUNK): JobKind {
  const { store } = services
  return {
    unfinished: async () => {
      const rows = await store.db
        .selectFrom('acceptance')
        .select('checking_task_id')
        .where('status', '=', 'applying')
        .execute()
      return rows.map(({ checking_task_id }) => checking_task_id)
    },
    run: async (checking_task_id) => {
      for (let after: number | null = 0; after !== null && !services.jobs.stopped; ) {
        const reached: number = after
        after = await store.transaction((tx) =>
          applyChunk(tx, checking_task_id, { after: reached, chunk, now: services.now() }),
        )
        await otherWork()
      }
    },
  }
}

/** Settles the next entries of the pool; null when none is left and the acceptance has ended. */
async function applyChunk(
  tx: Tx,
  checking_task_id: string,
  { after, chunk, now }: { after: number; chunk: number; now: number },
): Promise<number | null> {
  const acceptance = await findAcceptance(tx, checking_task_id)
  if (acceptance?.status !== 'applying') return null
  const applying = await lockForApplying(tx, acceptance)
  if (!applying) return null
  const { entries, reached } = await readNext(tx, applying, { after, chunk })
  if (reached === null) {
    await endAcceptance(tx, applying, now)
    return null
  }
  if (entries.length === 0) return reached
  const { task } = applying
  const { action } = applying.acceptance
  const becomes = (entry: PoolEntry) => outcome(action as AcceptanceAction, isDrawn(entry, applying), verdictOf(entry))
  const accepted = entries.filter((entry) => becomes(entry) === 'ACCEPTED')
  const rejected = entries.filter((entry) => becomes(entry) === 'REJECTED')
  const { number } = applying.acceptance
  await settleEntries(tx, accepted, { accepted: true, number })
  await settleEntries(tx, rejected, { accepted: false, number })
  if (task.auto_sync_dataset) await copyAccepted(tx, applying, accepted, now)
  await announceRejections(tx, { task_id: task.task_id, workers: rejected.map(({ worker_id }) => worker_id), now })
  await tx
    .updateTable('acceptance')
    .set((eb) => ({
      accepted_count: eb('accepted_count', '+', accepted.length),
      rejected_count: eb('rejected_count', '+', rejected.length),
    }))
    .where('checking_task_id', '=', checking_task_id)
    .execute()
  return reached
}

/** One process at a time applies a chunk; the one that comes second sees what is left. */
async function lockForApplying(tx: Tx, acceptance: AcceptanceRow): Promise<Applying | null> {
  const found = await tx
    .selectFrom('workforce_task')
    .select('dataset_id')
    .where('task_id', '=', acceptance.task_id)
    .executeTakeFirst()
  if (!found || !(await lockDataset(tx, found.dataset_id, 'share'))) return null
  const task = await lockTask(tx, acceptance.task_id, 'update')
  if (task?.status !== WorkforceTaskStatus.synchronizing || task.acceptance_number !== acceptance.number) return null
  return { acceptance, task }
}

const POOL_COLUMNS = [
  'entry_key',
  'task_id',
  'sample_key',
  'worker_id',
  'state',
  'labels',
  'metadata',
  'sample_usage',
  'save_time',
  'drawn_in',
  'verdict',
  'check_score',
  'rounds',
] as const satisfies readonly (keyof EntryRow)[]

type PoolEntry = Pick<EntryRow, (typeof POOL_COLUMNS)[number]>

/**
 * What belongs to the pool among the next entries, in the order of their samples: so the dataset is written stretch by
 * stretch, and the entries of one sample come together. `reached` is the sample up to which the pool is dealt with then,
 * null at the end of the task.
 */
async function readChunk(
  tx: Tx,
  { acceptance, task }: Applying,
  { after, chunk }: { after: number; chunk: number },
): Promise<{ entries: PoolEntry[]; reached: number | null }> {
  const reached = await endOfStretch(tx, task.task_id, { after, count: chunk })
  if (reached === null) return { entries: [], reached }
  const entries = await inPool(
    task.task_id,
    acceptance.number,
  )(tx)
    .select(POOL_COLUMNS)
    .where('entry.sample_key', '>', after)
    .where('entry.sample_key', '<=', reached)
    .orderBy('entry.sample_key')
    .execute()
  return { entries, reached }
}

/** How many stretches without anything of the pool are passed over in one step. */
const EMPTY_STRETCHES = 20

/** The next stretch that holds something of the pool; a small pool in a large task is found in few steps. */
async function readNext(tx: Tx, applying: Applying, { after, chunk }: { after: number; chunk: number }) {
  let next = await readChunk(tx, applying, { after, chunk })
  for (let empty = 1; empty < EMPTY_STRETCHES && next.reached !== null && next.entries.length === 0; empty++) {
    next = await readChunk(tx, applying, { after: next.reached, chunk })
  }
  return next
}

function isDrawn({ drawn_in }: PoolEntry, { acceptance }: Applying): boolean {
  return drawn_in === acceptance.number
}

function verdictOf({ verdict }: PoolEntry): Verdict | null {
  return verdict === null ? null : verdict === 1 ? 'passed' : 'rejected'
}

async function endAcceptance(tx: Tx, { acceptance, task }: Applying, now: number): Promise<void> {
  const moved = await redealRejected(tx, task, now)
  await announceRejections(tx, { task_id: task.task_id, workers: moved, now })
  const counts = await countEntries(tx, task.task_id)
  const status = statusAfterApplying({
    action: acceptance.action!,
    total: counts.total,
    accepted: counts.ACCEPTED,
    rejected: counts.REJECTED,
  })
  await tx
    .updateTable('acceptance')
    .set({ status: 'finished', end_time: now })
    .where('checking_task_id', '=', acceptance.checking_task_id)
    .execute()
  await tx
    .updateTable('workforce_task')
    .set({ status: writeTaskStatus(status), update_time: now })
    .where('task_id', '=', task.task_id)
    .execute()
}
