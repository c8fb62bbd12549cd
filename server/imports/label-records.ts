import type { AddressedSample } from '#adapters/sql/entries-of-samples.ts'
import type { Refusal } from '#contract/errors.ts'
import type { SampleRecord } from '#core/formats/record.ts'
import { readAnyName } from '#core/labels/definition-fields.ts'
import type { LabelSet } from '#core/labels/label-set.ts'
import type { Metadata } from '#core/labels/metadata.ts'
import { isRefusal } from '#core/refusal.ts'
import { type ItemRules, type ReadItem, readItem } from '#server/usecases/read-item.ts'

export type LabelRules = { dataset: ItemRules['dataset']; labelSet: LabelSet; by: string; now: number }

/** Reads what a record says of a sample by the rules of behaviour 4.5; definitions it needs have been made. */
export function readRecord(
  { record, sample, metadata }: { record: SampleRecord; sample: AddressedSample; metadata: Metadata },
  { dataset, labelSet }: LabelRules,
): ReadItem | Refusal {
  const { labels, usage, size } = record
  const fault = faultOfNames(record, labelSet)
  if (fault) return fault
  // The header of a picture knows better than what was written about it.
  const told = size && sample.width === null ? { '@modelarts:size': [...size] } : {}
  const item = {
    labels,
    metadata: { ...record.metadata, ...told },
    ...(usage !== undefined && { sample_usage: usage }),
  }
  return readItem(item, { sample, metadata, field: record.path }, { dataset, labelSet, unknownLabel: 'refuse' })
}

/** Why a name that has no definition could not get one. */
function faultOfNames({ labels }: SampleRecord, labelSet: LabelSet): Refusal | undefined {
  for (const [index, { name }] of labels.entries()) {
    // Whether a label needs a name its type says.
    if (name === undefined || labelSet.byName(name).length > 0) continue
    const read = readAnyName(name, ['labels', index, 'name'])
    if (isRefusal(read)) return read
  }
  return undefined
}

/** Who labelled, as the record has it, else who imports (formats 3.3); and when. */
export function authorOf({ labels }: SampleRecord, { by, now }: LabelRules): { by: string; time: number } {
  const named = labels.find(({ annotated_by }) => annotated_by !== undefined && annotated_by !== 'human')
  const times = labels.flatMap(({ creation_time }) => creation_time ?? [])
  return { by: named?.annotated_by ?? by, time: times.length > 0 ? Math.max(...times) : now }
}
