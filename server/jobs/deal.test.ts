import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type DealRequest, readDealRequest } from '#adapters/sql/deal-requests.ts'
import { insertSamples } from '#adapters/sql/samples.ts'
import { SampleFacet } from '#adapters/sql/state-codes.ts'
import type { SampleRow } from '#adapters/sql/tables.ts'
import { newHexId } from '#server/ids.ts'
import type { Services } from '#server/services.ts'
import { noteArrivals } from '#server/usecases/deal-arrivals.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { aMember, type TestTeam } from '#tests/builders.ts'
import { type Caller, Refused } from '#tests/caller.ts'
import { faultsOfCounters } from '#tests/recount.ts'
import { aTaskAtWork, type TaskOptions, type TaskScene } from '#tests/scenes.ts'
import { dealTasks } from './deal.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer({ SMTP_URL: 'smtp://127.0.0.1:9' })
})
afterAll(() => server.close())

const request = (more: Partial<DealRequest> = {}) =>
  JSON.stringify({ seed: newHexId(), at: server.services.now(), ...more })

/** A task that has been started; nothing of what stands in it counts, it is to be dealt. */
async function aTaskToDeal(options: TaskOptions = {}): Promise<TaskScene> {
  const scene = await aTaskAtWork(server, { samples: 9, labelers: 3, ...options })
  await scene.setTask({ status: 0, deal_request: request() })
  return scene
}

/** Deals as the job does, in this very moment, and in small steps. */
const deal = (scene: TaskScene, services = server.services) => dealTasks(services, 3).run(scene.workforce_task_id)

/** The services of a process in which something happens before the transaction of each number, counted from 0. */
function withHook(before: (transaction: number) => Promise<void> | void): Services {
  const { services } = server
  let count = 0
  const store = Object.create(services.store, {
    transaction: {
      value: async (work: Parameters<Services['store']['transaction']>[0]) => {
        await before(count++)
        return services.store.transaction(work)
      },
    },
  })
  return { ...services, store }
}

class Cut extends Error {}

/** The services of a process that ends before its transaction of this number. */
const cutAt = (last: number): Services =>
  withHook((transaction) => {
    if (transaction >= last) throw new Cut()
  })

async function expectDealtEvenly(scene: TaskScene, repetition = 1): Promise<void> {
  const entries = await scene.entries()
  expect(entries.length).toBe(scene.sample_ids.length * repetition)
  expect(new Set(entries.map(({ sample_id, worker_id }) => `${sample_id} ${worker_id}`)).size).toBe(entries.length)
  const shares = scene.team.labelers.map(({ worker_id }) => entries.filter((e) => e.worker_id === worker_id).length)
  expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1)
  expect(await faultsOfCounters(scene.store, scene.dataset_id)).toEqual([])
}

/** New samples of a dataset, with what is special about them. */
async function arrive(scene: TaskScene, facts: readonly Partial<SampleRow>[]): Promise<string[]> {
  const { store, now, jobs } = server.services
  const model = await scene.sample(scene.sample_ids[0]!)
  const first = await store.reserveKeys('sample', facts.length)
  const samples = facts.map((fact, i) => ({
    ...model,
    labels: '[]',
    state: SampleFacet.unlabelled,
    prediction: null,
    ...fact,
    sample_key: first + i,
    sample_id: newHexId(),
    counts: new Map(),
  }))
  const task_ids = await store.transaction(async (tx) => {
    await insertSamples(tx, samples)
    return noteArrivals(tx, { dataset_id: scene.dataset_id, from: first, now: now() })
  })
  for (const task_id of task_ids) jobs.start('deal', task_id)
  await server.idle()
  return samples.map(({ sample_id }) => sample_id)
}

describe('a deal', () => {
  test.each([1, 2])('that is cut off at any step is made anew (repetition %i)', async (repetition) => {
    for (let last = 1; ; last++) {
      const scene = await aTaskToDeal({ repetition })
      const cut = await deal(scene, cutAt(last)).then(
        () => false,
        (error) => error instanceof Cut,
      )
      if ((await scene.status()) === 0) {
        const { sample_stats } = await scene.owner.call('DescWorkforceTask', scene)
        expect([cut, sample_stats!.total_sample_count]).toEqual([true, 0])
      }
      await deal(scene)
      expect(await scene.status()).toBe(1)
      await expectDealtEvenly(scene, repetition)
      if (!cut) break
    }
  })

  test('that two processes make at the same time is made once', async () => {
    const scene = await aTaskToDeal({ samples: 50 })
    await Promise.all([deal(scene), deal(scene)])
    expect(await scene.status()).toBe(1)
    await expectDealtEvenly(scene)
    const mails = await scene.store.db
      .selectFrom('mail')
      .selectAll()
      .where('task_id', '=', scene.workforce_task_id)
      .execute()
    expect(mails.length).toBe(3)
  })

  test('leaves out samples that are deleted meanwhile', async () => {
    for (let moment = 0; moment < 8; moment++) {
      const scene = await aTaskToDeal()
      const [gone, ...others] = scene.sample_ids
      let deleted = false
      const services = withHook(async (transaction) => {
        if (transaction !== moment) return
        deleted = true
        await scene.owner.call('DeleteSamples', scene, { samples: [gone!] })
      })
      await deal(scene, services)
      expect(await scene.status()).toBe(1)
      expect(deleted).toBe(true)
      const inTask = (await scene.entries()).map(({ sample_id }) => sample_id)
      expect(inTask.toSorted()).toEqual(others.toSorted())
      expect(await faultsOfCounters(scene.store, scene.dataset_id)).toEqual([])
    }
  })

  test('ends when its task is deleted', async () => {
    for (let moment = 0; moment < 8; moment++) {
      const scene = await aTaskToDeal()
      let deleted = false
      const services = withHook(async (transaction) => {
        if (transaction !== moment) return
        deleted = true
        await scene.owner.call('DeleteWorkforceTask', scene)
      })
      await deal(scene, services)
      await server.idle()
      expect(deleted).toBe(true)
      expect(await scene.entries()).toEqual([])
    }
  })

  test('that goes wrong three times leaves the task created, with the reason, and can be started again', async () => {
    const scene = await aTaskToDeal({
      samples: [{ state: SampleFacet.predicted, prediction: 'no JSON' }, {}],
      labelers: 1,
      managers: 1,
    })
    const [manager] = scene.team.managers
    await scene.setTask({ synchronize_auto_labeling_data: 1, agency_worker_id: manager!.worker_id })
    await expect(deal(scene)).rejects.toThrow(SyntaxError)
    await expect(deal(scene)).rejects.toThrow(SyntaxError)
    expect(await scene.status()).toBe(0)
    await deal(scene)
    const shown = await scene.owner.call('DescWorkforceTask', scene)
    expect(shown).toMatchObject({ status: 6, muster: { error_code: 'ModelArts.4621' } })
    expect(shown.sample_stats).toMatchObject({ total_sample_count: 0 })
    expect(await manager!.call('DescWorkforceTask', scene)).toMatchObject({ status: 6 })
    expect(await scene.labeler.refused('DescWorkforceTask', scene)).toMatchObject({ status: 404 })

    await scene.store.db
      .updateTable('sample')
      .set({ prediction: '[]' })
      .where('dataset_id', '=', scene.dataset_id)
      .where('prediction', 'is not', null)
      .execute()
    const { workforce_id } = scene.team
    await scene.owner.call('StartWorkforceTask', scene, { workforces_config: { workforces: [{ workforce_id }] } })
    await server.idle()
    const again = await scene.owner.call('DescWorkforceTask', scene)
    expect(again).toMatchObject({ status: 1, sample_stats: { total_sample_count: 2 } })
    expect(again).not.toHaveProperty('muster')
  })

  test('is found again by the sweep', async () => {
    const scene = await aTaskToDeal()
    await server.services.jobs.sweep()
    await server.idle()
    expect(await scene.status()).toBe(1)
  })
})

describe('a prediction', () => {
  test.each([
    [1, 'AUTO_ANNOTATION', 1],
    [0, 'UN_ANNOTATION', 0],
  ] as const)('comes along if the task wants it (%i)', async (wanted, state, uses) => {
    const scene = await aTaskAtWork(server, { samples: 1, labelers: 1 })
    const { label_key } = await scene.store.db
      .selectFrom('label')
      .select('label_key')
      .where('dataset_id', '=', scene.dataset_id)
      .where('name', '=', 'ham')
      .executeTakeFirstOrThrow()
    const prediction = JSON.stringify([{ label_key, type: 100, property: {}, score: 0.9 }])
    await scene.setTask({ synchronize_data: 1, synchronize_auto_labeling_data: wanted })
    const [sample_id] = await arrive(scene, [{ state: SampleFacet.predicted, prediction }])
    expect(await scene.state(sample_id!)).toBe(state)
    const { label_stats } = await scene.owner.call('DescWorkforceTask', { ...scene, label_stats: true })
    expect(label_stats!.find(({ name }) => name === 'ham')!.count).toBe(uses)
    await scene.setTask({ status: 0, deal_request: request() })
    await deal(scene)
    expect(await scene.state(sample_id!)).toBe(state)
    expect(await faultsOfCounters(scene.store, scene.dataset_id)).toEqual([])
  })
})

describe('samples that arrive', () => {
  const labelled = { state: SampleFacet.labelled, labels: '[{"type":100,"property":{}}]' }

  test.each([
    [{ synchronize_data: 1 }, true],
    [{ data_sync_type: 1 }, true],
    [{ data_sync_type: 3 }, true],
    [{ data_sync_type: 2 }, false],
    [{ data_sync_type: 0 }, false],
    [{ synchronize_data: 0 }, false],
  ])('are dealt when the task says so: %j %s', async (flags, dealt) => {
    const scene = await aTaskAtWork(server, { samples: 1, labelers: 1 })
    await scene.setTask(flags)
    const [unlabelled, other] = await arrive(scene, [{}, labelled])
    const inTask = (await scene.entries()).map(({ sample_id }) => sample_id)
    expect(inTask.includes(unlabelled!)).toBe(dealt)
    expect(inTask).not.toContain(other)
  })

  test('go first to those who have the fewest, each to as many as the repetition says', async () => {
    const scene = await aTaskAtWork(server, { samples: 5, labelers: 3 })
    await scene.setTask({ synchronize_data: 1 })
    const { workforce_id } = scene.team
    const late = await aMember(server, { workforce_id, email: `late-${workforce_id.toLowerCase()}@x.io`, role: 0 })
    await scene.store.db
      .insertInto('task_member')
      .values({
        task_id: scene.workforce_task_id,
        worker_id: late.worker_id,
        workforce_id,
        role: 0,
        position: 9,
        create_time: 0,
        update_time: 0,
        email_status: 0,
        last_notify_time: 0,
        removed: 0,
      })
      .execute()
    await arrive(scene, [{}])
    expect((await scene.entries()).at(-1)!.worker_id).toBe(late.worker_id)
    await arrive(scene, [{}, {}])
    const shares = Map.groupBy(await scene.entries(), ({ worker_id }) => worker_id)
    expect([...shares.values()].map((own) => own.length)).toEqual([2, 2, 2, 2])

    const pairs = await aTaskAtWork(server, { samples: 1, labelers: 3, repetition: 2 })
    await pairs.setTask({ synchronize_data: 1 })
    const [sample_id] = await arrive(pairs, [{}])
    const held = (await pairs.entries()).filter((entry) => entry.sample_id === sample_id)
    expect(new Set(held.map(({ worker_id }) => worker_id)).size).toBe(2)
    expect(held.map(({ worker_id }) => worker_id)).toContain(pairs.team.labelers[2]!.worker_id)
    expect(await faultsOfCounters(scene.store, scene.dataset_id)).toEqual([])
  })

  test('enter the task only when they meet its conditions', async () => {
    const scene = await aTaskAtWork(server, { samples: 1, labelers: 1 })
    await scene.setTask({ synchronize_data: 1, sample_conditions: JSON.stringify([{ sample_name: 'wanted' }]) })
    const [wanted, other] = await arrive(scene, [{ sample_name: 'wanted' }, { sample_name: 'other' }])
    const inTask = (await scene.entries()).map(({ sample_id }) => sample_id)
    expect(inTask).toContain(wanted)
    expect(inTask).not.toContain(other)
  })

  test.each([
    [1, 1],
    [2, 2],
    [3, 1],
    [4, 4],
    [5, 5],
    [7, 7],
  ])('in status %i leave the task in %i', async (status, after) => {
    const scene = await aTaskAtWork(server, { samples: 1, labelers: 1 })
    await scene.setTask({ synchronize_data: 1, status })
    await arrive(scene, [{}])
    expect([await scene.status(), (await scene.entries()).length]).toEqual([after, 2])
  })

  test('wait for the start of a created task', async () => {
    const scene = await aTaskAtWork(server, { samples: 1, labelers: 1 })
    await scene.setTask({ synchronize_data: 1, status: 6 })
    await arrive(scene, [{}])
    expect(await scene.entries()).toHaveLength(1)
    expect((await scene.task()).deal_request).toBeNull()
  })

  test('while the task is dealt are dealt after it', async () => {
    for (let moment = 0; moment < 7; moment++) {
      const scene = await aTaskToDeal({ samples: 4, labelers: 2 })
      await scene.setTask({ synchronize_data: 1 })
      let arrived: string[] = []
      const services = withHook(async (transaction) => {
        if (transaction === moment) arrived = await arrive(scene, [{}, {}])
      })
      await deal(scene, services)
      await server.services.jobs.sweep()
      await server.idle()
      const inTask = (await scene.entries()).map(({ sample_id }) => sample_id)
      expect(inTask.toSorted()).toEqual([...scene.sample_ids, ...arrived].toSorted())
      expect(readDealRequest(await scene.task())).toBeNull()
    }
  })

  test('are dealt once, also when the work is cut off at any step', async () => {
    for (let last = 1; ; last++) {
      const scene = await aTaskAtWork(server, { samples: 2, labelers: 2 })
      await arrive(scene, [{}, {}, {}])
      await scene.setTask({ deal_request: request({ arrived_from: 1 }) })
      const cut = await deal(scene, cutAt(last)).then(
        () => false,
        () => true,
      )
      await deal(scene)
      expect(await scene.entries()).toHaveLength(5)
      expect(readDealRequest(await scene.task())).toBeNull()
      if (!cut) break
    }
  })

  test('by the thousand are all dealt', async () => {
    const scene = await aTaskAtWork(server, { samples: 1, labelers: 2 })
    await scene.setTask({ synchronize_data: 1 })
    const predicted = { state: SampleFacet.predicted, prediction: '[]' }
    await arrive(
      scene,
      Array.from({ length: 2500 }, (_, i) => (i % 5 === 0 ? predicted : i % 7 === 0 ? labelled : {})),
    )
    const unlabelled = Array.from({ length: 2500 }, (_, i) => i).filter((i) => i % 5 === 0 || i % 7 !== 0)
    expect(await scene.entries()).toHaveLength(1 + unlabelled.length)
  })
})

describe('dealing anew', () => {
  const listing = (team: TestTeam, ...people: Caller[]) => ({
    workforces_config: {
      workforces: [{ workforce_id: team.workforce_id, workers: people.map(({ worker_id }) => ({ worker_id })) }],
    },
  })

  test('after a change of people ends the same, wherever it is cut off', async () => {
    for (let last = 1; ; last++) {
      const scene = await aTaskAtWork(server, { samples: 12, labelers: 4, reviewers: 1, repetition: 2 })
      const [one, two, three] = scene.team.labelers as [Caller, Caller, Caller]
      const ofOne = (await scene.entries()).filter(({ worker_id }) => worker_id === one.worker_id)
      await scene.label(one, [ofOne[0]!.sample_id], [{ name: 'ham' }])
      const { workforce_id } = scene.team
      const five = await aMember(server, { workforce_id, email: `five-${workforce_id.toLowerCase()}@x.io`, role: 0 })
      // The change itself is made by the call; here it is the job that is cut off.
      const { start } = server.services.jobs
      server.services.jobs.start = () => {}
      await scene.owner.call('UpdateWorkforceTask', scene, listing(scene.team, two, three, five))
      server.services.jobs.start = start
      const cut = await deal(scene, cutAt(last)).then(
        () => false,
        () => true,
      )
      await deal(scene)
      const entries = await scene.entries()
      const left = entries.filter(({ worker_id }) => worker_id === one.worker_id)
      expect(left.map(({ sample_id }) => sample_id)).toEqual([ofOne[0]!.sample_id])
      expect(await scene.state(left[0]!.sample_id, one.worker_id)).toBe('UNCHECK')
      const byWorker = [two, three, five].map((who) => entries.filter((e) => e.worker_id === who.worker_id).length)
      expect(byWorker.toSorted()).toEqual([7, 8, 8])
      expect(entries.length).toBe(24)
      expect(await faultsOfCounters(scene.store, scene.dataset_id)).toEqual([])
      if (!cut) break
    }
  })

  test.each([1, 2])('while people save and samples arrive loses nothing (repetition %i)', async (repetition) => {
    const scene = await aTaskAtWork(server, { samples: 40, labelers: 4, repetition })
    await scene.setTask({ synchronize_data: 1 })
    const saved: { sample_id: string; worker_id: string }[] = []
    const label = async (caller: Caller) => {
      for (let round = 0; round < 15; round++) {
        const own = (await scene.entries()).filter((e) => e.worker_id === caller.worker_id && e.save_time === 0)
        const [entry] = own
        if (!entry) continue
        const { sample_id, worker_id } = entry
        // It may have gone to somebody else meanwhile, or he is not in the task any more.
        const reply = await scene.save(caller, [{ sample_id, labels: [{ name: 'ham' }] }]).catch(unlessRefused)
        if (reply?.success) saved.push({ sample_id, worker_id })
      }
    }
    const change = async () => {
      for (let round = 0; round < 12; round++) {
        const people = scene.team.labelers.filter((_, i) => (round + i) % 3 !== 0)
        await scene.owner.call('UpdateWorkforceTask', scene, listing(scene.team, ...people))
      }
    }
    const bring = async () => {
      for (let round = 0; round < 3; round++) await arrive(scene, [{}, {}])
    }
    await Promise.all([...scene.team.labelers.map(label), change(), bring()])
    await server.idle()
    await server.services.jobs.sweep()
    await server.idle()

    const entries = await scene.entries()
    expect(saved.length).toBeGreaterThan(0)
    for (const { sample_id, worker_id } of saved) expect(await scene.state(sample_id, worker_id)).toBe('UNCHECK')
    const members = await scene.store.db
      .selectFrom('task_member')
      .select('worker_id')
      .where('task_id', '=', scene.workforce_task_id)
      .where('removed', '=', 0)
      .execute()
    const present = members.map(({ worker_id }) => worker_id)
    for (const { worker_id, save_time } of entries) if (save_time === 0) expect(present).toContain(worker_id)
    const copies = Map.groupBy(entries, ({ sample_id }) => sample_id)
    expect(copies.size).toBe(46)
    for (const held of copies.values()) {
      expect(new Set(held.map(({ worker_id }) => worker_id)).size).toBe(repetition)
      expect(held.length).toBe(repetition)
    }
    expect(await faultsOfCounters(scene.store, scene.dataset_id)).toEqual([])
  })
})

function unlessRefused(error: unknown): undefined {
  if (!(error instanceof Refused) || error.status >= 500) throw error
}
