import { SampleFacet } from '#adapters/sql/state-codes.ts'
import type { SampleRow } from '#adapters/sql/tables.ts'
import type { SampleUsage } from '#contract/codes.ts'
import { formatObjectPath, type ObjectPath } from '#core/codecs/object-path.ts'
import type { RecordLabel, SampleRecord } from '#core/formats/record.ts'
import type { StoredLabel } from '#core/labels/label.ts'
import type { LabelSet } from '#core/labels/label-set.ts'
import { keys } from '#core/labels/property-keys.ts'
import { toWireLabels } from '#core/labels/wire-labels.ts'

export type RecordChoices = {
  labelSet: LabelSet
  /** Marks of hard examples stay away (`clear_hard_property`). */
  withoutHard: boolean
}

const hardKeys: readonly string[] = [keys.hard, keys.hardCoefficient, keys.hardReasons]

/**
 * A sample as formats take it. Its path is that of its object from the top of the store; a prediction goes along as labels that
 * still have to be confirmed.
 */
export function recordOfSample(sample: SampleRow, { labelSet, withoutHard }: RecordChoices): SampleRecord {
  const { content, line, width, height, depth, duration, sample_usage } = sample
  const isPredicted = sample.state === SampleFacet.predicted
  const stored: StoredLabel[] = JSON.parse(isPredicted ? (sample.prediction ?? '[]') : sample.labels)
  const isSaid = !isPredicted && sample.annotated_by !== null
  const said = isSaid && { annotated_by: sample.annotated_by!, creation_time: wholeSeconds(sample.label_time) }
  const labels = toWireLabels(stored, labelSet).map(
    (label): RecordLabel => ({ ...said, ...label, property: cleared(label.property ?? {}, withoutHard) }),
  )
  // Where a sample came from, and what its header tells, is found out again where it is read.
  const {
    [keys.size]: _,
    [keys.importOrigin]: __,
    [keys.parentSampleId]: ___,
    ...metadata
  } = JSON.parse(sample.metadata)
  return {
    path: formatObjectPath(placeOfSample(sample), 'slash'),
    id: sample.sample_id,
    ...(content !== null && { text: content }),
    ...(content !== null && line !== null && { line }),
    ...(sample_usage !== null && { usage: sample_usage as SampleUsage }),
    ...(width !== null && height !== null && { size: [width, height, depth ?? 3] as [number, number, number] }),
    ...(duration !== null && { duration }),
    labels,
    ...(isPredicted && { unconfirmed: true as const }),
    metadata: cleared(metadata, withoutHard),
  }
}

export function placeOfSample({ bucket, object_key }: SampleRow): ObjectPath {
  return { bucket, key: object_key }
}

/** Formats tell times in seconds; nobody labels by the millisecond. */
function wholeSeconds(time: number): number {
  return Math.floor(time / 1000) * 1000
}

function cleared(property: Record<string, unknown>, withoutHard: boolean): Record<string, unknown> {
  if (!withoutHard || !hardKeys.some((key) => key in property)) return property
  return Object.fromEntries(Object.entries(property).filter(([key]) => !hardKeys.includes(key)))
}
