import { copyAcceptedLabels, type PlainWinner } from '#adapters/sql/accepted-labels.ts'
import { SampleFacet } from '#adapters/sql/state-codes.ts'
import type { Tx } from '#adapters/sql/store.ts'
import type { EntryRow, SampleRow } from '#adapters/sql/tables.ts'
import type { Rating } from '#contract/codes.ts'
import { type Choices, type Settled, settleSample } from '#core/acceptance/choices.ts'
import { datasetEffect } from '#core/acceptance/dataset-effect.ts'
import type { StoredLabel } from '#core/labels/label.ts'
import { keys } from '#core/labels/property-keys.ts'
import { sameLabels } from '#core/labels/same-labels.ts'
import { labelSamples, RELABELLED_COLUMNS, touchDataset } from './label-samples.ts'

/** Where accepted labels go, and whether they replace others there. */
export type Copying = {
  dataset_id: string
  overwrite: boolean
  /** What the owner decided for single samples. */
  choices: Choices
  /** Who, or which acceptance, replaces what the history keeps. */
  by: string
  /** Epoch milliseconds. */
  now: number
}

type AcceptedEntry = Pick<
  EntryRow,
  'entry_key' | 'sample_key' | 'worker_id' | 'labels' | 'metadata' | 'sample_usage' | 'check_score' | 'save_time'
>

/** Brings accepted entries to the dataset (behaviour 5.4); all accepted ones of a sample come in one call. */
export async function copyAccepted(tx: Tx, accepted: readonly AcceptedEntry[], copying: Copying): Promise<void> {
  if (accepted.length === 0) return
  const settled = settleSamples(accepted, copying)
  if (settled.length === 0) return
  // Locked before they are looked at: the owner may be labelling the same samples.
  const samples = await tx.each.select(
    'sample',
    ['sample_key'],
    ['sample_key', 'state', 'hard', 'is_part', 'labelers', 'revision'],
    settled.map(({ entry }) => [entry.sample_key]),
    'lock',
  )
  const byKey = new Map(samples.map((sample) => [sample.sample_key, sample]))
  const labelers = await namesOf(tx, new Set(settled.map(({ entry }) => entry.worker_id)))
  const plain: PlainWinner[] = []
  const others: Settled<AcceptedEntry>[] = []
  for (const one of settled) {
    const { entry } = one
    const sample = byKey.get(entry.sample_key)
    if (!sample) continue
    if (isPlain(entry, sample)) plain.push({ entry, sample, labeler: labelers.get(entry.worker_id)! })
    else others.push(one)
  }
  const { dataset_id, now } = copying
  await copyAcceptedLabels(tx, plain, { dataset_id, now })
  await copyOneByOne(tx, others, { ...copying, labelers })
  await touchDataset(tx, dataset_id, now)
}

/** Of several accepted entries of one sample the dataset gets one (D37), or none where the owner chose so. */
function settleSamples(accepted: readonly AcceptedEntry[], { choices, overwrite }: Copying): Settled<AcceptedEntry>[] {
  const candidates = accepted.map((entry) => ({
    ...entry,
    check_score: entry.check_score as Rating | null,
    saved: entry.save_time,
  }))
  return [...Map.groupBy(candidates, ({ sample_key }) => sample_key)].flatMap(
    ([sample_key, ofSample]) => settleSample(ofSample, { choice: choices.get(sample_key), overwrite }) ?? [],
  )
}

/** Nothing but labels comes, and to a sample that nobody has labelled before. */
function isPlain(entry: AcceptedEntry, sample: Pick<SampleRow, 'state' | 'labelers'>): boolean {
  const { labels, metadata, sample_usage } = entry
  const onlyLabels = metadata === '{}' && sample_usage === null && !labels.includes(keys.hard)
  return onlyLabels && sample.state !== SampleFacet.labelled && sample.labelers === '[]'
}

/** Entries that meet labels in the dataset, or bring more than labels. */
async function copyOneByOne(
  tx: Tx,
  settled: readonly Settled<AcceptedEntry>[],
  { dataset_id, by, now, labelers }: Copying & { labelers: ReadonlyMap<string, string> },
): Promise<void> {
  if (settled.length === 0) return
  const samples = await tx.each.select(
    'sample',
    ['sample_key'],
    RELABELLED_COLUMNS,
    settled.map(({ entry }) => [entry.sample_key]),
    'lock',
  )
  const byKey = new Map(samples.map((sample) => [sample.sample_key, sample]))
  const relabelled = settled.flatMap(({ entry, overwrite }) => {
    const before = byKey.get(entry.sample_key)
    const labels: StoredLabel[] = JSON.parse(entry.labels)
    const effect = datasetEffect({
      autoSync: true,
      sampleExists: before !== undefined,
      labelled: before?.state === SampleFacet.labelled,
      equal: before !== undefined && sameLabels(labels, JSON.parse(before.labels)),
      overwrite,
    })
    if (!before || effect === 'nothing' || effect === 'keep') return []
    const metadata = { ...JSON.parse(before.metadata), ...JSON.parse(entry.metadata) }
    const annotated_by = labelers.get(entry.worker_id)!
    return [{ before, labels, metadata, sample_usage: entry.sample_usage, annotated_by }]
  })
  await labelSamples(tx, relabelled, { dataset_id, by, now })
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
