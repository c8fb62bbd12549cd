import { countEntries, type EntryCounts, sumCounts } from '#adapters/sql/entry-counts.ts'
import { labelUsesOfEntries, marksOfEntries } from '#adapters/sql/entry-figures.ts'
import { readLabelTotals } from '#adapters/sql/entry-label-counts.ts'
import { isDealt } from '#adapters/sql/entry-lists.ts'
import type { LabelUse } from '#adapters/sql/figures.ts'
import { countSamples, type SampleCounts } from '#adapters/sql/sample-counts.ts'
import { contentOfSamples, labelersOf, labelUses, marksOfSamples } from '#adapters/sql/sample-figures.ts'
import type { SampleFilter } from '#adapters/sql/sample-filter.ts'
import { SampleFacet } from '#adapters/sql/state-codes.ts'
import type { Db } from '#adapters/sql/store.ts'
import type { DatasetRow, WorkforceTaskRow } from '#adapters/sql/tables.ts'
import type { ListStatsResp } from '#contract/datasets.ts'
import type { ListSearchResp } from '#contract/samples.ts'
import type { LabelSet } from '#core/labels/label-set.ts'
import { ENTRY_FILTERS } from '#core/samples/sample-state.ts'
import { canBeSplit } from '#core/statistics/splitting.ts'
import { ENTRY_STATES } from '#core/workforce-tasks/entry-life.ts'
import { type Call, datasetOf, taskOf } from '#server/handler.ts'
import { readLocale } from '#server/locale.ts'
import { viewLabel } from '#server/views/dataset-view.ts'
import { viewKeySamples, viewLabelUses, viewMarks } from '#server/views/stats-view.ts'
import { readSampleState, stateFilter } from './sample-queries.ts'
import { memberOf, readDataset } from './samples.ts'
import { readTask } from './task-samples.ts'

/**
 * Figures of a dataset, all of one moment. `sample_state` restricts labels, hard reasons and metadata; `email` all figures
 * but the number of deleted samples, which belong to nobody any more (behaviour 6.2).
 */
export async function getDatasetStats({ services, scope, query }: Call<'GetDatasetStats'>): Promise<ListStatsResp> {
  readLocale(query.locale)
  const state = readSampleState(query.sample_state)
  return services.store.snapshot(async (db) => {
    const { dataset, labelSet } = await readDataset(db, datasetOf(scope))
    const member = query.email === undefined ? {} : { member: memberOf(dataset.project_id, query.email) }
    const counts = await countOf(db, dataset, { filter: member, labelSet })
    const all = await labelUses(db, dataset.dataset_id)
    const filter = { ...stateFilter(state), ...member }
    const uses = isWhole(filter) ? all : (await contentOfSamples(db, dataset, { filter, labelSet })).labels
    const [input] = JSON.parse(dataset.data_sources)
    return {
      sample_stats: {
        total: counts.total,
        all: counts.total,
        lefted: counts.total,
        un_annotation: counts.unlabelled,
        manual_annotation: counts.labelled,
        auto_annotation: counts.predicted,
        deleted: dataset.deleted_sample_count,
      },
      key_sample_stats: viewKeySamples(counts.total, counts.hard),
      ...viewLabelUses(labelSet, uses),
      ...viewMarks(await marksOfSamples(db, dataset, { filter, labelSet })),
      data_spliting_enable: splits(dataset, all),
      ...(input?.data_path && { data_path: input.data_path }),
    }
  })
}

/** Figures of a team task, counted over entries; a labeler and a reviewer get those of their own entries. */
export async function listWorkforceTaskStats(call: Call<'ListWorkforceTaskStats'>): Promise<ListStatsResp> {
  const { services, actor, scope, query } = call
  const state = readSampleState(query.sample_state)
  const own = scope.own ? { worker_id: actor.worker!.worker_id } : {}
  return services.store.snapshot(async (db) => {
    const { dataset, labelSet } = await readDataset(db, datasetOf(scope))
    const task = await readTask(db, taskOf(scope))
    const place = { dataset, task, labelSet }
    const every = { states: ENTRY_STATES, ...own }
    const filter = state === undefined ? every : { ...ENTRY_FILTERS[state], ...own }
    const isWhole = state === undefined && !scope.own
    const dealt = isDealt(task)
    const counts = dealt ? await countEntries(db, task.task_id, own.worker_id) : sumCounts([])
    const all = dealt ? await usesInTask(db, task) : new Map()
    const uses = isWhole || !dealt ? all : await labelUsesOfEntries(db, place, filter)
    const marks = dealt ? await marksOfEntries(db, place, filter) : NO_MARKS
    const { hard } = state === undefined || !dealt ? marks : await marksOfEntries(db, place, every)
    return {
      sample_stats: entryStats(counts),
      key_sample_stats: viewKeySamples(counts.total, hard),
      ...viewLabelUses(labelSet, uses),
      ...viewMarks(marks),
      data_spliting_enable: splits(dataset, all),
    }
  })
}

/** What the samples of a dataset can be searched by; of long lists of values the first ones. */
export async function listSearch({ services, scope }: Call<'ListSearch'>): Promise<ListSearchResp> {
  return services.store.snapshot(async (db) => {
    const { dataset, labelSet } = await readDataset(db, datasetOf(scope))
    const { metadata } = await marksOfSamples(db, dataset, { filter: {}, labelSet })
    return {
      labels: labelSet.definitions.map(viewLabel),
      labelers: await labelersOf(db, dataset),
      metadata: Object.fromEntries([...metadata].map(([key, values]) => [key, [...values.keys()]])),
    }
  })
}

const NO_MARKS = { hard: 0, reasons: new Map(), metadata: new Map() }

/** Only labelled samples carry labels, so the counters of all know what the labelled ones carry. */
function isWhole({ states, entry, member }: SampleFilter): boolean {
  const labelled = states === undefined || (states.length === 1 && states[0] === SampleFacet.labelled)
  return labelled && !entry && !member
}

async function countOf(
  db: Db,
  dataset: DatasetRow,
  { filter, labelSet }: { filter: Pick<SampleFilter, 'member'>; labelSet: LabelSet },
): Promise<Omit<SampleCounts, 'parts' | 'labelledParts'>> {
  if (!filter.member) return (await countSamples(db, [dataset.dataset_id])).get(dataset.dataset_id)!
  const { states, hard } = await contentOfSamples(db, dataset, { filter, labelSet })
  const of = (facet: number) => states.get(facet) ?? 0
  const unlabelled = of(SampleFacet.unlabelled) + of(SampleFacet.predicted)
  const labelled = of(SampleFacet.labelled)
  return { total: unlabelled + labelled, labelled, unlabelled, predicted: of(SampleFacet.predicted), hard }
}

async function usesInTask(db: Db, { task_id }: WorkforceTaskRow): Promise<Map<number, LabelUse>> {
  const totals = await readLabelTotals(db, task_id)
  return new Map([...totals].map(([label_key, { entries, instances }]) => [label_key, { samples: entries, instances }]))
}

function splits({ dataset_type }: DatasetRow, uses: ReadonlyMap<number, LabelUse>): boolean {
  return canBeSplit(
    dataset_type,
    [...uses.values()].map(({ samples }) => samples),
  )
}

function entryStats(counts: EntryCounts): Record<string, number> {
  return {
    total: counts.total,
    un_annotation: counts.UN_ANNOTATION,
    auto_annotation: counts.AUTO_ANNOTATION,
    unreviewed: counts.UNREVIEWED,
    uncheck: counts.UNCHECK,
    rejected: counts.REJECTED,
    accepted: counts.ACCEPTED,
  }
}
