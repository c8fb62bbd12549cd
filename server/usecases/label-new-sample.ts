import { SampleFacet } from '#adapters/sql/state-codes.ts'
import type { LabelCounts } from '#adapters/sql/tallies.ts'
import type { StoredLabel } from '#core/labels/label.ts'
import { countLabels } from '#core/labels/label-surgery.ts'
import { isEmptyMark, isHard, type Metadata } from '#core/labels/metadata.ts'
import type { NewSample } from './new-samples.ts'

/** A sample ready to be stored but for its key. */
export type LabelledSample = NewSample & { counts: LabelCounts }

export type FirstLabels = {
  labels: readonly StoredLabel[]
  metadata: Metadata
  /** Labels are final; else they are a prediction to be confirmed. */
  final: boolean
  /** Who labelled (D48); a model is no labeler. */
  by: string
  /** When, in epoch milliseconds. */
  time: number
}

/** A new sample with the labels it comes with. */
export function labelNewSample(sample: NewSample, { labels, metadata, final, by, time }: FirstLabels): LabelledSample {
  const [width, height, depth] = (metadata['@modelarts:size'] ?? []) as (number | undefined)[]
  const official = final ? labels : []
  const labelled = official.length > 0 || (final && isEmptyMark(metadata))
  const predicted = !final && labels.length > 0
  return {
    ...sample,
    metadata: JSON.stringify(metadata),
    labels: JSON.stringify(official),
    prediction: predicted ? JSON.stringify(labels) : null,
    state: labelled ? SampleFacet.labelled : predicted ? SampleFacet.predicted : SampleFacet.unlabelled,
    hard: isHard(metadata, official) ? 1 : 0,
    labelers: labelled && by.startsWith('human') ? JSON.stringify([by]) : '[]',
    annotated_by: labelled ? by : null,
    label_time: labelled ? time : 0,
    width: sample.width ?? width ?? null,
    height: sample.height ?? height ?? null,
    depth: sample.depth ?? depth ?? null,
    counts: countLabels(official),
  }
}
