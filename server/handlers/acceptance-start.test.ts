import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WorkforceTaskStatus } from '#contract/codes.ts'
import { drawSample } from '#server/jobs/draw-sample.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import type { Caller } from '#tests/caller.ts'
import { faultsOfCounters } from '#tests/recount.ts'
import { aLabelledTask, aTaskAtWork, type TaskScene } from '#tests/scenes.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const spam = [{ name: 'spam' }]
const { running, rejected, accepted, accepting, sampling, synchronizing, created, starting } = WorkforceTaskStatus
const start = (caller: Caller, scene: TaskScene, body: unknown) =>
  caller.refused('StartWorkforceSamplingTask', scene, body)

describe('starting', () => {
  test.each([
    ['a number', { sampling_num: 3 }, 3],
    ['a number above the pool', { sampling_num: 99 }, 10],
    ['the whole pool', { sampling_rate: 1 }, 10],
    ['a rate, rounded up', { sampling_rate: 0.31 }, 4],
    ['a rate that divides evenly', { sampling_rate: 0.3 }, 3],
    ['a tiny rate: at least one', { sampling_rate: 1e-9 }, 1],
  ])('draws %s', async (_, request, size) => {
    const scene = await aLabelledTask(server, { samples: 10 })
    const checking_task_id = await scene.startAcceptance(request)
    expect(await scene.task()).toMatchObject({
      status: accepting,
      status_before: running,
      last_checking_task_id: checking_task_id,
      acceptance_number: 1,
    })
    const { checking_stats } = await scene.report(checking_task_id)
    expect(checking_stats).toMatchObject({
      task_id: checking_task_id,
      total_sample_count: 10,
      sampling_num: size,
      sampled_sample_count: size,
      sampling_rate: size / 10,
    })
    expect(await scene.drawnIn(1)).toHaveLength(size)
  })

  test('answers before the sample is drawn: the task goes through 7 to 2', async () => {
    const scene = await aLabelledTask(server, { samples: 10 })
    const { task_id } = await scene.owner.call('StartWorkforceSamplingTask', scene, { sampling_num: 2 })
    const seen = await scene.task()
    expect([sampling, accepting]).toContain(seen.status)
    await server.idle()
    expect(await scene.task()).toMatchObject({ status: accepting, last_checking_task_id: task_id })
  })

  test('takes what waits for acceptance into the pool and nothing else', async () => {
    const scene = await aTaskAtWork(server, { samples: 6, reviewers: 1 })
    const [a, b, c, d, e] = scene.sample_ids as [string, string, string, string, string, string]
    await scene.label(scene.labeler, [a, b, c, d], spam)
    await scene.review(scene.reviewer, [
      { sample_id: a, accept: true },
      { sample_id: b, accept: false },
    ])
    await scene.startAcceptance()
    await scene.finish(0)
    await scene.review(scene.reviewer, [{ sample_id: c, accept: true }])
    const second = await scene.startAcceptance()
    await scene.label(scene.labeler, [e], spam)
    expect((await scene.entries()).map(({ state }) => state)).toEqual([5, 4, 3, 2, 2, 0])
    expect((await scene.report(second)).checking_stats).toMatchObject({ total_sample_count: 1 })
    expect((await scene.drawnIn(2)).map(({ sample_id }) => sample_id)).toEqual([c])
  })

  test('is the same draw after a restart: seed, generator and digest are kept', async () => {
    const scene = await aLabelledTask(server, { samples: 10 })
    await scene.owner.call('StartWorkforceSamplingTask', scene, { sampling_num: 4 })
    await server.idle()
    const { db } = scene.store
    const acceptance = await db
      .selectFrom('acceptance')
      .selectAll()
      .where('task_id', '=', scene.workforce_task_id)
      .executeTakeFirstOrThrow()
    expect(acceptance).toMatchObject({
      status: 'open',
      pool: 10,
      sampled: 4,
      seed: expect.stringMatching(/^[0-9a-f]{32}$/),
    })
    const drawn = await scene.drawnIn(1)
    // The process dies in the middle of the draw: half of the marks are there.
    await db
      .updateTable('acceptance')
      .set({ status: 'sampling', draw_digest: null, pool: 0, sampled: 0, first_timers: 0 })
      .where('checking_task_id', '=', acceptance.checking_task_id)
      .execute()
    await scene.setTask({ status: sampling })
    await db.deleteFrom('acceptance_sample').where('entry_key', '=', drawn[0]!.entry_key).execute()
    await db.updateTable('entry').set({ drawn_in: 0 }).where('entry_key', '=', drawn[0]!.entry_key).execute()
    await server.services.jobs.sweep()
    await server.idle()
    expect(await scene.drawnIn(1)).toEqual(drawn)
    expect(
      await db
        .selectFrom('acceptance')
        .selectAll()
        .where('task_id', '=', scene.workforce_task_id)
        .executeTakeFirstOrThrow(),
    ).toEqual(acceptance)
    expect(await scene.status()).toBe(accepting)
  })

  test('never opens a sample that two have drawn into each other', async () => {
    const scene = await aLabelledTask(server, { samples: 60 })
    const { jobs } = server.services
    const begin = jobs.start
    jobs.start = () => {}
    const { task_id } = await scene.owner.call('StartWorkforceSamplingTask', scene, { sampling_rate: 0.5 })
    jobs.start = begin
    const job = drawSample(server.services, 4)
    // One of them, or both, may give up; whoever comes to the end has drawn it all.
    await Promise.allSettled([job.run(task_id), job.run(task_id), job.run(task_id)])
    await job.run(task_id)
    expect(await scene.status()).toBe(accepting)
    expect(await scene.drawnIn(1)).toHaveLength(30)
    expect((await scene.report(task_id)).checking_stats).toMatchObject({
      total_sample_count: 60,
      sampled_sample_count: 30,
      unchecked_sample_count: 30,
    })
    expect(await faultsOfCounters(scene.store, scene.dataset_id)).toEqual([])
  })

  test('draws from what is left when samples are deleted meanwhile', async () => {
    const scene = await aLabelledTask(server, { samples: 10 })
    const [a, b] = scene.sample_ids as [string, string]
    const started = scene.owner.call('StartWorkforceSamplingTask', scene, { sampling_rate: 0.5 })
    await Promise.all([started, scene.owner.call('DeleteSamples', scene, { samples: [a, b] })])
    await server.idle()
    const { task_id } = await started
    expect((await scene.report(task_id)).checking_stats).toMatchObject({ total_sample_count: 8 })
    expect((await scene.drawnIn(1)).length).toBe((await scene.report(task_id)).checking_stats!.sampled_sample_count)
  })

  test.each([
    ['nothing', {}],
    ['both', { sampling_num: 1, sampling_rate: 0.5 }],
    ['a number of 0', { sampling_num: 0 }],
    ['half an entry', { sampling_num: 1.5 }],
    ['a number as text', { sampling_num: '3' }],
    ['a number of null', { sampling_num: null }],
    ['a rate of 0', { sampling_rate: 0 }],
    ['a negative rate', { sampling_rate: -0.1 }],
    ['a rate above 1', { sampling_rate: 1.01 }],
    ['a rate as text', { sampling_rate: '0.1' }],
    ['a rate that is true', { sampling_rate: true }],
  ])('refuses %s', async (_, body) => {
    const scene = await aLabelledTask(server, { samples: 1 })
    expect(await start(scene.owner, scene, body)).toMatchObject({ status: 400, error_code: 'ModelArts.4396' })
    // The form is judged before the state.
    await scene.setTask({ status: accepting })
    expect(await start(scene.owner, scene, body)).toMatchObject({ status: 400, error_code: 'ModelArts.4396' })
  })

  test.each([
    [created, 'ModelArts.4625'],
    [starting, 'ModelArts.4625'],
    [accepted, 'ModelArts.4625'],
    [sampling, 'ModelArts.4623'],
    [accepting, 'ModelArts.4623'],
    [synchronizing, 'ModelArts.4623'],
  ])('refuses a task in %i', async (status, error_code) => {
    const scene = await aLabelledTask(server, { samples: 1 })
    await scene.setTask({ status })
    expect(await start(scene.owner, scene, { sampling_num: 1 })).toMatchObject({ status: 400, error_code })
    expect(await scene.task()).toMatchObject({ status, acceptance_number: 0 })
  })

  test.each([
    ['nobody has labelled', []],
    ['everything waits for review', [0]],
    ['everything was sent back', [0, 1]],
  ])('refuses an empty pool: %s', async (_, steps) => {
    const scene = await aTaskAtWork(server, { samples: 1, reviewers: 1 })
    if (steps.includes(0)) await scene.label(scene.labeler, scene.sample_ids, spam)
    if (steps.includes(1)) await scene.review(scene.reviewer, [{ sample_id: scene.sample_ids[0], accept: false }])
    expect(await start(scene.owner, scene, { sampling_num: 1 })).toMatchObject({
      status: 400,
      error_code: 'ModelArts.4625',
    })
  })

  test('is possible in a rejected task, too', async () => {
    const scene = await aLabelledTask(server, { samples: 2 })
    await scene.setTask({ status: rejected })
    await scene.startAcceptance()
    expect(await scene.task()).toMatchObject({ status: accepting, status_before: rejected })
  })

  test('is for the owner: members are refused every call of the acceptance but the report', async () => {
    const scene = await aLabelledTask(server, { samples: 2, reviewers: 1, managers: 1 })
    await scene.review(scene.reviewer, [{ sample_id: scene.sample_ids[0], accept: true }])
    await scene.startAcceptance()
    for (const caller of [scene.labeler, scene.reviewer, scene.team.managers[0]!]) {
      const mayNot = { status: 403, error_code: 'ModelArts.4600' }
      expect(await start(caller, scene, { sampling_num: 1 })).toMatchObject(mayNot)
      const comments = [{ sample_id: scene.sample_ids[0], accept: true }]
      expect(await caller.refused('AcceptSamples', scene, { comments })).toMatchObject(mayNot)
      expect(await caller.refused('UpdateWorkforceSamplingTask', scene, { action: 0 })).toMatchObject(mayNot)
    }
    expect(await scene.team.managers[0]!.call('GetWorkforceSamplingTask', scene)).toMatchObject({
      total_stats: { total_sample_count: 1 },
    })
    for (const caller of [scene.labeler, scene.reviewer]) {
      expect(await caller.refused('GetWorkforceSamplingTask', scene)).toMatchObject({ status: 403 })
    }
  })

  test('is written down', async () => {
    const scene = await aLabelledTask(server, { samples: 2 })
    const id = await scene.startAcceptance({ sampling_num: 1 })
    await scene.judge([{ sample_id: (await scene.drawnIn(1))[0]!.sample_id, accept: true }])
    await scene.finish(4, true)
    const audit = await scene.store.db
      .selectFrom('audit')
      .selectAll()
      .where('object_id', '=', id)
      .orderBy('audit_key')
      .execute()
    expect(audit.map(({ action, detail }) => [action, JSON.parse(detail)])).toEqual([
      ['acceptance.start', { task_id: scene.workforce_task_id, sampling_num: 1 }],
      ['acceptance.judge', { judged: 1, passed: 1 }],
      ['acceptance.apply', { task_id: scene.workforce_task_id, action: 4, overwrite_last_result: true }],
    ])
  })
})
