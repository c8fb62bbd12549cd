import { afterAll, beforeAll, expect, test } from 'vitest'
import { aServer, type TestServer } from '#tests/app.ts'
import { aTaskAtWork, type TaskScene } from '#tests/scenes.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const of = (scene: TaskScene, n = 0) => ({
  dataset_id: scene.dataset_id,
  workforce_task_id: scene.workforce_task_id,
  sample_id: scene.sample_ids[n]!,
})

test('who comes first works at an entry, whoever comes later hears who that is and until when', async () => {
  const scene = await aTaskAtWork(server)
  const before = scene.server.services.now()
  const mine = await scene.labeler.call('SetPresence', of(scene), {})
  expect(mine).toEqual({ holds: true, expires_time: expect.any(Number) })
  expect(mine.expires_time - before).toBeGreaterThanOrEqual(120_000)
  expect(mine.expires_time - before).toBeLessThan(130_000)
  const { expires_time } = mine
  const theirs = await scene.owner.call('SetPresence', of(scene), {})
  expect(theirs).toEqual({ holds: false, holder: `human/${scene.labeler.email}`, expires_time })
})

test('it is held by saying it again, and free two minutes after the last time', async () => {
  const scene = await aTaskAtWork(server)
  for (let n = 0; n < 3; n++) {
    expect(await scene.labeler.call('SetPresence', of(scene), {})).toMatchObject({ holds: true })
    server.advance(100_000)
    expect(await scene.owner.call('SetPresence', of(scene), {})).toMatchObject({ holds: false })
  }
  server.advance(21_000)
  expect(await scene.owner.call('SetPresence', of(scene), {})).toMatchObject({ holds: true })
})

test('one may take over, and the other hears of it', async () => {
  const scene = await aTaskAtWork(server)
  await scene.labeler.call('SetPresence', of(scene), {})
  expect(await scene.owner.call('SetPresence', of(scene), { take_over: true })).toMatchObject({ holds: true })
  const answer = await scene.labeler.call('SetPresence', of(scene), { take_over: false })
  expect(answer).toMatchObject({ holds: false, holder: expect.stringMatching(/^human\/.+\/.+$/) })
})

test('it informs and stops nobody from saving or reading', async () => {
  const scene = await aTaskAtWork(server)
  await scene.owner.call('SetPresence', of(scene), {})
  await scene.label(scene.labeler, [scene.sample_ids[0]!], [{ name: 'spam' }])
  expect(await scene.labeler.call('DescribeWorkforceTaskSample', of(scene))).toMatchObject({ muster: { revision: 1 } })
})

test('nothing is left of places where somebody was long ago', async () => {
  const scene = await aTaskAtWork(server, { samples: 3 })
  for (const n of [0, 1, 2]) {
    await scene.labeler.call('SetPresence', of(scene, n), {})
    server.advance(200_000)
  }
  const { entry_key } = await scene.entry(scene.sample_ids[2]!)
  const rows = await scene.store.db
    .selectFrom('presence as p')
    .innerJoin('account as a', 'a.account_id', 'p.account_id')
    .select('p.entry_key')
    .where('a.worker_id', '=', scene.labeler.worker_id)
    .execute()
  expect(rows).toEqual([{ entry_key }])
})

test('of many who come at once one works there', async () => {
  const scene = await aTaskAtWork(server, { reviewers: 4 })
  await scene.label(scene.labeler, [scene.sample_ids[0]!], [{ name: 'spam' }])
  const callers = [scene.labeler, scene.owner, ...scene.team.reviewers]
  const answers = await Promise.all(callers.map((caller) => caller.call('SetPresence', of(scene), {})))
  expect(answers.filter(({ holds }) => holds)).toHaveLength(1)
  expect(new Set(answers.flatMap(({ holder }) => holder ?? [])).size).toBe(1)
})

test('a manager, who does not label, is not present, and a foreign entry is not there', async () => {
  const scene = await aTaskAtWork(server, { labelers: 2, managers: 1 })
  expect(await scene.team.managers[0]!.refused('SetPresence', of(scene), {})).toMatchObject({ status: 403 })
  expect(await scene.team.labelers[1]!.refused('SetPresence', of(scene), {})).toMatchObject({ status: 404 })
})
