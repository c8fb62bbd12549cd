import type { AddressedSample } from '#adapters/sql/entries-of-samples.ts'
import type { DatasetRow } from '#adapters/sql/tables.ts'
import { errors, type Refusal } from '#contract/errors.ts'
import type { SampleLabels } from '#contract/samples.ts'
import type { StoredLabel } from '#core/labels/label.ts'
import type { LabelSet } from '#core/labels/label-set.ts'
import { dropEmptyMark, type Metadata, mergeMetadata } from '#core/labels/metadata.ts'
import { readLabels } from '#core/labels/read-labels.ts'
import { isRefusal } from '#core/refusal.ts'

/** What an item of a batch is about: a sample or an entry of it, and where the item stands in the request. */
export type ItemSubject = {
  sample: AddressedSample
  /** What the sample or the entry holds so far. */
  metadata: Metadata
  /** `samples[3]`. */
  field: string
}

export type ItemRules = {
  dataset: Pick<DatasetRow, 'dataset_type' | 'content_labeling' | 'text_overlaps'>
  labelSet: LabelSet
  /** `create` is for the owner alone (D28). */
  unknownLabel: 'refuse' | 'create'
}

export type ReadItem = {
  labels: StoredLabel[]
  metadata: Metadata
  /** Definitions to be made first; as long as there are any the item has to be read again. */
  create: { name: string; type: number }[]
}

/**
 * Reads what an item says about the labels and the metadata of a sample or entry, by the rules of behaviour 4.2 and 4.5.
 * A size that it tells for the first time is in the metadata it leaves.
 */
export function readItem(item: SampleLabels, subject: ItemSubject, rules: ItemRules): ReadItem | Refusal {
  const { sample, field } = subject
  const { sample_id, text_length, duration } = sample
  const { dataset_type, content_labeling, text_overlaps } = rules.dataset
  const size = sizeOf(sample)
  const context = { dataset_type, sample_id, field, ...(size && { size }) }
  const merged = mergeMetadata(subject.metadata, item.metadata, context)
  if (isRefusal(merged)) return merged
  const { metadata } = merged
  const read = readLabels(item.labels, {
    dataset_type,
    labelSet: rules.labelSet,
    sample: {
      sample_id,
      ...(size && { size }),
      ...(text_length !== null && { textLength: text_length }),
      ...(duration !== null && { duration }),
    },
    sentSize: metadata['@modelarts:size'],
    content_labeling: content_labeling === 1,
    text_overlaps: text_overlaps === 1,
    unknownLabel: rules.unknownLabel,
    field,
  })
  if (isRefusal(read)) return read
  const { labels, create } = read
  return { labels, metadata: dropEmptyMark(metadata, labels), create }
}

/** `sample_type` is not needed, but must be right (behaviour 4.1). */
export function checkSampleType({ sample_type }: SampleLabels, { sample, field }: ItemSubject): Refusal | null {
  if (sample_type === undefined || sample_type === sample.sample_type) return null
  const text = `sample_type: the sample is of type ${sample.sample_type}.`
  return refuseItem({ sample, field }, errors.parameterInvalid.refusal(text))
}

/** Whoever says which revision he began with is told when it is another by now (workbench 1.2). */
export function refuseStale({ muster }: SampleLabels, subject: ItemSubject, revision: number): Refusal | null {
  const begun = muster?.revision
  if (begun === undefined || begun === revision) return null
  return refuseItem(subject, errors.revisionStale.refusal(`the labels have revision ${revision} by now, not ${begun}`))
}

/** The refusal with the place of the item and its sample in the sentence. */
export function refuseItem(
  { sample, field }: Pick<ItemSubject, 'sample' | 'field'>,
  { error_code, error_msg }: Refusal,
): Refusal {
  return { error_code, error_msg: `${field}: ${error_msg} (sample ${sample.sample_id})` }
}

function sizeOf({ width, height, depth }: AddressedSample): [number, number, number] | undefined {
  return width === null || height === null ? undefined : [width, height, depth ?? 3]
}
