import { updateSamples } from '#adapters/sql/samples.ts'
import { SampleFacet } from '#adapters/sql/state-codes.ts'
import type { Tx } from '#adapters/sql/store.ts'
import { isHard } from '#core/labels/metadata.ts'
import { type RelabelledSample, touchDataset } from './label-samples.ts'

/** A sample without official labels, and the labels that are proposed for it. */
export type PredictedSample = Omit<RelabelledSample, 'annotated_by'>

/** Lays labels over unlabelled samples that a person has to confirm; an earlier overlay goes (behaviour 2.3). */
export async function predictLabels(
  tx: Tx,
  samples: readonly PredictedSample[],
  { dataset_id, now }: { dataset_id: string; now: number },
): Promise<void> {
  if (samples.length === 0) return
  const none = new Map()
  await updateSamples(
    tx,
    samples.map(({ before, labels, metadata, sample_usage }) => ({
      before: { ...before, counts: none },
      after: {
        ...before,
        state: SampleFacet.predicted,
        prediction: JSON.stringify(labels),
        metadata: JSON.stringify(metadata),
        sample_usage: sample_usage ?? before.sample_usage,
        hard: isHard(metadata, []) ? 1 : 0,
        revision: before.revision + 1,
      },
      counts: none,
    })),
  )
  await touchDataset(tx, dataset_id, now)
}
