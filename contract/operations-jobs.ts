import { Type } from 'typebox'
import { ListTaskResp, SmartTaskProgressResp, SmartTaskRequest, SmartTaskResp } from './auto-annotations.ts'
import { DatasetType, ExportType, ProcessorTaskStatus, ResultProperty, TASK_TYPES } from './codes.ts'
import { Empty, WorkspaceId } from './common.ts'
import { ExportReq, ExportTaskStatusResp, ExportTasksStatusResp } from './exports.ts'
import { ImportReq, ImportResp, ImportTaskStatusResp, ImportTasksStatusResp } from './imports.ts'
import { operationsOf, order, page, query, sorted } from './operation.ts'
import {
  CreateProcessorTaskReq,
  CreateProcessorTaskResp,
  CreateTaskVersionReq,
  CreateTaskVersionResp,
  DescribeProcessorTaskResp,
  DescTaskVersionResp,
  GetProcessorTaskItemsResp,
  ListProcessorTasksResp,
  ListProcessorTaskVersionResultsResp,
  ListTaskVersionsResp,
  PROCESSOR_SOURCES,
  PROCESSOR_TEMPLATES,
  UpdateProcessorTaskReq,
} from './processor-tasks.ts'
import { DescribeSampleResp, ListSamplesResp } from './samples.ts'
import { boolean, code, string, word } from './schema.ts'
import { SyncDataSourceStatusResp } from './sync.ts'

const dataset = '/v2/{project_id}/datasets/{dataset_id}'
const predictions = '/v2/{project_id}/datasets/{dataset_id}/auto-annotations/samples'
const processors = '/v2/{project_id}/processor-tasks'
const processor = '/v2/{project_id}/processor-tasks/{task_id}'
const runs = '/v2/{project_id}/processor-tasks/{task_id}/versions'
const run = '/v2/{project_id}/processor-tasks/{task_id}/versions/{version_id}'

const marker = string('Rows after that id; a generic client pages so (D46).')
const process_parameter = string('How images are shown, as image/resize,m_lfit,h_200.')

const ofImport = operationsOf('import')
const ofExport = operationsOf('export')
const ofSync = operationsOf('sync')
const ofAutoLabelling = operationsOf('auto-labelling')
const ofProcessing = operationsOf('processing')

/** What runs in the background: imports, exports, synchronisation, auto-labelling, processing. */
export const jobOperations = {
  ListImportTasks: ofImport('GET', `${dataset}/import-tasks`, {
    summary: 'List import tasks.',
    query: query(page(10, 100), { marker }),
    replies: { 200: ImportTasksStatusResp },
  }),
  ImportTask: ofImport('POST', `${dataset}/import-tasks`, {
    summary: 'Start an import from a folder or manifest.',
    body: ImportReq,
    replies: { 200: ImportResp },
  }),
  DescImportTask: ofImport('GET', `${dataset}/import-tasks/{task_id}`, {
    summary: 'Read one import task.',
    replies: { 200: ImportTaskStatusResp },
  }),

  GetExportTasksStatusOfDataset: ofExport('GET', `${dataset}/export-tasks`, {
    summary: 'List export tasks.',
    query: query(page(10, 100), { export_type: code(ExportType), marker }),
    replies: { 200: ExportTasksStatusResp },
  }),
  ExportTask: ofExport('POST', `${dataset}/export-tasks`, {
    summary: 'Start an export to storage or a new dataset.',
    body: ExportReq,
    replies: { 200: ExportTaskStatusResp },
  }),
  GetExportTaskStatusOfDataset: ofExport('GET', '/v2/{project_id}/datasets/{resource_id}/export-tasks/{task_id}', {
    summary: 'Read one export task; resource_id is the dataset.',
    replies: { 200: ExportTaskStatusResp },
  }),

  SyncDataSource: ofSync('POST', `${dataset}/sync-data`, {
    summary: 'Take over what changed in the input path.',
    replies: { 200: Empty },
  }),
  SyncDataSourceState: ofSync('GET', `${dataset}/sync-data/status`, {
    summary: 'State of the last synchronisation.',
    replies: { 200: SyncDataSourceStatusResp },
  }),

  ListAutoAnnotationSamples: ofAutoLabelling('GET', predictions, {
    summary: 'Page through samples awaiting confirmation.',
    query: query(
      {
        ...page(10, 100),
        order,
        low_score: Type.Number({ minimum: 0, default: 0 }),
        high_score: Type.Number({ minimum: 0, default: 1 }),
      },
      {
        label_name: string(),
        label_type: code(DatasetType),
        process_parameter,
        search_conditions: string('JSON text of search conditions; all must hold.'),
      },
    ),
    replies: { 200: ListSamplesResp },
  }),
  DescribeAutoAnnotationSample: ofAutoLabelling('GET', `${predictions}/{sample_id}`, {
    summary: 'Read one sample awaiting confirmation.',
    replies: { 200: DescribeSampleResp },
  }),
  ListTasks: ofAutoLabelling('GET', `${dataset}/tasks`, {
    summary: 'List intelligent tasks.',
    query: query(page(10, 100), {
      task_name: string(),
      type: word(TASK_TYPES, { description: 'Without it both kinds of labelling are listed.' }),
    }),
    replies: { 200: ListTaskResp },
  }),
  CreateTask: ofAutoLabelling('POST', `${dataset}/tasks`, {
    summary: 'Start auto-labelling, pre-labelling or grouping.',
    body: SmartTaskRequest,
    replies: { 200: SmartTaskResp },
  }),
  AutoAnnotationProgress: ofAutoLabelling('GET', `${dataset}/tasks/{task_id}`, {
    summary: 'Read one intelligent task.',
    replies: { 200: SmartTaskProgressResp },
  }),
  StopAutoAnnotation: ofAutoLabelling('POST', `${dataset}/tasks/{task_id}/stop`, {
    summary: 'Stop an intelligent task.',
    replies: { 204: null },
  }),

  ListProcessorTasks: ofProcessing('GET', processors, {
    summary: 'List processing tasks.',
    query: query(
      {
        ...page(10, 100),
        ...sorted('create_time', 'name', 'duration_seconds'),
        query_current: boolean('the latest task of each version only', { default: false }),
        return_result: boolean('results are returned', { default: true }),
        workspace_id: WorkspaceId,
      },
      {
        source: string('By source_type: storage path, task id, dataset id, project id.'),
        source_type: word(PROCESSOR_SOURCES),
        status: code(ProcessorTaskStatus),
        task_name: string(),
        task_type: word(PROCESSOR_TEMPLATES),
        version_id: Type.Array(string(), { description: 'Ids joined by commas.' }),
      },
    ),
    replies: { 200: ListProcessorTasksResp },
  }),
  CreateProcessorTask: ofProcessing('POST', processors, {
    summary: 'Create a feature-analysis or data-processing task.',
    body: CreateProcessorTaskReq,
    replies: { 200: CreateProcessorTaskResp },
  }),
  GetProcessorTaskItems: ofProcessing('GET', `${processors}/items`, {
    summary: 'List algorithm types.',
    query: query(page(1000, 1000), {}),
    replies: { 200: GetProcessorTaskItemsResp },
  }),
  DescribeProcessorTask: ofProcessing('GET', processor, {
    summary: 'Read one processing task.',
    replies: { 200: DescribeProcessorTaskResp },
  }),
  UpdateProcessorTask: ofProcessing('PUT', processor, {
    summary: 'Change the description of a processing task.',
    body: UpdateProcessorTaskReq,
    replies: { 200: Empty },
  }),
  DeleteProcessorTask: ofProcessing('DELETE', processor, {
    summary: 'Delete a processing task.',
    replies: { 200: Empty },
  }),
  ListProcessorTaskVersions: ofProcessing('GET', runs, {
    summary: 'List runs of a processing task.',
    query: query({ ...page(100, 100), ...sorted('create_time', 'version_name') }, {}),
    replies: { 200: ListTaskVersionsResp },
  }),
  CreateProcessorTaskVersion: ofProcessing('POST', runs, {
    summary: 'Start a new run of a processing task.',
    body: CreateTaskVersionReq,
    replies: { 200: CreateTaskVersionResp },
  }),
  DescProcessorTaskVersion: ofProcessing('GET', run, {
    summary: 'Read one run.',
    replies: { 200: DescTaskVersionResp },
  }),
  DeleteProcessorTaskVersion: ofProcessing('DELETE', run, {
    summary: 'Delete one run.',
    replies: { 204: null },
  }),
  ListProcessorTaskVersionResults: ofProcessing('GET', `${run}/results`, {
    summary: 'Results of a run by sample.',
    query: query(
      { ...page(10, 100), result_property: code(ResultProperty, { default: ResultProperty.all }) },
      { process_parameter },
    ),
    replies: { 200: ListProcessorTaskVersionResultsResp },
  }),
  StopProcessorTaskVersion: ofProcessing('POST', `${run}/stop`, {
    summary: 'Stop a run.',
    replies: { 200: Empty },
  }),
} as const
