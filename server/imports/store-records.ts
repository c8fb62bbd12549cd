import { insertProblems, lockUnfinishedTask, mostProblems, updateDataTask } from '#adapters/sql/data-tasks.ts'
import { findWaitingRemovals } from '#adapters/sql/file-removals.ts'
import { lockDataset } from '#adapters/sql/locks.ts'
import { countSamples } from '#adapters/sql/sample-counts.ts'
import { insertSamples } from '#adapters/sql/samples.ts'
import { SampleFacet } from '#adapters/sql/state-codes.ts'
import type { Tx } from '#adapters/sql/store.ts'
import type { DatasetRow } from '#adapters/sql/tables.ts'
import { errors } from '#contract/errors.ts'
import { mostSamples } from '#core/datasets/dataset-types.ts'
import type { Cursor, RecordFault } from '#core/formats/record.ts'
import { planRecordLabels } from '#core/labels/plan-record-labels.ts'
import { isRefusal } from '#core/refusal.ts'
import { newId } from '#server/ids.ts'
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
import type { ImportPlan, ImportProgress } from './import-plan.ts'
import { authorOf, type LabelRules, readRecord } from './label-records.ts'
import type { StagedRecord } from './stage-records.ts'

/** What an import has read since it stored the last time. */
export type Chunk = {
  staged: readonly StagedRecord[]
  faults: readonly RecordFault[]
  /** Records that the choice left out. */
  left: number
  cursor: Cursor
}

export type Storing = { task_id: string; dataset: DatasetRow; plan: ImportPlan; by: string }

const KNOWN_COLUMNS = [...RELABELLED_COLUMNS, 'sample_id', 'sample_type', 'text_length', 'duration'] as const

type Problem = { kind: 'failed' | 'skipped'; path: string; line: number | null; reason: string }

/**
 * Stores what was read, with the place at which the reading goes on, in one transaction: after a crash nothing is lost and
 * nothing comes twice. Answers the new counts, or null when the import must not go on here: its task was ended or its dataset
 * deleted.
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
    if (!dataset || !task) return null
    const progress: ImportProgress = JSON.parse(task.progress)
    const sorted = await sortOut(tx, { ...storing, dataset }, chunk.staged)
    const situation = await readLabelSituation(tx, dataset, label_key)
    const { changes, labelSet } = planRecordLabels(
      situation,
      [...sorted.fresh, ...sorted.known.map(({ staged }) => staged)].map(({ record }) => record.labels),
    )
    const rules: LabelRules = { dataset, labelSet, by: storing.by, now }
    const labelled = labelFresh(sorted.fresh, rules)
    const relabelled = labelKnown(sorted.known, rules)
    const problems = [...chunk.faults.map(asProblem), ...sorted.problems, ...labelled.problems, ...relabelled.problems]
    count(progress, chunk, { fresh: labelled.samples, known: relabelled.samples, problems })
    let task_ids: string[] = []
    if (!storing.plan.dry_run) {
      await applyLabelChanges(tx, { dataset, changes, by: storing.by, now })
      task_ids = await insertFresh(tx, dataset, { samples: labelled.samples, sample_key, now })
      await labelSamples(tx, relabelled.samples, { dataset_id, by: storing.task_id, now })
    }
    await insertProblems(tx, storing.task_id, problems.slice(0, Math.max(0, mostProblems - progress.listed)))
    progress.listed = Math.min(mostProblems, progress.listed + problems.length)
    await updateDataTask(tx, storing.task_id, {
      status: 'RUNNING',
      cursor: JSON.stringify(chunk.cursor),
      progress: JSON.stringify(progress),
      update_time: now,
    })
    return { progress, task_ids }
  })
  for (const task_id of stored?.task_ids ?? []) jobs.start('deal', task_id)
  return stored?.progress ?? null
}

/** As many definitions as the records could ask for, whatever becomes of those that are there. */
function countLabels({ staged }: Chunk): number {
  return new Set(staged.flatMap(({ record }) => record.labels.map(({ name, type }) => `${type} ${name}`))).size
}

type KnownSample = { staged: StagedRecord; before: RelabelledSample['before'] & { sample_id: string } }
type Sorted = { fresh: StagedRecord[]; known: KnownSample[]; problems: Problem[] }

/** Parts new samples from those the dataset has, and names what is passed over. */
async function sortOut(tx: Tx, { dataset, plan }: Storing, staged: readonly StagedRecord[]): Promise<Sorted> {
  const { dataset_id } = dataset
  const ids = [...new Set(staged.map(idOf))].sort()
  const pairs = ids.map((sample_id) => [dataset_id, sample_id])
  const rows = await tx.each.select('sample', ['dataset_id', 'sample_id'], KNOWN_COLUMNS, pairs, 'lock')
  const stored = new Map(rows.map((row) => [row.sample_id, row]))
  const leaving = await findWaitingRemovals(
    tx,
    staged.map(({ sample }) => sample),
  )
  let room = mostSamples - (await countSamples(tx, [dataset_id])).get(dataset_id)!.total
  const sorted: Sorted = { fresh: [], known: [], problems: [] }
  const seen = new Set<string>()
  for (const item of staged) {
    const id = idOf(item)
    const before = stored.get(id)
    const skip = (reason: string) => sorted.problems.push(problemOf(item, 'skipped', reason))
    if (seen.has(id)) skip('comes twice')
    else if (before) {
      if (item.record.labels.length === 0) skip('is in the dataset already')
      else if (before.state === SampleFacet.labelled && plan.duplicates === 'skip')
        skip('is labelled in the dataset already')
      else sorted.known.push({ staged: item, before })
    } else if (!plan.import_samples) skip('is no sample of the dataset')
    else if (leaving.has(item.sample)) skip('is still being deleted')
    else if (room-- <= 0) throw errors.limitExceeded(`A dataset has at most ${mostSamples} samples.`)
    else sorted.fresh.push(item)
    seen.add(id)
  }
  return sorted
}

/** A published text comes back onto its own sample by its id (formats 3.2), anything else by its object. */
function idOf({ record, sample }: StagedRecord): string {
  return record.text !== undefined && record.id !== undefined ? record.id : sample.sample_id
}

function labelFresh(fresh: readonly StagedRecord[], rules: LabelRules) {
  const problems: Problem[] = []
  const samples = fresh.map((item): LabelledSample => {
    const { record, sample } = item
    const metadata = JSON.parse(sample.metadata)
    const read = readRecord({ record, sample: { ...sample, sample_key: 0 }, metadata }, rules)
    if (isRefusal(read)) problems.push(problemOf(item, 'failed', `is imported without its labels: ${read.error_msg}`))
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

function labelKnown(known: readonly KnownSample[], rules: LabelRules) {
  const problems: Problem[] = []
  const samples = known.flatMap(({ staged, before }): RelabelledSample[] => {
    const { record } = staged
    const metadata = JSON.parse(before.metadata)
    const read = readRecord({ record, sample: { ...staged.sample, ...before }, metadata }, rules)
    if (isRefusal(read)) {
      problems.push(problemOf(staged, 'failed', `keeps its labels: ${read.error_msg}`))
      return []
    }
    const { labels } = read
    return [
      { before, labels, metadata: read.metadata, sample_usage: record.usage, annotated_by: authorOf(record, rules).by },
    ]
  })
  return { samples, problems }
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

type Stored = { fresh: readonly LabelledSample[]; known: readonly RelabelledSample[]; problems: readonly Problem[] }

function count(progress: ImportProgress, { staged, faults, left }: Chunk, { fresh, known, problems }: Stored): void {
  progress.total_sample_count += staged.length + faults.length + left
  progress.imported_sample_count += fresh.length
  progress.annotated_sample_count += fresh.filter(({ state }) => state === SampleFacet.labelled).length + known.length
  progress.unconfirmed_sample_count += fresh.filter(({ state }) => state === SampleFacet.predicted).length
  progress.relabelled += known.length
  progress.finished_file_count += staged.length
  progress.finished_file_size += staged.reduce((sum, { size }) => sum + size, 0)
  progress.skipped += problems.filter(({ kind }) => kind === 'skipped').length
  progress.failed += problems.filter(({ kind }) => kind === 'failed').length
  progress.left_out += left
}

function problemOf({ record }: StagedRecord, kind: Problem['kind'], reason: string): Problem {
  return { kind, path: record.path, line: record.line ?? null, reason }
}

function asProblem({ path, line, reason }: RecordFault): Problem {
  return { kind: 'failed', path, line: line ?? null, reason }
}

/** Names tasks as the wire does. */
export const newImportId = (dataset_id: string): string => `${dataset_id}_${newId()}`
