import type { CallId } from '#contract/operations.ts'

/**
 * Who may do what, written down once more from the page (behaviour 1), not from the code that the tests watch.
 * Columns: owner, manager, reviewer, labeler. `own`: rows that belong to him; `agency`: only if the task is handed to him.
 */
export type Right = 'yes' | 'own' | 'agency' | '–'
export type Rights = readonly [owner: Right, manager: Right, reviewer: Right, labeler: Right]

const row = (text: string) => text.split(/ +/) as unknown as Rights

export const rights: Partial<Record<CallId, Rights>> = {
  // Dataset create, modify, delete
  CreateDataset: row('yes – – –'),
  UpdateDataset: row('yes – – –'),
  DeleteDataset: row('yes – – –'),
  // Dataset label definitions: create, rename, delete
  CreateLabels: row('yes – – –'),
  UpdateLabels: row('yes – – –'),
  DeleteLabels: row('yes – – –'),
  UpdateLabel: row('yes – – –'),
  DeleteLabelAndSamples: row('yes – – –'),
  // Dataset list, details and label set: of his tasks
  ListDatasets: row('yes own own own'),
  DescDataset: row('yes own own own'),
  ListLabels: row('yes yes yes yes'),
  // Dataset samples: list, label, delete; statistics, metrics; search conditions
  ListSamples: row('yes – – –'),
  DescribeSample: row('yes – – –'),
  UploadSamplesJson: row('yes – – –'),
  UpdateSamples: row('yes – – –'),
  DeleteSamples: row('yes – – –'),
  ListSearch: row('yes – – –'),
  GetDatasetStats: row('yes – – –'),
  GetDatasetMetrics: row('yes – – –'),
  // Team create, update, delete
  CreateWorkforce: row('yes – – –'),
  UpdateWorkforce: row('yes – – –'),
  DeleteWorkforce: row('yes – – –'),
  // Team read; member list
  ListWorkforces: row('yes own – –'),
  DescWorkforce: row('yes own – –'),
  ListAllWorkers: row('yes own – –'),
  ListWorkers: row('yes own – –'),
  DescWorker: row('yes own – –'),
  // Member add, update, delete
  CreateWorker: row('yes own – –'),
  UpdateWorker: row('yes own – –'),
  DeleteWorker: row('yes own – –'),
  BatchDeleteWorkers: row('yes own – –'),
  // Team task create; list of a dataset; details
  CreateWorkforceTask: row('yes – – –'),
  ListWorkforceTasks: row('yes own – –'),
  DescWorkforceTask: row('yes yes own own'),
  // Task start; update; delete
  StartWorkforceTask: row('yes agency – –'),
  UpdateWorkforceTask: row('yes agency – –'),
  DeleteWorkforceTask: row('yes – – –'),
  // Notify by e-mail
  SendEmails: row('yes yes – –'),
  // Team sample list and details
  ListWorkforceTaskSamples: row('yes yes yes own'),
  DescribeWorkforceTaskSample: row('yes yes yes own'),
  // Write entry labels; review
  UpdateWorkforceTaskSamples: row('yes – – own'),
  ReviewSamples: row('yes – yes –'),
  // Acceptance: start, comment, finish, cancel, conflicts; report
  StartWorkforceSamplingTask: row('yes – – –'),
  AcceptSamples: row('yes – – –'),
  UpdateWorkforceSamplingTask: row('yes – – –'),
  GetWorkforceSamplingTask: row('yes yes – –'),
  // Task statistics, per-member metrics
  ListWorkforceTaskStats: row('yes yes own own'),
  GetWorkforceTaskMetrics: row('yes yes own own'),
  // Worker-tasks
  ListWorkerTasks: row('own own own own'),

  // Import, also lists and states
  ListImportTasks: row('yes – – –'),
  ImportTask: row('yes – – –'),
  DescImportTask: row('yes – – –'),
  // Publish, also lists and states; a version is switched by UpdateDataset
  ListDatasetVersions: row('yes – – –'),
  CreateDatasetVersion: row('yes – – –'),
  DescribeDatasetVersion: row('yes – – –'),
  DeleteDatasetVersion: row('yes – – –'),
  // Export, also lists and states
  GetExportTasksStatusOfDataset: row('yes – – –'),
  ExportTask: row('yes – – –'),
  GetExportTaskStatusOfDataset: row('yes – – –'),
  // Synchronisation, also its state
  SyncDataSource: row('yes – – –'),
  SyncDataSourceState: row('yes – – –'),

  // What Muster adds. Unfinished work on dataset samples, their history: as the samples themselves
  GetDraft: row('yes – – –'),
  SaveDraft: row('yes – – –'),
  DeleteDraft: row('yes – – –'),
  ListSampleHistory: row('yes – – –'),
  // Unfinished work on entries: who may write their labels
  GetEntryDraft: row('yes – – own'),
  SaveEntryDraft: row('yes – – own'),
  DeleteEntryDraft: row('yes – – own'),
  // History, comments and queue: as the list of entries; presence: who works on them
  ListEntryHistory: row('yes yes yes own'),
  ListEntryComments: row('yes yes yes own'),
  AddEntryComment: row('yes yes yes own'),
  ResolveEntryComment: row('yes yes yes own'),
  SetPresence: row('yes – yes own'),
  ListEntries: row('yes yes yes own'),
  // Guideline: read by all of the task, written by who may start it
  GetGuideline: row('yes yes yes yes'),
  SetGuideline: row('yes agency – –'),
  // Preparing tasks, results of tasks, the server itself
  CopyAcceptedResults: row('yes – – –'),
  PreviewDeal: row('yes – – –'),
  ListDataTaskProblems: row('yes – – –'),
  StopDataTask: row('yes – – –'),
  ListDatasetStates: row('yes – – –'),
  ListFormats: row('yes – – –'),
  ListJobs: row('yes – – –'),
  CreateDemoProject: row('yes – – –'),
  ListFolder: row('yes – – –'),
  GuessTableSchema: row('yes – – –'),
}
