import { DONE_TASKS, findDataTask, listUnfinishedTasks } from '#adapters/sql/data-tasks.ts'
import { findDataset } from '#adapters/sql/datasets.ts'
import { errors } from '#contract/errors.ts'
import { mostSamples } from '#core/datasets/dataset-types.ts'
import { endImport } from '#server/imports/end-import.ts'
import { readSource } from '#server/imports/read-source.ts'
import type { Services } from '#server/services.ts'
import { createFirstTask } from '#server/usecases/first-task.ts'
import type { JobKind } from './jobs.ts'
import { faultOf, mayPass } from './passing-faults.ts'

/**
 * Imports data into a dataset (formats 7, behaviour 2.5): reads the source, and stores samples and labels chunk by chunk with the
 * place at which it goes on. A store that does not answer is asked again for some minutes. So does a new dataset get its first
 * samples, and then its first team task.
 */
export function importData(services: Services, most = mostSamples): JobKind {
  const { store } = services
  return {
    unfinished: () => listUnfinishedTasks(store.db, 'import'),
    run: async (task_id) => {
      const task = await findDataTask(store.db, 'import', task_id)
      const dataset = task && (await findDataset(store.db, task.dataset_id))
      if (!task || !dataset || DONE_TASKS.includes(task.status)) return
      try {
        const problems = await readSource(services, { task, dataset, plan: JSON.parse(task.request), most })
        if (!problems) return
        await endImport(services, task_id, {
          refusal: null,
          missed: await createFirstTask(services, dataset),
          problems,
        })
      } catch (error) {
        const latest = await findDataTask(store.db, 'import', task_id)
        if (mayPass(error, { moved: latest?.update_time ?? 0, now: services.now() })) throw error
        await endImport(services, task_id, { refusal: faultOf(error, errors.importFailed), missed: null })
      }
    },
  }
}
