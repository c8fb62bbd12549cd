import { LabelType } from '#contract/codes.ts'
import type { ImportReq, ImportTaskStatusResp } from '#contract/imports.ts'
import type { Muster } from './connection.ts'
import { ExitCode, Failure } from './exit-codes.ts'
import type { Dataset } from './find.ts'
import { beginJob, type Ending, followJob } from './jobs.ts'
import { countOf, printFacts, printJson, printTable, timeOf, wordOf } from './output.ts'
import { readPages } from './pages.ts'
import type { Step } from './progress.ts'
import { isSamePath } from './store-paths.ts'

/** Begins an import and answers the id of its task. */
export function beginImport({ call }: Muster, { dataset_id }: Dataset, body: ImportReq): Promise<string> {
  return beginJob({
    begin: async () => (await call('ImportTask', { dataset_id }, body)).task_id,
    async newest() {
      const { import_tasks } = await call('ListImportTasks', { dataset_id })
      return import_tasks.find(({ import_path }) => isSamePath(import_path, body.import_path))?.task_id
    },
  })
}

/** Waits for an import and tells how it went. */
export function followImport(muster: Muster, dataset: Dataset, task_id: string, ending: Ending) {
  const { dataset_id, dataset_name } = dataset
  return followJob<ImportTaskStatusResp>(muster, ending, {
    listed: { dataset_id, task_id },
    lookAgain: `muster import ${dataset_name} --task ${task_id}`,
    async read() {
      const task = await muster.call('DescImportTask', { dataset_id, task_id })
      if (task.status !== 'NOT_EXIST') return task
      throw new Failure(ExitCode.notFound, `The dataset ${dataset_name} has no import "${task_id}".`)
    },
    isDone: ({ status }) => status === 'COMPLETED' || status === 'FAILED',
    stepOf,
    print: printImport,
    failureOf: ({ status, error_msg, error_code }) =>
      status === 'FAILED' ? `${error_msg} (${error_code})` : undefined,
  })
}

function stepOf({ status, total_sample_count = 0, muster }: ImportTaskStatusResp): Step {
  if (status === 'QUEUING') return { what: 'Waiting to begin', counts: '' }
  const failed = muster?.failed ? `, ${countOf(muster.failed, 'problem')}` : ''
  return {
    what: muster?.dry_run ? 'Reading' : 'Importing',
    counts: `${countOf(total_sample_count, 'sample')}${failed}`,
  }
}

function printImport(task: ImportTaskStatusResp): void {
  const { format, relabelled, left_out, skipped, failed, dry_run, labels } = task.muster ?? {}
  printFacts([
    ['import', task.task_id],
    ['status', `${task.status?.toLowerCase()}${dry_run ? ', nothing was changed' : ''}`],
    ['from', task.import_path],
    ['format', format],
    ['seconds', task.elapsed_time],
    ['samples met', task.total_sample_count],
    ['new', task.imported_sample_count],
    ['with labels', task.annotated_sample_count],
    ['to be confirmed', task.unconfirmed_sample_count || undefined],
    ['labelled anew', relabelled || undefined],
    ['not asked for', left_out || undefined],
    ['passed over', skipped || undefined],
    ['problems', failed],
  ])
  if (!labels?.length) return
  console.log('')
  const rows = labels.map(({ name, type, count, known }) => [name, wordOf(LabelType, type), count, known ? '' : 'new'])
  printTable(['label', 'type', 'met', ''], rows)
}

/** The imports of a dataset, the newest first. */
export async function listImports({ call }: Muster, { dataset_id }: Dataset, json: boolean): Promise<void> {
  const tasks = await readPages(async (page) => {
    const { import_tasks, total_count } = await call('ListImportTasks', { dataset_id, ...page })
    return { rows: import_tasks, total: total_count }
  })
  if (json) return printJson(tasks)
  const rows = tasks.map((task) => [
    timeOf(task.create_time),
    task.muster?.dry_run && task.status === 'COMPLETED' ? 'only tried' : task.status?.toLowerCase(),
    task.total_sample_count,
    task.imported_sample_count,
    task.muster?.failed,
    task.import_path,
    task.task_id,
  ])
  printTable(['begun', 'status', 'samples', 'new', 'problems', 'from', 'id'], rows, 'Nothing was imported.')
}
