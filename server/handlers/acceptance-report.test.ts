import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WorkforceTaskStatus } from '#contract/codes.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { aLabelledTask } from '#tests/scenes.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const spam = [{ name: 'spam' }]
const { accepted } = WorkforceTaskStatus

describe('the report', () => {
  test('counts by hand: one acceptance', async () => {
    const scene = await aLabelledTask(server, { samples: 8 })
    const id = await scene.startAcceptance()
    const [a, b, c, d, e, f, g] = scene.sample_ids
    await scene.judge([
      { sample_id: a, accept: true, score: 'A' },
      { sample_id: b, accept: true, score: 'A' },
      { sample_id: c, accept: true, score: 'B' },
      { sample_id: d, accept: true, score: 'C' },
      { sample_id: e, accept: true, score: 'D' },
      { sample_id: f, accept: true },
      { sample_id: g, accept: false },
    ])
    // 4 + 4 + 3 + 2 + 1 + 0 = 14; six of them count, so the mean is 2.33: C.
    const figures = {
      total_sample_count: 8,
      sampling_num: 8,
      sampled_sample_count: 8,
      sampling_rate: 1,
      checked_sample_count: 7,
      unchecked_sample_count: 1,
      accepted_sample_count: 6,
      rejected_sample_count: 1,
      pass_rate: 6 / 7,
      total_score: 14,
      score: 'C',
    }
    const open = await scene.report(id)
    expect(open.checking_stats).toEqual({ task_id: id, ...figures })
    expect(open.total_stats).toEqual(figures)
    // One of seven is wrong and one was not looked at, which may be wrong as well.
    expect(open.muster).toEqual({
      bound: { confidence: 0.95, pool: 8, checked: 7, wrong: 1, at_most: 2, left_at_most: 1 },
    })
    // Everything is passed, and yet the figures stay what the owner found.
    await scene.finish(0)
    const ended = await scene.report(id)
    expect(ended.checking_stats).toEqual({ task_id: id, ...figures })
    expect(ended.muster!.bound).toMatchObject({ at_most: 2, left_at_most: 2 })
  })

  test('when nothing is drawn, judged or even begun', async () => {
    const scene = await aLabelledTask(server, { samples: 3 })
    const nothing = { checked_sample_count: 0, pass_rate: 0, total_score: 0, score: 'E' }
    const before = await scene.report()
    expect(before).toEqual({
      total_stats: expect.objectContaining({ ...nothing, total_sample_count: 0, sampling_rate: 0 }),
    })
    const id = await scene.startAcceptance({ sampling_num: 2 })
    const { checking_stats, muster } = await scene.report(id)
    expect(checking_stats).toMatchObject({ ...nothing, unchecked_sample_count: 2, sampling_rate: 2 / 3 })
    expect(muster).toEqual({ bound: { confidence: 0.95, pool: 3, checked: 0, wrong: 0, at_most: 3, left_at_most: 3 } })
  })

  test.each([
    ['A', 'A', 8, 'A'],
    ['A', 'B', 7, 'A'],
    ['B', 'C', 5, 'B'],
    ['C', 'D', 3, 'C'],
    ['D', false, 1, 'D'],
    [false, false, 0, 'E'],
    [true, false, 0, 'E'],
  ])('the letter of %s and %s is the mean of %i', async (first, second, total_score, score) => {
    const scene = await aLabelledTask(server, { samples: 2 })
    const id = await scene.startAcceptance()
    const verdict = (given: string | boolean) =>
      typeof given === 'string' ? { accept: true, score: given } : { accept: given }
    await scene.judge([
      { sample_id: scene.sample_ids[0], ...verdict(first) },
      { sample_id: scene.sample_ids[1], ...verdict(second) },
    ])
    expect((await scene.report(id)).checking_stats).toMatchObject({ total_score, score })
  })

  test('over several acceptances counts each entry once with its latest verdict, cancelled ones not at all', async () => {
    const scene = await aLabelledTask(server, { samples: 5 })
    const [a, b, c, d, e] = scene.sample_ids as [string, string, string, string, string]
    const first = await scene.startAcceptance()
    await scene.judge([
      { sample_id: a, accept: true, score: 'A' },
      { sample_id: b, accept: false },
      { sample_id: c, accept: false },
    ])
    await scene.finish(4)
    expect((await scene.entries()).map(({ state }) => state)).toEqual([5, 4, 4, 5, 5])

    await scene.label(scene.labeler, [b, c], spam)
    const cancelled = await scene.startAcceptance()
    await scene.judge([
      { sample_id: b, accept: true, score: 'D' },
      { sample_id: c, accept: true, score: 'D' },
    ])
    // While it is open it counts.
    expect((await scene.report()).total_stats).toMatchObject({
      total_sample_count: 5,
      sampled_sample_count: 5,
      accepted_sample_count: 3,
      rejected_sample_count: 0,
      total_score: 6,
    })
    await scene.finish(2)
    const afterCancel = await scene.report(cancelled)
    expect(afterCancel.total_stats).toMatchObject({
      accepted_sample_count: 1,
      rejected_sample_count: 2,
      total_score: 4,
    })
    expect(afterCancel.muster!.bound!.left_at_most).toBe(0)

    const third = await scene.startAcceptance({ sampling_num: 1 })
    const [drawn] = await scene.drawnIn(3)
    await scene.judge([{ sample_id: drawn!.sample_id, accept: true, score: 'B' }])
    await scene.finish(0)
    const { total_stats, checking_stats } = await scene.report(third)
    expect(checking_stats).toMatchObject({
      total_sample_count: 2,
      sampled_sample_count: 1,
      sampling_rate: 0.5,
      total_score: 3,
    })
    // a: A, d and e not judged, one of b and c passed with B now, the other one still rejected.
    expect(total_stats).toEqual({
      total_sample_count: 5,
      sampling_num: 5,
      sampled_sample_count: 5,
      sampling_rate: 1,
      checked_sample_count: 3,
      unchecked_sample_count: 2,
      accepted_sample_count: 2,
      rejected_sample_count: 1,
      pass_rate: 2 / 3,
      total_score: 7,
      score: 'C',
    })
    expect((await scene.report(first)).checking_stats).toMatchObject({
      accepted_sample_count: 1,
      rejected_sample_count: 2,
    })
    expect([d, e]).toHaveLength(2)
  })

  test.each([
    [0, 'all that may be wrong', 3],
    [4, 'all but the rejected one', 2],
    [5, 'none: only checked entries are accepted', 0],
    [1, 'none: nothing is accepted', 0],
  ])('the bound of what is left after action %i: %s', async (action, _, left_at_most) => {
    const scene = await aLabelledTask(server, { samples: 10 })
    const id = await scene.startAcceptance({ sampling_num: 8 })
    const [first, ...others] = await scene.drawnIn(1)
    await scene.judge([
      { sample_id: first!.sample_id, accept: false },
      ...others.map(({ sample_id }) => ({ sample_id, accept: true })),
    ])
    await scene.finish(action)
    // P[X <= 1] for D = 3 of 10, 8 drawn: C(3,1) C(7,7) / C(10,8) = 3 / 45 > 5 %; for D = 4 it is 0.
    expect((await scene.report(id)).muster!.bound).toEqual({
      confidence: 0.95,
      pool: 10,
      checked: 8,
      wrong: 1,
      at_most: 3,
      left_at_most,
    })
  })

  test('an unknown acceptance, or one of another task, is not found', async () => {
    const scene = await aLabelledTask(server, { samples: 1 })
    const other = await aLabelledTask(server, { samples: 1 })
    await scene.startAcceptance()
    const foreign = await other.startAcceptance()
    for (const checking_task_id of ['unknown', foreign]) {
      const refusal = await scene.owner.refused('GetWorkforceSamplingTask', { ...scene, checking_task_id })
      expect(refusal).toMatchObject({ status: 404, error_code: 'ModelArts.4612' })
    }
  })

  test('forgets deleted samples while the acceptance is open, and keeps what it found afterwards', async () => {
    const scene = await aLabelledTask(server, { samples: 4 })
    const [a, b, c, d] = scene.sample_ids as [string, string, string, string]
    const id = await scene.startAcceptance()
    await scene.judge([
      { sample_id: a, accept: true, score: 'A' },
      { sample_id: b, accept: false },
      { sample_id: c, accept: true, score: 'B' },
    ])
    await scene.owner.call('DeleteSamples', scene, { samples: [b, d] })
    const figures = {
      total_sample_count: 2,
      sampled_sample_count: 2,
      checked_sample_count: 2,
      unchecked_sample_count: 0,
      accepted_sample_count: 2,
      rejected_sample_count: 0,
      total_score: 7,
    }
    const open = await scene.report(id)
    expect(open.checking_stats).toMatchObject(figures)
    expect(open.total_stats).toMatchObject(figures)
    await scene.finish(0)
    expect(await scene.task()).toMatchObject({ status: accepted, deleted_sample_count: 2 })
    await scene.owner.call('DeleteSamples', scene, { samples: [a] })
    const ended = await scene.report(id)
    expect(ended.checking_stats).toMatchObject(figures)
    expect(ended.total_stats).toMatchObject(figures)
  })
})
