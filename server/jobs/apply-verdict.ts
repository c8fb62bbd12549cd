import { setImmediate as otherWork } from 'node:timers/promises'
import { findAcceptance, inPool, listAcceptancesIn, readChoices, waitingStretches } from '#adapters/sql/acceptances.ts'
import { settleEntries } from '#adapters/sql/entries.ts'
import { countEntries } from '#adapters/sql/entry-counts.ts'
import { lockDataset, lockTask } from '#adapters/sql/locks.ts'
import { EntryStateCode } from '#adapters/sql/state-codes.ts'
import type { Db, Tx } from '#adapters/sql/store.ts'
import type { AcceptanceRow, EntryRow, WorkforceTaskRow } from '#adapters/sql/tables.ts'
import { type AcceptanceAction, WorkforceTaskStatus } from '#contract/codes.ts'
import { outcome, type Verdict } from '#core/acceptance/finish.ts'
import { writeTaskStatus } from '#core/codecs/task-status.ts'
import { statusAfterApplying } from '#core/workforce-tasks/task-life.ts'
import type { Services } from '#server/services.ts'
import { announceRejections } from '#server/usecases/announce-rejections.ts'
import { copyAccepted } from '#server/usecases/copy-accepted.ts'
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
    unfinished: () => listAcceptancesIn(store.db, 'applying'),
    run: async (checking_task_id) => {
      const acceptance = await findAcceptance(store.db, checking_task_id)
      if (acceptance?.status !== 'applying') return
      for (const sample_keys of portionsOf(await readPool(store.db, acceptance), chunk)) {
        if (services.jobs.stopped) return
        const goesOn = await store.transaction((tx) =>
          applyChunk(tx, checking_task_id, { sample_keys, now: services.now() }),
        )
        if (!goesOn) return
        await otherWork()
      }
      await store.transaction((tx) => endAcceptance(tx, checking_task_id, services.now()))
    },
  }
}

/** The samples of the pool in their order, one key for each entry; only what waits for acceptance is read. */
async function readPool(db: Db, { task_id, number }: AcceptanceRow): Promise<Float64Array> {
  const sample_keys: number[] = []
  for (const { from, to } of await waitingStretches(db, task_id)) {
    const rows = await inPool(
      task_id,
      number,
    )(db)
      .select('entry.sample_key')
      .where('entry.entry_key', '>=', from)
      .where('entry.entry_key', '<=', to)
      .execute()
    for (const { sample_key } of rows) sample_keys.push(sample_key)
    await otherWork()
  }
  return Float64Array.from(sample_keys).sort()
}

/** Samples with about `count` entries: so the dataset is written stretch by stretch, and a sample's entries come together. */
function* portionsOf(pool: Float64Array, count: number): Generator<number[]> {
  for (let at = 0; at < pool.length; ) {
    let end = Math.min(at + count, pool.length)
    while (end < pool.length && pool[end] === pool[end - 1]) end++
    yield [...new Set(pool.subarray(at, end))]
    at = end
  }
}

/** An acceptance whose verdict is being applied, with its task. */
type Applying = { acceptance: AcceptanceRow; task: WorkforceTaskRow }

/** Settles what the pool has of some samples; false when there is nothing to apply any more. */
async function applyChunk(
  tx: Tx,
  checking_task_id: string,
  { sample_keys, now }: { sample_keys: readonly number[]; now: number },
): Promise<boolean> {
  const applying = await lockForApplying(tx, checking_task_id)
  if (!applying) return false
  const entries = await readEntries(tx, applying, sample_keys)
  if (entries.length === 0) return true
  const { task } = applying
  const { action } = applying.acceptance
  const becomes = (entry: PoolEntry) => outcome(action as AcceptanceAction, isDrawn(entry, applying), verdictOf(entry))
  const accepted = entries.filter((entry) => becomes(entry) === 'ACCEPTED')
  const rejected = entries.filter((entry) => becomes(entry) === 'REJECTED')
  const { number } = applying.acceptance
  await settleEntries(tx, accepted, { accepted: true, number })
  await settleEntries(tx, rejected, { accepted: false, number })
  if (task.auto_sync_dataset) {
    const overwrite = applying.acceptance.overwrite_last_result === 1
    const choices = readChoices(applying.acceptance)
    await copyAccepted(tx, accepted, { dataset_id: task.dataset_id, overwrite, choices, by: checking_task_id, now })
  }
  await announceRejections(tx, { task_id: task.task_id, workers: rejected.map(({ worker_id }) => worker_id), now })
  await tx
    .updateTable('acceptance')
    .set((eb) => ({
      accepted_count: eb('accepted_count', '+', accepted.length),
      rejected_count: eb('rejected_count', '+', rejected.length),
    }))
    .where('checking_task_id', '=', checking_task_id)
    .execute()
  return true
}

/** One process at a time applies a chunk; the one that comes second sees what is left. */
async function lockForApplying(tx: Tx, checking_task_id: string): Promise<Applying | null> {
  const acceptance = await findAcceptance(tx, checking_task_id)
  if (acceptance?.status !== 'applying') return null
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
  'late_in',
  'drawn_in',
  'verdict',
  'check_score',
  'rounds',
] as const satisfies readonly (keyof EntryRow)[]

type PoolEntry = Pick<EntryRow, (typeof POOL_COLUMNS)[number]>

/** What belongs to the pool among the entries of some samples, in the order of the samples; settled ones do not any more. */
async function readEntries(
  tx: Tx,
  { acceptance, task }: Applying,
  sample_keys: readonly number[],
): Promise<PoolEntry[]> {
  const ofTask = sample_keys.map((sample_key) => [task.task_id, sample_key])
  const entries = await tx.each.select('entry', ['task_id', 'sample_key'], POOL_COLUMNS, ofTask)
  return entries
    .filter(({ state, late_in }) => state === EntryStateCode.UNCHECK && late_in !== acceptance.number)
    .sort((a, b) => a.sample_key - b.sample_key)
}

function isDrawn({ drawn_in }: PoolEntry, { acceptance }: Applying): boolean {
  return drawn_in === acceptance.number
}

function verdictOf({ verdict }: PoolEntry): Verdict | null {
  return verdict === null ? null : verdict === 1 ? 'passed' : 'rejected'
}

async function endAcceptance(tx: Tx, checking_task_id: string, now: number): Promise<void> {
  const applying = await lockForApplying(tx, checking_task_id)
  if (!applying) return
  const { acceptance, task } = applying
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
