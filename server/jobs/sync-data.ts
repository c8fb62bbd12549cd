import {
  DONE_TASKS,
  findDataTask,
  findLatestTask,
  listUnfinishedTasks,
  lockUnfinishedTask,
  updateDataTask,
} from '#adapters/sql/data-tasks.ts'
import { findDataset } from '#adapters/sql/datasets.ts'
import type { DataTaskRow } from '#adapters/sql/tables.ts'
import { errors } from '#contract/errors.ts'
import { formatObjectPath } from '#core/codecs/object-path.ts'
import { mostSamples } from '#core/datasets/dataset-types.ts'
import { sampleIdOf } from '#server/ids.ts'
import { CLOCK_SLACK, type Stretch } from '#server/imports/follow-file.ts'
import type { Problem } from '#server/imports/problems.ts'
import { readSource } from '#server/imports/read-source.ts'
import type { Services } from '#server/services.ts'
import { findChosenImports } from '#server/sync/chosen-imports.ts'
import { compareFiles, type Listing } from '#server/sync/compare-files.ts'
import { endSync } from '#server/sync/end-sync.ts'
import { noteTrouble } from '#server/sync/note-trouble.ts'
import { removeGone } from '#server/sync/remove-gone.ts'
import type { Sync, SyncProgress } from '#server/sync/sync-step.ts'
import type { JobKind } from './jobs.ts'
import { faultOf, mayPass } from './passing-faults.ts'

/**
 * Synchronises a dataset with its input path (formats 8; dataset 5 → 1): compares the files with the samples, removes samples
 * whose files are gone, and reads new files and changed labels. What was interrupted looks at all files again, finds what is
 * left to do and goes on reading at its place; each step is stored with its counts, so none counts twice.
 */
export function syncData(services: Services): JobKind {
  const { store } = services
  return {
    unfinished: () => listUnfinishedTasks(store.db, 'sync'),
    run: async (task_id) => {
      const task = await beginRun(services, task_id)
      const dataset = task && (await findDataset(store.db, task.dataset_id))
      if (!task || !dataset) return
      const sync: Sync = { task, dataset }
      try {
        const problems = await synchronize(services, sync)
        if (problems) await endSync(services, task, { refusal: null, problems })
      } catch (error) {
        const moved = (await noteTrouble(services, task_id)) ?? 0
        if (mayPass(error, { moved, now: services.now() })) throw error
        await endSync(services, task, { refusal: faultOf(error, errors.syncFailed) })
      }
    },
  }
}

/** The task with nothing compared yet; undefined once it is done. */
async function beginRun({ store, now }: Services, task_id: string): Promise<DataTaskRow | undefined> {
  const found = await findDataTask(store.db, 'sync', task_id)
  if (!found || DONE_TASKS.includes(found.status)) return undefined
  return store.transaction(async (tx) => {
    const task = await lockUnfinishedTask(tx, task_id)
    if (!task) return undefined
    const change = {
      status: 'STARTING',
      progress: JSON.stringify({ ...(JSON.parse(task.progress) as SyncProgress), looked: 0 }),
      start_time: task.start_time ?? now(),
    }
    await updateDataTask(tx, task_id, change)
    return { ...task, ...change }
  })
}

/** Answers what cannot come in, or undefined when it must not go on here: the server stops, or the dataset was deleted. */
async function synchronize(services: Services, sync: Sync): Promise<Problem[] | undefined> {
  const chosen = await findChosenImports(services.store.db, sync.dataset)
  const listing = await compareFiles(services, sync, chosen)
  if (!listing || !(await removeGone(services, sync, listing))) return undefined
  return (await addFiles(services, sync, { listing, chosen })) ? listing.unusable.problems() : undefined
}

/** Reads what is new, and of the samples whose labels are no person's those whose labels may have changed since the last time. */
async function addFiles(
  services: Services,
  { task, dataset }: Sync,
  { listing, chosen }: { listing: Listing; chosen: readonly Stretch[] },
): Promise<boolean> {
  const { dataset_id } = dataset
  const { fresh, untouched, noted } = listing
  const last = await findLatestTask(services.store.db, { dataset_id, kind: 'sync', status: 'COMPLETED' })
  const isNoted = noted > (last?.create_time ?? dataset.create_time) - CLOCK_SLACK
  if (fresh.size === 0 && !(isNoted && untouched.size > 0)) return true
  const plan = JSON.parse(task.request)
  const { bucket, key } = plan.source
  const isWanted = (path: string, changes: boolean) => {
    const sample_id = sampleIdOf(dataset_id, formatObjectPath({ bucket, key: key + path }, 'slash'), null)
    return fresh.has(sample_id) || (changes && isNoted && untouched.has(sample_id))
  }
  const read = await readSource(services, { task, dataset, plan, most: mostSamples, asked: { isWanted, chosen } })
  return read !== undefined
}
