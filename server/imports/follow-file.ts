import { SampleFacet } from '#adapters/sql/state-codes.ts'
import type { SampleRow } from '#adapters/sql/tables.ts'
import type { SampleRecord } from '#core/formats/record.ts'
import type { StoredLabel } from '#core/labels/label.ts'
import { isEmptyMark, type Metadata } from '#core/labels/metadata.ts'
import { keys } from '#core/labels/property-keys.ts'
import { sameLabels } from '#core/labels/same-labels.ts'
import type { StagedRecord } from './stage-records.ts'

type Labelled = Pick<SampleRow, 'revision' | 'label_time' | 'annotated_by' | 'metadata' | 'create_time'>
type Said = Pick<SampleRow, 'state' | 'labels' | 'prediction'>

/** Clocks of stores and servers go apart; a file that is looked at without need changes nothing. In milliseconds. */
export const CLOCK_SLACK = 60_000

/**
 * When a sample in whose labels no person has had a hand took them from its files: as it came, or since by a synchronisation;
 * null: they are a person's (formats 8).
 */
export function readFromFiles({ revision, label_time, annotated_by, metadata, create_time }: Labelled): number | null {
  if (revision === 0 || label_time === 0) return create_time
  const isOfNobody = annotated_by !== null && !annotated_by.startsWith('human')
  const isFollowing = (JSON.parse(metadata) as Metadata)[keys.synchronized] === label_time
  return isOfNobody || isFollowing ? label_time : null
}

/**
 * Whether a sample takes the labels of a file that was `written` then. A file without labels takes none away, and labels that are
 * only proposed take nothing's place.
 */
export function followsFile(
  sample: Labelled & Said,
  { record: { labels, metadata, unconfirmed }, written = 0 }: Pick<StagedRecord, 'record' | 'written'>,
): boolean {
  if (labels.length === 0 && !isEmptyMark(metadata)) return false
  if (unconfirmed && sample.state === SampleFacet.labelled) return false
  const read = readFromFiles(sample)
  return read !== null && written > read - CLOCK_SLACK
}

/** Whether a sample has these labels already, in the state that the record gives it. */
export function saysTheSame(
  { state, labels: own, prediction }: Said,
  { record, labels }: { record: SampleRecord; labels: readonly StoredLabel[] },
): boolean {
  if (record.unconfirmed) return prediction !== null && sameLabels(JSON.parse(prediction), labels)
  return state === SampleFacet.labelled && sameLabels(JSON.parse(own), labels)
}
