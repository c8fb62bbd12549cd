import { Type } from 'typebox'
import {
  DatasetType,
  DeletePolicy,
  LabelType,
  RUNNING_TASK_TYPES,
  SampleType,
  VersionFormat,
  VersionStatus,
} from './codes.ts'
import { BatchReply, SampleStateFilter, WorkspaceId } from './common.ts'
import {
  CreateDatasetReq,
  CreateDatasetResp,
  DescDatasetResp,
  GetDatasetMetricResp,
  ListDatasetsResp,
  ListStatsResp,
  UpdateDatasetReq,
  UpdateDatasetResp,
} from './datasets.ts'
import { CreateLabelsReq, DeleteLabelsReq, LabelProperty, ListLabelsResp, UpdateLabelsReq } from './labels.ts'
import { operationsOf, order, page, query, sorted } from './operation.ts'
import {
  DeleteSamplesReq,
  DescribeSampleResp,
  ListSamplesResp,
  ListSearchResp,
  UpdateSamplesReq,
  UploadSamplesReq,
  UploadSamplesResp,
} from './samples.ts'
import { boolean, code, string, time, word } from './schema.ts'
import {
  CreateDatasetVersionReq,
  CreateDatasetVersionResp,
  DatasetVersion,
  ListDatasetVersionsResp,
} from './versions.ts'

const datasets = '/v2/{project_id}/datasets'
const dataset = '/v2/{project_id}/datasets/{dataset_id}'
const annotations = '/v2/{project_id}/datasets/{dataset_id}/data-annotations'

const locale = string('en-us (default) or zh-cn: language of messages.')
const ratio = Type.String({
  pattern: '^\\d+(\\.\\d+)?,\\d+(\\.\\d+)?$',
  description: 'Lowest and highest split ratio, as 0.0,1.0.',
})
const runningTasks = { check_running_task: boolean('running tasks are reported', { default: false }) }
const running_task_type = code(RUNNING_TASK_TYPES)
const conditions = string('JSON text of search conditions; all must hold.')
const process_parameter = string('How images are shown, as image/resize,m_lfit,h_200.')

const ofDatasets = operationsOf('datasets')
const ofVersions = operationsOf('versions')
const ofSamples = operationsOf('samples')
const ofLabels = operationsOf('labels')

/** Datasets with their versions, samples and labels. */
export const dataOperations = {
  ListDatasets: ofDatasets('GET', datasets, {
    summary: 'Page through datasets with filters.',
    query: query(
      {
        ...page(10, 100),
        ...sorted('create_time', 'dataset_name'),
        ...runningTasks,
        file_preview: boolean('four preview files come with each dataset', { default: false }),
        search_content: Type.String({ default: '', description: 'Part of the name.' }),
        support_export: boolean('exportable datasets only', { default: false }),
        with_labels: boolean('labels come with each dataset', { default: false }),
        workspace_id: WorkspaceId,
      },
      {
        contain_versions: boolean('datasets that have a version only'),
        dataset_type: code(DatasetType),
        running_task_type,
        train_evaluate_ratio: ratio,
        version_format: code(VersionFormat),
        dataset_version: word(['v1', 'v2', 'all'], { description: 'v1: labelling inside the dataset.' }),
      },
    ),
    replies: { 200: ListDatasetsResp },
  }),
  CreateDataset: ofDatasets('POST', datasets, {
    summary: 'Create a dataset and, if asked, its first team task.',
    body: CreateDatasetReq,
    replies: { 201: CreateDatasetResp },
  }),
  DescDataset: ofDatasets('GET', dataset, {
    summary: 'Read one dataset.',
    query: query(runningTasks, { running_task_type }),
    replies: { 200: DescDatasetResp },
  }),
  UpdateDataset: ofDatasets('PUT', dataset, {
    summary: 'Rename, describe, switch the version, edit labels.',
    body: UpdateDatasetReq,
    replies: { 200: UpdateDatasetResp },
  }),
  DeleteDataset: ofDatasets('DELETE', dataset, {
    summary: 'Delete a dataset; source files stay.',
    replies: { 204: null },
  }),
  GetDatasetStats: ofDatasets('GET', `${annotations}/stats`, {
    summary: 'Label and sample counts of a dataset.',
    query: query({}, { email: string(), locale, sample_state: SampleStateFilter }),
    replies: { 200: ListStatsResp },
  }),
  GetDatasetMetrics: ofDatasets('GET', `${dataset}/metrics`, {
    summary: 'Sample counts over a time span.',
    query: query({}, { start_time: time(), end_time: time(), workforce_task_id: string() }),
    replies: { 200: GetDatasetMetricResp },
  }),

  ListDatasetVersions: ofVersions('GET', `${dataset}/versions`, {
    summary: 'List published versions.',
    query: query(page(1000, 1000), {
      status: code(VersionStatus),
      train_evaluate_ratio: ratio,
      version_format: code(VersionFormat),
    }),
    replies: { 200: ListDatasetVersionsResp },
  }),
  CreateDatasetVersion: ofVersions('POST', `${dataset}/versions`, {
    summary: 'Publish a version.',
    body: CreateDatasetVersionReq,
    replies: { 201: CreateDatasetVersionResp },
  }),
  DescribeDatasetVersion: ofVersions('GET', `${dataset}/versions/{version_id}`, {
    summary: 'Read one version.',
    replies: { 200: DatasetVersion },
  }),
  DeleteDatasetVersion: ofVersions('DELETE', `${dataset}/versions/{version_id}`, {
    summary: 'Delete a version.',
    replies: { 204: null },
  }),

  ListSamples: ofSamples('GET', `${annotations}/samples`, {
    summary: 'Page through samples with filters.',
    query: query(
      {
        ...page(10, 100),
        order,
        low_score: Type.Number({ minimum: 0, default: 0 }),
        high_score: Type.Number({ minimum: 0, default: 1 }),
      },
      {
        email: string('Samples of that member.'),
        label_name: string(),
        label_type: code(DatasetType),
        locale,
        preview: boolean('with preview'),
        process_parameter,
        sample_state: SampleStateFilter,
        sample_type: code(SampleType),
        search_conditions: conditions,
        version_id: string(),
      },
    ),
    replies: { 200: ListSamplesResp },
  }),
  UploadSamplesJson: ofSamples('POST', `${annotations}/samples`, {
    summary: 'Add samples, file bytes inline or by data source.',
    body: UploadSamplesReq,
    replies: { 200: UploadSamplesResp },
  }),
  DeleteSamples: ofSamples('POST', `${annotations}/samples/delete`, {
    summary: 'Delete samples in bulk.',
    body: DeleteSamplesReq,
    replies: { 200: BatchReply },
  }),
  DescribeSample: ofSamples('GET', `${annotations}/samples/{sample_id}`, {
    summary: 'Read one sample.',
    query: query({}, { locale, sample_state: SampleStateFilter, worker_id: string() }),
    replies: { 200: DescribeSampleResp },
  }),
  ListSearch: ofSamples('GET', `${annotations}/search-condition`, {
    summary: 'Values by which samples can be searched.',
    replies: { 200: ListSearchResp },
  }),
  UpdateSamples: ofSamples('PUT', `${annotations}/samples`, {
    summary: 'Set labels of many samples.',
    body: UpdateSamplesReq,
    replies: { 200: BatchReply },
  }),

  ListLabels: ofLabels('GET', `${annotations}/labels`, {
    summary: 'List labels of a dataset or version.',
    query: query(page(100_000, 100_000), { version_id: string() }),
    replies: { 200: ListLabelsResp },
  }),
  CreateLabels: ofLabels('POST', `${annotations}/labels`, {
    summary: 'Create labels in bulk.',
    body: CreateLabelsReq,
    replies: { 200: BatchReply },
  }),
  UpdateLabels: ofLabels('PUT', `${annotations}/labels`, {
    summary: 'Change or rename labels in bulk.',
    body: UpdateLabelsReq,
    replies: { 200: BatchReply },
  }),
  DeleteLabels: ofLabels('POST', `${annotations}/labels/delete`, {
    summary: 'Delete labels in bulk, by policy.',
    query: query({ delete_policy: code(DeletePolicy, { default: DeletePolicy.labelOnly }) }, {}),
    body: DeleteLabelsReq,
    replies: { 200: BatchReply },
  }),
  UpdateLabel: ofLabels('PUT', `${annotations}/labels/{label_name}`, {
    summary: 'Change one label by name.',
    query: query({}, { label_type: code(LabelType) }),
    body: LabelProperty,
    replies: { 204: null },
  }),
  DeleteLabelAndSamples: ofLabels('DELETE', `${annotations}/labels/{label_name}`, {
    summary: 'Drop a label with the samples that have only it.',
    query: query(
      { delete_source: boolean('source files are deleted too', { default: false }) },
      { label_type: code(LabelType) },
    ),
    replies: { 204: null },
  }),
} as const
