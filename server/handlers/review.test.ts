import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { EntryStateCode } from '#adapters/sql/state-codes.ts'
import { MemberRole, WorkforceTaskStatus } from '#contract/codes.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import type { Caller } from '#tests/caller.ts'
import { faultsOfCounters } from '#tests/recount.ts'
import { aLabelledTask, aTaskAtWork, type TaskOptions, type TaskScene } from '#tests/scenes.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const spam = [{ name: 'spam' }]
const refusal = (caller: Caller, scene: TaskScene, comments: unknown) =>
  caller.refused('ReviewSamples', scene, { comments })

/** A task with reviewers in which every entry waits for review. */
const aTaskToReview = (options: TaskOptions = {}) => aLabelledTask(server, { samples: 3, reviewers: 1, ...options })

describe('a verdict', () => {
  test('passes an entry with a score, or without one', async () => {
    const scene = await aTaskToReview()
    const [a, b, c] = scene.sample_ids as [string, string, string]
    const before = server.services.now()
    expect(
      await scene.review(scene.reviewer, [
        { sample_id: a, accept: true, score: 'A', comment: 'fine' },
        { sample_id: b, worker_id: scene.labeler.worker_id, accept: true },
      ]),
    ).toEqual({})
    const by = { review_by: `human/${scene.reviewer.email}`, review_accept: 1 }
    expect(await scene.entry(a)).toMatchObject({ state: 3, review_score: 'A', review_comment: 'fine', ...by })
    expect(await scene.entry(b)).toMatchObject({ state: 3, review_score: null, review_comment: null, ...by })
    expect((await scene.entry(a)).review_time).toBeGreaterThanOrEqual(before)
    expect(await scene.state(c)).toBe('UNREVIEWED')
    expect(await faultsOfCounters(scene.store, scene.dataset_id)).toEqual([])
  })

  test('sends an entry back to its labeler, who saves it again for another review', async () => {
    const scene = await aTaskToReview()
    const [a] = scene.sample_ids as [string]
    await scene.review(scene.reviewer, [{ sample_id: a, accept: false, score: 'A', comment: 'a box is missing' }])
    expect(await scene.entry(a)).toMatchObject({
      state: 4,
      worker_id: scene.labeler.worker_id,
      review_accept: 0,
      review_score: null,
      review_comment: 'a box is missing',
    })
    await scene.label(scene.labeler, [a], [{ name: 'ham' }])
    expect(await scene.entry(a)).toMatchObject({ state: 2, review_accept: null, review_comment: 'a box is missing' })
    await scene.review(scene.reviewer, [{ sample_id: a, accept: true, score: 'B' }])
    expect(await scene.entry(a)).toMatchObject({ state: 3, review_accept: 1, review_comment: null })
    expect(await faultsOfCounters(scene.store, scene.dataset_id)).toEqual([])
  })

  test('is written down, and rejections are told to the labelers in one digest', async () => {
    const scene = await aTaskToReview({ samples: 4, labelers: 2 })
    await scene.review(scene.reviewer, [
      ...scene.sample_ids.slice(0, 3).map((sample_id) => ({ sample_id, accept: false })),
      { sample_id: scene.sample_ids[3], accept: true },
    ])
    const { db } = scene.store
    const audit = await db.selectFrom('audit').selectAll().where('object_id', '=', scene.workforce_task_id).execute()
    expect(audit).toMatchObject([{ action: 'review', actor: `human/${scene.reviewer.email}` }])
    expect(JSON.parse(audit[0]!.detail)).toEqual({ reviewed: 4, passed: 1 })
    const mails = await db.selectFrom('mail').selectAll().where('task_id', '=', scene.workforce_task_id).execute()
    expect(new Map(mails.map(({ worker_id, payload }) => [worker_id, JSON.parse(payload)]))).toEqual(
      new Map([
        [scene.team.labelers[0]!.worker_id, { rejected: 2 }],
        [scene.team.labelers[1]!.worker_id, { rejected: 1 }],
      ]),
    )
  })

  test('of two for one entry in a call is the last one', async () => {
    const scene = await aTaskToReview()
    const [a] = scene.sample_ids as [string]
    await scene.review(scene.reviewer, [
      { sample_id: a, accept: false },
      { sample_id: a, accept: true, score: 'D' },
    ])
    expect(await scene.entry(a)).toMatchObject({ state: 3, review_score: 'D' })
  })
})

describe('a verdict that names the labels it is about', () => {
  const seen = async (scene: TaskScene, sample_id: string) => {
    const { muster } = await scene.reviewer.call('DescribeWorkforceTaskSample', { ...scene, sample_id })
    return { sample_id, muster: { revision: muster!.revision! } }
  }

  test('is taken while they are there, and refuses the whole call when they are others by now', async () => {
    const scene = await aTaskToReview()
    const [a, b, c] = scene.sample_ids as [string, string, string]
    const looked = [await seen(scene, a), await seen(scene, b)]
    await scene.label(scene.labeler, [b], [{ name: 'ham' }])
    const comments = looked.map((one) => ({ ...one, accept: true }))
    const refused = await refusal(scene.reviewer, scene, comments)
    expect(refused).toMatchObject({ status: 412, error_code: 'ModelArts.4431' })
    expect(refused.error_msg).toContain(`comments[1]: sample ${b}: the labels of worker ${scene.labeler.worker_id}`)
    expect((await scene.entries()).map(({ review_accept }) => review_accept)).toEqual([null, null, null])
    const again = [comments[0], { ...(await seen(scene, b)), accept: false }, { sample_id: c, accept: true }]
    expect(await scene.review(scene.reviewer, again)).toEqual({})
    expect((await scene.entries()).map(({ review_accept }) => review_accept)).toEqual([1, 0, 1])
  })

  test('is passed over as ever where somebody else was first, whatever has become of the labels since', async () => {
    const scene = await aTaskToReview({ reviewers: 2 })
    const [a] = scene.sample_ids as [string]
    const comment = { ...(await seen(scene, a)), accept: true }
    await scene.review(scene.reviewer, [{ sample_id: a, accept: false }])
    expect(await scene.review(scene.team.reviewers[1]!, [comment])).toMatchObject({ error_code: 'ModelArts.4606' })
    await scene.label(scene.labeler, [a], [{ name: 'ham' }])
    expect(await refusal(scene.team.reviewers[1]!, scene, [comment])).toMatchObject({ status: 412 })
    expect(await scene.state(a)).toBe('UNREVIEWED')
  })

  test('says it by a whole number', async () => {
    const scene = await aTaskToReview()
    const [sample_id] = scene.sample_ids as [string]
    for (const revision of [-1, 1.5, '1', null]) {
      const comments = [{ sample_id, accept: true, muster: { revision } }]
      expect(await refusal(scene.reviewer, scene, comments)).toMatchObject({ error_code: 'ModelArts.4396' })
    }
  })
})

describe('who may review', () => {
  test('any reviewer of the task and the owner', async () => {
    const scene = await aTaskToReview({ reviewers: 2 })
    const [a, b, c] = scene.sample_ids as [string, string, string]
    await scene.review(scene.team.reviewers[0]!, [{ sample_id: a, accept: true }])
    await scene.review(scene.team.reviewers[1]!, [{ sample_id: b, accept: true }])
    await scene.review(scene.owner, [{ sample_id: c, accept: true }])
    expect((await scene.entries()).map(({ state }) => state)).toEqual([3, 3, 3])
  })

  test('no labeler and no manager', async () => {
    const scene = await aTaskToReview({ managers: 1 })
    for (const caller of [scene.labeler, scene.team.managers[0]!]) {
      expect(await refusal(caller, scene, [{ sample_id: scene.sample_ids[0], accept: true }])).toMatchObject({
        status: 403,
        error_code: 'ModelArts.4600',
      })
    }
  })

  test('a reviewer who labelled before passes over his own entries, and is refused when he names one', async () => {
    const scene = await aTaskToReview({ samples: 2, labelers: 2, repetition: 2 })
    const [first, second] = scene.team.labelers as [Caller, Caller]
    await scene.store.db
      .updateTable('task_member')
      .set({ role: MemberRole.reviewer })
      .where('task_id', '=', scene.workforce_task_id)
      .where('worker_id', '=', first.worker_id)
      .execute()
    const [a, b] = scene.sample_ids as [string, string]
    expect(await scene.review(first, [{ sample_id: a, accept: true }])).toEqual({})
    expect(await scene.state(a, first.worker_id)).toBe('UNREVIEWED')
    expect(await scene.state(a, second.worker_id)).toBe('UNCHECK')
    const comments = [
      { sample_id: b, worker_id: second.worker_id, accept: true },
      { sample_id: b, worker_id: first.worker_id, accept: true },
    ]
    expect(await refusal(first, scene, comments)).toMatchObject({ status: 403, error_code: 'ModelArts.4600' })
    expect(await scene.state(b, second.worker_id)).toBe('UNREVIEWED')
  })
})

describe('an entry that somebody reviewed already', () => {
  test('is no failure: HTTP 200 with ModelArts.4606, and the first verdict stays', async () => {
    const scene = await aTaskToReview({ reviewers: 2 })
    const [a, b] = scene.sample_ids as [string, string]
    const first = [a, b].map((sample_id, i) => ({ sample_id, accept: i === 0, comment: 'first' }))
    await scene.review(scene.team.reviewers[0]!, first)
    const second = [a, b].map((sample_id, i) => ({ sample_id, accept: i === 1, comment: 'second' }))
    const url = `/v2/${server.projectId}/datasets/${scene.dataset_id}/workforce-tasks/${scene.workforce_task_id}`
    const reply = await scene.team.reviewers[1]!.request('POST', `${url}/data-annotations/review`, {
      body: { comments: second },
    })
    expect(reply.status).toBe(200)
    expect(reply.json).toEqual({ error_code: 'ModelArts.4606', error_msg: expect.any(String) })
    expect(await scene.entry(a)).toMatchObject({ state: 3, review_accept: 1, review_comment: 'first' })
    expect(await scene.entry(b)).toMatchObject({ state: 4, review_accept: 0, review_comment: 'first' })
  })

  test('is passed over when others of the call still wait', async () => {
    const scene = await aTaskToReview()
    const [a, b] = scene.sample_ids as [string, string]
    await scene.review(scene.reviewer, [{ sample_id: a, accept: true, comment: 'first' }])
    const both = [a, b].map((sample_id) => ({ sample_id, accept: false, comment: 'second' }))
    expect(await scene.review(scene.reviewer, both)).toEqual({})
    expect(await scene.entry(a)).toMatchObject({ state: 3, review_comment: 'first' })
    expect(await scene.entry(b)).toMatchObject({ state: 4, review_comment: 'second' })
    expect(await faultsOfCounters(scene.store, scene.dataset_id)).toEqual([])
  })

  test('counts as reviewed while it is in the pool, and after an acceptance sent it back', async () => {
    const scene = await aTaskToReview()
    const [a] = scene.sample_ids as [string]
    await scene.review(scene.reviewer, [{ sample_id: a, accept: true }])
    await scene.startAcceptance()
    const again = [{ sample_id: a, accept: true }]
    expect(await scene.review(scene.reviewer, again)).toMatchObject({ error_code: 'ModelArts.4606' })
    await scene.finish(1)
    expect(await scene.state(a)).toBe('REJECTED')
    expect(await scene.review(scene.reviewer, again)).toMatchObject({ error_code: 'ModelArts.4606' })
  })
})

describe('a comment without a worker', () => {
  test('means every entry of the sample that waits for review', async () => {
    const scene = await aTaskAtWork(server, { samples: 2, labelers: 3, repetition: 3, reviewers: 1 })
    const [a, b] = scene.sample_ids as [string, string]
    const [first, second, third] = scene.team.labelers as [Caller, Caller, Caller]
    await scene.label(first, [a], spam)
    await scene.label(second, [a, b], spam)
    await scene.review(scene.reviewer, [{ sample_id: a, accept: false, comment: 'no' }])
    expect((await scene.entries()).map(({ state }) => state)).toEqual([4, 4, 0, 0, 2, 0])
    // Now one entry of the sample waits, the others are reviewed or not labelled.
    await scene.label(third, [a], spam)
    await scene.review(scene.reviewer, [{ sample_id: a, accept: true }])
    expect((await scene.entries()).map(({ state }) => state)).toEqual([4, 4, 3, 0, 2, 0])
    expect(await scene.review(scene.reviewer, [{ sample_id: a, accept: true }])).toMatchObject({
      error_code: 'ModelArts.4606',
    })
  })
})

describe('a call that is refused stores nothing', () => {
  let scene: TaskScene
  let states: number[]
  beforeAll(async () => {
    scene = await aTaskToReview({ samples: 4, labelers: 2 })
    await scene.store.db
      .updateTable('entry')
      .set({ state: EntryStateCode.UN_ANNOTATION })
      .where('entry_key', '=', (await scene.entry(scene.sample_ids[1]!)).entry_key)
      .execute()
    await scene.store.db
      .updateTable('entry')
      .set({ state: EntryStateCode.ACCEPTED, review_accept: 1 })
      .where('entry_key', '=', (await scene.entry(scene.sample_ids[2]!)).entry_key)
      .execute()
    states = (await scene.entries()).map(({ state }) => state)
  })

  test.each([
    ['a sample without labels', () => ({ sample_id: scene.sample_ids[1] }), 'ModelArts.4420'],
    ['an accepted sample', () => ({ sample_id: scene.sample_ids[2] }), 'ModelArts.4420'],
    ['an unknown sample', () => ({ sample_id: 'unknown' }), 'ModelArts.4420'],
    ['no sample', () => ({}), 'ModelArts.4420'],
    [
      'a member who does not have the sample',
      () => ({ sample_id: scene.sample_ids[3], worker_id: scene.labeler.worker_id }),
      'ModelArts.4420',
    ],
    ['a verdict that is a text', () => ({ sample_id: scene.sample_ids[3], accept: 'true' }), 'ModelArts.4396'],
    ['a verdict that is a number', () => ({ sample_id: scene.sample_ids[3], accept: 1 }), 'ModelArts.4396'],
    ['no verdict', () => ({ sample_id: scene.sample_ids[3], accept: undefined }), 'ModelArts.4396'],
    ['a score of E', () => ({ sample_id: scene.sample_ids[3], score: 'E' }), 'ModelArts.4396'],
    ['a small score', () => ({ sample_id: scene.sample_ids[3], score: 'a' }), 'ModelArts.4396'],
    ['257 characters', () => ({ sample_id: scene.sample_ids[3], comment: 'x'.repeat(257) }), 'ModelArts.4396'],
    ['a forbidden character', () => ({ sample_id: scene.sample_ids[3], comment: "isn't" }), 'ModelArts.4396'],
  ])('%s', async (_, comment, error_code) => {
    const comments = [
      { sample_id: scene.sample_ids[0], accept: true },
      { accept: true, ...comment() },
    ]
    const answer = await refusal(scene.reviewer, scene, comments)
    expect(answer).toMatchObject({ status: 400, error_code })
    expect((await scene.entries()).map(({ state }) => state)).toEqual(states)
  })

  test('256 code points are not too many', async () => {
    const comment = '😀'.repeat(256)
    expect(await scene.review(scene.reviewer, [{ sample_id: scene.sample_ids[3], accept: true, comment }])).toEqual({})
    expect(await scene.entry(scene.sample_ids[3]!)).toMatchObject({ review_comment: comment })
  })

  test.each([{}, { comments: [] }])('an empty call: %j', async (body) => {
    expect(await scene.reviewer.refused('ReviewSamples', scene, body)).toMatchObject({
      status: 400,
      error_code: 'ModelArts.4202',
    })
  })

  test('more than 10,000 comments', async () => {
    const comments = Array.from({ length: 10_001 }, () => ({ sample_id: scene.sample_ids[0], accept: true }))
    expect(await refusal(scene.reviewer, scene, comments)).toMatchObject({ status: 400, error_code: 'ModelArts.0118' })
  })
})

describe('review and the state of the task', () => {
  const { created, starting, running, rejected, accepted, sampling, accepting, synchronizing } = WorkforceTaskStatus

  test.each([
    [running, null],
    [rejected, null],
    [sampling, null],
    [accepting, null],
    [synchronizing, null],
    [starting, 'ModelArts.4420'],
    [created, 'ModelArts.4420'],
    [accepted, 'ModelArts.4420'],
  ])('status %i', async (status, error_code) => {
    const scene = await aTaskToReview()
    await scene.setTask({ status })
    const comments = [{ sample_id: scene.sample_ids[0], accept: false }]
    if (error_code) expect(await refusal(scene.owner, scene, comments)).toMatchObject({ status: 400, error_code })
    else expect(await scene.review(scene.owner, comments)).toEqual({})
    expect(await scene.status()).toBe(status)
  })

  test('what is passed while an acceptance runs waits for the next one', async () => {
    const scene = await aTaskToReview()
    const [a, b, c] = scene.sample_ids as [string, string, string]
    await scene.review(scene.reviewer, [{ sample_id: a, accept: true }])
    const first = await scene.startAcceptance()
    await scene.review(scene.reviewer, [
      { sample_id: b, accept: true },
      { sample_id: c, accept: false },
    ])
    expect(await scene.entry(b)).toMatchObject({ state: 3, late_in: 1 })
    expect((await scene.report(first)).checking_stats).toMatchObject({ total_sample_count: 1 })
    await scene.finish(0)
    expect((await scene.entries()).map(({ state }) => state)).toEqual([5, 3, 4])
    const second = await scene.startAcceptance()
    expect((await scene.report(second)).checking_stats).toMatchObject({ total_sample_count: 1 })
    await scene.finish(0)
    expect((await scene.entries()).map(({ state }) => state)).toEqual([5, 5, 4])
    expect(await scene.status()).toBe(rejected)
  })
})

describe('a labeler who left', () => {
  test('does not get his rejected entries back: they go to the others', async () => {
    const scene = await aTaskToReview({ samples: 4, labelers: 2 })
    const [gone, stays] = scene.team.labelers as [Caller, Caller]
    await scene.store.db
      .updateTable('task_member')
      .set({ removed: 1 })
      .where('task_id', '=', scene.workforce_task_id)
      .where('worker_id', '=', gone.worker_id)
      .execute()
    const [a, , c] = scene.sample_ids as [string, string, string]
    await scene.review(scene.reviewer, [
      { sample_id: a, accept: false, comment: 'again' },
      { sample_id: c, accept: true },
    ])
    expect(await scene.entry(a)).toMatchObject({ worker_id: stays.worker_id, state: 4, review_comment: 'again' })
    expect(await scene.names((await scene.entry(a)).labels)).toEqual(['spam'])
    expect(await scene.entry(c)).toMatchObject({ worker_id: gone.worker_id, state: 3 })
    expect(await faultsOfCounters(scene.store, scene.dataset_id)).toEqual([])
  })
})

describe('at the same time', () => {
  test('of many reviewers of the same entries each entry keeps exactly one verdict', async () => {
    const scene = await aTaskToReview({ samples: 20, reviewers: 4 })
    const replies = await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        scene.review(
          scene.team.reviewers[i % 4]!,
          (i % 2 ? [...scene.sample_ids].reverse() : scene.sample_ids).map((sample_id) => ({
            sample_id,
            accept: i % 3 > 0,
            comment: `by ${i}`,
          })),
        ),
      ),
    )
    expect(replies.filter((reply) => !('error_code' in reply))).toHaveLength(1)
    const winner = replies.findIndex((reply) => !('error_code' in reply))
    for (const entry of await scene.entries()) {
      expect(entry).toMatchObject({ review_comment: `by ${winner}`, state: winner % 3 > 0 ? 3 : 4 })
    }
    expect(await faultsOfCounters(scene.store, scene.dataset_id)).toEqual([])
  })
})
