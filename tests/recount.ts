import { sql } from 'kysely'
import { blockOf } from '#adapters/sql/blocks.ts'
import type { Store } from '#adapters/sql/store.ts'
import type { Tables } from '#adapters/sql/tables.ts'
import { facetsOf } from '#adapters/sql/tallies.ts'
import { verdictOf } from '#adapters/sql/verdict-tallies.ts'
import type { StoredLabel } from '#core/labels/label.ts'

/**
 * Where the counters and label indexes differ from the samples and entries themselves: of one dataset and its tasks, or
 * of all there are, left-overs of deleted ones included.
 */
export async function faultsOfCounters(store: Pick<Store, 'db'>, dataset_id?: string): Promise<string[]> {
  const samples = await rowsOf(store, 'sample', dataset_id)
  const entries = await rowsOf(store, 'entry', dataset_id)

  const sampleTally = new Counts()
  const sampleLabel = new Counts()
  const sampleLabelTally = new Counts()
  for (const sample of samples) {
    const { dataset_id, sample_key, labels: text } = sample
    const block = blockOf(sample_key)
    for (const facet of facetsOf(sample)) sampleTally.add([dataset_id, facet, block], 1)
    for (const [label_key, instances] of instancesOf(text)) {
      sampleLabel.add([label_key, sample_key], instances)
      sampleLabelTally.add([label_key, block], 1, instances)
    }
  }
  const entryTally = new Counts()
  const entryLabel = new Counts()
  const entryLabelTally = new Counts()
  for (const { task_id, worker_id, state, entry_key, labels: text } of entries) {
    const block = blockOf(entry_key)
    entryTally.add([task_id, worker_id, state, block], 1)
    for (const [label_key, instances] of instancesOf(text)) {
      entryLabel.add([task_id, label_key, entry_key], instances)
      entryLabelTally.add([task_id, label_key, block], 1, instances)
    }
  }

  const kept = {
    sampleTally: await rowsOf(store, 'sample_tally', dataset_id),
    sampleLabel: await rowsOf(store, 'sample_label', dataset_id),
    sampleLabelTally: await rowsOf(store, 'sample_label_tally', dataset_id),
    entryTally: await rowsOf(store, 'entry_tally', dataset_id),
    entryLabel: await rowsOf(store, 'entry_label', dataset_id),
    entryLabelTally: await rowsOf(store, 'entry_label_tally', dataset_id),
  }
  for (const row of kept.sampleTally) sampleTally.add([row.dataset_id, row.facet, row.block], -row.samples)
  for (const row of kept.sampleLabel) sampleLabel.add([row.label_key, row.sample_key], -row.instances)
  for (const row of kept.sampleLabelTally) {
    sampleLabelTally.add([row.label_key, row.block], -row.samples, -row.instances)
  }
  for (const row of kept.entryTally) entryTally.add([row.task_id, row.worker_id, row.state, row.block], -row.entries)
  for (const row of kept.entryLabel) entryLabel.add([row.task_id, row.label_key, row.entry_key], -row.instances)
  for (const row of kept.entryLabelTally) {
    entryLabelTally.add([row.task_id, row.label_key, row.block], -row.entries, -row.instances)
  }
  return [
    ...sampleTally.faults('sample_tally'),
    ...sampleLabel.faults('sample_label'),
    ...sampleLabelTally.faults('sample_label_tally'),
    ...entryTally.faults('entry_tally'),
    ...entryLabel.faults('entry_label'),
    ...entryLabelTally.faults('entry_label_tally'),
    ...(await verdictTally(store, dataset_id)).faults('acceptance_tally'),
  ]
}

/** What acceptances found, counted up from their samples and down by their counters. */
async function verdictTally(store: Pick<Store, 'db'>, dataset_id: string | undefined): Promise<Counts> {
  const ofDataset = store.db
    .selectFrom('acceptance as a')
    .innerJoin('workforce_task as t', 't.task_id', 'a.task_id')
    .where('t.deleted', '=', 0)
    .$if(dataset_id !== undefined, (query) => query.where('t.dataset_id', '=', dataset_id!))
  const drawn = await ofDataset
    .innerJoin('acceptance_sample as s', 's.checking_task_id', 'a.checking_task_id')
    .selectAll('s')
    .select('a.status')
    .orderBy('a.number')
    .execute()
  const kept = await ofDataset
    .innerJoin('acceptance_tally as c', 'c.checking_task_id', 'a.checking_task_id')
    .selectAll('c')
    .execute()
  const counts = new Counts()
  // By entry and word: whom an acceptance that was not cancelled counted last, and as what.
  const last = new Map<string, { worker_id: string; word: string }>()
  for (const row of drawn) {
    const verdict = verdictOf(row)
    for (const [kind, word] of [['drawn', 'drawn'] as const, ['verdict', verdict] as const]) {
      if (word === null) continue
      counts.add([row.checking_task_id, row.worker_id, word], 1, 0)
      const name = `${row.entry_key} ${kind}`
      const earlier = last.get(name)
      if (earlier) counts.add([row.checking_task_id, earlier.worker_id, earlier.word], 0, 1)
      if (row.status !== 'cancelled') last.set(name, { worker_id: row.worker_id, word })
    }
  }
  for (const row of kept) counts.add([row.checking_task_id, row.worker_id, row.verdict], -row.entries, -row.replaced)
  return counts
}

/** What leads from the rows of a table to their dataset. */
const keyColumns = {
  sample: 'dataset_id',
  sample_tally: 'dataset_id',
  sample_label: 'label_key',
  sample_label_tally: 'label_key',
  entry: 'task_id',
  entry_tally: 'task_id',
  entry_label: 'task_id',
  entry_label_tally: 'task_id',
} as const

async function rowsOf<Table extends keyof typeof keyColumns>(
  { db }: Pick<Store, 'db'>,
  table: Table,
  dataset_id: string | undefined,
): Promise<Tables[Table][]> {
  const column = keyColumns[table]
  const owner = { dataset_id: 'dataset', label_key: 'label', task_id: 'workforce_task' }[column]
  const ofDataset = sql`where ${sql.ref(column)} in (
    select ${sql.ref(column)} from ${sql.table(owner)} where dataset_id = ${dataset_id})`
  const restriction = dataset_id === undefined ? sql`` : ofDataset
  return (await sql<Tables[Table]>`select * from ${sql.table(table)} ${restriction}`.execute(db)).rows
}

/** Instances per definition of stored labels. */
function instancesOf(labels: string): Map<number, number> {
  const instances = new Map<number, number>()
  for (const { label_key } of JSON.parse(labels) as StoredLabel[]) {
    if (label_key !== undefined) instances.set(label_key, (instances.get(label_key) ?? 0) + 1)
  }
  return instances
}

/** Counts the rows up and the counters down: what is not 0 then is wrong. */
class Counts {
  readonly #sums = new Map<string, number[]>()

  add(key: readonly (string | number)[], ...amounts: number[]): void {
    const name = key.join(' ')
    const sums = this.#sums.get(name)
    if (sums) for (const [i, amount] of amounts.entries()) sums[i]! += amount
    else this.#sums.set(name, amounts)
  }

  faults(table: string): string[] {
    const wrong = [...this.#sums].filter(([, sums]) => sums.some((sum) => sum !== 0))
    return wrong.map(([key, sums]) => `${table} ${key}: ${sums.join(' and ')} too few`)
  }
}
