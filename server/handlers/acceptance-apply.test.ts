import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { insertEntries } from '#adapters/sql/entries.ts'
import { MemberRole, WorkforceTaskStatus } from '#contract/codes.ts'
import { applyVerdict } from '#server/jobs/apply-verdict.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import type { Caller } from '#tests/caller.ts'
import { faultsOfCounters } from '#tests/recount.ts'
import { aLabelledTask, aTaskAtWork } from '#tests/scenes.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const spam = [{ name: 'spam' }]
const { running, rejected, synchronizing } = WorkforceTaskStatus

describe('the verdict is applied', () => {
  test('in chunks that can be cut off: it is completed after a restart, by two at once as well', async () => {
    const scene = await aLabelledTask(server, { samples: 2500, labelers: 2 })
    const id = await scene.startAcceptance({ sampling_num: 3 })
    const [first] = await scene.drawnIn(1)
    await scene.judge([{ sample_id: first!.sample_id, accept: false }])
    const { jobs, store } = server.services
    const begin = jobs.start
    jobs.start = () => {}
    await scene.owner.call('UpdateWorkforceSamplingTask', scene, { action: 4 })
    jobs.start = begin
    // The process dies after some chunks: the transaction that would write the next one fails.
    const transaction = store.transaction.bind(store)
    let left = 1
    store.transaction = (work) => (left-- > 0 ? transaction(work) : Promise.reject(new Error('the process has died')))
    const job = applyVerdict(server.services)
    await expect(job.run(id)).rejects.toThrow('the process has died')
    store.transaction = transaction
    const states = async () => {
      const counts = new Map<number, number>()
      for (const { state } of await scene.entries()) counts.set(state, (counts.get(state) ?? 0) + 1)
      return Object.fromEntries(counts)
    }
    expect((await states())[3]).toBe(1500)
    expect(await scene.status()).toBe(synchronizing)
    expect(await faultsOfCounters(scene.store, scene.dataset_id)).toEqual([])
    expect(await job.unfinished()).toContain(id)
    await Promise.all([job.run(id), job.run(id)])
    expect(await states()).toEqual({ 4: 1, 5: 2499 })
    expect(await scene.status()).toBe(rejected)
    expect(await faultsOfCounters(scene.store, scene.dataset_id)).toEqual([])
    const acceptance = await store.db
      .selectFrom('acceptance')
      .selectAll()
      .where('checking_task_id', '=', id)
      .executeTakeFirstOrThrow()
    expect(acceptance).toMatchObject({ status: 'finished', accepted_count: 2499, rejected_count: 1 })
    await job.run(id)
    expect(await scene.status()).toBe(rejected)
    expect(await job.unfinished()).not.toContain(id)
  })

  test('to every entry of a pool whose samples have their entries far apart', async () => {
    // Entries of one sample can be dealt long after each other: here all second ones come after all first ones.
    const scene = await aTaskAtWork(server, { samples: 2200, labelers: 2, repetition: 2 })
    const from = await scene.store.reserveKeys('entry', 4400)
    await scene.store.transaction(async (tx) => {
      const rows = await tx
        .selectFrom('entry')
        .select(['entry_key', 'worker_id', 'sample_key'])
        .where('task_id', '=', scene.workforce_task_id)
        .orderBy('entry_key')
        .execute()
      await tx.deleteFrom('entry_tally').where('task_id', '=', scene.workforce_task_id).execute()
      await tx.deleteFrom('entry').where('task_id', '=', scene.workforce_task_id).execute()
      await insertEntries(
        tx,
        rows.map(({ worker_id, sample_key }, i) => ({
          entry_key: from + (worker_id === scene.labeler.worker_id ? 0 : 2200) + Math.floor(i / 2),
          task_id: scene.workforce_task_id,
          sample_key,
          worker_id,
          state: 0,
          labels: '[]',
          metadata: '{}',
          counts: new Map(),
        })),
      )
    })
    const [first, second] = scene.team.labelers as [Caller, Caller]
    await scene.label(first, scene.sample_ids, spam)
    await scene.label(second, scene.sample_ids.slice(0, 600), spam)
    await scene.startAcceptance({ sampling_num: 1 })
    await scene.finish(0)
    const counts = new Map<number, number>()
    for (const { state } of await scene.entries()) counts.set(state, (counts.get(state) ?? 0) + 1)
    expect(Object.fromEntries(counts)).toEqual({ 5: 2800, 0: 1600 })
    expect(await scene.status()).toBe(running)
    expect(await faultsOfCounters(scene.store, scene.dataset_id)).toEqual([])
  })

  test('in few steps where little of a large task waits', async () => {
    const scene = await aTaskAtWork(server, { samples: 2500, labelers: 1 })
    await scene.label(scene.labeler, [scene.sample_ids[3]!, scene.sample_ids[2400]!], spam)
    const id = await scene.startAcceptance({ sampling_num: 1 })
    const { jobs, store } = server.services
    const begin = jobs.start
    jobs.start = () => {}
    await scene.owner.call('UpdateWorkforceSamplingTask', scene, { action: 0 })
    jobs.start = begin
    const steps = vi.spyOn(store, 'transaction')
    await applyVerdict(server.services, 10).run(id)
    expect(steps).toHaveBeenCalledTimes(2)
    steps.mockRestore()
    expect(await scene.status()).toBe(running)
    expect((await scene.entries()).filter(({ state }) => state === 5)).toHaveLength(2)
  })

  test('to entries of somebody who left: what is rejected goes to the others', async () => {
    const scene = await aLabelledTask(server, { samples: 4, labelers: 2 })
    const [gone, stays] = scene.team.labelers as [Caller, Caller]
    await scene.store.db
      .updateTable('task_member')
      .set({ role: MemberRole.reviewer })
      .where('task_id', '=', scene.workforce_task_id)
      .where('worker_id', '=', gone.worker_id)
      .execute()
    await scene.startAcceptance()
    await scene.judge([{ sample_id: scene.sample_ids[0], accept: false, comment: 'again' }])
    await scene.finish(4)
    expect(await scene.entry(scene.sample_ids[0]!)).toMatchObject({
      worker_id: stays.worker_id,
      state: 4,
      check_accept: 0,
      check_comment: 'again',
    })
    expect(await scene.entry(scene.sample_ids[2]!)).toMatchObject({ worker_id: gone.worker_id, state: 5 })
    expect(await faultsOfCounters(scene.store, scene.dataset_id)).toEqual([])
  })
})
