import { setImmediate as otherWork } from 'node:timers/promises'
import { sql } from 'kysely'
import { findAcceptance, inPool } from '#adapters/sql/acceptances.ts'
import { copyAcceptedLabels, type PlainWinner } from '#adapters/sql/accepted-labels.ts'
import { settleEntries } from '#adapters/sql/entries.ts'
import { countEntries } from '#adapters/sql/entry-counts.ts'
import { lockDataset, lockTask } from '#adapters/sql/locks.ts'
import { enqueueMails } from '#adapters/sql/mails.ts'
import { SampleFacet } from '#adapters/sql/state-codes.ts'
import type { Tx } from '#adapters/sql/store.ts'
import type { AcceptanceRow, WorkforceTaskRow } from '#adapters/sql/tables.ts'
import { type AcceptanceAction, type Rating, WorkforceTaskStatus } from '#contract/codes.ts'
import { chooseWinner, datasetEffect } from '#core/acceptance/dataset-effect.ts'
import { outcome, type Verdict } from '#core/acceptance/finish.ts'
import { writeTaskStatus } from '#core/codecs/task-status.ts'
import type { StoredLabel } from '#core/labels/label.ts'
import { sameLabels } from '#core/labels/same-labels.ts'
import { statusAfterApplying } from '#core/workforce-tasks/task-life.ts'
import type { Services } from '#server/services.ts'
import { labelSamples, RELABELLED_COLUMNS, touchDataset } from '#server/usecases/label-samples.ts'
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
  const { entries, reached } = await readChunk(tx, applying, { after, chunk })
  if (reached === null) {
    await endAcceptance(tx, applying, now)
    return null
  }
  const { action } = applying.acceptance
  const becomes = (entry: PoolEntry) => outcome(action as AcceptanceAction, isDrawn(entry, applying), verdictOf(entry))
  const accepted = entries.filter((entry) => becomes(entry) === 'ACCEPTED')
  const rejected = entries.filter((entry) => becomes(entry) === 'REJECTED')
  await settleEntries(tx, accepted, true)
  await settleEntries(tx, rejected, false)
  if (applying.task.auto_sync_dataset) await copyToDataset(tx, applying, winnersOf(accepted), now)
  await enqueueMails(tx, digestsOf(applying.task.task_id, rejected), now)
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

type Applying = { acceptance: AcceptanceRow; task: WorkforceTaskRow }

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

/** An entry of the pool with what decides its way; `plain` if it brings nothing but labels that can be copied unread. */
type PoolEntry = {
  entry_key: number
  task_id: string
  sample_key: number
  worker_id: string
  state: number
  drawn_in: number
  verdict: number | null
  check_score: string | null
  save_time: number
  plain: number
}

/**
 * The next entries of the pool, and with them all others of the same samples: one of them is for the dataset. `reached` is
 * the key up to which the pool is dealt with then, null at its end.
 */
async function readChunk(
  tx: Tx,
  { acceptance, task }: Applying,
  { after, chunk }: { after: number; chunk: number },
): Promise<{ entries: PoolEntry[]; reached: number | null }> {
  const pool = inPool(
    task.task_id,
    acceptance.number,
  )(tx)
    .select([
      'entry.entry_key',
      'entry.task_id',
      'entry.sample_key',
      'entry.worker_id',
      'entry.state',
      'entry.drawn_in',
      'entry.verdict',
      'entry.check_score',
      'entry.save_time',
    ])
    .select(
      sql<number>`case when entry.metadata = '{}' and entry.sample_usage is null
        and entry.labels not like '%@modelarts:hard%' then 1 else 0 end`.as('plain'),
    )
  const limit = Math.ceil(chunk / task.repetition)
  const entries = await pool.where('entry.entry_key', '>', after).orderBy('entry.entry_key').limit(limit).execute()
  const reached = entries.at(-1)?.entry_key ?? null
  if (task.repetition === 1 || reached === null) return { entries, reached }
  const sample_keys = [...new Set(entries.map(({ sample_key }) => sample_key))]
  return { entries: await pool.where('entry.sample_key', 'in', sample_keys).execute(), reached }
}

function isDrawn({ drawn_in }: PoolEntry, { acceptance }: Applying): boolean {
  return drawn_in === acceptance.number
}

function verdictOf({ verdict }: PoolEntry): Verdict | null {
  return verdict === null ? null : verdict === 1 ? 'passed' : 'rejected'
}

/** Of several accepted entries of one sample the dataset gets one (D37). */
function winnersOf(accepted: readonly PoolEntry[]): PoolEntry[] {
  const candidates = accepted.map((entry) => ({
    ...entry,
    check_score: entry.check_score as Rating | null,
    saved: entry.save_time,
  }))
  return [...Map.groupBy(candidates, ({ sample_key }) => sample_key).values()].map((ofSample) => chooseWinner(ofSample))
}

async function copyToDataset(tx: Tx, applying: Applying, winners: readonly PoolEntry[], now: number): Promise<void> {
  if (winners.length === 0) return
  const { dataset_id } = applying.task
  // Locked before they are looked at: the owner may be labelling the same samples.
  const samples = await tx.each.select(
    'sample',
    ['sample_key'],
    ['sample_key', 'state', 'hard', 'labelers'],
    winners.map(({ sample_key }) => [sample_key]),
    'lock',
  )
  const byKey = new Map(samples.map((sample) => [sample.sample_key, sample]))
  const labelers = await namesOf(tx, new Set(winners.map(({ worker_id }) => worker_id)))
  const plain: PlainWinner[] = []
  const others: PoolEntry[] = []
  for (const entry of winners) {
    const sample = byKey.get(entry.sample_key)
    if (!sample) continue
    const untouched = sample.state !== SampleFacet.labelled && sample.labelers === '[]'
    if (entry.plain === 1 && untouched) plain.push({ ...sample, ...entry, state: sample.state })
    else others.push(entry)
  }
  for (const [worker_id, ofWorker] of Map.groupBy(plain, (winner) => winner.worker_id)) {
    await copyAcceptedLabels(tx, ofWorker, { dataset_id, labeler: labelers.get(worker_id)!, now })
  }
  await copyOneByOne(tx, applying, others, labelers, now)
  await touchDataset(tx, dataset_id, now)
}

/** Entries that meet labels in the dataset, or bring more than labels. */
async function copyOneByOne(
  tx: Tx,
  { acceptance, task }: Applying,
  entries: readonly PoolEntry[],
  labelers: ReadonlyMap<string, string>,
  now: number,
): Promise<void> {
  if (entries.length === 0) return
  const rows = await tx.each.select(
    'entry',
    ['entry_key'],
    ['sample_key', 'worker_id', 'labels', 'metadata', 'sample_usage'],
    entries.map(({ entry_key }) => [entry_key]),
  )
  const samples = await tx.each.select(
    'sample',
    ['sample_key'],
    RELABELLED_COLUMNS,
    entries.map(({ sample_key }) => [sample_key]),
    'lock',
  )
  const byKey = new Map(samples.map((sample) => [sample.sample_key, sample]))
  const relabelled = rows.flatMap((row) => {
    const before = byKey.get(row.sample_key)
    const labels: StoredLabel[] = JSON.parse(row.labels)
    const effect = datasetEffect({
      autoSync: true,
      sampleExists: before !== undefined,
      labelled: before?.state === SampleFacet.labelled,
      equal: before !== undefined && sameLabels(labels, JSON.parse(before.labels)),
      overwrite: acceptance.overwrite_last_result === 1,
    })
    if (!before || effect === 'nothing' || effect === 'keep') return []
    const metadata = { ...JSON.parse(before.metadata), ...JSON.parse(row.metadata) }
    const annotated_by = labelers.get(row.worker_id)!
    return [{ before, labels, metadata, sample_usage: row.sample_usage, annotated_by }]
  })
  await labelSamples(tx, relabelled, { dataset_id: task.dataset_id, by: acceptance.checking_task_id, now })
}

/** The names that labels keep of members (D48). */
async function namesOf(tx: Tx, worker_ids: ReadonlySet<string>): Promise<Map<string, string>> {
  const rows = await tx
    .selectFrom('worker')
    .select(['worker_id', 'email'])
    .where('worker_id', 'in', [...worker_ids])
    .execute()
  return new Map(rows.map(({ worker_id, email }) => [worker_id, `human/${email ?? worker_id}`]))
}

function digestsOf(task_id: string, rejected: readonly PoolEntry[]) {
  return [...Map.groupBy(rejected, ({ worker_id }) => worker_id)].map(([worker_id, entries]) => ({
    task_id,
    worker_id,
    kind: 'rejected' as const,
    payload: { rejected: entries.length },
  }))
}

async function endAcceptance(tx: Tx, { acceptance, task }: Applying, now: number): Promise<void> {
  await redealRejected(tx, task, now)
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
