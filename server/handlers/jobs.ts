import { countEntries } from '#adapters/sql/entry-counts.ts'
import {
  acceptancesUnderWay,
  copiesUnderWay,
  datasetsBeingDeleted,
  dataTasksUnderWay,
  dealsUnderWay,
  removalsUnderWay,
  type TaskUnderWay,
  versionsUnderWay,
} from '#adapters/sql/jobs-under-way.ts'
import { countSamples } from '#adapters/sql/sample-counts.ts'
import type { Db } from '#adapters/sql/store.ts'
import { WorkforceTaskStatus } from '#contract/codes.ts'
import type { Job } from '#contract/ours.ts'
import type { ExportProgress } from '#server/exports/export-plan.ts'
import type { Call } from '#server/handler.ts'
import type { ImportPlan, ImportProgress } from '#server/imports/import-plan.ts'
import type { SyncProgress } from '#server/sync/sync-step.ts'
import type { VersionProgress } from '#server/versions/version-plan.ts'

/** The work of a project that goes on in the background, read from its records, all of one moment. */
export function listJobs({ services, actor }: Call<'ListJobs'>): Promise<{ jobs: Job[] }> {
  const { project_id } = actor
  return services.store.snapshot(async (db) => ({
    jobs: [
      ...(await datasetsBeingDeleted(db, project_id)).map((dataset): Job => ({ kind: 'delete_dataset', ...dataset })),
      ...(await imports(db, project_id)),
      ...(await syncs(db, project_id)),
      ...(await exports(db, project_id)),
      ...(await versions(db, project_id)),
      ...(await deals(db, project_id)),
      ...(await acceptances(db, project_id)),
      ...(await copiesUnderWay(db, project_id)).map(
        ({ done, total, ...task }): Job => ({ kind: 'copy_accepted', ...namesOf(task), done, total }),
      ),
      ...(await removalsUnderWay(db, project_id)).map((task): Job => ({ kind: 'delete_task', ...namesOf(task) })),
    ],
  }))
}

async function imports(db: Db, project_id: string): Promise<Job[]> {
  const rows = await dataTasksUnderWay(db, { project_id, kind: 'import' })
  return rows.map(({ request, progress, ...task }) => {
    const { first, dry_run }: ImportPlan = JSON.parse(request)
    const kind = first ? 'scan' : dry_run ? 'check' : 'import'
    // How much there is to read is known only at the end.
    const { total_sample_count }: ImportProgress = JSON.parse(progress)
    return { kind, ...task, done: total_sample_count }
  })
}

async function syncs(db: Db, project_id: string): Promise<Job[]> {
  const rows = await dataTasksUnderWay(db, { project_id, kind: 'sync' })
  return rows.map(({ request: _, progress, ...task }) => {
    const { looked }: SyncProgress = JSON.parse(progress)
    return { kind: 'sync', ...task, done: looked }
  })
}

async function exports(db: Db, project_id: string): Promise<Job[]> {
  const rows = await dataTasksUnderWay(db, { project_id, kind: 'export' })
  return rows.map(({ request: _, progress, ...task }) => {
    const { finished_sample_count: done, total_sample_count: total }: ExportProgress = JSON.parse(progress)
    return { kind: 'export', ...task, done, total }
  })
}

async function versions(db: Db, project_id: string): Promise<Job[]> {
  const rows = await versionsUnderWay(db, project_id)
  const counts = await countSamples(
    db,
    rows.map(({ dataset_id }) => dataset_id),
  )
  return rows.map(({ dataset_id, dataset_name, hidden, progress }) => {
    const { finished_sample_count: done }: VersionProgress = JSON.parse(progress)
    const kind = hidden === 1 ? 'switch' : 'publish'
    return { kind, dataset_id, dataset_name, done, total: counts.get(dataset_id)!.total }
  })
}

async function deals(db: Db, project_id: string): Promise<Job[]> {
  const rows = await dealsUnderWay(db, project_id)
  const samples = await countSamples(
    db,
    rows.map(({ dataset_id }) => dataset_id),
  )
  const jobs: Job[] = []
  for (const { status, repetition, sample_conditions, ...task } of rows) {
    const job: Job = { kind: 'deal', ...namesOf(task) }
    // A later round deals what has come or is left; only the first one deals everything.
    if (status === WorkforceTaskStatus.starting) job.done = (await countEntries(db, task.task_id)).total
    if (status === WorkforceTaskStatus.starting && sample_conditions === null) {
      job.total = samples.get(task.dataset_id)!.unlabelled * repetition
    }
    jobs.push(job)
  }
  return jobs
}

async function acceptances(db: Db, project_id: string): Promise<Job[]> {
  const rows = await acceptancesUnderWay(db, project_id)
  return rows.map((row): Job => {
    if (row.status === 'sampling') return { kind: 'draw', ...namesOf(row) }
    return { kind: 'finish', ...namesOf(row), done: row.accepted_count + row.rejected_count, total: row.pool }
  })
}

function namesOf({ dataset_id, dataset_name, task_id, task_name }: TaskUnderWay) {
  return { dataset_id, dataset_name, workforce_task_id: task_id, task_name }
}
