import { lockUnfinishedTask, updateDataTask } from '#adapters/sql/data-tasks.ts'
import type { AddressedSample } from '#adapters/sql/entries-of-samples.ts'
import { findWaitingRemovals } from '#adapters/sql/file-removals.ts'
import { readLabelSet } from '#adapters/sql/label-sets.ts'
import { lockDataset } from '#adapters/sql/locks.ts'
import { countSamples } from '#adapters/sql/sample-counts.ts'
import { insertSamples } from '#adapters/sql/samples.ts'
import { SampleFacet } from '#adapters/sql/state-codes.ts'
import type { Tx } from '#adapters/sql/store.ts'
import type { DatasetRow } from '#adapters/sql/tables.ts'
import { DatasetStatus } from '#contract/codes.ts'
import { errors } from '#contract/errors.ts'
import type { RecordFault, SampleRecord } from '#core/formats/record.ts'
import { isEmptyMark } from '#core/labels/metadata.ts'
import { lacksLabels, planRecordLabels } from '#core/labels/plan-record-labels.ts'
import { keys } from '#core/labels/property-keys.ts'
import { isRefusal } from '#core/refusal.ts'
import type { Services } from '#server/services.ts'
import { applyLabelChanges } from '#server/usecases/apply-label-changes.ts'
import { readLabelSituation } from '#server/usecases/change-labels.ts'
import { noteArrivals } from '#server/usecases/deal-arrivals.ts'
import { type LabelledSample, labelNewSample } from '#server/usecases/label-new-sample.ts'
import {
  labelSamples,
  RELABELLED_COLUMNS,
  type RelabelledSample,
  touchDataset,
} from '#server/usecases/label-samples.ts'
import type { NewSample } from '#server/usecases/new-samples.ts'
import { type PredictedSample, predictLabels } from '#server/usecases/predict-labels.ts'
import { followsFile, type Stretch, saysTheSame } from './follow-file.ts'
import type { FoundLabels } from './found-labels.ts'
import { type ImportPlan, type ImportProgress, NO_PROGRESS } from './import-plan.ts'
import { authorOf, type LabelRules, readRecord } from './label-records.ts'
import { changesOf, expectNoFault, failed, keepProblems, type Problem, problemOf } from './problems.ts'
import type { StagedRecord } from './stage-records.ts'

/** What an import has read since it stored the last time. */
export type Chunk = {
  staged: readonly StagedRecord[]
  faults: readonly RecordFault[]
  /** Records that the choice left out. */
  left: number
  /** Where the reading began, as the task has it, and where it goes on. */
  after: string | null
  cursor: string
  /** All that a dry run has met so far. */
  found?: FoundLabels
}

export type Storing = {
  task_id: string
  dataset: DatasetRow
  plan: ImportPlan
  by: string
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

const KNOWN_COLUMNS = [
  ...RELABELLED_COLUMNS,
  'sample_id',
  'sample_type',
  'text_length',
  'duration',
  'create_time',
] as const

/**
 * Stores what was read, with the place at which the reading goes on, in one transaction: after a crash nothing is lost and
 * nothing comes twice. Answers the new counts, or null when the import must not go on here: its task was ended, its dataset
 * deleted, or another process went on with it.
 */
export async function storeRecords(services: Services, storing: Storing, chunk: Chunk): Promise<ImportProgress | null> {
  const { store, jobs } = services
  const { dataset_id } = storing.dataset
  const now = services.now()
  const label_key = await store.reserveKeys('label', Math.max(1, countLabels(chunk)))
  const sample_key = await store.reserveKeys('sample', Math.max(1, chunk.staged.length))
  const stored = await store.transaction(async (tx) => {
    const dataset = await lockDataset(tx, dataset_id, 'update')
    const task = await lockUnfinishedTask(tx, storing.task_id)
    if (dataset?.status !== statusMeanwhile(storing) || task?.cursor !== chunk.after) return null
    // A task that an earlier release began counts less.
    const progress: ImportProgress = { ...NO_PROGRESS, ...JSON.parse(task.progress) }
    const sorted = await sortOut(tx, { ...storing, dataset }, chunk.staged)
    const known = await readLabelSet(tx, dataset)
    const labels = [...sorted.fresh, ...sorted.known.map(({ staged }) => staged)].map(({ record }) => record.labels)
    // Nearly every chunk finds its labels there: then they are not gone through.
    const { changes, labelSet } = lacksLabels(known, labels)
      ? planRecordLabels(await readLabelSituation(tx, dataset, label_key), labels)
      : { changes: undefined, labelSet: known }
    const rules: LabelRules = { dataset, labelSet, by: storing.by, now }
    const labelled = labelFresh(sorted.fresh, rules)
    const relabelled = labelKnown(sorted.known, rules, storing.follows !== undefined)
    const problems = [...chunk.faults.map(failed), ...sorted.problems, ...labelled.problems, ...relabelled.problems]
    if (storing.plan.strict) expectNoFault(problems)
    count(progress, chunk, { fresh: labelled.samples, ...relabelled })
    if (chunk.found) progress.labels = chunk.found.list(({ name, type }) => known.find(name, type) !== undefined)
    let task_ids: string[] = []
    if (!storing.plan.dry_run) {
      if (changes) await applyLabelChanges(tx, { dataset, changes, by: storing.by, now })
      task_ids = await insertFresh(tx, dataset, { samples: labelled.samples, sample_key, now })
      await labelSamples(tx, relabelled.final, { dataset_id, by: storing.task_id, now })
      await predictLabels(tx, relabelled.unconfirmed, { dataset_id, now })
    }
    await keepProblems(tx, storing.task_id, { progress, problems })
    await updateDataTask(tx, storing.task_id, {
      status: 'RUNNING',
      cursor: chunk.cursor,
      progress: JSON.stringify(progress),
      update_time: now,
    })
    return { progress, task_ids }
  })
  for (const { sample_id } of stored && storing.met ? chunk.staged : []) storing.met!.add(sample_id)
  for (const task_id of stored?.task_ids ?? []) jobs.start('deal', task_id)
  return stored?.progress ?? null
}

function statusMeanwhile({ plan, follows }: Storing): number {
  if (follows) return DatasetStatus.synchronizing
  return plan.first ? DatasetStatus.creating : DatasetStatus.importing
}

/** As many definitions as the records could ask for, whatever becomes of those that are there. */
function countLabels({ staged }: Chunk): number {
  return new Set(staged.flatMap(({ record }) => record.labels.map(({ name, type }) => `${type} ${name}`))).size
}

type FreshSample = StagedRecord & { sample: NewSample }
type KnownSample = {
  staged: StagedRecord
  before: RelabelledSample['before'] & AddressedSample & { create_time: number }
}
type Sorted = { fresh: FreshSample[]; known: KnownSample[]; problems: Problem[] }

/** Parts new samples from those the dataset has, and names what is passed over. */
async function sortOut(
  tx: Tx,
  { dataset, plan, most, met, follows }: Storing,
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

function labelFresh(fresh: readonly FreshSample[], rules: LabelRules) {
  const problems: Problem[] = []
  const samples = fresh.map((item): LabelledSample => {
    const { record } = item
    const sample = { ...item.sample, duration: item.sample.duration ?? record.duration ?? null }
    const metadata = JSON.parse(sample.metadata)
    const read = readRecord({ record, sample: { ...sample, sample_key: 0 }, metadata }, rules)
    if (isRefusal(read)) problems.push(problemOf(item, 'failed', `is imported without its labels: ${read.error_msg}`))
    else problems.push(...changesOf(item, sample))
    const { by, time } = authorOf(record, rules)
    return {
      ...labelNewSample(sample, {
        ...(isRefusal(read) ? { labels: [], metadata } : read),
        final: record.unconfirmed !== true,
        by,
        time,
      }),
      sample_usage: record.usage ?? null,
    }
  })
  return { samples, problems }
}

function labelKnown(known: readonly KnownSample[], rules: LabelRules, follows: boolean) {
  const problems: Problem[] = []
  const final: RelabelledSample[] = []
  const unconfirmed: PredictedSample[] = []
  for (const { staged, before } of known) {
    const { record } = staged
    const read = readRecord({ record, sample: before, metadata: JSON.parse(before.metadata) }, rules)
    if (isRefusal(read)) {
      problems.push(problemOf(staged, 'failed', `keeps its labels: ${read.error_msg}`))
      continue
    }
    const { labels } = read
    if (follows && saysTheSame(before, { record, labels })) continue
    problems.push(...changesOf(staged, before))
    const metadata = follows ? { ...read.metadata, [keys.synchronized]: rules.now } : read.metadata
    const given = { before, labels, metadata, sample_usage: record.usage }
    if (record.unconfirmed) unconfirmed.push(given)
    else final.push({ ...given, annotated_by: authorOf(record, rules).by })
  }
  return { final, unconfirmed, problems }
}

async function insertFresh(
  tx: Tx,
  { dataset_id }: DatasetRow,
  { samples, sample_key, now }: { samples: readonly LabelledSample[]; sample_key: number; now: number },
): Promise<string[]> {
  if (samples.length === 0) return []
  const rows = samples.map((sample, index) => ({ ...sample, sample_key: sample_key + index }))
  await insertSamples(tx, rows)
  await touchDataset(tx, dataset_id, now)
  const arrived = rows.find(({ state }) => state !== SampleFacet.labelled)
  return arrived ? noteArrivals(tx, { dataset_id, from: arrived.sample_key, now }) : []
}

type Stored = {
  fresh: readonly LabelledSample[]
  final: readonly unknown[]
  unconfirmed: readonly unknown[]
}

function count(progress: ImportProgress, { staged, faults, left }: Chunk, stored: Stored): void {
  const { fresh, final, unconfirmed } = stored
  const inState = (facet: number) => fresh.filter(({ state }) => state === facet).length
  progress.total_sample_count += staged.length + faults.length + left
  progress.imported_sample_count += fresh.length
  progress.annotated_sample_count += inState(SampleFacet.labelled) + final.length
  progress.unconfirmed_sample_count += inState(SampleFacet.predicted) + unconfirmed.length
  progress.total_sub_sample_count += staged.filter(({ sample }) => sample?.is_part).length
  progress.imported_sub_sample_count += fresh.filter(({ is_part }) => is_part).length
  progress.relabelled += final.length + unconfirmed.length
  for (const { record, size } of staged) {
    // The lines of a text follow one another.
    if (record.text !== undefined && record.path === progress.last_file) continue
    progress.last_file = record.path
    progress.finished_file_count++
    progress.finished_file_size += size
  }
  progress.left_out += left
}
