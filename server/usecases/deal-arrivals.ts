import { type DealRequest, readDealRequest, writeDealRequest } from '#adapters/sql/deal-requests.ts'
import { countEntriesOfWorkers } from '#adapters/sql/entry-counts.ts'
import { readLabelSet } from '#adapters/sql/label-sets.ts'
import { lockTasks } from '#adapters/sql/locks.ts'
import type { Tx } from '#adapters/sql/store.ts'
import type { WorkforceTaskRow } from '#adapters/sql/tables.ts'
import { readLabelers } from '#adapters/sql/task-members.ts'
import { DataSyncType, WorkforceTaskStatus } from '#contract/codes.ts'
import { seededRandom } from '#core/acceptance/random.ts'
import { readTaskStatus, writeTaskStatus } from '#core/codecs/task-status.ts'
import { isRefusal } from '#core/refusal.ts'
import { dealMore } from '#core/workforce-tasks/dealing.ts'
import { moveTask } from '#core/workforce-tasks/task-life.ts'
import { newHexId } from '#server/ids.ts'
import { refuse } from '#server/refuse.ts'
import type { Services } from '#server/services.ts'
import type { DealRun, Held } from './deal-run.ts'
import { insertDealt } from './insert-dealt.ts'
import { choiceOf, selectSamples, UNLABELLED } from './select-samples.ts'

/** Samples looked at in one step. */
const CHUNK = 1000

/**
 * Notes in the transaction that stores samples that they are to be dealt to the started tasks that want them
 * (`synchronize_data`, behaviour 3.4): the unlabelled ones with the key `from` and later ones. So a crash loses none.
 * Wants the dataset locked. Returns the tasks for which the job `deal` is to be started afterwards.
 */
export async function noteArrivals(
  tx: Tx,
  { dataset_id, from, now }: { dataset_id: string; from: number; now: number },
): Promise<string[]> {
  const wanting = (await lockTasks(tx, dataset_id)).filter(wantsArrivals)
  for (const task of wanting) {
    const request: DealRequest = readDealRequest(task) ?? { seed: newHexId(), at: now }
    const arrived_from = Math.min(request.arrived_from ?? from, from)
    await writeDealRequest(tx, task.task_id, { ...request, arrived_from })
  }
  return wanting.map(({ task_id }) => task_id)
}

function wantsArrivals({ status, synchronize_data, data_sync_type }: WorkforceTaskRow): boolean {
  if (status === WorkforceTaskStatus.created) return false
  return synchronize_data === 1 || data_sync_type === DataSyncType.data || data_sync_type === DataSyncType.dataAndLabels
}

/** Deals the unlabelled samples that have arrived and are not in the task yet, the latest ones last. */
export async function dealArrivals(services: Services, run: DealRun, { task }: Held): Promise<void> {
  for (let more = true; more; ) {
    const first_key = await services.store.reserveKeys('entry', CHUNK * task.repetition)
    more = await run.step((tx, held) => dealNext(tx, held, { first_key, now: services.now() }))
  }
}

async function dealNext(
  tx: Tx,
  { dataset, task, request }: Held,
  { first_key, now }: { first_key: number; now: number },
): Promise<boolean> {
  if (request.arrived_from === undefined) return false
  const choice = choiceOf(dataset, task, { labelSet: await readLabelSet(tx, dataset), at: now })
  const range = { after: request.arrived_from - 1, limit: CHUNK }
  const found: Awaited<ReturnType<typeof selectSamples>>[] = []
  for (const state of UNLABELLED) found.push(await selectSamples(tx, choice, { ...range, state }))
  const horizon = Math.min(...found.map(({ last }) => last ?? Number.POSITIVE_INFINITY))
  const keys = found.flatMap(({ keys }) => keys.filter((key) => key <= horizon)).sort((a, b) => a - b)
  // What lies behind the thousandth is left for the next step: the keys that were reserved have to suffice.
  const arrived = keys.slice(0, CHUNK)
  const reached = keys.length > CHUNK ? arrived.at(-1)! : horizon
  await insertArrived(tx, task, { sample_keys: arrived, first_key, now })
  const { arrived_from: _, ...done } = request
  const more = reached < Number.POSITIVE_INFINITY
  await writeDealRequest(tx, task.task_id, more ? { ...request, arrived_from: reached + 1 } : done)
  return more
}

/** Deals samples to the labelers who have the fewest entries (behaviour 3.4); a completed task goes on (D9). */
async function insertArrived(
  tx: Tx,
  task: WorkforceTaskRow,
  { sample_keys, first_key, now }: { sample_keys: readonly number[]; first_key: number; now: number },
): Promise<void> {
  const { task_id, repetition } = task
  const known = await tx.each.select(
    'entry',
    ['task_id', 'sample_key'],
    ['sample_key'],
    sample_keys.map((sample_key) => [task_id, sample_key]),
  )
  const inTask = new Set(known.map(({ sample_key }) => sample_key))
  const samples = sample_keys.filter((key) => !inTask.has(key))
  const counts = await countEntriesOfWorkers(tx, task_id)
  const labelers = (await readLabelers(tx, task_id)).map((worker) => ({
    worker,
    entries: counts.get(worker)?.total ?? 0,
  }))
  if (samples.length === 0 || labelers.length === 0) return
  const shares = dealMore({ samples, labelers, repetition, random: seededRandom(newHexId()) })
  const dealt = shares.flatMap(({ worker, samples: own }) => own.map((sample_key) => ({ sample_key, worker })))
  await insertDealt(
    tx,
    task,
    dealt.map(({ sample_key, worker }, i) => ({ entry_key: first_key + i, sample_key, worker_id: worker })),
  )
  const status = moveTask(readTaskStatus(task.status), 'synchronizedData')
  if (isRefusal(status)) throw refuse(status)
  await tx
    .updateTable('workforce_task')
    .set({ status: writeTaskStatus(status), update_time: now })
    .where('task_id', '=', task_id)
    .execute()
}
