import { afterAll, beforeAll, expect, test } from 'vitest'
import { aServer, type TestServer } from '#tests/app.ts'
import { aDataset, aTeam } from '#tests/builders.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const lines = Array.from({ length: 10 }, (_, i) => `line ${i}`)

test('the preview of a deal says who gets how many, as the deal then does', async () => {
  const { workforce_id, labelers } = await aTeam(server, { labelers: 3, reviewers: 1 })
  const { dataset_id } = await aDataset(server, { lines })
  const body = { workforces_config: { workforces: [{ workforce_id }] }, repetition: 2 }
  const preview = await server.owner.call('PreviewDeal', { dataset_id }, body)
  expect(preview.sample_count).toBe(10)
  expect(preview.members.map(({ email }) => email).sort()).toEqual(labelers.map(({ email }) => email).sort())
  expect(preview.members.map(({ least, most }) => [least, most])).toEqual([
    [6, 7],
    [6, 7],
    [6, 7],
  ])
  const { task_id } = await server.owner.call('CreateWorkforceTask', { dataset_id }, body)
  await server.idle()
  const { sample_stats } = await server.owner.call('GetWorkforceTaskMetrics', {
    dataset_id,
    workforce_task_id: task_id!,
  })
  for (const { email, least, most } of preview.members) {
    const dealt = Object.values(sample_stats![email]!).reduce((sum, count) => sum + Number(count), 0)
    expect(dealt).toBeGreaterThanOrEqual(least)
    expect(dealt).toBeLessThanOrEqual(most)
  }
})

test('the preview counts unlabelled samples that meet the conditions, and deals nothing', async () => {
  const { workforce_id, labelers } = await aTeam(server, { labelers: 1 })
  const files = { 'may.txt': 'one\ntwo', 'june.txt': 'three\nfour\nfive\nsix' }
  const { dataset_id } = await aDataset(server, { type: 100, files, labels: [{ name: 'good' }] })
  const workforces_config = { workforces: [{ workforce_id }] }
  const sample_conditions = JSON.stringify([{ sample_name: 'june.txt' }])
  const count = async (more: object) =>
    (await server.owner.call('PreviewDeal', { dataset_id }, { workforces_config, ...more })).sample_count
  expect(await count({})).toBe(6)
  expect(await count({ sample_conditions })).toBe(4)
  const { samples } = await server.owner.call('ListSamples', { dataset_id, search_conditions: sample_conditions })
  const [sample_id] = samples.map((sample) => sample.sample_id)
  await server.owner.call('UpdateSamples', { dataset_id }, { samples: [{ sample_id, labels: [{ name: 'good' }] }] })
  expect(await count({ sample_conditions })).toBe(3)
  expect((await server.owner.call('ListWorkforceTasks', { dataset_id })).count).toBe(0)
  expect(labelers).toHaveLength(1)
})

test('the preview refuses what creating the task would refuse', async () => {
  const { workforce_id } = await aTeam(server, { labelers: 1 })
  const empty = await aTeam(server, { reviewers: 1 })
  const { dataset_id } = await aDataset(server, { lines })
  const code = async (body: object) => (await server.owner.refused('PreviewDeal', { dataset_id }, body)).error_code
  const team = (id: string) => ({ workforces_config: { workforces: [{ workforce_id: id }] } })
  expect(await code({ ...team(workforce_id), repetition: 2 })).toBe('ModelArts.4822')
  expect(await code({ ...team(workforce_id), repetition: 0 })).toBe('ModelArts.4396')
  expect(await code({ ...team(workforce_id), sample_conditions: '{' })).toBe('ModelArts.4396')
  expect(await code(team('unknown'))).toBe('ModelArts.4601')
  expect(await code(team(empty.workforce_id))).toBe('ModelArts.4621')
  expect(await code({ workforces_config: { workforces: [] } })).toBe('ModelArts.4621')
  const sound = await aDataset(server, { type: 200, settings: { work_path_type: 0 } })
  const refused = await server.owner.refused('PreviewDeal', { dataset_id: sound.dataset_id }, team(workforce_id))
  expect([refused.status, refused.error_code]).toEqual([501, 'ModelArts.4383'])
})
