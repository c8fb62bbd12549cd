import { tallyOfAcceptance, tallyOfTask } from '#adapters/sql/acceptances.ts'
import { readLabelTotals } from '#adapters/sql/entry-label-counts.ts'
import { readLabelSet } from '#adapters/sql/label-sets.ts'
import type { Db } from '#adapters/sql/store.ts'
import type { AcceptanceRow, DatasetRow, WorkforceTaskRow } from '#adapters/sql/tables.ts'
import type { WorkforceSamplingTaskDesc } from '#contract/acceptance.ts'
import { type DataSyncType, FinishingAction, type LabelType, WorkerRole, WorkforceTaskStatus } from '#contract/codes.ts'
import { MusterError } from '#contract/errors.ts'
import type { LabelStats } from '#contract/labels.ts'
import type { WorkforceConfig, WorkforcesConfig, WorkforceTask } from '#contract/workforce-tasks.ts'
import { checkTaskStats, taskFigures } from '#core/acceptance/report.ts'
import type { Membership } from '#core/workforce-tasks/members.ts'
import { readConfig } from '#server/usecases/task-config.ts'
import { choosePeople, everybody } from '#server/usecases/task-people.ts'
import { viewSampleStats } from './sample-stats.ts'
import { showsEntries, type TaskFigures, totalCounts, verdictsOf } from './task-figures.ts'

/** A team task as its owner sees it in a list; sample and personnel figures always come along (behaviour 6.2). */
export async function viewTask(
  db: Db,
  dataset: DatasetRow,
  task: WorkforceTaskRow,
  figures: TaskFigures,
): Promise<WorkforceTask> {
  const { acceptance } = figures
  const counts = totalCounts(figures)
  const people = await viewPeople(db, dataset, task, figures)
  const sampled = acceptance?.status === 'open' ? Math.min(acceptance.sampled, counts.UNCHECK) : 0
  return {
    dataset_id: task.dataset_id,
    task_id: task.task_id,
    task_name: task.task_name,
    description: task.description,
    status: task.status as WorkforceTaskStatus,
    create_time: task.create_time,
    update_time: task.update_time,
    repetition: task.repetition,
    synchronize_data: task.synchronize_data === 1,
    synchronize_auto_labeling_data: task.synchronize_auto_labeling_data === 1,
    auto_sync_dataset: task.auto_sync_dataset === 1,
    sample_search_conditions: JSON.parse(task.sample_conditions ?? '[]'),
    ...people,
    sample_stats: viewSampleStats(counts, { sampled, deleted: task.deleted_sample_count }),
    ...taskFigures(await verdictsOf(db, task)),
    ...(acceptance && { checking_task_desc: viewAcceptance(acceptance) }),
    ...viewExtras(task),
  }
}

/** The last acceptance with its figures and those of all. */
export async function viewAcceptanceInDetail(db: Db, acceptance: AcceptanceRow): Promise<WorkforceSamplingTaskDesc> {
  return {
    ...viewAcceptance(acceptance),
    checking_stats: {
      task_id: acceptance.checking_task_id,
      ...checkTaskStats(await tallyOfAcceptance(db, acceptance)),
    },
    total_stats: checkTaskStats(await tallyOfTask(db, acceptance.task_id)),
  }
}

/** Every label of the set with its uses in the entries of the task, also those without any. */
export async function viewLabelStats(db: Db, dataset: DatasetRow, task: WorkforceTaskRow): Promise<LabelStats[]> {
  const { definitions } = await readLabelSet(db, dataset)
  const totals = showsEntries(task) ? await readLabelTotals(db, task.task_id) : new Map()
  return definitions.map(({ label_key, name, type, attributes, property }) => ({
    name,
    type: type as LabelType,
    attributes,
    property,
    count: totals.get(label_key)?.instances ?? 0,
    sample_count: totals.get(label_key)?.entries ?? 0,
  }))
}

/** A cancelled acceptance has an id, but no action that a client could be told. */
function viewAcceptance({ checking_task_id, action, overwrite_last_result }: AcceptanceRow): WorkforceSamplingTaskDesc {
  const finished = Object.values(FinishingAction).find((one) => one === action)
  return {
    checking_task_id,
    ...(finished !== undefined && { action: finished }),
    overwrite_last_result: overwrite_last_result === 1,
  }
}

/** What the wire has no place for: the echo of data_sync_type (D20), and why a deal failed (behaviour 2.2). */
function viewExtras({ data_sync_type, error_code, error_msg }: WorkforceTaskRow): Pick<WorkforceTask, 'muster'> {
  if (data_sync_type === null && error_code === null) return {}
  return {
    muster: {
      ...(data_sync_type !== null && { data_sync_type: data_sync_type as DataSyncType }),
      ...(error_code !== null && { error_code, error_msg: error_msg ?? '' }),
    },
  }
}

type People = Pick<WorkforceTask, 'workforces_config' | 'workforce_stats'>

async function viewPeople(
  db: Db,
  dataset: DatasetRow,
  task: WorkforceTaskRow,
  { people }: Pick<TaskFigures, 'people'>,
): Promise<People> {
  const present = people.filter(({ removed }) => removed === 0)
  const manager = present.find(({ worker_id }) => worker_id === task.agency_worker_id)
  const agency = task.agency_worker_id === null ? {} : { agency: manager?.email ?? task.agency_worker_id }
  if (task.status === WorkforceTaskStatus.created) {
    const chosen = await peopleToCome(db, dataset, task)
    const workforces = readConfig(task.workforces_config).workforces.map((team) => withNames(team, chosen))
    return { workforces_config: { ...agency, workforces }, workforce_stats: statsOf(chosen, workforces) }
  }
  const teams = Map.groupBy(present, ({ workforce_id }) => workforce_id)
  // A manager to whom the task was handed is shown as agency; his team only if others of it take part.
  if (manager && teams.get(manager.workforce_id)?.length === 1) teams.delete(manager.workforce_id)
  const workforces = [...teams].map(([workforce_id, members]) => ({
    workforce_id,
    ...(members[0]!.workforce_name !== null && { workforce_name: members[0]!.workforce_name }),
    workers: members.map(({ email, worker_id, role }) => ({
      ...(email !== null && { email }),
      worker_id,
      role: role as WorkerRole,
    })),
  }))
  return { workforces_config: { ...agency, workforces }, workforce_stats: statsOf(present, workforces) }
}

/** Who would take part if a created task were started now; nobody if its teams have changed so that it cannot. */
async function peopleToCome(db: Db, { project_id }: DatasetRow, task: WorkforceTaskRow): Promise<Membership[]> {
  const config = readConfig(task.workforces_config)
  try {
    return everybody(await choosePeople(db, { project_id, config, agency: null }))
  } catch (error) {
    if (error instanceof MusterError) return []
    throw error
  }
}

function withNames(team: WorkforceConfig, people: readonly Membership[]): WorkforceConfig {
  const { workers, ...names } = team
  if (!workers) return names
  return {
    ...names,
    workers: workers.map((worker) => {
      const person = people.find(({ worker_id }) => worker_id === worker.worker_id)
      return person ? { email: person.email, worker_id: person.worker_id, role: person.role } : worker
    }),
  }
}

function statsOf(people: readonly { role: number }[], workforces: NonNullable<WorkforcesConfig['workforces']>) {
  const count = (role: WorkerRole) => people.filter((person) => person.role === role).length
  return {
    labeler_count: count(WorkerRole.labeler),
    reviewer_count: count(WorkerRole.reviewer),
    workforce_count: workforces.length,
  }
}
