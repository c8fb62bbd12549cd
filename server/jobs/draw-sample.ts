import { createHash } from 'node:crypto'
import { setImmediate as otherWork } from 'node:timers/promises'
import { findAcceptance, inPool, listAcceptancesIn, waitingStretches } from '#adapters/sql/acceptances.ts'
import { blockOf } from '#adapters/sql/blocks.ts'
import { lockTask } from '#adapters/sql/locks.ts'
import type { Db, Tx } from '#adapters/sql/store.ts'
import type { AcceptanceRow, WorkforceTaskRow } from '#adapters/sql/tables.ts'
import { tallyDrawn } from '#adapters/sql/verdict-tallies.ts'
import { WorkforceTaskStatus } from '#contract/codes.ts'
import { compareEntries, digestText, drawPlaces, sampleSize } from '#core/acceptance/draw.ts'
import { isRefusal } from '#core/refusal.ts'
import type { Services } from '#server/services.ts'
import type { JobKind } from './jobs.ts'

/** Entries marked in one step, usually. */
const CHUNK = 1000

/** Draws the sample of an acceptance and opens it for judging (7 → 2, behaviour 5.1). The seed fixes the draw. */
export function drawSample(services: Services, chunk = CHUNK): JobKind {
  const { store } = services
  return {
    unfinished: () => listAcceptancesIn(store.db, 'sampling'),
    run: async (checking_task_id) => {
      // Samples that are deleted meanwhile leave the pool: then it is drawn from what is left.
      for (;;) {
        const drawing = await beginDraw(services, checking_task_id, chunk)
        if (!drawing || services.jobs.stopped || (await makeDraw(services, drawing, chunk))) return
      }
    },
  }
}

/** A draw, and how many entries the task had lost when it began. */
type Drawing = { acceptance: AcceptanceRow; deleted: number }

/** Forgets the marks of an interrupted draw; null if there is nothing to draw any more. */
async function beginDraw({ store }: Services, checking_task_id: string, chunk: number): Promise<Drawing | null> {
  const acceptance = await findAcceptance(store.db, checking_task_id)
  if (acceptance?.status !== 'sampling') return null
  for (;;) {
    const begun = await store.transaction(async (tx) => {
      const task = await lockTask(tx, acceptance.task_id, 'update')
      if (!isSampling(task, acceptance)) return null
      if (await forgetMarks(tx, acceptance, chunk)) return 'more'
      await tx.deleteFrom('acceptance_tally').where('checking_task_id', '=', checking_task_id).execute()
      return { acceptance, deleted: task.deleted_sample_count }
    })
    if (begun !== 'more') return begun
    await otherWork()
  }
}

/** Takes the marks off some entries, with their counts; false if there are none. */
async function forgetMarks(tx: Tx, acceptance: AcceptanceRow, count: number): Promise<boolean> {
  const { checking_task_id } = acceptance
  const marked = await tx
    .selectFrom('acceptance_sample')
    .select(['entry_key', 'worker_id'])
    .where('checking_task_id', '=', checking_task_id)
    .orderBy('entry_key')
    .limit(count)
    .execute()
  await tx.each.update(
    'entry',
    ['entry_key'],
    ['drawn_in'],
    marked.map(({ entry_key }) => [entry_key, 0]),
  )
  await tx.each.delete(
    'acceptance_sample',
    ['checking_task_id', 'entry_key'],
    marked.map(({ entry_key }) => [checking_task_id, entry_key]),
  )
  await tallyDrawn(tx, acceptance, marked, -1)
  return marked.length > 0
}

function isSampling(task: WorkforceTaskRow | undefined, { number }: AcceptanceRow): task is WorkforceTaskRow {
  return task?.status === WorkforceTaskStatus.sampling && task.acceptance_number === number
}

/** Draws and opens the acceptance; false if the pool became another one meanwhile. */
async function makeDraw(services: Services, drawing: Drawing, chunk: number): Promise<boolean> {
  const { acceptance } = drawing
  const { sampling_num, sampling_rate, seed } = acceptance
  const pool = await readPool(services.store.db, acceptance)
  const size = sampleSize(
    { sampling_num: sampling_num ?? undefined, sampling_rate: sampling_rate ?? undefined },
    pool.length,
  )
  // The pool can only have become empty because its samples were deleted meanwhile: then nothing is drawn.
  const draw = { pool: pool.length, size: isRefusal(size) ? 0 : size, seed }
  const drawn = Array.from(drawPlaces(draw), (place) => pool[place]!)
  for (const marked of stretchesOf(drawn, chunk)) {
    if (services.jobs.stopped) return true
    if (!(await step(services, drawing, 'update', (tx) => markDrawn(tx, acceptance, marked)))) return false
    await otherWork()
  }
  const digest = createHash('sha256')
  for (const piece of digestText(draw, drawn)) {
    digest.update(piece)
    await otherWork()
  }
  return step(services, drawing, 'update', (tx) =>
    openAcceptance(tx, acceptance, services.now(), {
      pool: pool.length,
      first_timers: pool.filter(({ rounds }) => rounds === 0).length,
      sampled: drawn.length,
      draw_digest: digest.digest('hex'),
    }),
  )
}

/** One step of a draw in one transaction; false if the draw is over or the pool is not what it was. */
function step(
  { store }: Services,
  { acceptance, deleted }: Drawing,
  mode: 'share' | 'update',
  work: (tx: Tx) => Promise<void>,
): Promise<boolean> {
  return store.transaction(async (tx) => {
    const task = await lockTask(tx, acceptance.task_id, mode)
    if (!isSampling(task, acceptance) || task.deleted_sample_count !== deleted) return false
    await work(tx)
    return true
  })
}

type PoolEntry = { entry_key: number; sample_id: string; worker_id: string; rounds: number }

/**
 * The pool in canonical order. It is sorted in 256 parts by the first digits of the sample id, which are a hash, so that
 * no step takes long.
 */
async function readPool(db: Db, { task_id, number }: AcceptanceRow): Promise<PoolEntry[]> {
  const parts = new Map<string, PoolEntry[]>()
  const workers = new Map<string, string>()
  for (const { from, to } of await waitingStretches(db, task_id)) {
    const rows = await inPool(
      task_id,
      number,
    )(db)
      .innerJoin('sample', 'sample.sample_key', 'entry.sample_key')
      .select(['entry.entry_key', 'sample.sample_id', 'entry.worker_id', 'entry.rounds'])
      .where('entry.entry_key', '>=', from)
      .where('entry.entry_key', '<=', to)
      .execute()
    for (const row of rows) {
      // One text per worker instead of one per row.
      const worker_id = workers.get(row.worker_id) ?? row.worker_id
      workers.set(worker_id, worker_id)
      const prefix = row.sample_id.slice(0, 2)
      const part = parts.get(prefix)
      if (part) part.push({ ...row, worker_id })
      else parts.set(prefix, [{ ...row, worker_id }])
    }
    await otherWork()
  }
  const pool: PoolEntry[] = []
  for (const prefix of [...parts.keys()].sort()) {
    for (const entry of parts.get(prefix)!.sort(compareEntries)) pool.push(entry)
    await otherWork()
  }
  return pool
}

/** Drawn entries in the order of their keys, which lie near each other then, some at a time. */
function* stretchesOf(drawn: readonly PoolEntry[], count: number): Generator<PoolEntry[]> {
  const blocks = Map.groupBy(drawn, ({ entry_key }) => blockOf(entry_key))
  for (const block of [...blocks.keys()].sort((a, b) => a - b)) {
    const entries = blocks.get(block)!.sort((a, b) => a.entry_key - b.entry_key)
    for (let at = 0; at < entries.length; at += count) yield entries.slice(at, at + count)
  }
}

async function markDrawn(tx: Tx, acceptance: AcceptanceRow, entries: readonly PoolEntry[]): Promise<void> {
  const { checking_task_id, number } = acceptance
  await tx.each.update(
    'entry',
    ['entry_key'],
    ['drawn_in', 'verdict'],
    entries.map(({ entry_key }) => [entry_key, number, null]),
  )
  await tx.each.insert(
    'acceptance_sample',
    ['checking_task_id', 'entry_key', 'worker_id'],
    entries.map(({ entry_key, worker_id }) => [checking_task_id, entry_key, worker_id]),
  )
  await tallyDrawn(tx, acceptance, entries, 1)
}

async function openAcceptance(
  tx: Tx,
  { checking_task_id, task_id }: AcceptanceRow,
  now: number,
  figures: Pick<AcceptanceRow, 'pool' | 'first_timers' | 'sampled' | 'draw_digest'>,
): Promise<void> {
  const { marked } = await tx
    .selectFrom('acceptance_sample')
    .select((eb) => eb.fn.countAll<number>().as('marked'))
    .where('checking_task_id', '=', checking_task_id)
    .executeTakeFirstOrThrow()
  // Only if two processes drew at once: the job is tried again.
  if (marked !== figures.sampled)
    throw new Error(`The draw ${checking_task_id} has ${marked} of ${figures.sampled} marks`)
  await tx
    .updateTable('acceptance')
    .set({ ...figures, status: 'open' })
    .where('checking_task_id', '=', checking_task_id)
    .execute()
  await tx
    .updateTable('workforce_task')
    .set({ status: WorkforceTaskStatus.accepting, update_time: now })
    .where('task_id', '=', task_id)
    .execute()
}
