import type { AddressedSample } from '#adapters/sql/entries-of-samples.ts'
import { findWaitingRemovals } from '#adapters/sql/file-removals.ts'
import { countSamples } from '#adapters/sql/sample-counts.ts'
import { SampleFacet } from '#adapters/sql/state-codes.ts'
import type { Tx } from '#adapters/sql/store.ts'
import type { DatasetRow } from '#adapters/sql/tables.ts'
import { errors } from '#contract/errors.ts'
import type { SampleRecord } from '#core/formats/record.ts'
import { isEmptyMark } from '#core/labels/metadata.ts'
import { RELABELLED_COLUMNS, type RelabelledSample } from '#server/usecases/label-samples.ts'
import type { NewSample } from '#server/usecases/new-samples.ts'
import { followsFile, type Stretch } from './follow-file.ts'
import type { ImportPlan } from './import-plan.ts'
import { type Problem, problemOf } from './problems.ts'
import type { StagedRecord } from './stage-records.ts'

const KNOWN_COLUMNS = [
  ...RELABELLED_COLUMNS,
  'sample_id',
  'sample_type',
  'text_length',
  'duration',
  'create_time',
] as const

/** What has to be known of an import to tell new samples from those that are there. */
export type Sorting = {
  dataset: DatasetRow
  plan: ImportPlan
  /** Samples a dataset may hold. */
  most: number
  /**
   * A synchronisation: samples that are there already take the labels of a newer file where theirs are no person's, as are those of
   * the imports that `chosen` tells.
   */
  follows?: { chosen: readonly Stretch[] }
  /** Ids that a dry run has met; after a restart it counts what comes again a second time. */
  met?: Set<string>
}

export type FreshSample = StagedRecord & { sample: NewSample }
export type KnownSample = {
  staged: StagedRecord
  before: RelabelledSample['before'] & AddressedSample & { create_time: number }
}
type Sorted = { fresh: FreshSample[]; known: KnownSample[]; problems: Problem[] }

/** Parts new samples from those the dataset has, and names what is passed over. */
export async function sortOut(
  tx: Tx,
  { dataset, plan, most, met, follows }: Sorting,
  staged: readonly StagedRecord[],
): Promise<Sorted> {
  const { dataset_id } = dataset
  const ids = [...new Set(staged.flatMap(idsOf))].sort()
  const pairs = ids.map((sample_id) => [dataset_id, sample_id])
  const rows = await tx.each.select('sample', ['dataset_id', 'sample_id'], KNOWN_COLUMNS, pairs, 'lock')
  const stored = new Map(rows.map((row) => [row.sample_id, row]))
  const leaving = await findWaitingRemovals(
    tx,
    staged.flatMap(({ sample }) => sample ?? []),
  )
  let room = most - (await countSamples(tx, [dataset_id])).get(dataset_id)!.total
  const sorted: Sorted = { fresh: [], known: [], problems: [] }
  const seen = new Set<string>()
  for (const item of staged) {
    const before = idsOf(item)
      .map((id) => stored.get(id))
      .find((row) => row !== undefined)
    const id = before?.sample_id ?? item.sample_id
    const skip = (reason: string) => sorted.problems.push(problemOf(item, 'skipped', reason))
    if (seen.has(id) || met?.has(id)) skip('comes twice')
    else if (before && follows) {
      if (followsFile(before, item, follows.chosen)) sorted.known.push({ staged: item, before })
    } else if (before) {
      const reason = whyNotRelabelled(item.record, before.state, plan)
      if (reason === null) sorted.known.push({ staged: item, before })
      else skip(reason)
    } else if (!item.sample) skip('is no sample of the dataset any more')
    else if (leaving.has(item.sample)) skip('is still being deleted')
    else if (room-- <= 0) throw errors.limitExceeded(`A dataset has at most ${most} samples.`)
    else sorted.fresh.push({ ...item, sample: item.sample })
    seen.add(id)
  }
  return sorted
}

/** A published text comes back onto its own sample by its id (formats 3.2), anything else by its object. */
function idsOf({ record, sample_id }: StagedRecord): string[] {
  return record.text !== undefined && record.id !== undefined ? [record.id, sample_id] : [sample_id]
}

const isAnnotated = ({ labels, metadata }: SampleRecord) => labels.length > 0 || isEmptyMark(metadata)

/** null: the sample takes the labels. What a person labelled is never only proposed again. */
function whyNotRelabelled(record: SampleRecord, state: number, { duplicates }: ImportPlan): string | null {
  if (!isAnnotated(record)) return 'is in the dataset already'
  if (state !== SampleFacet.labelled) return null
  return duplicates === 'skip' || record.unconfirmed ? 'is labelled in the dataset already' : null
}
