import { command } from '#cli/command.ts'
import type { Muster } from '#cli/connection.ts'
import { type Dataset, findDataset } from '#cli/find.ts'
import { percent, printJson, printTable, wordOf } from '#cli/output.ts'
import { readPages } from '#cli/pages.ts'
import { WorkforceTaskStatus } from '#contract/codes.ts'
import type { WorkerTask, WorkforceTask } from '#contract/workforce-tasks.ts'

export const tasks = command({
  summary: 'lists team tasks with how far they are',
  about: 'A member sees the tasks that he takes part in, with his own figures; an owner sees all of them.',
  operands: ['[<dataset>]'],
  options: {},
  async run({ operands: [name], json, connect }) {
    const muster = await connect()
    const dataset = name === undefined ? undefined : await findDataset(muster, name)
    const own = await listOwnTasks(muster)
    const isMember = own.length > 0
    const datasets = isMember || dataset ? [] : await listDatasets(muster)
    const found: Task[] = isMember
      ? own.filter(({ dataset_id }) => !dataset || dataset_id === dataset.dataset_id)
      : await listTasks(muster, dataset ? [dataset] : datasets)
    if (json) return printJson(found)
    const names = new Map(datasets.map(({ dataset_id, dataset_name }) => [dataset_id, dataset_name]))
    const headline = ['task', 'status', 'entries', 'labelled', 'accepted', 'rejected', 'dataset', 'id']
    const rows = found.map((task) =>
      rowOf(task, dataset?.dataset_name ?? names.get(task.dataset_id) ?? task.dataset_id),
    )
    printTable(headline, rows, 'There are no team tasks.')
  },
})

type Task = WorkerTask | WorkforceTask
type ListedDataset = Pick<Dataset, 'dataset_name' | 'workforce_task_count'> & { dataset_id?: string }

/** An owner takes part in none. */
function listOwnTasks({ call }: Muster): Promise<WorkerTask[]> {
  return readPages(async (page) => {
    const { worker_tasks, count } = await call('ListWorkerTasks', page)
    return { rows: worker_tasks, total: count }
  })
}

function listDatasets({ call }: Muster): Promise<ListedDataset[]> {
  return readPages(async (page) => {
    const { datasets, total_number } = await call('ListDatasets', page)
    return { rows: datasets, total: total_number }
  })
}

async function listTasks({ call }: Muster, datasets: readonly ListedDataset[]): Promise<WorkforceTask[]> {
  const all: WorkforceTask[] = []
  for (const { dataset_id, workforce_task_count } of datasets) {
    if (workforce_task_count === 0) continue
    all.push(...(await call('ListWorkforceTasks', { dataset_id: dataset_id! })).tasks)
  }
  return all
}

function rowOf(task: Task, dataset: string | undefined) {
  const name = 'task_name' in task ? task.task_name : (task as WorkerTask).workforce_task_name
  const status = 'task_status' in task ? task.task_status : (task as WorkforceTask).status
  const { total_sample_count = 0, accepted_sample_count, rejected_sample_count, ...stats } = task.sample_stats ?? {}
  const open = (stats.unannotated_sample_count ?? 0) + (stats.auto_annotation_sample_count ?? 0)
  return [
    name,
    wordOf(WorkforceTaskStatus, status),
    total_sample_count,
    total_sample_count ? percent(1 - open / total_sample_count) : '',
    accepted_sample_count,
    rejected_sample_count,
    dataset,
    task.task_id,
  ]
}
