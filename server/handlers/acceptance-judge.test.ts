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

const { running, rejected, accepted, sampling, synchronizing, created, starting } = WorkforceTaskStatus

describe('judging', () => {
  test('rates drawn entries; the last verdict before the finish counts', async () => {
    const scene = await aLabelledTask(server, { samples: 3 })
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
    const scene = await aLabelledTask(server, { samples: 2, labelers: 2, repetition: 2 })
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

  test('refuses labels that were changed since they were looked at, as before this acceptance', async () => {
    const scene = await aLabelledTask(server, { samples: 2 })
    const [a, b] = scene.sample_ids as [string, string]
    const { revision } = await scene.entry(a)
    await scene.label(scene.labeler, [a], [{ name: 'ham' }])
    await scene.startAcceptance()
    const verdictOn = (seen: number) => ({ sample_id: a, accept: true, muster: { revision: seen } })
    const comments = [{ sample_id: b, accept: true }, verdictOn(revision)]
    const refused = await scene.owner.refused('AcceptSamples', scene, { comments })
    expect(refused).toMatchObject({ status: 412, error_code: 'ModelArts.4431' })
    expect(await scene.entry(b)).toMatchObject({ verdict: null })
    await scene.judge([verdictOn(revision + 1)])
    expect(await scene.entry(a)).toMatchObject({ verdict: 1 })
  })

  describe('a call that is refused stores nothing', () => {
    let scene: TaskScene
    let drawn: string
    let undrawn: string
    beforeAll(async () => {
      scene = await aLabelledTask(server, { samples: 2, labelers: 2 })
      await scene.startAcceptance({ sampling_num: 1 })
      drawn = (await scene.drawnIn(1))[0]!.sample_id
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
      const scene = await aLabelledTask(server, { samples: 1 })
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
