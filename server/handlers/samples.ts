import { readLabelSet } from '#adapters/sql/label-sets.ts'
import { type SampleFilter, showsPredictions } from '#adapters/sql/sample-filter.ts'
import { findSample, type PageRequest, listSamples as readList } from '#adapters/sql/sample-lists.ts'
import { SampleFacet } from '#adapters/sql/state-codes.ts'
import type { Db } from '#adapters/sql/store.ts'
import type { DatasetRow } from '#adapters/sql/tables.ts'
import { findVersion } from '#adapters/sql/versions.ts'
import { SampleState, SampleType, VersionStatus } from '#contract/codes.ts'
import { errors } from '#contract/errors.ts'
import type { DescribeSampleResp, ListSamplesResp } from '#contract/samples.ts'
import { FileFault } from '#core/formats/files.ts'
import { type LabelSet, labelSetOf } from '#core/labels/label-set.ts'
import { type Call, datasetOf } from '#server/handler.ts'
import { workerIdOf } from '#server/ids.ts'
import { readLocale } from '#server/locale.ts'
import type { Services } from '#server/services.ts'
import { readDefinitionsOfState, readSamplesOfState } from '#server/versions/sample-state.ts'
import { pageOfState } from '#server/versions/samples-of-state.ts'
import { versionFiles } from '#server/versions/version-files.ts'
import { viewSamples } from '#server/views/sample-view.ts'
import { readLabelFilter, readProcessParameter, readSampleState, readSearch, stateFilter } from './sample-queries.ts'

type ListQuery = Call<'ListSamples'>['query']

/**
 * A page of samples in the order in which they were added, newest first unless `order` says otherwise. `preview` asks for
 * nothing more: `source` of an image is its preview.
 */
export async function listSamples({ services, scope, query }: Call<'ListSamples'>): Promise<ListSamplesResp> {
  readLocale(query.locale)
  const read = {
    state: readSampleState(query.sample_state),
    tree: readSearch(query.search_conditions, services.now()),
    score: readScores(query),
  }
  const process_parameter = readProcessParameter(query.process_parameter)
  if (query.version_id !== undefined) {
    const { version_id } = query
    return listVersionSamples(services, datasetOf(scope), { query, read, version_id, process_parameter })
  }
  return services.store.snapshot(async (db) => {
    const { dataset, labelSet } = await readDataset(db, datasetOf(scope))
    const filter = filterOf(query, read, { dataset, labelSet })
    const { total, samples } = await readList(db, dataset, { filter, labelSet, page: pageOf(query) })
    const parts = { dataset, labelSet, process_parameter, predictions: showsPredictions(filter) }
    return { sample_count: total, samples: await viewSamples(services, db, { ...parts, samples }) }
  })
}

type VersionListing = { query: ListQuery; read: Read; version_id: string; process_parameter: string | undefined }

/**
 * The same of a version or a state that was kept, with the labels of then. Its file is read from the beginning, so a page costs what
 * the version holds. E4314 where that file is gone or damaged.
 */
async function listVersionSamples(
  services: Services,
  dataset: DatasetRow,
  { query, read, version_id, process_parameter }: VersionListing,
): Promise<ListSamplesResp> {
  const { store, blobs } = services
  const version = await findVersion(store.read, dataset.dataset_id, version_id)
  if (version?.status !== VersionStatus.normal) {
    throw errors.versionNotFound('version_id: the dataset has no such version.')
  }
  const { bucket, state: key } = versionFiles(dataset, version)
  try {
    const labelSet = labelSetOf(await readDefinitionsOfState(blobs, { bucket, key }))
    const filter = filterOf(query, read, { dataset, labelSet })
    const open = () => readSamplesOfState(blobs, { bucket, key })
    const { total, samples } = await pageOfState(open, { filter, labelSet, page: pageOf(query) })
    const parts = { dataset, labelSet, process_parameter }
    const predictions = showsPredictions(filter)
    return { sample_count: total, samples: await viewSamples(services, store.read, { ...parts, predictions, samples }) }
  } catch (error) {
    if (error instanceof FileFault) throw errors.storageFailed(`version_id: ${error.path} ${error.reason}`)
    throw error
  }
}

function pageOf({ offset, limit, order }: ListQuery): PageRequest {
  return { offset: offset * limit, limit, order }
}

/**
 * One sample of the dataset. `sample_state` asks for the prediction where it is `__AUTO_ANNOTATION__`; a team member's own
 * labels are read in his task, so `worker_id` changes nothing here.
 */
export async function describeSample(call: Call<'DescribeSample'>): Promise<DescribeSampleResp> {
  const { services, scope, query, params } = call
  readLocale(query.locale)
  const state = readSampleState(query.sample_state)
  return services.store.snapshot(async (db) => {
    const { dataset, labelSet } = await readDataset(db, datasetOf(scope))
    const sample = await findSample(db, dataset.dataset_id, params.sample_id)
    if (!sample) throw errors.sampleNotFound()
    const predictions = state === SampleState.autoAnnotation && sample.state === SampleFacet.predicted
    const [view] = await viewSamples(services, db, { dataset, labelSet, predictions, samples: [sample] })
    return view!
  })
}

/** The dataset as the snapshot knows it, with the label set of that moment. */
export async function readDataset(
  db: Db,
  { dataset_id }: DatasetRow,
): Promise<{ dataset: DatasetRow; labelSet: LabelSet }> {
  const dataset = await db.selectFrom('dataset').selectAll().where('dataset_id', '=', dataset_id).executeTakeFirst()
  if (!dataset) throw errors.datasetNotFound()
  return { dataset, labelSet: await readLabelSet(db, dataset) }
}

type Read = { state: SampleState | undefined; tree: SampleFilter['tree']; score: SampleFilter['score'] }

function filterOf(
  query: ListQuery,
  { state, tree, score }: Read,
  { dataset, labelSet }: { dataset: DatasetRow; labelSet: LabelSet },
): SampleFilter {
  const labels = readLabelFilter(query, { ...dataset, labelSet })
  // Whoever carries a label is labelled: with both filters the label alone says it all.
  const byState = labels.label_keys && state === SampleState.all ? {} : stateFilter(state)
  return {
    ...byState,
    ...labels,
    // 9 is documented as the default, and so it must mean what leaving it out means (contract trap 12).
    ...(query.sample_type !== undefined && query.sample_type !== SampleType.free && { sample_type: query.sample_type }),
    ...(query.email !== undefined && { member: memberOf(dataset.project_id, query.email) }),
    ...(score && { score }),
    ...(tree && { tree }),
  }
}

/** A person by his address, whether or not he is a member: imported labels may name him as well. */
export function memberOf(project_id: string, text: string): NonNullable<SampleFilter['member']> {
  const email = text.trim().toLowerCase()
  return { worker_id: workerIdOf(project_id, email), name: `human/${email}` }
}

/** The documented defaults, 0 and 1, are no filter: a label that was drawn by hand has no confidence at all. */
function readScores({ low_score: min, high_score: max }: ListQuery): { min: number; max: number } | undefined {
  if (min > max) throw errors.parameterInvalid(`low_score: must not be greater than high_score, which is ${max}`)
  return min > 0 || max < 1 ? { min, max } : undefined
}
