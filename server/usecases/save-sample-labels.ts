import { dropDrafts, hasDrafts } from '#adapters/sql/drafts.ts'
import type { AddressedSample } from '#adapters/sql/entries-of-samples.ts'
import { readLabelSet } from '#adapters/sql/label-sets.ts'
import { lockDataset } from '#adapters/sql/locks.ts'
import type { Tx } from '#adapters/sql/store.ts'
import type { DatasetRow } from '#adapters/sql/tables.ts'
import { errors, type Refusal } from '#contract/errors.ts'
import type { SampleLabels } from '#contract/samples.ts'
import { mayWriteLabels } from '#core/datasets/label-gate.ts'
import type { StoredLabel } from '#core/labels/label.ts'
import { type LabelSet, labelSetOf } from '#core/labels/label-set.ts'
import type { Metadata } from '#core/labels/metadata.ts'
import { distinctLabels, keyOf, type MissingLabel, planMissingLabels } from '#core/labels/missing-labels.ts'
import { isRefusal } from '#core/refusal.ts'
import { type Actor, nameOf } from '#server/actor.ts'
import { newId } from '#server/ids.ts'
import { refuse } from '#server/refuse.ts'
import type { ItemResult } from '#server/replies.ts'
import type { Services } from '#server/services.ts'
import { applyLabelChanges } from './apply-label-changes.ts'
import { labelSamples, RELABELLED_COLUMNS, type RelabelledSample } from './label-samples.ts'
import { checkSampleType, type ItemSubject, readItem, refuseStale } from './read-item.ts'

type Request = { actor: Actor; dataset: DatasetRow; items: readonly SampleLabels[] }

/**
 * Stores the official labels that one call brings for samples of a dataset: the rules of a team task's batch (behaviour 4),
 * but labels that nobody has defined yet are made (D28). Entries of team tasks stay as they are (D52), and the labels are
 * the caller's, whomever the call names (D48). Good items are committed together; the work depends on the items alone.
 */
export async function saveSampleLabels(services: Services, request: Request): Promise<ItemResult[]> {
  const { store } = services
  const now = services.now()
  const by = nameOf(request.actor)
  // Making definitions asks for keys reserved outside, and for the dataset alone: tried only when labels are missing.
  for (let reserved: ReservedKeys = { first: 0, count: 0 }; ; ) {
    const { results, missing } = await store.transaction((tx) => saveItems(tx, { ...request, by, now, reserved }))
    if (results) return results
    reserved = { first: await store.reserveKeys('label', missing), count: missing }
  }
}

type ReservedKeys = { first: number; count: number }
type Saving = Request & { by: string; now: number; reserved: ReservedKeys }

/** The results; or, with nothing written, how many definitions are missing. */
type Outcome = { results: ItemResult[]; missing?: undefined } | { results?: undefined; missing: number }

async function saveItems(tx: Tx, { actor, dataset, items, by, now, reserved }: Saving): Promise<Outcome> {
  const { dataset_id } = dataset
  const locked = await lockDataset(tx, dataset_id, reserved.count > 0 ? 'update' : 'share')
  if (!locked) throw errors.datasetNotFound()
  const barred = mayWriteLabels(locked.status)
  if (barred) throw refuse(barred)
  const samples = await readSamples(tx, dataset_id, items)
  const labelSet = await readLabelSet(tx, locked)
  let read = readItems({ dataset: locked, labelSet, items, samples })
  if (read.missing.length > 0) {
    const { definitions } = labelSet
    const count = distinctLabels(read.missing).length
    if (count > reserved.count) return { missing: count }
    let label_key = reserved.first
    const situation = { dataset_type: locked.dataset_type, definitions, newKey: () => label_key++, newId }
    const { changes, refusals } = planMissingLabels(situation, read.missing)
    await applyLabelChanges(tx, { dataset: locked, changes, by, now })
    const grown = labelSetOf([...definitions, ...changes.created])
    read = readItems({ dataset: locked, labelSet: grown, items, samples, refusals })
  }
  const relabelled = [...read.drafts.values()].map((draft) => ({ ...draft, annotated_by: by }))
  await labelSamples(tx, relabelled, { dataset_id, by, now })
  if (await hasDrafts(tx, actor.account_id)) {
    const keys = relabelled.map(({ before: { sample_key } }) => ({ sample_key, entry_key: 0 }))
    await dropDrafts(tx, actor.account_id, keys)
  }
  return { results: read.results }
}

type StoredSample = AddressedSample & RelabelledSample['before']

const COLUMNS = [...RELABELLED_COLUMNS, 'sample_id', 'sample_type', 'text_length', 'duration'] as const

async function readSamples(
  tx: Tx,
  dataset_id: string,
  items: readonly SampleLabels[],
): Promise<ReadonlyMap<string, StoredSample>> {
  const sample_ids = [...new Set(items.flatMap(({ sample_id }) => sample_id ?? []))].sort()
  const named = sample_ids.map((sample_id) => [dataset_id, sample_id])
  const rows = await tx.each.select('sample', ['dataset_id', 'sample_id'], COLUMNS, named, 'lock')
  return new Map(rows.map((row) => [row.sample_id, row]))
}

/** A sample on its way through the call: what was read, and what the items made of it so far. */
type Draft = {
  before: StoredSample
  /** Its size may be told by the first of several items. */
  sample: AddressedSample
  labels: StoredLabel[]
  metadata: Metadata
  sample_usage: string | null
  revision: number
}

type Reading = {
  dataset: DatasetRow
  labelSet: LabelSet
  items: readonly SampleLabels[]
  samples: ReadonlyMap<string, StoredSample>
  /** Labels that cannot be made. */
  refusals?: ReadonlyMap<string, Refusal>
}

/**
 * Reads all items in order: of several items of one sample the last one wins, and each sees what the ones before it did
 * to the metadata. `missing` are the labels that good items need and the label set lacks.
 */
function readItems(reading: Reading) {
  const drafts = new Map<string, Draft>()
  const missing: MissingLabel[][] = []
  const results = reading.items.map((item, index): ItemResult => {
    const field = `samples[${index}]`
    const draft = draftOf(reading, drafts, item, field)
    if (isRefusal(draft)) return draft
    const subject = { sample: draft.sample, metadata: draft.metadata, field }
    const refused = checkSampleType(item, subject) ?? refuseStale(item, subject, draft.revision)
    if (refused) return refused
    const read = readItem(item, subject, { ...reading, unknownLabel: 'create' })
    if (isRefusal(read)) return read
    const { labels, metadata, create } = read
    if (create.length > 0) {
      const barred = refuseMissing(item, subject, create, reading.refusals)
      if (barred) return barred
      missing.push(create)
    }
    const sample_usage = item.sample_usage ?? draft.sample_usage
    drafts.set(draft.before.sample_id, {
      ...draft,
      sample: withSize(draft.sample, metadata),
      labels,
      metadata,
      sample_usage,
      revision: draft.before.revision + 1,
    })
    return null
  })
  return { results, drafts, missing }
}

/** The sample an item means (behaviour 4.1), as the items before left it. */
function draftOf(
  { samples }: Reading,
  drafts: ReadonlyMap<string, Draft>,
  item: SampleLabels,
  field: string,
): Draft | Refusal {
  const { sample_id } = item
  if (!sample_id) return errors.sampleUnknown.refusal(`${field}.sample_id: is required`)
  const before = samples.get(sample_id)
  if (!before) return errors.sampleUnknown.refusal(`${field}.sample_id: is not in the dataset (sample ${sample_id})`)
  const { metadata, sample_usage, revision } = before
  const untouched = { before, sample: before, labels: [], metadata: JSON.parse(metadata), sample_usage, revision }
  return drafts.get(sample_id) ?? untouched
}

function refuseMissing(
  item: SampleLabels,
  { sample, field }: ItemSubject,
  create: readonly MissingLabel[],
  refusals: ReadonlyMap<string, Refusal> | undefined,
): Refusal | undefined {
  for (const label of create) {
    const refusal = refusals?.get(keyOf(label))
    if (!refusal) continue
    const index = item.labels!.findIndex(({ name }) => name === label.name)
    const error_msg = `${field}.labels[${index}].${refusal.error_msg} (sample ${sample.sample_id})`
    return { error_code: refusal.error_code, error_msg }
  }
  return undefined
}

function withSize(sample: AddressedSample, metadata: Metadata): AddressedSample {
  if (sample.width !== null) return sample
  const [width = null, height = null, depth = null] = (metadata['@modelarts:size'] ?? []) as number[]
  return { ...sample, width, height, depth }
}
