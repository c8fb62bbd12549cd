import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WorkforceTaskStatus } from '#contract/codes.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import type { Caller } from '#tests/caller.ts'
import { aLabelledTask, type TaskScene } from '#tests/scenes.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const spam = [{ name: 'spam' }]
const { running, rejected, accepted, accepting, sampling, synchronizing, created, starting } = WorkforceTaskStatus
const start = (caller: Caller, scene: TaskScene, body: unknown) =>
  caller.refused('StartWorkforceSamplingTask', scene, body)
const finish = (scene: TaskScene, body: unknown, query = {}) =>
  scene.owner.refused('UpdateWorkforceSamplingTask', { ...scene, ...query }, body)

describe('finishing', () => {
  test.each([
    ['missing', {}],
    ['null', { action: null }],
    ['6', { action: 6 }],
    ['-1', { action: -1 }],
    ['0.5', { action: 0.5 }],
    ['text', { action: '0' }],
    ['false', { action: false }],
    ['a list', { action: [0] }],
    ['2^32', { action: 2 ** 32 }],
    ['0 with a flag as text', { action: 0, overwrite_last_result: 'false' }],
    ['0 with a flag of 0', { action: 0, overwrite_last_result: 0 }],
    ['0 with a flag of null', { action: 0, overwrite_last_result: null }],
  ])('refuses an action that is %s', async (_, body) => {
    const scene = await aLabelledTask(server, { samples: 1 })
    await scene.startAcceptance()
    expect(await finish(scene, body)).toMatchObject({ status: 400, error_code: 'ModelArts.4396' })
    expect(await scene.status()).toBe(accepting)
  })

  test('takes a locale of en-us or zh-cn, or none, and no other', async () => {
    const scene = await aLabelledTask(server, { samples: 1 })
    await scene.startAcceptance()
    expect(await finish(scene, { action: 0 }, { locale: 'de-de' })).toMatchObject({
      status: 400,
      error_code: 'ModelArts.4398',
    })
    expect(await scene.status()).toBe(accepting)
    for (const locale of ['en-us', 'zh-cn']) {
      const names = { ...scene, locale }
      expect(await scene.owner.call('UpdateWorkforceSamplingTask', names, { action: 3 })).toMatchObject({
        sample_count: 0,
      })
    }
  })

  test.each([
    [created, 'ModelArts.4624'],
    [starting, 'ModelArts.4624'],
    [running, 'ModelArts.4624'],
    [accepted, 'ModelArts.4624'],
    [rejected, 'ModelArts.4624'],
    [sampling, 'ModelArts.4623'],
    [synchronizing, 'ModelArts.4623'],
  ])('refuses every action in a task in %i', async (status, error_code) => {
    const scene = await aLabelledTask(server, { samples: 1 })
    await scene.startAcceptance()
    await scene.setTask({ status })
    for (let action = 0; action <= 5; action++) {
      expect(await finish(scene, { action })).toMatchObject({ status: 400, error_code })
    }
  })

  test('is refused while the dataset is being published or switched; looking and cancelling are not', async () => {
    for (const status of [6, 7]) {
      const scene = await aLabelledTask(server, { samples: 1 })
      await scene.startAcceptance()
      await scene.store.db.updateTable('dataset').set({ status }).where('dataset_id', '=', scene.dataset_id).execute()
      for (const action of [0, 1, 4, 5]) {
        expect(await finish(scene, { action })).toMatchObject({ status: 400, error_code: 'ModelArts.4381' })
      }
      expect(await scene.finish(3)).toEqual({ sample_count: 0, samples: [] })
      expect(await scene.finish(2)).toEqual({})
      expect(await scene.status()).toBe(running)
    }
  })

  test.each([0, 1, 2, 4, 5])('action %i repeated after the end is a retry, anything else is not', async (action) => {
    for (const overwrite of [false, true]) {
      const scene = await aLabelledTask(server, { samples: 3 })
      await scene.startAcceptance({ sampling_num: 2 })
      expect(await scene.finish(action, overwrite)).toEqual({})
      const end = await scene.task()
      const entries = await scene.entries()
      expect(await scene.finish(action, overwrite)).toEqual({})
      if (!overwrite) expect(await scene.finish(action)).toEqual({})
      expect(await scene.task()).toEqual(end)
      expect(await scene.entries()).toEqual(entries)
      for (let other = 0; other <= 5; other++) {
        if (other === action && other !== 3) continue
        expect(await finish(scene, { action: other, overwrite_last_result: overwrite })).toMatchObject({
          status: 400,
          error_code: 'ModelArts.4624',
        })
      }
      expect(await finish(scene, { action, overwrite_last_result: !overwrite })).toMatchObject({
        status: 400,
        error_code: 'ModelArts.4624',
      })
    }
  })

  test('is no retry any more once a newer acceptance was started', async () => {
    const scene = await aLabelledTask(server, { samples: 2 })
    await scene.startAcceptance()
    await scene.finish(1)
    await scene.label(scene.labeler, scene.sample_ids, spam)
    await scene.startAcceptance()
    await scene.finish(2)
    expect(await finish(scene, { action: 1 })).toMatchObject({ error_code: 'ModelArts.4624' })
    expect(await scene.finish(2)).toEqual({})
  })

  test('is answered before it is applied; meanwhile every call is told to wait', async () => {
    const scene = await aLabelledTask(server, { samples: 3 })
    await scene.startAcceptance()
    // Nobody works here now: the verdict stays to be applied.
    const { jobs } = server.services
    const begin = jobs.start
    jobs.start = () => {}
    expect(await scene.owner.call('UpdateWorkforceSamplingTask', scene, { action: 0 })).toEqual({})
    jobs.start = begin
    expect(await scene.status()).toBe(synchronizing)
    for (const action of [0, 1, 2, 3, 4, 5]) {
      expect(await finish(scene, { action })).toMatchObject({ status: 400, error_code: 'ModelArts.4623' })
    }
    expect(await start(scene.owner, scene, { sampling_num: 1 })).toMatchObject({ error_code: 'ModelArts.4623' })
    await jobs.sweep()
    await server.idle()
    expect(await scene.status()).toBe(accepted)
    expect(await scene.finish(0)).toEqual({})
  })

  test('that completes the task tells labelers whose entries came back', async () => {
    const scene = await aLabelledTask(server, { samples: 4, labelers: 2 })
    await scene.startAcceptance()
    await scene.judge([{ sample_id: scene.sample_ids[0], accept: false }])
    await scene.finish(4)
    const mails = await scene.store.db
      .selectFrom('mail')
      .selectAll()
      .where('task_id', '=', scene.workforce_task_id)
      .execute()
    expect(mails).toMatchObject([{ worker_id: scene.labeler.worker_id, kind: 'rejected', payload: '{"rejected":1}' }])
  })
})

describe('cancelling', () => {
  test('drops the verdicts, gives the entries back to their labelers and leaves the task as it was', async () => {
    for (const status of [running, rejected]) {
      const scene = await aLabelledTask(server, { samples: 3 })
      const [a, b, c] = scene.sample_ids as [string, string, string]
      await scene.setTask({ status })
      await scene.startAcceptance()
      await scene.judge([
        { sample_id: a, accept: true, score: 'A', comment: 'good' },
        { sample_id: b, accept: false, comment: 'bad' },
      ])
      expect(await scene.finish(2)).toEqual({})
      expect(await scene.status()).toBe(status)
      const dropped = { state: 3, verdict: null, check_accept: null, check_score: null, check_comment: null }
      for (const sample_id of [a, b, c]) expect(await scene.entry(sample_id)).toMatchObject(dropped)
      expect(await scene.sample(a)).toMatchObject({ state: 0, labels: '[]' })
      await scene.label(scene.labeler, [a], [{ name: 'ham' }])
      expect(await scene.state(a)).toBe('UNCHECK')
    }
  })

  test('completes a task whose other entries have gone meanwhile', async () => {
    const scene = await aLabelledTask(server, { samples: 2 })
    const [a, b] = scene.sample_ids as [string, string]
    await scene.startAcceptance({ sampling_num: 1 })
    const [drawn] = await scene.drawnIn(1)
    await scene.judge([{ sample_id: drawn!.sample_id, accept: true }])
    await scene.finish(5)
    await scene.label(scene.labeler, [drawn!.sample_id === a ? b : a], spam)
    await scene.startAcceptance()
    await scene.owner.call('DeleteSamples', scene, { samples: [drawn!.sample_id === a ? b : a] })
    expect(await scene.status()).toBe(accepting)
    await scene.finish(2)
    expect(await scene.status()).toBe(accepted)
  })
})

describe('a pool that vanished', () => {
  test.each([0, 1, 4, 5])('ends with action %i and completes the task', async (action) => {
    const scene = await aLabelledTask(server, { samples: 2 })
    await scene.startAcceptance()
    await scene.owner.call('DeleteSamples', scene, { samples: [...scene.sample_ids] })
    await scene.finish(action)
    expect(await scene.status()).toBe(accepted)
  })
})
