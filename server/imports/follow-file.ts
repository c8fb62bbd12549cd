import { SampleFacet } from '#adapters/sql/state-codes.ts'
import type { SampleRow } from '#adapters/sql/tables.ts'
import type { SampleRecord } from '#core/formats/record.ts'
import type { StoredLabel } from '#core/labels/label.ts'
import { isEmptyMark, type Metadata } from '#core/labels/metadata.ts'
import { keys } from '#core/labels/property-keys.ts'
import { sameLabels } from '#core/labels/same-labels.ts'
import type { StagedRecord } from './stage-records.ts'

type Labelled = Pick<SampleRow, 'state' | 'revision' | 'label_time' | 'annotated_by' | 'metadata' | 'create_time'>
type Said = Pick<SampleRow, 'state' | 'labels' | 'prediction'>

/** A stretch of time in which samples came, in epoch milliseconds. */
export type Stretch = { from: number; to: number }

/** Clocks of stores and servers go apart; a file that is looked at without need changes nothing. In milliseconds. */
export const CLOCK_SLACK = 60_000

/**
 * When a sample in whose labels no person has had a hand took them from its files: as it came, or since by a synchronisation;
 * null: they are a person's (formats 8), as are those that came when an import of the list ran.
 */
export function readFromFiles(sample: Labelled, chosen: readonly Stretch[]): number | null {
  const { state, revision, label_time, annotated_by, metadata, create_time } = sample
  if (revision === 0 || label_time === 0) {
    const isChosen = chosen.some(({ from, to }) => from <= create_time && create_time <= to)
    return isChosen && state !== SampleFacet.unlabelled ? null : create_time
  }
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
  chosen: readonly Stretch[],
): boolean {
  if (labels.length === 0 && !isEmptyMark(metadata)) return false
  if (unconfirmed && sample.state === SampleFacet.labelled) return false
  const read = readFromFiles(sample, chosen)
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
