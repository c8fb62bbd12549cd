import { setImmediate as otherWork } from 'node:timers/promises'
import { type DealRequest, findStranded, readDealRequest, writeDealRequest } from '#adapters/sql/deal-requests.ts'
import { lockDataset, lockTask } from '#adapters/sql/locks.ts'
import type { Tx } from '#adapters/sql/store.ts'
import type { DatasetRow, WorkforceTaskRow } from '#adapters/sql/tables.ts'
import { DatasetStatus } from '#contract/codes.ts'
import { newHexId, newId } from '#server/ids.ts'
import type { Services } from '#server/services.ts'

/** The task is gone, the server stops or somebody else deals now: the work ends, and what is missing is found again. */
export class DealInterrupted extends Error {}

/** What a step of a deal finds, locked until the step ends. */
export type Held = { dataset: DatasetRow; task: WorkforceTaskRow; request: DealRequest }

/** One run of the job `deal` on a task. The task knows the run, so that of two only the later one goes on. */
export class DealRun {
  readonly task_id: string
  readonly #services: Services
  readonly #run = newId()
  #sawStranded = false

  constructor(services: Services, task_id: string) {
    this.#services = services
    this.task_id = task_id
  }

  /** Takes what there is to deal; null if there is nothing. */
  claim(): Promise<Held | null> {
    return this.#services.store.transaction(async (tx) => {
      const found = await this.#lock(tx)
      const request = found && (found.request ?? (await this.#requestForStranded(tx)))
      if (!found || !request || this.#services.jobs.stopped) return null
      const mine = { ...request, run: this.#run }
      await writeDealRequest(tx, this.task_id, mine)
      return { ...found, request: mine }
    })
  }

  /** One step of the deal in one transaction, with dataset and task locked. Other calls are answered after it. */
  async step<T>(work: (tx: Tx, held: Held) => Promise<T>): Promise<T> {
    const result = await this.#services.store.transaction(async (tx) => {
      const found = await this.#lock(tx)
      if (found?.request?.run !== this.#run) throw new DealInterrupted()
      return work(tx, { ...found, request: found.request })
    })
    await this.pause()
    return result
  }

  /** Lets other calls be answered, and ends the run when the server stops. */
  async pause(): Promise<void> {
    await otherWork()
    if (this.#services.jobs.stopped) throw new DealInterrupted()
  }

  async #lock(tx: Tx): Promise<{ dataset: DatasetRow; task: WorkforceTaskRow; request: DealRequest | null } | null> {
    const row = await tx
      .selectFrom('workforce_task')
      .select('dataset_id')
      .where('task_id', '=', this.task_id)
      .executeTakeFirst()
    const dataset = row && (await lockDataset(tx, row.dataset_id, 'share'))
    const task = dataset && (await lockTask(tx, this.task_id, 'update'))
    if (!task || dataset.status === DatasetStatus.deleting) return null
    return { dataset, task, request: readDealRequest(task) }
  }

  async #requestForStranded(tx: Tx): Promise<DealRequest | null> {
    // Once is enough: what cannot be helped now is looked at again by the next run.
    if (this.#sawStranded || (await findStranded(tx, this.task_id)).length === 0) return null
    this.#sawStranded = true
    return { seed: newHexId(), at: this.#services.now() }
  }
}
