import type { Verdicts } from '#core/acceptance/report.ts'
import type { Tx } from './store.ts'
import { Sums } from './sums.ts'
import type { AcceptanceRow, AcceptanceSampleRow } from './tables.ts'

/** What the drawn entries of an acceptance are counted by. */
export type VerdictWord = keyof Verdicts

/** The verdict of a row, null as long as there is none. */
export function verdictOf({ accept, score }: Pick<AcceptanceSampleRow, 'accept' | 'score'>): VerdictWord | null {
  if (accept === null) return null
  return accept === 0 ? 'rejected' : ((score ?? 'unscored') as VerdictWord)
}

/** A drawn entry of the open acceptance whose verdict becomes another one. */
export type VerdictChange = {
  entry_key: number
  worker_id: string
  before: VerdictWord | null
  after: VerdictWord | null
}

type Acceptance = Pick<AcceptanceRow, 'checking_task_id' | 'task_id' | 'number'>

/**
 * Counts entries as drawn by the open acceptance, or no longer (`amount` -1). One that an earlier acceptance drew is
 * counted as `replaced` as well: over all acceptances an entry counts once.
 */
export async function tallyDrawn(
  tx: Tx,
  acceptance: Acceptance,
  entries: readonly { entry_key: number; worker_id: string }[],
  amount: 1 | -1,
): Promise<void> {
  const sums = new VerdictSums(acceptance)
  for (const { worker_id } of entries) sums.add(worker_id, 'drawn', amount, 0)
  for (const { worker_id } of await readEarlier(tx, acceptance, entries, () => true)) {
    sums.add(worker_id, 'drawn', 0, amount)
  }
  await sums.flush(tx)
}

/** Counts new verdicts of the open acceptance; the first one on an entry replaces that of an earlier acceptance. */
export async function tallyVerdicts(tx: Tx, acceptance: Acceptance, changes: readonly VerdictChange[]): Promise<void> {
  const sums = new VerdictSums(acceptance)
  const firsts = new Map<number, 1 | -1>()
  for (const { entry_key, worker_id, before, after } of changes) {
    if (before !== null) sums.add(worker_id, before, -1, 0)
    if (after !== null) sums.add(worker_id, after, 1, 0)
    if (before === null && after !== null) firsts.set(entry_key, 1)
    if (before !== null && after === null) firsts.set(entry_key, -1)
  }
  const entries = changes.filter(({ entry_key }) => firsts.has(entry_key))
  for (const row of await readEarlier(tx, acceptance, entries, ({ accept }) => accept !== null)) {
    sums.add(row.worker_id, verdictOf(row)!, 0, firsts.get(row.entry_key)!)
  }
  await sums.flush(tx)
}

type EarlierRow = Pick<AcceptanceSampleRow, 'entry_key' | 'worker_id' | 'accept' | 'score'>

/** For each entry its row in the latest earlier acceptance that was not cancelled and whose row `counts`. */
async function readEarlier(
  tx: Tx,
  { checking_task_id, task_id, number }: Acceptance,
  entries: readonly { entry_key: number }[],
  counts: (row: EarlierRow) => boolean,
): Promise<EarlierRow[]> {
  if (number === 1 || entries.length === 0) return []
  const acceptances = await tx
    .selectFrom('acceptance')
    .select(['checking_task_id', 'number'])
    .where('task_id', '=', task_id)
    .where('status', '<>', 'cancelled')
    .where('checking_task_id', '<>', checking_task_id)
    .execute()
  const numbers = new Map(acceptances.map((acceptance) => [acceptance.checking_task_id, acceptance.number]))
  if (numbers.size === 0) return []
  const rows = await tx.each.select(
    'acceptance_sample',
    ['entry_key'],
    ['checking_task_id', 'entry_key', 'worker_id', 'accept', 'score'],
    entries.map(({ entry_key }) => [entry_key]),
  )
  const latest = new Map<number, EarlierRow & { number: number }>()
  for (const row of rows) {
    const number = numbers.get(row.checking_task_id)
    if (number === undefined || !counts(row)) continue
    if (number > (latest.get(row.entry_key)?.number ?? 0)) latest.set(row.entry_key, { ...row, number })
  }
  return [...latest.values()]
}

/** Changes of the counters of one acceptance. */
class VerdictSums {
  readonly #sums = new Sums<[string, string, string]>()
  readonly #checking_task_id: string

  constructor({ checking_task_id }: Acceptance) {
    this.#checking_task_id = checking_task_id
  }

  add(worker_id: string, verdict: VerdictWord | 'drawn', entries: number, replaced: number): void {
    this.#sums.add([this.#checking_task_id, worker_id, verdict], entries, replaced)
  }

  flush(tx: Tx): Promise<void> {
    const keys = ['checking_task_id', 'worker_id', 'verdict'] as const
    return tx.each.add('acceptance_tally', keys, ['entries', 'replaced'], this.#sums.rows())
  }
}
