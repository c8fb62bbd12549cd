import { countTasksOfWorker, listTasksOfWorker } from '#adapters/sql/worker-tasks.ts'
import type { ListWorkerTasksResp, WorkerTask } from '#contract/workforce-tasks.ts'
import type { Call } from '#server/handler.ts'
import { readTaskFigures } from '#server/views/task-figures.ts'
import { viewWorkerTask } from '#server/views/worker-task-view.ts'

/** The tasks of the caller in all datasets (behaviour 6.4), all of one moment. An owner takes part in none. */
export async function listWorkerTasks({
  services,
  actor,
  query,
}: Call<'ListWorkerTasks'>): Promise<ListWorkerTasksResp> {
  if (!actor.worker) return { count: 0, worker_tasks: [] }
  const { worker_id } = actor.worker
  const { search_content, order, limit, offset } = query
  const sort_by = query.sort_by === 'workforce_task_name' ? 'task_name' : query.sort_by
  const wanted = { worker_id, search_content }
  return services.store.snapshot(async (db) => {
    const tasks = await listTasksOfWorker(db, wanted, { sort_by, order, limit, skip: offset * limit })
    const figures = await readTaskFigures(db, tasks)
    const worker_tasks: WorkerTask[] = []
    for (const task of tasks) {
      const ofTask = figures.get(task.task_id)!
      const person = ofTask.people.find((one) => one.worker_id === worker_id)!
      worker_tasks.push(await viewWorkerTask(db, task, person, ofTask))
    }
    return { count: await countTasksOfWorker(db, wanted), worker_tasks }
  })
}
