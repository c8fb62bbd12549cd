import { keepReplacedSamples, losesWork } from '#adapters/sql/label-history.ts'
import { type SampleUpdate, updateSamples } from '#adapters/sql/samples.ts'
import { SampleFacet } from '#adapters/sql/state-codes.ts'
import type { Tx } from '#adapters/sql/store.ts'
import type { SampleRow } from '#adapters/sql/tables.ts'
import type { StoredLabel } from '#core/labels/label.ts'
import { countLabels } from '#core/labels/label-surgery.ts'
import { dropEmptyMark, isEmptyMark, isHard, type Metadata } from '#core/labels/metadata.ts'

/** The columns of a sample that relabelling reads; `before` must come from the same transaction. */
export const RELABELLED_COLUMNS = [
  'sample_key',
  'dataset_id',
  'state',
  'labels',
  'prediction',
  'metadata',
  'sample_usage',
  'hard',
  'is_part',
  'labelers',
  'annotated_by',
  'label_time',
  'revision',
  'width',
  'height',
  'depth',
] as const satisfies readonly (keyof SampleRow)[]

export type RelabelledSample = {
  before: Pick<SampleRow, (typeof RELABELLED_COLUMNS)[number]>
  labels: readonly StoredLabel[]
  metadata: Metadata
  sample_usage?: string | null
  /** Who labelled it, as in D48. */
  annotated_by: string
}

/**
 * Gives samples of one dataset new official labels, with index, counters and history. Any write confirms or rejects a
 * prediction, so its overlay goes (behaviour 2.3).
 */
export async function labelSamples(
  tx: Tx,
  samples: readonly RelabelledSample[],
  { dataset_id, by, now }: { dataset_id: string; by: string; now: number },
): Promise<void> {
  if (samples.length === 0) return
  const changes = samples.map((sample) => ({
    before: { ...sample.before, counts: countLabels(JSON.parse(sample.before.labels)) },
    after: relabelled(sample, now),
    counts: countLabels(sample.labels),
  }))
  await updateSamples(tx, changes)
  const replaced = changes.filter(({ before, after }) => losesWork(before, after))
  await keepReplacedSamples(
    tx,
    replaced.map(({ before }) => before),
    { by, now },
  )
  await touchDataset(tx, dataset_id, now)
}

/** Marks that samples or labels of the dataset have changed: counts of free searches are kept per revision. */
export async function touchDataset(tx: Tx, dataset_id: string, now: number): Promise<void> {
  await tx
    .updateTable('dataset')
    .set((eb) => ({ revision: eb('revision', '+', 1), data_update_time: now }))
    .where('dataset_id', '=', dataset_id)
    .execute()
}

function relabelled(sample: RelabelledSample, now: number): SampleUpdate {
  const { before, labels, annotated_by } = sample
  const metadata = dropEmptyMark(sample.metadata, labels)
  const labelled = labels.length > 0 || isEmptyMark(metadata)
  const size = metadata['@modelarts:size'] as [number, number, number] | undefined
  return {
    sample_key: before.sample_key,
    state: labelled ? SampleFacet.labelled : SampleFacet.unlabelled,
    labels: JSON.stringify(labels),
    prediction: null,
    metadata: JSON.stringify(metadata),
    sample_usage: sample.sample_usage ?? before.sample_usage,
    hard: isHard(metadata, labels) ? 1 : 0,
    labelers: labelled ? withLabeler(before.labelers, annotated_by) : before.labelers,
    annotated_by: labelled ? annotated_by : null,
    label_time: now,
    revision: before.revision + 1,
    width: before.width ?? size?.[0] ?? null,
    height: before.height ?? size?.[1] ?? null,
    depth: before.depth ?? size?.[2] ?? null,
  }
}

function withLabeler(labelers: string, name: string): string {
  const names: string[] = JSON.parse(labelers)
  return names.includes(name) ? labelers : JSON.stringify([...names, name])
}
