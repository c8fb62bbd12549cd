import { afterAll, beforeAll, expect, test } from 'vitest'
import { MemberRole } from '#contract/codes.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { aTeam } from '#tests/builders.ts'
import type { Caller } from '#tests/caller.ts'
import { aTaskAtWork, type TaskScene } from '#tests/scenes.ts'

/** Somebody leaves, or gets another role, after the door has let his call in and before the call locks what it changes. */
let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

/** Does something between the door and the first transaction of the next call. */
function meanwhile(change: () => Promise<unknown>): void {
  const { store } = server.services
  const transaction = store.transaction
  store.transaction = async (work) => {
    store.transaction = transaction
    await change()
    return store.transaction(work)
  }
}

const part = (scene: TaskScene, member: Caller, values: { removed?: number; role?: number }) =>
  scene.store.db
    .updateTable('task_member')
    .set(values)
    .where('task_id', '=', scene.workforce_task_id)
    .where('worker_id', '=', member.worker_id!)
    .execute()

const spam = [{ name: 'spam' }]

test('a labeler who was taken out of the task saves nothing; to him it does not exist', async () => {
  const scene = await aTaskAtWork(server, { samples: 1, labelers: 1 })
  const samples = [{ sample_id: scene.sample_ids[0], labels: spam }]
  meanwhile(() => part(scene, scene.labeler, { removed: 1 }))
  const refused = await scene.labeler.refused('UpdateWorkforceTaskSamples', scene, { samples })
  expect(refused).toMatchObject({ status: 404, error_code: 'ModelArts.4352' })
  expect(await scene.state(scene.sample_ids[0]!)).toBe('UN_ANNOTATION')
})

test('a labeler who became reviewer saves nothing', async () => {
  const scene = await aTaskAtWork(server, { samples: 1, labelers: 1 })
  const samples = [{ sample_id: scene.sample_ids[0], labels: spam }]
  meanwhile(() => part(scene, scene.labeler, { role: MemberRole.reviewer }))
  const refused = await scene.labeler.refused('UpdateWorkforceTaskSamples', scene, { samples })
  expect(refused).toMatchObject({ status: 403, error_code: 'ModelArts.4600' })
})

test('a reviewer who was taken out of the task passes nothing', async () => {
  const scene = await aTaskAtWork(server, { samples: 1, labelers: 1, reviewers: 1 })
  await scene.label(scene.labeler, scene.sample_ids, spam)
  meanwhile(() => part(scene, scene.reviewer, { removed: 1 }))
  const comments = [{ sample_id: scene.sample_ids[0], accept: true, score: 'A' }]
  const refused = await scene.reviewer.refused('ReviewSamples', scene, { comments })
  expect(refused).toMatchObject({ status: 404, error_code: 'ModelArts.4352' })
  expect(await scene.state(scene.sample_ids[0]!)).toBe('UNREVIEWED')
})

test('a manager from whom the task was taken changes nobody in it', async () => {
  const scene = await aTaskAtWork(server, { samples: 1, labelers: 1, managers: 1 })
  const [manager] = scene.team.managers as [Caller]
  await scene.setTask({ agency_worker_id: manager.worker_id! })
  const workforces_config = { workforces: [{ workforce_id: scene.team.workforce_id }] }
  meanwhile(() => scene.setTask({ agency_worker_id: null }))
  const refused = await manager.refused('UpdateWorkforceTask', scene, { workforces_config })
  expect(refused).toMatchObject({ status: 403, error_code: 'ModelArts.4600' })
})

test('a manager who left the team adds, changes and removes nobody', async () => {
  for (const [id, names, body] of [
    ['CreateWorker', {}, { emails: 'new@example.com', role: 0 }],
    ['UpdateWorker', { worker_id: true }, { description: 'x' }],
    ['BatchDeleteWorkers', {}, { workers: [] }],
  ] as const) {
    const team = await aTeam(server, { labelers: 1, managers: 1 })
    const [manager] = team.managers as [Caller]
    const [labeler] = team.labelers as [Caller]
    const { workforce_id } = team
    const path = { workforce_id, ...('worker_id' in names && { worker_id: labeler.worker_id! }) }
    const sent = id === 'BatchDeleteWorkers' ? { workers: [labeler.worker_id!] } : body
    meanwhile(() =>
      server.services.store.db
        .deleteFrom('membership')
        .where('workforce_id', '=', workforce_id)
        .where('worker_id', '=', manager.worker_id!)
        .execute(),
    )
    const refused = await manager.refused(id, path as never, sent as never)
    expect(refused, id).toMatchObject({ status: 404, error_code: 'ModelArts.4601' })
  }
})
