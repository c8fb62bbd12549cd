import { afterAll, beforeAll, expect, test } from 'vitest'
import { aServer, type TestServer } from '#tests/app.ts'
import { aTaskAtWork } from '#tests/scenes.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

test('a task without a guideline has an empty one; what the owner writes everybody of the task reads', async () => {
  const scene = await aTaskAtWork(server, { reviewers: 1, managers: 1 })
  expect(await scene.labeler.call('GetGuideline', scene)).toEqual({ text: '', update_time: 0 })
  for (const text of ['# Spam\n\n<script>alert(1)</script>', '*anew*', '']) {
    const written = await scene.owner.call('SetGuideline', scene, { text })
    expect(written).toEqual({ text, update_time: expect.any(Number) })
    for (const caller of [scene.labeler, scene.reviewer, scene.team.managers[0]!, scene.owner]) {
      expect(await caller.call('GetGuideline', scene)).toEqual(written)
    }
  }
})

test('members do not write it, unless the task was handed to the manager', async () => {
  const scene = await aTaskAtWork(server, { managers: 1 })
  const [manager] = scene.team.managers
  for (const caller of [scene.labeler, manager!]) {
    expect(await caller.refused('SetGuideline', scene, { text: 'x' })).toMatchObject({ status: 403 })
  }
  await scene.setTask({ agency_worker_id: manager!.worker_id })
  expect(await manager!.call('SetGuideline', scene, { text: 'by hand' })).toMatchObject({ text: 'by hand' })
})

test('it has at most 100,000 characters, and goes with the task', async () => {
  const scene = await aTaskAtWork(server)
  await scene.owner.call('SetGuideline', scene, { text: 'x'.repeat(100_000) })
  const refusal = await scene.owner.refused('SetGuideline', scene, { text: 'x'.repeat(100_001) })
  expect(refusal).toMatchObject({ status: 400, error_code: 'ModelArts.4396' })
  await scene.owner.call('DeleteWorkforceTask', scene)
  await server.idle()
  const { workforce_task_id } = scene
  expect(await scene.owner.refused('GetGuideline', scene)).toMatchObject({ status: 404 })
  const left = await scene.store.db
    .selectFrom('guideline')
    .selectAll()
    .where('task_id', '=', workforce_task_id)
    .execute()
  expect(left).toEqual([])
})
