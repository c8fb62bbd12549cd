import { EntryStateCode } from '#adapters/sql/state-codes.ts'
import type { WorkforceTaskRow } from '#adapters/sql/tables.ts'
import { WorkforceTaskStatus } from '#contract/codes.ts'
import type { Actor } from '#server/actor.ts'
import type { Services } from '#server/services.ts'
import { createWorkforceTask } from '#server/usecases/create-workforce-task.ts'
import { judgeSamples } from '#server/usecases/judge-samples.ts'
import { reviewSamples } from '#server/usecases/review-samples.ts'
import { saveEntryLabels } from '#server/usecases/save-entry-labels.ts'
import { startAcceptance } from '#server/usecases/start-acceptance.ts'
import type { DemoDataset } from './demo-dataset.ts'
import { until } from './until.ts'

type World = { services: Services; owner: Actor; workforce_id: string }
type Reviewed = { pass: number; reject?: number; reason?: string }

/** A team task of the demo, in which people do what they would do by hand. */
export class DemoTask {
  readonly task_id: string
  readonly #world: World
  readonly #dataset: DemoDataset

  constructor(world: World, dataset: DemoDataset, task_id: string) {
    this.#world = world
    this.#dataset = dataset
    this.task_id = task_id
  }

  /** Makes the task for the whole team and waits until it is dealt. */
  static async start(world: World, dataset: DemoDataset, task_name: string): Promise<DemoTask> {
    const workforces_config = { workforces: [{ workforce_id: world.workforce_id }] }
    const body = { task_name, workforces_config }
    const task = new DemoTask(world, dataset, await createWorkforceTask(world.services, { dataset: dataset.row, body }))
    await until(`dealing ${task_name}`, async () => (await task.#read()).status === WorkforceTaskStatus.running)
    return task
  }

  /** A labeler gives the right labels to so many of his entries. */
  async label(labeler: Actor, count: number): Promise<void> {
    const own = await this.#entries(EntryStateCode.UN_ANNOTATION, labeler.worker!.worker_id)
    const items = own.slice(0, count).map((entry) => ({
      sample_id: entry.sample_id,
      labels: this.#dataset.truthOf(entry),
    }))
    const { services } = this.#world
    const [fault] = (
      await saveEntryLabels(services, { actor: labeler, ...(await this.#names()), items, email: undefined })
    ).filter((result) => result !== null)
    if (fault) throw new Error(`Labels of the demo are refused: ${fault.error_msg}`)
  }

  /** The reviewer rejects some of what waits for him and passes so many others. */
  async review(reviewer: Actor, { pass, reject = 0, reason = '' }: Reviewed): Promise<void> {
    const waiting = await this.#entries(EntryStateCode.UNREVIEWED)
    const comments = waiting.slice(0, reject + pass).map(({ sample_id, worker_id }, i) => ({
      sample_id,
      worker_id,
      ...(i < reject ? { accept: false, comment: reason } : { accept: true, score: 'A' as const }),
    }))
    await reviewSamples(this.#world.services, { actor: reviewer, ...(await this.#names()), comments })
  }

  /** The owner has a sample drawn and judges a part of it; every fifth one he rejects. */
  async beginAcceptance({ sampling_num, judged }: { sampling_num: number; judged: number }): Promise<void> {
    const { services, owner } = this.#world
    await startAcceptance(services, { actor: owner, task_id: this.task_id, request: { sampling_num } })
    await until('drawing a sample', async () => (await this.#read()).status === WorkforceTaskStatus.accepting)
    const drawn = (await this.#entries(EntryStateCode.UNCHECK)).filter(({ drawn_in }) => drawn_in > 0)
    const comments = drawn.slice(0, judged).map(({ sample_id, worker_id }, i) => ({
      sample_id,
      worker_id,
      ...(i % 5 === 4 ? { accept: false, comment: 'This is a complaint.' } : { accept: true, score: 'A' as const }),
    }))
    await judgeSamples(services, { actor: owner, ...(await this.#names()), comments })
  }

  async #names() {
    return { dataset: this.#dataset.row, task: await this.#read() }
  }

  #read(): Promise<WorkforceTaskRow> {
    return this.#world.services.store.db
      .selectFrom('workforce_task')
      .selectAll()
      .where('task_id', '=', this.task_id)
      .executeTakeFirstOrThrow()
  }

  #entries(state: number, worker_id?: string) {
    return this.#world.services.store.db
      .selectFrom('entry')
      .innerJoin('sample', 'sample.sample_key', 'entry.sample_key')
      .select(['sample_id', 'worker_id', 'sample_name', 'content', 'drawn_in'])
      .where('task_id', '=', this.task_id)
      .where('entry.state', '=', state)
      .$if(worker_id !== undefined, (query) => query.where('worker_id', '=', worker_id!))
      .orderBy('entry_key')
      .execute()
  }
}
