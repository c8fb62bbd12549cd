import { sumCounts } from '#adapters/sql/entry-counts.ts'
import type { Db } from '#adapters/sql/store.ts'
import type { WorkforceTaskRow } from '#adapters/sql/tables.ts'
import { countTasks, listTasks } from '#adapters/sql/workforce-tasks.ts'
import { WorkerRole } from '#contract/codes.ts'
import { errors } from '#contract/errors.ts'
import type { PreviewDealResp } from '#contract/ours.ts'
import type {
  CreateWorkforceTaskResp,
  DescWorkforceTaskResp,
  GetWorkforceTaskMetricResp,
  ListWorkforceTasksResp,
  WorkerTask,
  WorkforceTask,
} from '#contract/workforce-tasks.ts'
import { type Call, datasetOf, taskOf } from '#server/handler.ts'
import { createWorkforceTask as create } from '#server/usecases/create-workforce-task.ts'
import { deleteWorkforceTask as remove } from '#server/usecases/delete-workforce-task.ts'
import { previewDeal as preview } from '#server/usecases/preview-deal.ts'
import { startWorkforceTask as start } from '#server/usecases/start-workforce-task.ts'
import { updateWorkforceTask as update } from '#server/usecases/update-workforce-task.ts'
import { viewMetrics } from '#server/views/sample-stats.ts'
import { readTaskFigures, type TaskFigures } from '#server/views/task-figures.ts'
import { viewAcceptanceInDetail, viewLabelStats, viewTask } from '#server/views/task-view.ts'
import { viewWorkerTask } from '#server/views/worker-task-view.ts'
import { readDataset } from './samples.ts'
import { readTask } from './task-samples.ts'

export async function createWorkforceTask(call: Call<'CreateWorkforceTask'>): Promise<CreateWorkforceTaskResp> {
  const { services, scope, body } = call
  return { task_id: await create(services, { dataset: datasetOf(scope), body }) }
}

export async function previewDeal({ services, scope, body }: Call<'PreviewDeal'>): Promise<PreviewDealResp> {
  return preview(services, { dataset: datasetOf(scope), body })
}

export async function startWorkforceTask({ services, actor, scope, body }: Call<'StartWorkforceTask'>) {
  const dataset = datasetOf(scope)
  const task = taskOf(scope)
  refuseOtherNames(body, task)
  await start(services, { actor, dataset, task, body })
  return {}
}

export async function updateWorkforceTask({ services, actor, scope, body }: Call<'UpdateWorkforceTask'>) {
  const dataset = datasetOf(scope)
  const task = taskOf(scope)
  refuseOtherNames(body, task)
  await update(services, { actor, dataset, task, body })
  return {}
}

export async function deleteWorkforceTask({ services, actor, scope }: Call<'DeleteWorkforceTask'>): Promise<null> {
  await remove(services, { actor, dataset: datasetOf(scope), task: taskOf(scope) })
  return null
}

/** Newest first, all of one moment; a manager finds the tasks that are delegated to him. */
export async function listWorkforceTasks(call: Call<'ListWorkforceTasks'>): Promise<ListWorkforceTasksResp> {
  const { services, actor, scope, query } = call
  const dataset = datasetOf(scope)
  const wanted = { dataset_id: dataset.dataset_id, managed_by: actor.worker?.worker_id }
  return services.store.snapshot(async (db) => {
    const rows = await listTasks(db, wanted, { skip: query.offset * query.limit, limit: query.limit })
    const figures = await readTaskFigures(db, rows)
    const tasks: WorkforceTask[] = []
    for (const row of rows) tasks.push(await viewTask(db, dataset, row, figures.get(row.task_id)!))
    return { count: await countTasks(db, wanted), tasks }
  })
}

/** One task with its members' figures, all of one moment; labelers and reviewers find their own row there (D1). */
export async function descWorkforceTask(call: Call<'DescWorkforceTask'>): Promise<DescWorkforceTaskResp> {
  const { services, actor, scope, query } = call
  return services.store.snapshot(async (db) => {
    const { dataset } = await readDataset(db, datasetOf(scope))
    const task = await readTask(db, taskOf(scope))
    const figures = await readFigures(db, task)
    const { acceptance } = figures
    const people = figures.people.filter(
      (person) => isShown(person, figures) && (!scope.own || person.worker_id === actor.worker?.worker_id),
    )
    const ofTask = { ...task, dataset_type: dataset.dataset_type }
    const worker_stats: WorkerTask[] = []
    for (const person of people) worker_stats.push(await viewWorkerTask(db, ofTask, person, figures))
    return {
      ...(await viewTask(db, dataset, task, figures)),
      ...(acceptance && { checking_task_desc: await viewAcceptanceInDetail(db, acceptance) }),
      ...(query.label_stats && { label_stats: await viewLabelStats(db, dataset, task) }),
      worker_stats,
    }
  })
}

/** The figures of the labelers by their e-mail (behaviour 6.2); a labeler finds his own. */
export async function getWorkforceTaskMetrics(
  call: Call<'GetWorkforceTaskMetrics'>,
): Promise<GetWorkforceTaskMetricResp> {
  const { services, actor, scope } = call
  const figures = await services.store.snapshot(async (db) => readFigures(db, await readTask(db, taskOf(scope))))
  const labelers = figures.people.filter(
    (person) =>
      (person.role === WorkerRole.labeler || figures.counts.has(person.worker_id)) &&
      isShown(person, figures) &&
      (!scope.own || person.worker_id === actor.worker?.worker_id),
  )
  return {
    sample_stats: Object.fromEntries(
      labelers.map(({ email, worker_id }) => [
        email ?? worker_id,
        viewMetrics(figures.counts.get(worker_id) ?? sumCounts([])),
      ]),
    ),
  }
}

/** Who left a task is shown as long as entries stand under his name. */
function isShown({ removed, worker_id }: TaskFigures['people'][number], { counts }: TaskFigures): boolean {
  return removed === 0 || (counts.get(worker_id)?.total ?? 0) > 0
}

async function readFigures(db: Db, task: WorkforceTaskRow): Promise<TaskFigures> {
  return (await readTaskFigures(db, [task])).get(task.task_id)!
}

/** Bodies repeat the names of the path; another name there is a mistake of the client's. */
function refuseOtherNames(
  body: { dataset_id?: string; task_id?: string },
  { dataset_id, task_id }: { dataset_id: string; task_id: string },
): void {
  if (body.task_id !== undefined && body.task_id !== task_id) {
    throw errors.workforceTaskUnknown(`task_id: the address names the team task ${task_id}, not ${body.task_id}`)
  }
  if (body.dataset_id !== undefined && body.dataset_id !== dataset_id) {
    throw errors.parameterInvalid(`dataset_id: the address names the dataset ${dataset_id}, not ${body.dataset_id}`)
  }
}
