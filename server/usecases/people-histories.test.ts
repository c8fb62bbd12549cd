import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { EntryStateCode, entryStateOf } from '#adapters/sql/state-codes.ts'
import { WorkerRole } from '#contract/codes.ts'
import { goesAlong } from '#core/workforce-tasks/entry-life.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { aMember } from '#tests/builders.ts'
import { type Caller, Refused } from '#tests/caller.ts'
import { faultsOfCounters } from '#tests/recount.ts'
import { aTaskAtWork, type SceneEntry, type TaskScene } from '#tests/scenes.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

/** The roles of the crowd in the task; null: not in it. */
type Roles = (0 | 1 | null)[]

type Command =
  | { kind: 'people'; roles: Roles }
  | { kind: 'save'; member: number; entry: number; empty: boolean }
  | { kind: 'ownerSave'; entry: number; empty: boolean }
  | { kind: 'review'; entry: number; accept: boolean }
  | { kind: 'acceptance'; action: 0 | 1 | 2 }

const CROWD = 5
const SAMPLES = 7

const roles = fc.array(fc.constantFrom<(0 | 1 | null)[]>(0, 0, 1, null), { minLength: CROWD, maxLength: CROWD })
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('people' as const), roles }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('save' as const),
      member: fc.nat(CROWD - 1),
      entry: fc.nat(),
      empty: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('ownerSave' as const), entry: fc.nat(), empty: fc.boolean() }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('review' as const), entry: fc.nat(), accept: fc.boolean() }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('acceptance' as const), action: fc.constantFrom<(0 | 1 | 2)[]>(0, 1, 2) }),
  },
)

test('whatever happens to the people of a task, no work is lost and every sample has its labelers', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 3 }),
      fc.array(command, { maxLength: 25 }),
      async (repetition, commands) => {
        const history = await aHistory(repetition)
        for (const one of commands) {
          await history.run(one)
          await history.check(one)
        }
      },
    ),
    { numRuns: 60 },
  )
})

async function aHistory(repetition: number) {
  const labelers = Math.max(2, repetition)
  const scene = await aTaskAtWork(server, { samples: SAMPLES, labelers, repetition })
  const { workforce_id } = scene.team
  const crowd = [...scene.team.labelers]
  while (crowd.length < CROWD) {
    const email = `n${crowd.length}-${workforce_id.toLowerCase()}@example.com`
    crowd.push(await aMember(server, { workforce_id, email, role: WorkerRole.labeler }))
  }
  return new History(scene, crowd, repetition)
}

class History {
  readonly #scene: TaskScene
  readonly #crowd: readonly Caller[]
  readonly #repetition: number
  /** Entries that hold work: done, and not sent back. */
  #work: readonly SceneEntry[] = []

  constructor(scene: TaskScene, crowd: readonly Caller[], repetition: number) {
    this.#scene = scene
    this.#crowd = crowd
    this.#repetition = repetition
  }

  async run(command: Command): Promise<void> {
    const before = await this.#scene.entries()
    await this.#do(command, before).catch((error) => {
      // What the rules forbid just now changes nothing; any other fault is one.
      if (!(error instanceof Refused) || error.status >= 500) throw error
    })
    await server.idle()
    await server.services.jobs.sweep()
    await server.idle()
  }

  async #do(command: Command, entries: SceneEntry[]): Promise<void> {
    const scene = this.#scene
    if (command.kind === 'people') {
      const workers = this.#crowd.flatMap(({ worker_id }, i) => {
        const role = command.roles[i] ?? null
        return role === null ? [] : [{ worker_id, role }]
      })
      const { workforce_id } = scene.team
      const workforces_config = { workforces: [{ workforce_id, workers }] }
      if (workers.length > 0) await scene.owner.call('UpdateWorkforceTask', scene, { workforces_config })
    } else if (command.kind === 'save') {
      const caller = this.#crowd[command.member]!
      await this.#save(
        caller,
        pick(
          entries.filter(({ worker_id }) => worker_id === caller.worker_id),
          command.entry,
        ),
        command.empty,
      )
    } else if (command.kind === 'ownerSave') {
      await this.#save(scene.owner, pick(entries, command.entry), command.empty)
    } else if (command.kind === 'review') {
      const entry = pick(
        entries.filter(({ state }) => state === EntryStateCode.UNREVIEWED),
        command.entry,
      )
      const { sample_id, worker_id } = entry ?? {}
      if (entry) await scene.review(scene.owner, [{ sample_id, worker_id, accept: command.accept, comment: 'seen' }])
    } else {
      await scene.startAcceptance()
      await scene.finish(command.action)
    }
  }

  async #save(caller: Caller, entry: SceneEntry | undefined, empty: boolean): Promise<void> {
    if (!entry) return
    const { sample_id, worker_id } = entry
    const labels = empty ? [] : [{ name: 'ham' }]
    await this.#scene.save(caller, [{ sample_id, worker_id, labels }])
  }

  async check(command: Command): Promise<void> {
    const scene = this.#scene
    const entries = await scene.entries()
    const members = await scene.store.db
      .selectFrom('task_member')
      .selectAll()
      .where('task_id', '=', scene.workforce_task_id)
      .where('removed', '=', 0)
      .execute()
    const labelers = members.filter(({ role }) => role === WorkerRole.labeler).map(({ worker_id }) => worker_id)
    const hasReviewer = members.some(({ role }) => role === WorkerRole.reviewer)

    for (const entry of entries) {
      if (goesAlong(entryStateOf(entry.state))) expect(labelers).toContain(entry.worker_id)
      if (!hasReviewer) expect(entry.state).not.toBe(EntryStateCode.UNREVIEWED)
    }
    const bySample = Map.groupBy(entries, ({ sample_id }) => sample_id)
    expect([...bySample.keys()].sort()).toEqual([...scene.sample_ids].sort())
    for (const held of bySample.values()) {
      const holders = new Set(held.map(({ worker_id }) => worker_id))
      expect(holders.size).toBe(held.length)
      expect(held.length).toBeLessThanOrEqual(this.#repetition)
      const finished = held.some(({ state }) => state === EntryStateCode.ACCEPTED)
      const missing = labelers.filter((worker_id) => !holders.has(worker_id))
      if (held.length < this.#repetition && !finished) expect(missing).toEqual([])
    }
    expect(entries.length === 0 || entries.some(({ state }) => state !== EntryStateCode.ACCEPTED)).toBe(
      (await scene.status()) !== 3,
    )
    this.#expectWorkKept(command, entries, labelers)
    expect(await faultsOfCounters(scene.store, scene.dataset_id)).toEqual([])
  }

  /**
   * Work stays with whoever did it. When it is sent back, and only then, it may go to others, and is dropped when all of
   * them have the sample.
   */
  #expectWorkKept(command: Command, entries: readonly SceneEntry[], labelers: readonly string[]): void {
    const now = new Map(entries.map((entry) => [entry.entry_key, entry]))
    for (const before of this.#work) {
      const after = now.get(before.entry_key)
      if (after && isDone(after)) expect(after).toMatchObject({ worker_id: before.worker_id })
      if (command.kind === 'people') expect(after).toMatchObject({ labels: before.labels, revision: before.revision })
      if (after) continue
      const holders = entries.filter(({ sample_id }) => sample_id === before.sample_id).map((entry) => entry.worker_id)
      expect(labelers).not.toContain(before.worker_id)
      expect(holders).toEqual(expect.arrayContaining([...labelers]))
    }
    this.#work = entries.filter(isDone)
  }
}

const isDone = ({ state }: SceneEntry) => !goesAlong(entryStateOf(state))

function pick<T>(list: readonly T[], number: number): T | undefined {
  return list.length === 0 ? undefined : list[number % list.length]
}
