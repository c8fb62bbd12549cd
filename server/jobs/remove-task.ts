import { setImmediate as otherWork } from 'node:timers/promises'
import { dropTask, lockHiddenTask, tasksToRemove } from '#adapters/sql/workforce-tasks.ts'
import type { Services } from '#server/services.ts'
import { removeEntries } from '#server/usecases/remove-entries.ts'
import type { JobKind } from './jobs.ts'

/** Removes what is left of deleted tasks: entries in steps, then the task itself. */
export function removeTask(services: Services): JobKind {
  const { store } = services
  return {
    unfinished: () => tasksToRemove(store.db),
    run: async (task_id) => {
      for (let after: number | null = 0; after !== null && !services.jobs.stopped; await otherWork()) {
        const reached: number = after
        after = await store.transaction(async (tx) => {
          if (!(await lockHiddenTask(tx, task_id))) return null
          const last = await removeEntries(tx, task_id, reached)
          if (last === null) await dropTask(tx, task_id)
          return last
        })
      }
    },
  }
}
