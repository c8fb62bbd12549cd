import { tasksToDeal } from '#adapters/sql/deal-requests.ts'
import { WorkforceTaskStatus } from '#contract/codes.ts'
import type { Services } from '#server/services.ts'
import { DealInterrupted, DealRun, type Held } from '#server/usecases/deal-run.ts'
import { dealTask } from '#server/usecases/deal-task.ts'
import { failDeal } from '#server/usecases/fail-deal.ts'
import { redealTask } from '#server/usecases/redeal-task.ts'
import type { JobKind } from './jobs.ts'
import { SEND_MAILS } from './send-mails.ts'

/** Entries made in one step, usually. */
const CHUNK = 1000

/** Deals what the tasks say has to be dealt (behaviour 3.2-3.5). */
export function dealTasks(services: Services, chunk = CHUNK): JobKind {
  return {
    unfinished: () => tasksToDeal(services.store.db),
    run: async (task_id) => {
      const run = new DealRun(services, task_id)
      try {
        for (let held = await run.claim(); held !== null; held = await run.claim())
          await dealOnce(services, run, { ...held, chunk })
      } catch (error) {
        if (!(error instanceof DealInterrupted)) throw error
      }
      services.jobs.start(...SEND_MAILS)
    },
  }
}

async function dealOnce(services: Services, run: DealRun, held: Held & { chunk: number }): Promise<void> {
  if (held.task.status !== WorkforceTaskStatus.starting) return redealTask(services, run, held)
  try {
    await dealTask(services, run, held)
  } catch (error) {
    if (error instanceof DealInterrupted || !(await failDeal(services, run))) throw error
  }
}
