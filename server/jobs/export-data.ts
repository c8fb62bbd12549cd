import {
  findDataTask,
  insertProblems,
  listUnfinishedTasks,
  lockUnfinishedTask,
  mostProblems,
  updateDataTask,
} from '#adapters/sql/data-tasks.ts'
import { findDataset } from '#adapters/sql/datasets.ts'
import { endExport, failExport } from '#server/exports/end-export.ts'
import type { ExportPlan, ExportProgress, ExportRun } from '#server/exports/export-plan.ts'
import { type Problem, writeExport } from '#server/exports/write-export.ts'
import type { Services } from '#server/services.ts'
import type { JobKind } from './jobs.ts'
import { faultOf, mayPass } from './passing-faults.ts'

/**
 * Exports samples to a folder or into a new dataset (formats 10; INIT → RUNNING → SUCCESSED or FAILED). What was interrupted is
 * written again from the beginning, into the same files.
 */
export function exportData(services: Services): JobKind {
  const { store } = services
  return {
    unfinished: () => listUnfinishedTasks(store.db, 'export'),
    run: async (task_id) => {
      const task = await findDataTask(store.db, 'export', task_id)
      const dataset = task && (await findDataset(store.db, task.dataset_id))
      if (!task || !dataset) return
      try {
        const plan: ExportPlan = JSON.parse(task.request)
        let isFirst = true
        const goesOn = (progress: ExportRun, problems: readonly Problem[]) => {
          const begins = isFirst
          isFirst = false
          return noteProgress(services, task_id, { progress, problems, begins })
        }
        const isDone = await store.snapshot((db) => writeExport(services, db, { dataset, plan, goesOn }))
        if (isDone) await endExport(services, { task, dataset, plan })
      } catch (error) {
        const latest = await findDataTask(store.db, 'export', task_id)
        if (mayPass(error, { moved: latest?.update_time ?? 0, now: services.now() })) throw error
        await failExport(services, task_id, faultOf(error))
      }
    },
  }
}

type Note = { progress: ExportRun; problems: readonly Problem[]; begins: boolean }

/** Answers false when the export must not go on here: the server stops, or its dataset was deleted. */
async function noteProgress(
  { store, jobs, now }: Services,
  task_id: string,
  { progress, problems, begins }: Note,
): Promise<boolean> {
  if (jobs.stopped) return false
  const time = now()
  return store.transaction(async (tx) => {
    const task = await lockUnfinishedTask(tx, task_id)
    if (!task) return false
    const before: ExportProgress = JSON.parse(task.progress)
    // What an interrupted run has listed comes again.
    if (begins) await tx.deleteFrom('data_task_problem').where('task_id', '=', task_id).execute()
    const listed = begins ? 0 : before.listed
    const kept = problems.slice(0, mostProblems - listed)
    await insertProblems(tx, task_id, kept)
    await updateDataTask(tx, task_id, {
      status: 'RUNNING',
      progress: JSON.stringify({
        ...progress,
        listed: listed + kept.length,
        furthest: Math.max(before.furthest, progress.finished_sample_count),
      } satisfies ExportProgress),
      start_time: task.start_time ?? time,
      update_time: progress.finished_sample_count > before.furthest ? time : task.update_time,
    })
    return true
  })
}
