import { type EntryCounts, sumCounts } from '#adapters/sql/entry-counts.ts'
import type { Db } from '#adapters/sql/store.ts'
import type { WorkforceTaskRow } from '#adapters/sql/tables.ts'
import type { TaskPerson } from '#adapters/sql/task-members.ts'
import { type DatasetType, type EmailStatus, WorkerRole } from '#contract/codes.ts'
import type { WorkerTask } from '#contract/workforce-tasks.ts'
import { checkTaskStats, taskFigures } from '#core/acceptance/report.ts'
import { readTaskStatus, writeWorkerTaskStatus } from '#core/codecs/task-status.ts'
import { viewSampleStats } from './sample-stats.ts'
import { type TaskFigures, verdictsOf } from './task-figures.ts'

type TaskOfDataset = Pick<
  WorkforceTaskRow,
  'task_id' | 'dataset_id' | 'task_name' | 'status' | 'acceptance_number' | 'create_time' | 'update_time'
> & { dataset_type: number }

/**
 * A task as one member sees it (behaviour 6.4): a labeler with the figures of his own entries, a reviewer or manager with
 * those of the whole task.
 */
export async function viewWorkerTask(
  db: Db,
  task: TaskOfDataset,
  person: TaskPerson,
  { counts }: Pick<TaskFigures, 'counts'>,
): Promise<WorkerTask> {
  const isLabeler = person.role === WorkerRole.labeler
  const verdicts = await verdictsOf(db, task, isLabeler ? person.worker_id : undefined)
  const { pass_rate, score } = taskFigures(verdicts)
  const own: EntryCounts = isLabeler ? (counts.get(person.worker_id) ?? sumCounts([])) : sumCounts(counts.values())
  return {
    ...(person.email !== null && { email: person.email }),
    worker_id: person.worker_id,
    role: person.role as WorkerRole,
    task_id: task.task_id,
    workforce_task_name: task.task_name,
    dataset_id: task.dataset_id,
    dataset_type: task.dataset_type as DatasetType,
    task_status: writeWorkerTaskStatus(readTaskStatus(task.status)),
    sample_stats: viewSampleStats(own),
    pass_rate,
    score,
    create_time: task.create_time,
    update_time: Math.max(task.update_time, person.update_time),
    email_status: person.email_status as EmailStatus,
    last_notify_time: person.last_notify_time,
    muster: { checked_sample_count: checkTaskStats(verdicts).checked_sample_count! },
  }
}
