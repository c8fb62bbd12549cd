import type { FastifyInstance } from 'fastify'
import { updateEntries } from '#adapters/sql/entries.ts'
import { EntryStateCode } from '#adapters/sql/state-codes.ts'
import type { Tx } from '#adapters/sql/store.ts'
import { MemberRole } from '#contract/codes.ts'
import type { Config } from '#server/config.ts'
import { readConfig } from '#server/config.ts'
import { applyVerdict } from '#server/jobs/apply-verdict.ts'
import { dealTasks } from '#server/jobs/deal.ts'
import { drawSample } from '#server/jobs/draw-sample.ts'
import type { JobKind } from '#server/jobs/jobs.ts'
import { openServer, type RunningServer } from '#server/main.ts'
import { signInOwner, type TestServer } from '#tests/app.ts'
import { aMember } from '#tests/builders.ts'
import type { Caller } from '#tests/caller.ts'
import { type FreshDatabase, freshDatabase } from '#tests/engines.ts'
import { aTaskAtWork, type TaskScene } from '#tests/scenes.ts'
import { PEOPLE, type Scenery } from './commands.ts'

/** Entries that jobs take in one step here, so that they can be cut off between two steps. */
const CHUNK = 2

class Died extends Error {}

/**
 * A server that can die: what it was doing is cut off, and another one is opened on the same records. Its jobs run when
 * they are told to. Its clock moves on with every look at it, so that no two things happen at the same time.
 */
export class MortalServer {
  readonly #database: FreshDatabase
  readonly #config: Config
  #running!: RunningServer
  #time = Date.now()
  /** For builders and callers; it survives the death of the process. */
  readonly face: TestServer

  private constructor(database: FreshDatabase, config: Config, running: RunningServer) {
    this.#database = database
    this.#config = config
    this.#take(running)
    const inject = ((request: never) => this.#running.app.inject(request)) as FastifyInstance['inject']
    const services = () => this.#running.services
    this.face = {
      app: { inject } as FastifyInstance,
      get services() {
        return services()
      },
    } as TestServer
  }

  static async open(): Promise<MortalServer> {
    const database = await freshDatabase()
    const read = readConfig({ MUSTER_DATA: database.folder, DATABASE_URL: database.url })
    if ('problems' in read) throw new Error(read.problems.join('\n'))
    const running = await openServer(read.config)
    const server = new MortalServer(database, read.config, running)
    const projectId = running.firstAccount!.project_id
    return Object.assign(server, {
      face: Object.assign(server.face, { projectId, owner: await signInOwner(server.face, projectId) }),
    })
  }

  #take(running: RunningServer): void {
    this.#running = running
    running.services.now = () => ++this.#time
  }

  get services() {
    return this.#running.services
  }

  /** The process is gone, whatever it was doing; another one takes its place. */
  async crash(): Promise<void> {
    const { app, services } = this.#running
    await services.store.close()
    await app.close()
    this.#take(await openServer(this.#config))
  }

  /**
   * Runs a job until it is done or the process dies: after so many transactions, before the next one begins or, with
   * `inside`, before it is committed. Says whether it came to its end.
   */
  async work(kind: 'deal' | 'draw' | 'apply', id: string, { steps = Number.POSITIVE_INFINITY, inside = false } = {}) {
    const { services } = this
    const kinds: Record<typeof kind, JobKind> = {
      deal: dealTasks(services),
      draw: drawSample(services, CHUNK),
      apply: applyVerdict(services, CHUNK),
    }
    const { store } = services
    const transaction = store.transaction.bind(store)
    let left = steps
    store.transaction = async <T>(work: (tx: Tx) => Promise<T>) => {
      if (left-- > 0) return transaction(work)
      if (!inside) throw new Died()
      return transaction(async (tx) => {
        await work(tx)
        throw new Died()
      })
    }
    try {
      await kinds[kind].run(id)
      return true
    } catch (error) {
      if (!(error instanceof Died)) throw error
      return false
    } finally {
      store.transaction = transaction
    }
  }

  async close(): Promise<void> {
    await this.#running.stop()
    await this.#database.dispose()
  }
}

/** The task of one run with its people; `roles` as in the command `people`. */
export type Stage = { server: MortalServer; scene: TaskScene; people: readonly Caller[] }

export async function setStage(server: MortalServer, scenery: Scenery): Promise<Stage> {
  const { samples, roles, repetition, auto_sync_dataset } = scenery
  const count = (role: number) => roles.filter((one) => one === role).length
  const scene = await aTaskAtWork(server.face, {
    samples,
    repetition,
    auto_sync_dataset,
    labelers: count(MemberRole.labeler),
    reviewers: count(MemberRole.reviewer),
  })
  const { labelers, reviewers, workforce_id } = scene.team
  const people: Caller[] = []
  const queues = [[...labelers], [...reviewers]]
  for (let person = 0; person < PEOPLE; person++) {
    const taken = queues[roles[person]!]?.shift()
    const email = `spare${person}-${workforce_id.toLowerCase()}@example.com`
    people.push(taken ?? (await aMember(server.face, { workforce_id, email, role: MemberRole.labeler })))
  }
  if (scenery.predicted) await predictFirst(scene)
  return { server, scene, people }
}

/** Gives the entries of the first sample a predicted label, as auto-labelling would. */
async function predictFirst(scene: TaskScene): Promise<void> {
  const { store, dataset_id, sample_ids } = scene
  const { label_key, type } = await store.db
    .selectFrom('label')
    .select(['label_key', 'type'])
    .where('dataset_id', '=', dataset_id)
    .where('name', '=', 'ham')
    .executeTakeFirstOrThrow()
  const labels = JSON.stringify([{ type, property: {}, label_key }])
  const rows = (await scene.entries()).filter(({ sample_id }) => sample_id === sample_ids[0])
  await store.transaction((tx) =>
    updateEntries(
      tx,
      rows.map(({ sample_id: _, ...row }) => ({
        before: { ...row, counts: new Map() },
        after: { ...row, state: EntryStateCode.AUTO_ANNOTATION, labels },
        counts: new Map([[label_key, 1]]),
      })),
    ),
  )
}
