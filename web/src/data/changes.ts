import type { ChangeEvent } from '#contract/events.ts'
import { type CallId, calls } from '#contract/operations.ts'

/** The work on the data of datasets, whose end changes them. */
const DATA_TASKS = [
  'ListImportTasks',
  'DescImportTask',
  'GetExportTasksStatusOfDataset',
  'ListDatasetVersions',
  'ListDatasetStates',
  'SyncDataSourceState',
] as const satisfies readonly CallId[]

/** What has to be read again when something of a kind has changed. */
const READINGS: Readonly<Record<ChangeEvent['kind'], readonly CallId[]>> = {
  dataset: [
    'ListDatasets',
    'DescDataset',
    'GetDatasetStats',
    'GetDatasetMetrics',
    'ListSamples',
    'ListSearch',
    ...DATA_TASKS,
  ],
  labels: ['ListLabels', 'GetDatasetStats', 'ListSamples'],
  task: ['ListWorkforceTasks', 'DescWorkforceTask', 'ListWorkerTasks', 'GetWorkforceSamplingTask', 'GetGuideline'],
  entries: [
    'ListWorkforceTaskSamples',
    'DescribeWorkforceTaskSample',
    'ListEntryHistory',
    'ListWorkforceTaskStats',
    'GetWorkforceTaskMetrics',
    'DescWorkforceTask',
    'ListWorkerTasks',
    'GetWorkforceSamplingTask',
    'ListEntries',
  ],
  sample: ['ListSamples', 'DescribeSample', 'GetDatasetStats', 'DescDataset', 'ListSampleHistory'],
  jobs: ['ListJobs', ...DATA_TASKS, 'DescDataset', 'ListDatasets', 'DescWorkforceTask', 'ListWorkforceTasks'],
  team: ['ListWorkforces', 'DescWorkforce', 'ListWorkers', 'ListAllWorkers', 'DescWorker'],
}

/** Whether what is kept under a key is an answer of the server's that goes stale: not the session, nor a queue at work. */
export function isReading([id]: readonly unknown[]): boolean {
  return Object.hasOwn(calls, String(id))
}

/** Whether an answer may be wrong since a change; one that names another dataset, task or sample is still right. */
export function isStaleBy(change: ChangeEvent, [id, args]: readonly unknown[]): boolean {
  // A newer server may tell of kinds that are not known here yet.
  if (!READINGS[change.kind]?.includes(id as CallId)) return false
  const names = Object(args) as Partial<ChangeEvent>
  return (['dataset_id', 'workforce_task_id', 'sample_id'] as const).every(
    (name) => names[name] === undefined || change[name] === undefined || names[name] === change[name],
  )
}
