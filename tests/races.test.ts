import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readConfig } from '#server/config.ts'
import { openServer, type RunningServer } from '#server/main.ts'
import { signInOwner, type TestServer } from '#tests/app.ts'
import { Caller, Refused } from '#tests/caller.ts'
import { ServerProcess } from '#tests/crash/server-process.ts'
import { engine, type FreshDatabase, freshDatabase } from '#tests/engines.ts'
import { faultsOfCounters } from '#tests/recount.ts'
import { aTaskAtWork, type TaskScene } from '#tests/scenes.ts'

/** One acceptance and many who want it (reliability T18): on PostgreSQL two servers work on the same records. */
const NODES = engine === 'postgres' ? 2 : 1
const STARTS = 100
const ROUNDS = 8
const SPAM = [{ name: 'spam' }]
const HAM = [{ name: 'ham' }]

let database: FreshDatabase
let nodes: RunningServer[]
let face: TestServer
beforeAll(async () => {
  database = await freshDatabase()
  nodes = []
  for (let i = 0; i < NODES; i++) nodes.push(await openNode())
  for (const { services } of nodes) await services.jobs.begin()
  const projectId = nodes[0]!.firstAccount!.project_id
  const idle = async () => {
    for (const { services } of nodes) await services.jobs.idle()
  }
  const { app, services } = nodes[0]!
  face = { app, services, projectId, idle, owner: await signInOwner(nodes[0]!, projectId) } as TestServer
})
afterAll(async () => {
  for (const { stop } of nodes) await stop()
  await database.dispose()
})

function openNode(): Promise<RunningServer> {
  const read = readConfig({ MUSTER_DATA: database.folder, DATABASE_URL: database.url })
  if ('problems' in read) throw new Error(read.problems.join('\n'))
  return openServer(read.config)
}

/** The same person at the door of another server. */
const at = (app: Pick<FastifyInstance, 'inject'>, { projectId, token, email, worker_id }: Caller) =>
  new Caller(app as FastifyInstance, { projectId, token, email, worker_id })

/** What each of many calls made at the same time came to: its code, null when it went through. */
function allAtOnce(calls: readonly (() => Promise<unknown>)[]): Promise<(string | null)[]> {
  return Promise.all(
    calls.map((call) =>
      call().then(
        () => null,
        (error: unknown) => {
          if (error instanceof Refused && error.status === 400) return error.error_code
          throw error
        },
      ),
    ),
  )
}

async function aTaskToAccept(samples: number): Promise<TaskScene> {
  const scene = await aTaskAtWork(face, { samples: samples + 2 })
  await scene.label(scene.labeler, scene.sample_ids.slice(0, samples), SPAM)
  return scene
}

/** Jobs of a server that found them in the hands of the other one are looked at again. */
async function settled(scene: TaskScene): Promise<number> {
  for (;;) {
    await face.idle()
    const status = await scene.status()
    if (status !== 5 && status !== 7) return status
    for (const { services } of nodes) await services.jobs.sweep()
  }
}

describe('of many starts at the same time one wins', () => {
  test(`and the others hear ModelArts.4623, ${ROUNDS} times over`, async () => {
    const scene = await aTaskToAccept(30)
    for (let round = 1; round <= ROUNDS; round++) {
      const answers = await allAtOnce(
        Array.from({ length: STARTS }, (_, i) => {
          const owner = at(nodes[i % NODES]!.app, scene.owner)
          return () => owner.call('StartWorkforceSamplingTask', scene, { sampling_num: 1 + (i % 30) })
        }),
      )
      expect(answers.filter((code) => code === null)).toHaveLength(1)
      expect(answers.filter((code) => code === 'ModelArts.4623')).toHaveLength(STARTS - 1)
      expect(await settled(scene)).toBe(2)
      const acceptances = await scene.store.db
        .selectFrom('acceptance')
        .selectAll()
        .where('task_id', '=', scene.workforce_task_id)
        .orderBy('number', 'desc')
        .execute()
      expect(acceptances).toHaveLength(round)
      const winner = answers.indexOf(null)
      expect(acceptances[0]).toMatchObject({ status: 'open', number: round, pool: 30, sampled: 1 + (winner % 30) })
      const drawn = (await scene.entries()).filter(({ drawn_in }) => drawn_in === round)
      expect(drawn).toHaveLength(1 + (winner % 30))
      await scene.finish(2)
    }
    expect(await faultsOfCounters(scene.store, scene.dataset_id)).toEqual([])
  })

  test.runIf(engine === 'postgres')('over two processes as well', async () => {
    const scene = await aTaskToAccept(30)
    const processes = Array.from(
      { length: 2 },
      () => new ServerProcess({ MUSTER_DATA: database.folder, DATABASE_URL: database.url! }),
    )
    try {
      for (const process of processes) await process.start()
      const answers = await allAtOnce(
        Array.from({ length: STARTS }, (_, i) => {
          const { url } = processes[i % 2]!
          const path = `/v2/${scene.owner.projectId}/datasets/${scene.dataset_id}/workforce-tasks/${scene.workforce_task_id}`
          return async () => {
            const reply = await fetch(`${url}${path}/acceptance`, {
              method: 'POST',
              headers: { 'x-auth-token': scene.owner.token, 'content-type': 'application/json' },
              body: '{"sampling_rate":0.5}',
            })
            const json = (await reply.json()) as { error_code: string; error_msg: string }
            if (reply.status >= 400)
              throw new Refused('StartWorkforceSamplingTask', { ...emptyReply, status: reply.status, json })
          }
        }),
      )
      expect(answers.filter((code) => code === null)).toHaveLength(1)
      expect(answers.filter((code) => code === 'ModelArts.4623')).toHaveLength(STARTS - 1)
      expect(await settled(scene)).toBe(2)
      expect((await scene.entries()).filter(({ drawn_in }) => drawn_in === 1)).toHaveLength(15)
    } finally {
      for (const process of processes) await process.kill()
    }
  })
})

const emptyReply = { headers: {}, text: '' }

describe('of different finishes at the same time one wins', () => {
  /** Entries of the pool; more than one chunk of the job that applies the verdict. */
  const POOL = 1500

  test.each([0, 1, 2])('and late labels come before the verdict, after it, or not at all: %i', async (turn) => {
    const scene = await aTaskToAccept(POOL)
    const pool = scene.sample_ids.slice(0, POOL)
    const outside = scene.sample_ids.slice(POOL)
    await scene.startAcceptance({ sampling_num: 40 })
    await settled(scene)
    const drawn = (await scene.entries()).filter(({ drawn_in }) => drawn_in === 1)
    const verdicts = new Map(drawn.slice(0, 20).map(({ sample_id }, i) => [sample_id, i % 3 > 0]))
    await scene.judge([...verdicts].map(([sample_id, accept]) => ({ sample_id, accept })))

    const actions = [0, 1, 4, 5, 2].slice(turn).concat([0, 1, 4, 5, 2].slice(0, turn))
    const finishes = actions.flatMap((action, i) =>
      [0, 1].map((n) => {
        const owner = at(nodes[(i + n) % NODES]!.app, scene.owner)
        return () => owner.call('UpdateWorkforceSamplingTask', scene, { action })
      }),
    )
    /** Saves of the labeler that went through, by sample. */
    const saved = new Set<string>()
    const save = async (app: FastifyInstance, samples: readonly string[]) => {
      const items = samples.map((sample_id) => ({ sample_id, labels: HAM }))
      const body = { samples: items }
      const { success, results } = await at(app, scene.labeler).call('UpdateWorkforceTaskSamples', scene, body)
      for (const [i, sample_id] of samples.entries()) {
        if (success || results![i]!.success) saved.add(sample_id)
        else expect(results![i]!.error_code).toBe('ModelArts.4600')
      }
    }
    const late = Array.from({ length: 12 }, (_, i) => async () => {
      await new Promise((resolve) => setTimeout(resolve, i * 5))
      await save(nodes[i % NODES]!.app, [...pool.slice(i * 10, i * 10 + 10), outside[i % 2]!])
    })
    const answers = await allAtOnce([...finishes, ...late])

    // Calls of the same action count as one: after the end they are retries.
    const winners = new Set(actions.filter((_, i) => answers[2 * i] === null || answers[2 * i + 1] === null))
    expect(winners.size).toBe(1)
    const refused = answers.filter((code) => code !== null)
    expect(refused.every((code) => code === 'ModelArts.4623' || code === 'ModelArts.4624')).toBe(true)
    const [action] = [...winners] as [number]
    const status = await settled(scene)

    const outcomeOf = (sample_id: string) => {
      const verdict = verdicts.get(sample_id)
      if (action === 2) return 3
      if (action === 0) return 5
      if (action === 1) return 4
      return verdict === true || (verdict === undefined && action === 4) ? 5 : 4
    }
    const samples = await scene.samples()
    for (const { sample_id, state, labels } of await scene.entries()) {
      const names = (await scene.names(labels)).join()
      const inDataset = (await scene.names(samples.get(sample_id)!.labels)).join()
      if (outside.includes(sample_id)) expect({ state, names }).toEqual({ state: 3, names: 'ham' })
      else if (saved.has(sample_id)) {
        // Only what was not accepted can be written, and then it waits for the next acceptance.
        expect(outcomeOf(sample_id)).not.toBe(5)
        expect({ state, names, inDataset }).toEqual({ state: 3, names: 'ham', inDataset: '' })
      } else {
        expect({ state, names }).toEqual({ state: outcomeOf(sample_id), names: 'spam' })
        expect(inDataset).toBe(state === 5 ? 'spam' : '')
      }
    }
    // Work goes on outside, so the task is rejected only by "reject all", and until the labeler saves again.
    const isResumed = [...saved].some((sample_id) => !outside.includes(sample_id))
    if (action !== 1) expect(status).toBe(1)
    else if (isResumed) expect(status).toBe(1)
    else expect([1, 4]).toContain(status)
    expect(await faultsOfCounters(scene.store, scene.dataset_id)).toEqual([])
    const acceptance = await scene.store.db
      .selectFrom('acceptance')
      .selectAll()
      .where('task_id', '=', scene.workforce_task_id)
      .executeTakeFirstOrThrow()
    expect(acceptance).toMatchObject({ action, status: action === 2 ? 'cancelled' : 'finished' })
  })
})

describe('while a verdict is applied', () => {
  test('what the owner labels or deletes in the dataset is neither lost nor counted twice', async () => {
    const scene = await aTaskToAccept(3000)
    const [labelled, deleted] = [scene.sample_ids.slice(0, 1500), scene.sample_ids.slice(1500, 2000)]
    const chunks = (samples: readonly string[], size: number) =>
      Array.from({ length: samples.length / size }, (_, i) => samples.slice(i * size, (i + 1) * size))
    await scene.startAcceptance({ sampling_num: 5 })
    await settled(scene)
    const owner = (i: number) => at(nodes[i % NODES]!.app, scene.owner)
    const pause = (i: number) => new Promise((resolve) => setTimeout(resolve, i * 8))
    const answers = await allAtOnce([
      () => owner(0).call('UpdateWorkforceSamplingTask', scene, { action: 0 }),
      ...chunks(labelled, 150).map((samples, i) => async () => {
        await pause(i)
        const items = samples.map((sample_id) => ({ sample_id, labels: HAM }))
        expect(await owner(i).call('UpdateSamples', scene, { samples: items })).toEqual({ success: true })
      }),
      ...chunks(deleted, 50).map((samples, i) => async () => {
        await pause(i)
        expect(await owner(i + 1).call('DeleteSamples', scene, { samples })).toEqual({ success: true })
      }),
    ])
    expect(answers.every((code) => code === null)).toBe(true)
    expect(await settled(scene)).toBe(1)
    const samples = await scene.samples()
    expect(samples.size).toBe(2502)
    for (const [i, sample_id] of scene.sample_ids.entries()) {
      const sample = samples.get(sample_id)
      if (!sample) continue
      expect((await scene.names(sample.labels)).join()).toBe(i < 1500 ? 'ham' : i < 3000 ? 'spam' : '')
    }
    const entries = await scene.entries()
    expect(entries.filter(({ state }) => state === 5)).toHaveLength(2500)
    expect(await scene.task()).toMatchObject({ deleted_sample_count: 500 })
    expect(await faultsOfCounters(scene.store, scene.dataset_id)).toEqual([])
  })
})

describe('two reviews that drop the last open entries of a task, whose labelers have left', () => {
  test('complete the task, also when both are done before either is committed', async () => {
    const scene = await aTaskAtWork(face, { samples: 2, labelers: 3, reviewers: 1, repetition: 3 })
    const [one, other, stays] = scene.team.labelers as [Caller, Caller, Caller]
    const [first, second] = scene.sample_ids as [string, string]
    for (const labeler of [one, stays]) await scene.label(labeler, [first, second], SPAM)
    // Counters of one label would make the second review wait for the first.
    await scene.label(other, [first, second], HAM)
    const verdict = (sample_id: string, { worker_id }: Caller, accept: boolean) => [
      { sample_id, worker_id, accept, comment: 'seen' },
    ]
    for (const sample_id of [first, second]) await scene.review(scene.reviewer, verdict(sample_id, stays, true))
    await scene.startAcceptance({ sampling_num: 1 })
    await scene.finish(0)
    expect(await settled(scene)).toBe(1)
    await scene.store.db
      .updateTable('task_member')
      .set({ removed: 1 })
      .where('task_id', '=', scene.workforce_task_id)
      .where('worker_id', 'in', [one.worker_id!, other.worker_id!])
      .execute()
    await scene.review(scene.reviewer, verdict(first, other, false))
    await scene.review(scene.reviewer, verdict(second, one, false))
    const { store } = face.services
    const { transaction } = store
    const bothDone = Promise.withResolvers<void>()
    let done = 0
    store.transaction = (work) =>
      transaction.call(store, async (tx) => {
        const result = await work(tx)
        if (result !== false && ++done === 2) bothDone.resolve()
        // One that waits for the other never gets there.
        await Promise.race([bothDone.promise, sleep(200)])
        return result
      }) as never
    const answers = await allAtOnce([
      () => scene.review(scene.reviewer, verdict(first, one, false)),
      () => scene.review(scene.reviewer, verdict(second, other, false)),
    ]).finally(() => {
      store.transaction = transaction
    })
    expect(answers).toEqual([null, null])
    expect(await scene.entries()).toHaveLength(2)
    expect(await scene.status()).toBe(3)
    expect(await faultsOfCounters(scene.store, scene.dataset_id)).toEqual([])
  })
})
