import { ENTRY_COLUMNS } from '#adapters/sql/entries-of-samples.ts'
import { EntryStateCode } from '#adapters/sql/state-codes.ts'
import type { Tx } from '#adapters/sql/store.ts'
import type { EntryRow, WorkforceTaskRow } from '#adapters/sql/tables.ts'
import { readLabelers } from '#adapters/sql/task-members.ts'
import { seededRandom, type Uint32Source } from '#core/acceptance/random.ts'
import { handOver, type Move, spread } from '#core/workforce-tasks/redealing.ts'
import type { Services } from '#server/services.ts'
import type { DealRun, Held } from './deal-run.ts'
import { heldOf, writeMoves } from './hand-over.ts'
import { type Dealt, insertDealt } from './insert-dealt.ts'

/** Entries read or changed in one step. */
const CHUNK = 1000

/** An entry as far as it matters for who gets it. */
type Known = { entry_key: number; sample: number; worker: string; untouched: boolean; accepted: boolean }

/**
 * Labelers have joined: untouched entries are spread evenly over all of them (D21). With a repetition, samples that had
 * lost copies because nobody could take them get them back first, unless they are accepted already.
 */
export async function spreadEntries(services: Services, run: DealRun, { task, request }: Held): Promise<void> {
  const { store } = services
  const labelers = await readLabelers(store.db, task.task_id)
  const random = seededRandom(request.seed)
  const entries = await readEntries(services, run, task)
  if (task.repetition > 1) {
    const missing = await giveMissingCopies(services, run, { task, entries, labelers, random })
    for (const entry of missing) entries.push(entry)
  }
  const moves = spread({
    untouched: entries.filter(({ untouched }) => untouched),
    touched: entries.filter(({ untouched }) => !untouched),
    labelers,
    random,
  })
  for (const chunk of cut(moves)) await run.step((tx, now) => moveUntouched(tx, now.task, chunk))
}

/** The untouched entries of a task; with a repetition all of them, because nobody gets a sample twice. */
async function readEntries({ store }: Services, run: DealRun, task: WorkforceTaskRow): Promise<Known[]> {
  const entries: Known[] = []
  const names = new Map<string, string>()
  for (let after = 0; ; await run.pause()) {
    const rows = await store.db
      .selectFrom('entry')
      .select(['entry_key', 'sample_key', 'worker_id', 'state', 'save_time'])
      .where('task_id', '=', task.task_id)
      .where('entry_key', '>', after)
      .$if(task.repetition === 1, (query) => query.where('state', '=', EntryStateCode.UN_ANNOTATION))
      .orderBy('entry_key')
      .limit(CHUNK)
      .execute()
    for (const row of rows) {
      // One text per worker instead of one per row.
      const worker = names.get(row.worker_id) ?? row.worker_id
      names.set(worker, worker)
      const untouched = isUntouched(row)
      if (task.repetition === 1 && !untouched) continue
      const accepted = row.state === EntryStateCode.ACCEPTED
      entries.push({ entry_key: row.entry_key, sample: row.sample_key, worker, untouched, accepted })
    }
    if (rows.length < CHUNK) return entries
    after = rows.at(-1)!.entry_key
  }
}

/** Nobody has saved anything into it (D21). */
function isUntouched({ state, save_time }: Pick<EntryRow, 'state' | 'save_time'>): boolean {
  return state === EntryStateCode.UN_ANNOTATION && save_time === 0
}

type Copies = {
  task: WorkforceTaskRow
  entries: readonly Known[]
  labelers: readonly string[]
  random: Uint32Source
}

async function giveMissingCopies(services: Services, run: DealRun, copies: Copies): Promise<Known[]> {
  const { task, entries, labelers, random } = copies
  const leaving = [...Map.groupBy(entries, ({ sample }) => sample)].flatMap(([sample, held]) => {
    const missing = held.some(({ accepted }) => accepted) ? 0 : task.repetition - held.length
    return Array.from({ length: Math.max(0, missing) }, () => ({ sample, worker: '' }))
  })
  const taken = handOver({ leaving, others: entries, labelers, random }).filter(({ to }) => to !== null)
  const first = await services.store.reserveKeys('entry', taken.length)
  const dealt = taken.map(({ entry, to }, i) => ({
    entry_key: first + i,
    sample_key: entry.sample,
    worker_id: to!,
  }))
  for (let at = 0; at < dealt.length; at += CHUNK) {
    const chunk = dealt.slice(at, at + CHUNK)
    await run.step((tx, now) => insertMissing(tx, now.task, chunk))
  }
  return dealt.map(({ entry_key, sample_key, worker_id }) => ({
    entry_key,
    sample: sample_key,
    worker: worker_id,
    untouched: true,
    accepted: false,
  }))
}

/** Inserts what is still missing now. */
async function insertMissing(tx: Tx, task: WorkforceTaskRow, dealt: readonly Dealt[]): Promise<void> {
  const holders = await lockSamples(
    tx,
    task.task_id,
    dealt.map(({ sample_key }) => sample_key),
  )
  const missing = dealt.filter(({ sample_key, worker_id }) => {
    const held = holders.get(sample_key) ?? []
    return held.length < task.repetition && held.every((entry) => entry.worker_id !== worker_id)
  })
  await insertDealt(tx, task, missing)
}

/** Moves what is still untouched, to those who are still labelers and have no entry of the sample. */
async function moveUntouched(tx: Tx, task: WorkforceTaskRow, moves: readonly Move<Known, string>[]): Promise<void> {
  const labelers = new Set(await readLabelers(tx, task.task_id))
  const holders = await lockSamples(
    tx,
    task.task_id,
    moves.map(({ entry }) => entry.sample),
  )
  const possible = moves.flatMap(({ entry, to }) => {
    const held = holders.get(entry.sample) ?? []
    const row = held.find(({ entry_key }) => entry_key === entry.entry_key)
    if (!row || !isUntouched(row) || row.worker_id !== entry.worker || to === null) return []
    if (!labelers.has(to) || held.some(({ worker_id }) => worker_id === to)) return []
    return [{ entry: heldOf(row), to }]
  })
  await writeMoves(tx, possible)
}

/** The entries of some samples by sample, locked so that nobody else deals them at the same time. */
async function lockSamples(
  tx: Tx,
  task_id: string,
  sample_keys: readonly number[],
): Promise<ReadonlyMap<number, EntryRow[]>> {
  const keys = [...new Set(sample_keys)].sort((a, b) => a - b).map((sample_key) => [task_id, sample_key])
  const rows: EntryRow[] = await tx.each.select('entry', ['task_id', 'sample_key'], ENTRY_COLUMNS, keys, 'lock')
  return Map.groupBy(rows, ({ sample_key }) => sample_key)
}

/**
 * Cuts moves into steps that keep their order and hold each sample once: a copy can take the place that another one has
 * left a step before.
 */
function cut(moves: readonly Move<Known, string>[]): Move<Known, string>[][] {
  const steps: Move<Known, string>[][] = []
  let step: Move<Known, string>[] = []
  let samples = new Set<number>()
  for (const move of moves) {
    if (step.length === CHUNK || samples.has(move.entry.sample)) {
      steps.push(step)
      step = []
      samples = new Set()
    }
    step.push(move)
    samples.add(move.entry.sample)
  }
  if (step.length > 0) steps.push(step)
  return steps
}
