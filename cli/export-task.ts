import type { ExportReq, ExportTaskStatusResp } from '#contract/exports.ts'
import type { Muster } from './connection.ts'
import type { Dataset } from './find.ts'
import { beginJob, type Ending, followJob } from './jobs.ts'
import { printLosses } from './losses.ts'
import { countOf, printFacts, printJson, printTable, timeOf } from './output.ts'
import { readPages } from './pages.ts'
import { isSamePath } from './store-paths.ts'

/** Begins an export and answers the id of its task. */
export function beginExport({ call }: Muster, { dataset_id }: Dataset, body: ExportReq): Promise<string> {
  return beginJob({
    begin: async () => (await call('ExportTask', { dataset_id }, body)).task_id!,
    async newest() {
      const { export_tasks } = await call('GetExportTasksStatusOfDataset', { dataset_id })
      return export_tasks.find(({ path }) => isSamePath(path, body.path))?.task_id
    },
  })
}

/** Waits for an export and tells how it went. */
export function followExport(
  muster: Muster,
  { dataset_id, dataset_name }: Dataset,
  task_id: string,
  ending: Ending,
): Promise<ExportTaskStatusResp> {
  return followJob<ExportTaskStatusResp>(muster, ending, {
    listed: { dataset_id, task_id },
    lookAgain: `muster export ${dataset_name} --task ${task_id}`,
    read: () => muster.call('GetExportTaskStatusOfDataset', { resource_id: dataset_id, task_id }),
    isDone: ({ status }) => status === 'SUCCESSED' || status === 'FAILED',
    stepOf: ({ status, finished_sample_count: done = 0, total_sample_count: total }) => ({
      what: status === 'INIT' ? 'Waiting to begin' : 'Exporting',
      counts: status === 'INIT' ? '' : countOf(done, 'sample'),
      done,
      total,
    }),
    print: printExport,
    failureOf: ({ status, error_msg, error_code }) =>
      status === 'FAILED' ? `${error_msg} (${error_code})` : undefined,
  })
}

/** The wire spells the end of an export wrongly. */
const wordOfStatus = (status: string | undefined) => status?.toLowerCase().replace('successed', 'completed')

function printExport(task: ExportTaskStatusResp): void {
  const { format, failed, dataset_id, losses } = task.muster ?? {}
  printFacts([
    ['export', task.task_id],
    ['status', wordOfStatus(task.status)],
    ['to', task.path],
    ['format', format],
    ['samples', task.finished_sample_count],
    ['files not copied', failed || undefined],
    ['new dataset', dataset_id],
  ])
  printLosses(losses)
}

/** The exports of a dataset, the newest first. */
export async function listExports({ call }: Muster, { dataset_id }: Dataset, json: boolean): Promise<void> {
  const tasks = await readPages(async (page) => {
    const { export_tasks, total_count } = await call('GetExportTasksStatusOfDataset', { dataset_id, ...page })
    return { rows: export_tasks, total: total_count }
  })
  if (json) return printJson(tasks)
  const rows = tasks.map((task) => [
    timeOf(task.create_time),
    wordOfStatus(task.status),
    task.finished_sample_count,
    task.muster?.format,
    task.path,
    task.task_id,
  ])
  printTable(['begun', 'status', 'samples', 'format', 'to', 'id'], rows, 'Nothing was exported.')
}
