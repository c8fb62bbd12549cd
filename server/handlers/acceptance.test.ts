import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MemberRole, WorkforceTaskStatus } from '#contract/codes.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import type { Caller } from '#tests/caller.ts'
import { faultsOfCounters } from '#tests/recount.ts'
import { aTaskAtWork, type TaskOptions, type TaskScene } from '#tests/scenes.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const spam = [{ name: 'spam' }]
const { running, rejected, accepted, accepting, sampling, synchronizing, created, starting } = WorkforceTaskStatus

/** A task in which everybody has labelled all he has: every entry waits for acceptance. */
async function aTaskToAccept(options: TaskOptions = {}): Promise<TaskScene> {
  const scene = await aTaskAtWork(server, { samples: 10, ...options })
  for (const labeler of scene.team.labelers) {
    const own = (await scene.entries()).filter(({ worker_id }) => worker_id === labeler.worker_id)
    if (own.length === 0) continue
    await scene.label(
      labeler,
      own.map(({ sample_id }) => sample_id),
      spam,
    )
  }
  return scene
}

/** The entries that were drawn by the acceptance of this number. */
const drawnIn = async (scene: TaskScene, number: number) =>
  (await scene.entries()).filter(({ drawn_in }) => drawn_in === number)

const start = (caller: Caller, scene: TaskScene, body: unknown) =>
  caller.refused('StartWorkforceSamplingTask', scene, body)
const finish = (scene: TaskScene, body: unknown, query = {}) =>
  scene.owner.refused('UpdateWorkforceSamplingTask', { ...scene, ...query }, body)

describe('starting', () => {
  test.each([
    ['a number', { sampling_num: 3 }, 3],
    ['a number above the pool', { sampling_num: 99 }, 10],
    ['the whole pool', { sampling_rate: 1 }, 10],
    ['a rate, rounded up', { sampling_rate: 0.31 }, 4],
    ['a rate that divides evenly', { sampling_rate: 0.3 }, 3],
    ['a tiny rate: at least one', { sampling_rate: 1e-9 }, 1],
  ])('draws %s', async (_, request, size) => {
    const scene = await aTaskToAccept()
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
    expect(await drawnIn(scene, 1)).toHaveLength(size)
  })

  test('answers before the sample is drawn: the task goes through 7 to 2', async () => {
    const scene = await aTaskToAccept()
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
    expect((await drawnIn(scene, 2)).map(({ sample_id }) => sample_id)).toEqual([c])
  })

  test('is the same draw after a restart: seed, generator and digest are kept', async () => {
    const scene = await aTaskToAccept()
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
    const drawn = await drawnIn(scene, 1)
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
    expect(await drawnIn(scene, 1)).toEqual(drawn)
    expect(
      await db
        .selectFrom('acceptance')
        .selectAll()
        .where('task_id', '=', scene.workforce_task_id)
        .executeTakeFirstOrThrow(),
    ).toEqual(acceptance)
    expect(await scene.status()).toBe(accepting)
  })

  test('draws from what is left when samples are deleted meanwhile', async () => {
    const scene = await aTaskToAccept()
    const [a, b] = scene.sample_ids as [string, string]
    const started = scene.owner.call('StartWorkforceSamplingTask', scene, { sampling_rate: 0.5 })
    await Promise.all([started, scene.owner.call('DeleteSamples', scene, { samples: [a, b] })])
    await server.idle()
    const { task_id } = await started
    expect((await scene.report(task_id)).checking_stats).toMatchObject({ total_sample_count: 8 })
    expect((await drawnIn(scene, 1)).length).toBe((await scene.report(task_id)).checking_stats!.sampled_sample_count)
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
    const scene = await aTaskToAccept({ samples: 1 })
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
    const scene = await aTaskToAccept({ samples: 1 })
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
    const scene = await aTaskToAccept({ samples: 2 })
    await scene.setTask({ status: rejected })
    await scene.startAcceptance()
    expect(await scene.task()).toMatchObject({ status: accepting, status_before: rejected })
  })

  test('is for the owner: members are refused every call of the acceptance but the report', async () => {
    const scene = await aTaskToAccept({ samples: 2, reviewers: 1, managers: 1 })
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
    const scene = await aTaskToAccept({ samples: 2 })
    const id = await scene.startAcceptance({ sampling_num: 1 })
    await scene.judge([{ sample_id: (await drawnIn(scene, 1))[0]!.sample_id, accept: true }])
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

describe('judging', () => {
  test('rates drawn entries; the last verdict before the finish counts', async () => {
    const scene = await aTaskToAccept({ samples: 3 })
    const [a, b, c] = scene.sample_ids as [string, string, string]
    const id = await scene.startAcceptance()
    const first = [
      { sample_id: a, accept: true, score: 'A', comment: 'good' },
      { sample_id: b, accept: false, score: 'B', comment: 'wrong' },
    ]
    expect(await scene.judge(first)).toEqual({})
    await scene.judge([{ sample_id: a, accept: false }])
    expect(await scene.entry(a)).toMatchObject({
      state: 3,
      verdict: 0,
      check_accept: 0,
      check_score: null,
      check_comment: null,
    })
    expect(await scene.entry(b)).toMatchObject({ verdict: 0, check_score: null, check_comment: 'wrong' })
    expect(await scene.entry(c)).toMatchObject({ verdict: null, check_accept: null })
    const { checking_stats } = await scene.report(id)
    expect(checking_stats).toMatchObject({
      checked_sample_count: 2,
      rejected_sample_count: 2,
      unchecked_sample_count: 1,
    })
  })

  test('means all drawn entries of a sample unless a worker is named', async () => {
    const scene = await aTaskToAccept({ samples: 2, labelers: 2, repetition: 2 })
    const [a, b] = scene.sample_ids as [string, string]
    const [first, second] = scene.team.labelers as [Caller, Caller]
    await scene.startAcceptance()
    await scene.judge([
      { sample_id: a, accept: true, score: 'C' },
      { sample_id: b, worker_id: second.worker_id, accept: false },
    ])
    expect(await scene.entry(a, first.worker_id)).toMatchObject({ verdict: 1, check_score: 'C' })
    expect(await scene.entry(a, second.worker_id)).toMatchObject({ verdict: 1, check_score: 'C' })
    expect(await scene.entry(b, first.worker_id)).toMatchObject({ verdict: null })
    expect(await scene.entry(b, second.worker_id)).toMatchObject({ verdict: 0 })
  })

  describe('a call that is refused stores nothing', () => {
    let scene: TaskScene
    let drawn: string
    let undrawn: string
    beforeAll(async () => {
      scene = await aTaskToAccept({ samples: 2, labelers: 2 })
      await scene.startAcceptance({ sampling_num: 1 })
      drawn = (await drawnIn(scene, 1))[0]!.sample_id
      undrawn = scene.sample_ids.find((sample_id) => sample_id !== drawn)!
    })
    test.each([
      ['an entry that was not drawn', () => ({ sample_id: undrawn }), 'ModelArts.4420'],
      ['an unknown sample', () => ({ sample_id: 'unknown' }), 'ModelArts.4420'],
      ['no sample', () => ({}), 'ModelArts.4420'],
      ['a worker who does not have it', () => ({ sample_id: drawn, worker_id: 'nobody' }), 'ModelArts.4420'],
      ['no verdict', () => ({ sample_id: drawn, accept: undefined }), 'ModelArts.4396'],
      ['a verdict of null', () => ({ sample_id: drawn, accept: null }), 'ModelArts.4396'],
      ['a verdict as text', () => ({ sample_id: drawn, accept: 'false' }), 'ModelArts.4396'],
      ['a score of E', () => ({ sample_id: drawn, score: 'E' }), 'ModelArts.4396'],
      ['an empty score', () => ({ sample_id: drawn, score: '' }), 'ModelArts.4396'],
      ['257 characters', () => ({ sample_id: drawn, comment: 'x'.repeat(257) }), 'ModelArts.4396'],
      ...[...'!<>=&"\''].map((character) => [
        `the character ${character}`,
        () => ({ sample_id: drawn, comment: `a${character}b` }),
        'ModelArts.4396',
      ]),
    ] as [string, () => object, string][])('%s', async (_, comment, error_code) => {
      const comments = [
        { sample_id: drawn, accept: true },
        { accept: true, ...comment() },
      ]
      const refusal = await scene.owner.refused('AcceptSamples', scene, { comments })
      expect(refusal).toMatchObject({ status: 400, error_code })
      expect(refusal.error_msg).toContain('comments[1]')
      expect(await scene.entry(drawn)).toMatchObject({ verdict: null, check_accept: null })
    })

    test.each([
      [{ comments: [] }, 'ModelArts.4202'],
      [{}, 'ModelArts.4396'],
      [{ comments: null }, 'ModelArts.4396'],
    ])('the body %j', async (body, error_code) => {
      expect(await scene.owner.refused('AcceptSamples', scene, body)).toMatchObject({ status: 400, error_code })
    })

    test('more than 10,000 comments', async () => {
      const comments = Array.from({ length: 10_001 }, () => ({ sample_id: drawn, accept: true }))
      expect(await scene.owner.refused('AcceptSamples', scene, { comments })).toMatchObject({
        status: 400,
        error_code: 'ModelArts.0118',
      })
    })
  })

  test.each([created, starting, running, sampling, synchronizing, accepted, rejected])(
    'is refused in a task in %i',
    async (status) => {
      const scene = await aTaskToAccept({ samples: 1 })
      await scene.startAcceptance()
      await scene.setTask({ status })
      const comments = [{ sample_id: scene.sample_ids[0], accept: true }]
      expect(await scene.owner.refused('AcceptSamples', scene, { comments })).toMatchObject({
        status: 400,
        error_code: 'ModelArts.4624',
      })
    },
  )
})

describe('the report', () => {
  test('counts by hand: one acceptance', async () => {
    const scene = await aTaskToAccept({ samples: 8 })
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
    const scene = await aTaskToAccept({ samples: 3 })
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
    const scene = await aTaskToAccept({ samples: 2 })
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
    const scene = await aTaskToAccept({ samples: 5 })
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
    const [drawn] = await drawnIn(scene, 3)
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
    const scene = await aTaskToAccept({ samples: 10 })
    const id = await scene.startAcceptance({ sampling_num: 8 })
    const [first, ...others] = await drawnIn(scene, 1)
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
    const scene = await aTaskToAccept({ samples: 1 })
    const other = await aTaskToAccept({ samples: 1 })
    await scene.startAcceptance()
    const foreign = await other.startAcceptance()
    for (const checking_task_id of ['unknown', foreign]) {
      const refusal = await scene.owner.refused('GetWorkforceSamplingTask', { ...scene, checking_task_id })
      expect(refusal).toMatchObject({ status: 404, error_code: 'ModelArts.4612' })
    }
  })

  test('forgets deleted samples while the acceptance is open, and keeps what it found afterwards', async () => {
    const scene = await aTaskToAccept({ samples: 4 })
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
    const scene = await aTaskToAccept({ samples: 1 })
    await scene.startAcceptance()
    expect(await finish(scene, body)).toMatchObject({ status: 400, error_code: 'ModelArts.4396' })
    expect(await scene.status()).toBe(accepting)
  })

  test('takes a locale of en-us or zh-cn, or none, and no other', async () => {
    const scene = await aTaskToAccept({ samples: 1 })
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
    const scene = await aTaskToAccept({ samples: 1 })
    await scene.startAcceptance()
    await scene.setTask({ status })
    for (let action = 0; action <= 5; action++) {
      expect(await finish(scene, { action })).toMatchObject({ status: 400, error_code })
    }
  })

  test('is refused while the dataset is being published or switched; looking and cancelling are not', async () => {
    for (const status of [6, 7]) {
      const scene = await aTaskToAccept({ samples: 1 })
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
      const scene = await aTaskToAccept({ samples: 3 })
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
    const scene = await aTaskToAccept({ samples: 2 })
    await scene.startAcceptance()
    await scene.finish(1)
    await scene.label(scene.labeler, scene.sample_ids, spam)
    await scene.startAcceptance()
    await scene.finish(2)
    expect(await finish(scene, { action: 1 })).toMatchObject({ error_code: 'ModelArts.4624' })
    expect(await scene.finish(2)).toEqual({})
  })

  test('is answered before it is applied; meanwhile every call is told to wait', async () => {
    const scene = await aTaskToAccept({ samples: 3 })
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
    const scene = await aTaskToAccept({ samples: 4, labelers: 2 })
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

describe('the verdict is applied', () => {
  test('in chunks that can be cut off: it is completed after a restart, by two at once as well', async () => {
    const scene = await aTaskToAccept({ samples: 2500, labelers: 2 })
    const id = await scene.startAcceptance({ sampling_num: 3 })
    const [first] = await drawnIn(scene, 1)
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
    const { applyVerdict } = await import('#server/jobs/apply-verdict.ts')
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
      const { insertEntries } = await import('#adapters/sql/entries.ts')
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

  test('to entries of somebody who left: what is rejected goes to the others', async () => {
    const scene = await aTaskToAccept({ samples: 4, labelers: 2 })
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

describe('cancelling', () => {
  test('drops the verdicts, gives the entries back to their labelers and leaves the task as it was', async () => {
    for (const status of [running, rejected]) {
      const scene = await aTaskToAccept({ samples: 3 })
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
    const scene = await aTaskToAccept({ samples: 2 })
    const [a, b] = scene.sample_ids as [string, string]
    await scene.startAcceptance({ sampling_num: 1 })
    const [drawn] = await drawnIn(scene, 1)
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
    const scene = await aTaskToAccept({ samples: 2 })
    await scene.startAcceptance()
    await scene.owner.call('DeleteSamples', scene, { samples: [...scene.sample_ids] })
    await scene.finish(action)
    expect(await scene.status()).toBe(accepted)
  })
})
