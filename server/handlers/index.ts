import { OPERATION_IDS } from '#contract/operations.ts'
import type { Handlers } from '#server/handler.ts'
import * as acceptance from './acceptance.ts'
import * as comments from './comments.ts'
import * as dataTasks from './data-tasks.ts'
import * as datasets from './datasets.ts'
import * as demo from './demo.ts'
import * as drafts from './drafts.ts'
import * as entryLabels from './entry-labels.ts'
import * as exports from './exports.ts'
import * as guideline from './guideline.ts'
import * as history from './history.ts'
import * as imports from './imports.ts'
import * as jobs from './jobs.ts'
import * as labels from './labels.ts'
import * as notify from './notify.ts'
import * as presence from './presence.ts'
import * as queue from './queue.ts'
import * as sampleFiles from './sample-files.ts'
import * as sampleLabels from './sample-labels.ts'
import * as samples from './samples.ts'
import * as statistics from './statistics.ts'
import * as storage from './storage.ts'
import * as sync from './sync.ts'
import * as taskSamples from './task-samples.ts'
import * as versions from './versions.ts'
import * as workerTasks from './worker-tasks.ts'
import * as workers from './workers.ts'
import * as workforceTasks from './workforce-tasks.ts'
import * as workforces from './workforces.ts'

/** Operations without a handler are not built: they answer 501 (docs/operations.md counts them). */
export const handlers: Handlers = {
  ListDatasets: datasets.listDatasets,
  CreateDataset: datasets.createDataset,
  DescDataset: datasets.descDataset,
  UpdateDataset: datasets.updateDataset,
  DeleteDataset: datasets.deleteDataset,
  GetDatasetStats: statistics.getDatasetStats,
  GetDatasetMetrics: datasets.getDatasetMetrics,

  ListDatasetVersions: versions.listDatasetVersions,
  CreateDatasetVersion: versions.createDatasetVersion,
  DescribeDatasetVersion: versions.describeDatasetVersion,
  DeleteDatasetVersion: versions.deleteDatasetVersion,

  ListSamples: samples.listSamples,
  DescribeSample: samples.describeSample,
  UploadSamplesJson: sampleFiles.uploadSamplesJson,
  DeleteSamples: sampleFiles.deleteSamples,
  ListSearch: statistics.listSearch,
  UpdateSamples: sampleLabels.updateSamples,

  ListLabels: labels.listLabels,
  CreateLabels: labels.createLabels,
  UpdateLabels: labels.updateLabels,
  DeleteLabels: labels.deleteLabels,
  UpdateLabel: labels.updateLabel,
  DeleteLabelAndSamples: labels.deleteLabelAndSamples,

  ListWorkforceTaskSamples: taskSamples.listWorkforceTaskSamples,
  DescribeWorkforceTaskSample: taskSamples.describeWorkforceTaskSample,
  ListWorkforceTasks: workforceTasks.listWorkforceTasks,
  CreateWorkforceTask: workforceTasks.createWorkforceTask,
  DescWorkforceTask: workforceTasks.descWorkforceTask,
  StartWorkforceTask: workforceTasks.startWorkforceTask,
  UpdateWorkforceTask: workforceTasks.updateWorkforceTask,
  DeleteWorkforceTask: workforceTasks.deleteWorkforceTask,
  ListWorkforceTaskStats: statistics.listWorkforceTaskStats,
  GetWorkforceTaskMetrics: workforceTasks.getWorkforceTaskMetrics,
  ListWorkerTasks: workerTasks.listWorkerTasks,
  UpdateWorkforceTaskSamples: entryLabels.updateWorkforceTaskSamples,
  ReviewSamples: entryLabels.reviewSamples,
  SendEmails: notify.sendEmails,

  GetDraft: drafts.getDraft,
  SaveDraft: drafts.saveDraft,
  DeleteDraft: drafts.deleteDraft,
  GetEntryDraft: drafts.getEntryDraft,
  SaveEntryDraft: drafts.saveEntryDraft,
  DeleteEntryDraft: drafts.deleteEntryDraft,
  ListSampleHistory: history.listSampleHistory,
  ListEntryHistory: history.listEntryHistory,
  ListEntryComments: comments.listEntryComments,
  AddEntryComment: comments.addEntryComment,
  ResolveEntryComment: comments.resolveEntryComment,
  SetPresence: presence.setPresence,
  ListEntries: queue.listEntries,
  GetGuideline: guideline.getGuideline,
  SetGuideline: guideline.setGuideline,

  StartWorkforceSamplingTask: acceptance.startWorkforceSamplingTask,
  GetWorkforceSamplingTask: acceptance.getWorkforceSamplingTask,
  UpdateWorkforceSamplingTask: acceptance.updateWorkforceSamplingTask,
  AcceptSamples: acceptance.acceptSamples,

  ListWorkforces: workforces.listWorkforces,
  CreateWorkforce: workforces.createWorkforce,
  DescWorkforce: workforces.descWorkforce,
  UpdateWorkforce: workforces.updateWorkforce,
  DeleteWorkforce: workforces.deleteWorkforce,

  ListAllWorkers: workers.listAllWorkers,
  ListWorkers: workers.listWorkers,
  CreateWorker: workers.createWorker,
  BatchDeleteWorkers: workers.batchDeleteWorkers,
  DescWorker: workers.descWorker,
  UpdateWorker: workers.updateWorker,
  DeleteWorker: workers.deleteWorker,

  ListImportTasks: imports.listImportTasks,
  ImportTask: imports.importTask,
  DescImportTask: imports.descImportTask,

  CopyAcceptedResults: acceptance.copyAcceptedResults,
  PreviewDeal: workforceTasks.previewDeal,
  GetExportTasksStatusOfDataset: exports.getExportTasksStatusOfDataset,
  ExportTask: exports.exportTask,
  GetExportTaskStatusOfDataset: exports.getExportTaskStatusOfDataset,

  SyncDataSource: sync.syncDataSource,
  SyncDataSourceState: sync.syncDataSourceState,

  ListDatasetStates: versions.listDatasetStates,
  ListDataTaskProblems: dataTasks.listDataTaskProblems,
  StopDataTask: dataTasks.stopDataTask,
  ListFormats: dataTasks.listFormats,
  ListJobs: jobs.listJobs,
  ListFolder: storage.listFolder,
  GuessTableSchema: storage.guessTableSchema,
  CreateDemoProject: demo.createDemoProject,
}

/** Of the 79 of the wire. */
export const builtOperations = OPERATION_IDS.filter((id) => handlers[id])
