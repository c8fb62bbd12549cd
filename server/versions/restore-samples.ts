import { findWaitingRemovals } from '#adapters/sql/file-removals.ts'
import { keepReplacedSamples, losesWork } from '#adapters/sql/label-history.ts'
import { findSampleIds, insertSamples, updateSamples } from '#adapters/sql/samples.ts'
import { SampleFacet } from '#adapters/sql/state-codes.ts'
import type { Tx } from '#adapters/sql/store.ts'
import type { SampleRow } from '#adapters/sql/tables.ts'
import type { StoredLabel } from '#core/labels/label.ts'
import { countLabels } from '#core/labels/label-surgery.ts'
import { isHard } from '#core/labels/metadata.ts'
import { keys } from '#core/labels/property-keys.ts'

/** A sample to be made what it was: `target` its state, `now` as it is; a sample that was added since has no target. */
export type Restoring = { now: SampleRow; target: SampleRow | undefined }

/** The columns that a state gives back. */
const RESTORED = [
  'state',
  'labels',
  'prediction',
  'metadata',
  'sample_usage',
  'hard',
  'labelers',
  'annotated_by',
  'label_time',
] as const satisfies readonly (keyof SampleRow)[]

/** What a sample is to be; null where it is that already. */
export function restored({ now, target }: Restoring): SampleRow | null {
  const wanted = target ?? unlabelled(now)
  if (RESTORED.every((column) => wanted[column] === now[column])) return null
  const given = Object.fromEntries(RESTORED.map((column) => [column, wanted[column]]))
  return { ...now, ...given, revision: now.revision + 1 }
}

/** A sample that the state does not know stays, without labels: they are in the state that was kept (D14). */
function unlabelled(now: SampleRow): SampleRow {
  const { [keys.empty]: _, ...metadata } = JSON.parse(now.metadata)
  return {
    ...now,
    state: SampleFacet.unlabelled,
    labels: '[]',
    prediction: null,
    metadata: now.state === SampleFacet.unlabelled ? now.metadata : JSON.stringify(metadata),
    hard: isHard(metadata, []) ? 1 : 0,
    labelers: '[]',
    annotated_by: null,
    label_time: 0,
  }
}

/** Gives samples back what they said, with index, counters and history. `now` must come from the same transaction. */
export async function restoreSamples(
  tx: Tx,
  samples: readonly Restoring[],
  { by, now }: { by: string; now: number },
): Promise<void> {
  const changes = samples.flatMap((sample) => {
    const after = restored(sample)
    return after ? [{ before: counted(sample.now), after, counts: countsOf(after) }] : []
  })
  await updateSamples(tx, changes)
  const replaced = changes.filter(({ before, after }) => losesWork(before, after)).map(({ before }) => before)
  await keepReplacedSamples(tx, replaced, { by, now })
}

/** Puts samples back that were deleted, under their old keys; answers how many of them could not come. */
export async function reviveSamples(tx: Tx, dataset_id: string, samples: readonly SampleRow[]): Promise<number> {
  if (samples.length === 0) return 0
  const there = await findSampleIds(
    tx,
    dataset_id,
    samples.map(({ sample_id }) => sample_id),
  )
  const leaving = await findWaitingRemovals(tx, samples)
  const rows = samples.filter((sample) => !there.has(sample.sample_id) && !leaving.has(sample))
  await insertSamples(
    tx,
    // States of earlier releases know neither etag nor parts.
    rows.map((row) => ({
      ...row,
      sample_etag: row.sample_etag ?? null,
      is_part: row.is_part ?? 0,
      revision: row.revision + 1,
      counts: countsOf(row),
    })),
  )
  return samples.length - rows.length
}

const countsOf = ({ labels }: SampleRow) => countLabels(JSON.parse(labels) as StoredLabel[])
const counted = (row: SampleRow) => ({ ...row, counts: countsOf(row) })
