import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aServer, type TestServer } from '#tests/app.ts'
import { aDataset, aTeam } from '#tests/builders.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

describe('creating a team task', () => {
  test('deals the samples evenly and tells nobody more than he may know', async () => {
    const { owner } = server
    const team = await aTeam(server, { labelers: 3, reviewers: 1, managers: 1 })
    const dataset = await aDataset(server, { images: 10 })
    const { task_id } = await owner.call('CreateWorkforceTask', dataset, {
      workforces_config: { workforces: [{ workforce_id: team.workforce_id }] },
    })
    await server.idle()
    const task = await owner.call('DescWorkforceTask', { ...dataset, workforce_task_id: task_id })
    expect(task.status).toBe(1)
  })
})
