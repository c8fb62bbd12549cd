import { useSend } from '#web/data/calls.ts'

/** Ends a task on the data of a dataset that is under way. */
export function useStopTask() {
  return useSend('StopDataTask', [
    'ListImportTasks',
    'DescImportTask',
    'GetExportTasksStatusOfDataset',
    'SyncDataSourceState',
    'DescDataset',
    'ListJobs',
  ])
}
