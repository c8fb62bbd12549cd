import { lockUnfinishedTask, updateDataTask } from '#adapters/sql/data-tasks.ts'
import { readLabelSet } from '#adapters/sql/label-sets.ts'
import { lockDataset } from '#adapters/sql/locks.ts'
import { insertSamples } from '#adapters/sql/samples.ts'
import { SampleFacet } from '#adapters/sql/state-codes.ts'
import type { Tx } from '#adapters/sql/store.ts'
import type { DatasetRow } from '#adapters/sql/tables.ts'
import { DatasetStatus } from '#contract/codes.ts'
import type { RecordFault } from '#core/formats/record.ts'
import { lacksLabels, planRecordLabels } from '#core/labels/plan-record-labels.ts'
import type { Services } from '#server/services.ts'
import { applyLabelChanges } from '#server/usecases/apply-label-changes.ts'
import { readLabelSituation } from '#server/usecases/change-labels.ts'
import { noteArrivals } from '#server/usecases/deal-arrivals.ts'
import type { LabelledSample } from '#server/usecases/label-new-sample.ts'
import { labelSamples, touchDataset } from '#server/usecases/label-samples.ts'
import { predictLabels } from '#server/usecases/predict-labels.ts'
import type { FoundLabels } from './found-labels.ts'
import { type ImportProgress, NO_PROGRESS } from './import-plan.ts'
import type { LabelRules } from './label-records.ts'
import { labelFresh, labelKnown } from './label-staged.ts'
import { expectNoFault, failed, keepProblems } from './problems.ts'
import { type Sorting, sortOut } from './sort-records.ts'
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

export type Storing = Sorting & { task_id: string; by: string }

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
