import { layOut } from '#adapters/sql/deal-order.ts'
import { writeDealRequest } from '#adapters/sql/deal-requests.ts'
import { countEntries } from '#adapters/sql/entry-counts.ts'
import { readLabelSet } from '#adapters/sql/label-sets.ts'
import { readLabelers } from '#adapters/sql/task-members.ts'
import { seededRandom } from '#core/acceptance/random.ts'
import { readTaskStatus, writeTaskStatus } from '#core/codecs/task-status.ts'
import { isRefusal } from '#core/refusal.ts'
import { deal } from '#core/workforce-tasks/dealing.ts'
import { moveTask } from '#core/workforce-tasks/task-life.ts'
import { refuse } from '#server/refuse.ts'
import type { Services } from '#server/services.ts'
import { announceTask } from './announce-task.ts'
import type { DealRun, Held } from './deal-run.ts'
import { insertDealt } from './insert-dealt.ts'
import { removeEntries } from './remove-entries.ts'
import { choiceOf, selectSamples, UNLABELLED } from './select-samples.ts'

/** Rows read in one step. */
const CHUNK = 2000

/**
 * Deals a task that is starting (0 → 1, behaviour 3.2). Nobody is shown its entries before the last step, which moves the
 * task on; a deal that was cut off is cleared away and made anew. A step makes at most `chunk` entries.
 */
export async function dealTask(services: Services, run: DealRun, held: Held & { chunk: number }): Promise<void> {
  const { store } = services
  const { task, chunk } = held
  for (let after: number | null = 0; after !== null; ) {
    const reached: number = after
    after = await run.step((tx) => removeEntries(tx, task.task_id, reached))
  }
  const samples = await chooseSamples(services, run, held)
  const labelers = await readLabelers(store.db, task.task_id)
  const { repetition } = task
  const shares = deal({ samples, labelers, repetition, random: seededRandom(held.request.seed) })
  for (const runs of layOut(shares, await store.reserveKeys('entry', samples.length * repetition))) {
    const dealt = runs.flatMap(({ worker: worker_id, first, sample_keys }) =>
      sample_keys.map((sample_key, i) => ({ entry_key: first + i, sample_key, worker_id })),
    )
    for (let at = 0; at < dealt.length; at += chunk) {
      await run.step((tx, now) => insertDealt(tx, now.task, dealt.slice(at, at + chunk)))
    }
  }
  await finishDeal(services, run)
}

async function chooseSamples({ store }: Services, run: DealRun, { dataset, task, request }: Held) {
  const labelSet = await readLabelSet(store.db, dataset)
  const choice = choiceOf(dataset, task, { labelSet, at: request.at })
  // A sample that gets a prediction meanwhile is met twice.
  const samples = new Set<number>()
  for (const state of UNLABELLED) {
    for (let after: number | null = 0; after !== null; await run.pause()) {
      const next = await selectSamples(store.db, choice, { state, after, limit: CHUNK })
      for (const key of next.keys) samples.add(key)
      after = next.last
    }
  }
  return [...samples]
}

/** Shows the entries to everybody and tells the people. What arrived meanwhile is dealt next. */
async function finishDeal({ now }: Services, run: DealRun): Promise<void> {
  await run.step(async (tx, { task, request }) => {
    const status = moveTask(readTaskStatus(task.status), 'dealt')
    if (isRefusal(status)) throw refuse(status)
    const time = now()
    await tx
      .updateTable('workforce_task')
      .set({ status: writeTaskStatus(status), error_code: null, error_msg: null, update_time: time })
      .where('task_id', '=', task.task_id)
      .execute()
    const { seed, arrived_from } = request
    const rest = arrived_from === undefined ? null : { seed, at: time, arrived_from }
    await writeDealRequest(tx, task.task_id, rest)
    if ((await countEntries(tx, task.task_id)).total > 0) await announceTask(tx, { task_id: task.task_id, now: time })
  })
}
