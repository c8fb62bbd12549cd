import { setImmediate as otherWork } from 'node:timers/promises'
import { endOfStretch } from '#adapters/sql/acceptances.ts'
import { readCopyRequest, tasksToCopy, writeCopyRequest } from '#adapters/sql/copy-requests.ts'
import { lockDataset, lockTask } from '#adapters/sql/locks.ts'
import { EntryStateCode } from '#adapters/sql/state-codes.ts'
import type { Tx } from '#adapters/sql/store.ts'
import { DatasetStatus } from '#contract/codes.ts'
import { NO_CHOICES } from '#core/acceptance/choices.ts'
import type { Services } from '#server/services.ts'
import { copyAccepted } from '#server/usecases/copy-accepted.ts'
import type { JobKind } from './jobs.ts'

/** Entries looked at in one step, usually. */
const CHUNK = 1000

/**
 * Copies the accepted labels of a task into its dataset (D19), stretch by stretch in the order of the samples, so that all
 * accepted entries of a sample meet. Each step notes how far it came, in the same transaction: going on after a crash, or
 * twice at once, is harmless.
 */
export function copyResults({ store, jobs, now }: Services, chunk = CHUNK): JobKind {
  return {
    unfinished: () => tasksToCopy(store.db),
    run: async (task_id) => {
      while (!jobs.stopped && (await store.transaction((tx) => copyNext(tx, task_id, { chunk, now: now() })))) {
        await otherWork()
      }
    },
  }
}

/** Copies the next stretch; answers whether there is more to do. */
async function copyNext(tx: Tx, task_id: string, { chunk, now }: { chunk: number; now: number }): Promise<boolean> {
  const row = await tx
    .selectFrom('workforce_task')
    .select('dataset_id')
    .where('task_id', '=', task_id)
    .executeTakeFirst()
  const dataset = row && (await lockDataset(tx, row.dataset_id, 'share'))
  const task = dataset && (await lockTask(tx, task_id, 'update'))
  const request = task && readCopyRequest(task)
  if (!request || dataset.status === DatasetStatus.deleting) return false
  const { after, overwrite, by } = request
  const reached = await endOfStretch(tx, task_id, { after, count: chunk })
  if (reached === null) {
    await writeCopyRequest(tx, task_id, null)
    return false
  }
  const accepted = await tx
    .selectFrom('entry')
    .select(['entry_key', 'sample_key', 'worker_id', 'labels', 'metadata', 'sample_usage', 'check_score', 'save_time'])
    .where('task_id', '=', task_id)
    .where('state', '=', EntryStateCode.ACCEPTED)
    .where('sample_key', '>', after)
    .where('sample_key', '<=', reached)
    .orderBy('sample_key')
    .execute()
  await copyAccepted(tx, accepted, { dataset_id: dataset.dataset_id, overwrite, choices: NO_CHOICES, by, now })
  await writeCopyRequest(tx, task_id, { ...request, after: reached, done: request.done + accepted.length })
  return true
}
