import { changedColumns } from './changed-columns.ts'
import { changedCounts } from './entries.ts'
import type { Db, Tx } from './store.ts'
import type { SampleRow } from './tables.ts'
import { type LabelCounts, SampleTallies } from './tallies.ts'

/** What a sample looks like to the counters. */
export type CountedSample = Pick<SampleRow, 'sample_key' | 'dataset_id' | 'state' | 'hard' | 'is_part'> & {
  counts: LabelCounts
}

/** The columns that labelling a sample may set. */
export type SampleUpdate = Pick<
  SampleRow,
  | 'sample_key'
  | 'state'
  | 'labels'
  | 'prediction'
  | 'metadata'
  | 'sample_usage'
  | 'hard'
  | 'labelers'
  | 'annotated_by'
  | 'label_time'
  | 'revision'
  | 'width'
  | 'height'
  | 'depth'
>

const UPDATED_COLUMNS = [
  'state',
  'labels',
  'prediction',
  'metadata',
  'sample_usage',
  'hard',
  'labelers',
  'annotated_by',
  'label_time',
  'revision',
  'width',
  'height',
  'depth',
] as const satisfies readonly (keyof SampleUpdate)[]

const ALL_COLUMNS = [
  'sample_key',
  'dataset_id',
  'sample_id',
  'sample_type',
  'is_part',
  'bucket',
  'object_key',
  'line',
  'sample_name',
  'sample_dir',
  'sample_size',
  'sample_time',
  'sample_etag',
  'content',
  'text_length',
  'duration',
  'orientation',
  'create_time',
  ...UPDATED_COLUMNS,
] as const satisfies readonly (keyof SampleRow)[]

/** Inserts samples with their label index and counters. Keys come from `reserveKeys`. */
export async function insertSamples(tx: Tx, samples: readonly (SampleRow & { counts: LabelCounts })[]): Promise<void> {
  await tx.each.insert(
    'sample',
    ALL_COLUMNS,
    samples.map((sample) => ALL_COLUMNS.map((column) => sample[column])),
  )
  const tallies = new SampleTallies()
  for (const sample of samples) tallies.addSample(sample, 1)
  await indexSampleLabels(
    tx,
    tallies,
    samples.map((sample) => ({ sample_key: sample.sample_key, before: new Map(), after: sample.counts })),
  )
  await tallies.flush(tx)
}

/**
 * Writes relabelled samples with their label index and counters. `before` must be what the same transaction read.
 * The work depends on the number of changes alone.
 */
export async function updateSamples(
  tx: Tx,
  changes: readonly { before: CountedSample & SampleUpdate; after: SampleUpdate; counts: LabelCounts }[],
): Promise<void> {
  const columns = changedColumns<keyof SampleUpdate, SampleUpdate>(UPDATED_COLUMNS, changes)
  const rows = changes.map(({ after }) => [after.sample_key, ...columns.map((column) => after[column])])
  await tx.each.update('sample', ['sample_key'], columns, rows)
  const tallies = new SampleTallies()
  for (const { before, after } of changes) {
    tallies.addSample(before, -1)
    tallies.addSample({ ...before, state: after.state, hard: after.hard }, 1)
  }
  await indexSampleLabels(
    tx,
    tallies,
    changes.map(({ before, counts }) => ({ sample_key: before.sample_key, before: before.counts, after: counts })),
  )
  await tallies.flush(tx)
}

/** Removes samples with their history, drafts, label index and counters. Their entries must be gone already. */
export async function deleteSampleRows(tx: Tx, samples: readonly CountedSample[]): Promise<void> {
  const keys = samples.map(({ sample_key }) => [sample_key])
  await tx.each.delete('label_history', ['sample_key'], keys)
  await tx.each.delete('draft', ['sample_key'], keys)
  await tx.each.delete('sample', ['sample_key'], keys)
  const tallies = new SampleTallies()
  for (const sample of samples) tallies.addSample(sample, -1)
  await indexSampleLabels(
    tx,
    tallies,
    samples.map((sample) => ({ sample_key: sample.sample_key, before: sample.counts, after: new Map() })),
  )
  await tallies.flush(tx)
}

/** Brings `sample_label` and its counters from the old counts of each sample to the new ones. */
async function indexSampleLabels(
  tx: Tx,
  tallies: SampleTallies,
  changes: readonly { sample_key: number; before: LabelCounts; after: LabelCounts }[],
): Promise<void> {
  const gone: unknown[][] = []
  const come: unknown[][] = []
  for (const { sample_key, before, after } of changes) {
    for (const { label_key, was, is } of changedCounts(before, after)) {
      if (was) gone.push([label_key, sample_key])
      if (is) come.push([label_key, sample_key, is])
      tallies.addLabel({ sample_key }, label_key, Math.sign(is) - Math.sign(was), is - was)
    }
  }
  await tx.each.delete('sample_label', ['label_key', 'sample_key'], gone)
  await tx.each.insert('sample_label', ['label_key', 'sample_key', 'instances'], come)
}

/** Samples whose file has this name, in whatever folder; two at most, for more than one is not one. */
export async function findSamplesNamed(
  db: Db,
  dataset_id: string,
  { sample_name, line }: { sample_name: string; line: number | null },
): Promise<string[]> {
  const rows = await db
    .selectFrom('sample')
    .select('sample_id')
    .where('dataset_id', '=', dataset_id)
    .where('sample_name', '=', sample_name)
    .$if(line !== null, (query) => query.where('line', '=', line))
    .limit(2)
    .execute()
  return rows.map(({ sample_id }) => sample_id)
}

/** Which of these wire ids the dataset has. */
export async function findSampleIds(db: Db, dataset_id: string, sample_ids: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('sample')
    .select('sample_id')
    .where('dataset_id', '=', dataset_id)
    .where('sample_id', 'in', sample_ids)
    .execute()
  return new Set(rows.map(({ sample_id }) => sample_id))
}

/** The first samples of a dataset. */
export function readFirstSamples(db: Db, dataset_id: string, limit: number): Promise<SampleRow[]> {
  return db
    .selectFrom('sample')
    .selectAll()
    .where('dataset_id', '=', dataset_id)
    .orderBy('sample_key')
    .limit(limit)
    .execute()
}
