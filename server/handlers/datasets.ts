import { readSnapshots } from '#adapters/sql/dataset-metrics.ts'
import { describeTasks, isTaskOf } from '#adapters/sql/dataset-tasks.ts'
import { countDatasets, type DatasetQuery, listDatasets as readPage } from '#adapters/sql/datasets.ts'
import { readDefinitionsOf } from '#adapters/sql/label-sets.ts'
import { countSamples } from '#adapters/sql/sample-counts.ts'
import { readFirstSamples } from '#adapters/sql/samples.ts'
import type { Db } from '#adapters/sql/store.ts'
import type { DatasetRow } from '#adapters/sql/tables.ts'
import { describeVersions } from '#adapters/sql/versions.ts'
import { VERSION_FORMATS } from '#contract/codes.ts'
import type {
  CreateDatasetResp,
  DatasetAndFilePreview,
  DescDatasetResp,
  GetDatasetMetricResp,
  ListDatasetsResp,
  UpdateDatasetResp,
} from '#contract/datasets.ts'
import { errors } from '#contract/errors.ts'
import type { LabelDefinition } from '#core/labels/label-set.ts'
import { type Call, datasetOf } from '#server/handler.ts'
import type { Services } from '#server/services.ts'
import { createDataset as makeDataset } from '#server/usecases/create-dataset.ts'
import { takeSnapshot } from '#server/usecases/dataset-snapshot.ts'
import { deleteDataset as removeDataset } from '#server/usecases/delete-dataset.ts'
import { updateDataset as changeDataset } from '#server/usecases/update-dataset.ts'
import { viewDataset, viewDatasetForMember, viewPreviewFile } from '#server/views/dataset-view.ts'
import { readRatioRange } from './ratio-range.ts'
import { readDataset } from './samples.ts'

/** Files that `file_preview` shows of each dataset. */
const PREVIEW_FILES = 4

/**
 * Whoever asks for datasets with labelling split off from them (`dataset_version` v2) gets none. `check_running_task` and `running_task_type` ask for jobs that do not exist yet
 * either: every dataset says that none runs. Members see the datasets of their tasks (D1). All is of one moment.
 */
export async function listDatasets({ services, actor, scope, query }: Call<'ListDatasets'>): Promise<ListDatasetsResp> {
  const ratios = readRatioRange(query.train_evaluate_ratio)
  if (query.dataset_version === 'v2') return { datasets: [], total_number: 0 }
  const { workspace_id, search_content, dataset_type, support_export, contain_versions, version_format } = query
  const wanted: DatasetQuery = {
    project_id: actor.project_id,
    workspace_id,
    search_content,
    dataset_type,
    support_export,
    has_version: contain_versions === true || version_format !== undefined || ratios !== undefined,
    version_format: version_format === undefined ? undefined : VERSION_FORMATS[version_format],
    ratios,
    worker_id: scope.own ? actor.worker?.worker_id : undefined,
  }
  const { sort_by, order, limit, offset } = query
  return services.store.snapshot(async (db) => {
    const datasets = await readPage(db, wanted, { sort_by, order, limit, skip: offset * limit })
    const total_number = await countDatasets(db, wanted)
    const labels = query.with_labels ? await readDefinitionsOf(db, datasets.map(idOf)) : null
    if (scope.own) {
      const views = datasets.map((dataset) =>
        viewDatasetForMember({ dataset, labels: labels?.get(dataset.dataset_id) }),
      )
      return { datasets: views, total_number }
    }
    const views = await viewDatasets(db, datasets, labels)
    if (query.file_preview) {
      for (const [i, dataset] of datasets.entries()) views[i]!.samples = await preview(services, db, dataset)
    }
    return { datasets: views, total_number }
  })
}

const idOf = ({ dataset_id }: DatasetRow) => dataset_id

async function viewDatasets(
  db: Db,
  datasets: readonly DatasetRow[],
  labels: ReadonlyMap<string, readonly LabelDefinition[]> | null,
): Promise<DatasetAndFilePreview[]> {
  const ids = datasets.map(idOf)
  const counts = await countSamples(db, ids)
  const tasks = await describeTasks(db, ids)
  const versions = await describeVersions(db, ids)
  return datasets.map((dataset) => {
    const { dataset_id } = dataset
    const parts = {
      counts: counts.get(dataset_id)!,
      tasks: tasks.get(dataset_id)!,
      versions: versions.get(dataset_id)!,
    }
    return viewDataset({ dataset, ...parts, labels: labels?.get(dataset_id) })
  })
}

async function preview(services: Services, db: Db, { dataset_id }: DatasetRow) {
  const samples = await readFirstSamples(db, dataset_id, PREVIEW_FILES)
  return samples.map((sample) => viewPreviewFile(services, sample))
}

export function createDataset({ services, actor, body }: Call<'CreateDataset'>): Promise<CreateDatasetResp> {
  return makeDataset(services, actor, body)
}

/** `check_running_task` and `running_task_type` ask for jobs of later issues: there are none, and the answer says so. */
export async function descDataset({ services, scope }: Call<'DescDataset'>): Promise<DescDatasetResp> {
  return services.store.snapshot(async (db) => {
    const { dataset, labelSet } = await readDataset(db, datasetOf(scope))
    const labels = labelSet.definitions
    if (scope.own) return viewDatasetForMember({ dataset, labels })
    const [view] = await viewDatasets(db, [dataset], new Map([[dataset.dataset_id, labels]]))
    return view!
  })
}

export async function updateDataset(call: Call<'UpdateDataset'>): Promise<UpdateDatasetResp> {
  const { services, actor, scope, body } = call
  const dataset = datasetOf(scope)
  await changeDataset(services, { actor, dataset, body })
  return { dataset_id: dataset.dataset_id }
}

export async function deleteDataset({ services, actor, scope }: Call<'DeleteDataset'>): Promise<null> {
  await removeDataset(services, { actor, dataset: datasetOf(scope) })
  return null
}

/** Jobs are counted under these keys by the pages; none is built yet. */
const JOB_KEYS = ['queuing', 'unfinished', 'success', 'failed', 'failed_system', 'failed_user']

/**
 * One value per day, at local midnight, and one of this moment if it lies in the span (behaviour 6.2). Without
 * `start_time` and `end_time`, which the pages demand and their own example omits, everything that is known.
 */
export async function getDatasetMetrics({
  services,
  scope,
  query,
}: Call<'GetDatasetMetrics'>): Promise<GetDatasetMetricResp> {
  const { dataset_id } = datasetOf(scope)
  const { start_time: from = 0, end_time: to = Number.MAX_SAFE_INTEGER, workforce_task_id: task_id = '' } = query
  if (from < 0) throw errors.parameterInvalid('start_time: must be at least 0')
  if (from > to) throw errors.parameterInvalid('end_time: must not be before start_time')
  const subject = { dataset_id, task_id }
  const points = await services.store.snapshot(async (db) => {
    if (task_id !== '' && !(await isTaskOf(db, dataset_id, task_id))) throw errors.workforceTaskNotFound()
    const points = await readSnapshots(db, subject, { from, to })
    const now = services.now()
    if (from <= now && now <= to) points.push({ time: now, counts: await takeSnapshot(db, subject) })
    return points
  })
  const metrics: Record<string, Record<string, number>> = {}
  for (const key of ['total', 'un_annotation', 'manual_annotation'] as const) {
    metrics[key] = Object.fromEntries(points.map(({ time, counts }) => [String(time), counts[key]]))
  }
  for (const key of JOB_KEYS) metrics[key] = {}
  return { metrics }
}
