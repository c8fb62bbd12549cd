import { setImmediate as otherWork } from 'node:timers/promises'
import {
  endErasure,
  lockErasure,
  membersToErase,
  moveErasure,
  renameInAudit,
  renameInSamples,
} from '#adapters/sql/erasures.ts'
import type { Tx } from '#adapters/sql/store.ts'
import type { Services } from '#server/services.ts'
import type { JobKind } from './jobs.ts'

/** Samples looked through in one step. */
const CHUNK = 500

/**
 * Takes the address of a deleted member out of the names that labels, histories and audit keep (D48, behaviour 1): his
 * `human/<address>` becomes `human/<worker_id>`. Each step notes how far it came.
 */
export function eraseNames({ store, jobs }: Services, chunk = CHUNK): JobKind {
  return {
    unfinished: () => membersToErase(store.db),
    run: async (worker_id) => {
      while (!jobs.stopped && (await store.transaction((tx) => eraseNext(tx, worker_id, chunk)))) await otherWork()
    },
  }
}

async function eraseNext(tx: Tx, worker_id: string, count: number): Promise<boolean> {
  const erasure = await lockErasure(tx, worker_id)
  if (!erasure) return false
  const { project_id, email, after } = erasure
  const names = { from: `human/${email}`, to: `human/${worker_id}` }
  const reached = await renameInSamples(tx, { project_id, after, count }, names)
  if (reached === null) {
    await renameInAudit(tx, project_id, names)
    await endErasure(tx, worker_id)
    return false
  }
  await moveErasure(tx, worker_id, reached)
  return true
}
