import { blockOf } from '#adapters/sql/blocks.ts'
import { SampleFacet } from '#adapters/sql/state-codes.ts'
import type { Store } from '#adapters/sql/store.ts'
import type { StoredLabel } from '#core/labels/label.ts'

/** What the counters and indexes of one dataset and its tasks should be, counted from the rows themselves. */
export async function faultsOfCounters({ db }: Store, dataset_id: string): Promise<string[]> {
  const samples = await db.selectFrom('sample').selectAll().where('dataset_id', '=', dataset_id).execute()
  const entries = await db
    .selectFrom('entry')
    .innerJoin('workforce_task', 'workforce_task.task_id', 'entry.task_id')
    .selectAll('entry')
    .where('dataset_id', '=', dataset_id)
    .execute()
  const tasks = await db.selectFrom('workforce_task').select('task_id').where('dataset_id', '=', dataset_id).execute()
  const task_ids = ['', ...tasks.map(({ task_id }) => task_id)]
  const labels = await db.selectFrom('label').select('label_key').where('dataset_id', '=', dataset_id).execute()
  const label_keys = [0, ...labels.map(({ label_key }) => label_key)]

  const sampleTally = new Counts()
  const sampleLabel = new Counts()
  const sampleLabelTally = new Counts()
  for (const { sample_key, state, hard, labels: text } of samples) {
    const block = blockOf(sample_key)
    sampleTally.add([state, block], 1)
    if (hard) sampleTally.add([SampleFacet.hard, block], 1)
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
    sampleTally: await db.selectFrom('sample_tally').selectAll().where('dataset_id', '=', dataset_id).execute(),
    sampleLabel: await db.selectFrom('sample_label').selectAll().where('label_key', 'in', label_keys).execute(),
    sampleLabelTally: await db
      .selectFrom('sample_label_tally')
      .selectAll()
      .where('label_key', 'in', label_keys)
      .execute(),
    entryTally: await db.selectFrom('entry_tally').selectAll().where('task_id', 'in', task_ids).execute(),
    entryLabel: await db.selectFrom('entry_label').selectAll().where('task_id', 'in', task_ids).execute(),
    entryLabelTally: await db.selectFrom('entry_label_tally').selectAll().where('task_id', 'in', task_ids).execute(),
  }
  for (const { facet, block, samples: count } of kept.sampleTally) sampleTally.add([facet, block], -count)
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
  ]
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
