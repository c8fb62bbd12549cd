import { afterAll, beforeAll, expect, test } from 'vitest'
import { WorkforceTaskStatus } from '#contract/codes.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { aDataset, aTeam } from '#tests/builders.ts'
import { putFiles } from '#tests/imports.ts'
import { aLabelledTask } from '#tests/scenes.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

/** What is listed while no job of this process goes on. */
async function listedWhileStill(work: () => Promise<unknown>) {
  const { jobs } = server.services
  const begin = jobs.start
  jobs.start = () => {}
  try {
    await work()
    return (await server.owner.call('ListJobs', {})).jobs
  } finally {
    jobs.start = begin
    await jobs.sweep()
    await server.idle()
  }
}

test('jobs are listed with how far they are, and only while they go on', async () => {
  const { dataset_id, dataset_name } = await aDataset(server, { lines: ['a', 'b', 'c'] })
  const names = { dataset_id, dataset_name }
  const { workforce_id } = await aTeam(server, { labelers: 2 })
  const workforces_config = { workforces: [{ workforce_id }] }
  let workforce_task_id = ''
  const dealing = await listedWhileStill(async () => {
    const body = { task_name: 'one', workforces_config, repetition: 2 }
    workforce_task_id = (await server.owner.call('CreateWorkforceTask', { dataset_id }, body)).task_id!
  })
  const task = { ...names, workforce_task_id, task_name: 'one' }
  expect(dealing).toEqual([{ kind: 'deal', ...task, done: 0, total: 6 }])
  const removing = await listedWhileStill(() => server.owner.call('DeleteWorkforceTask', task))
  expect(removing).toEqual([{ kind: 'delete_task', ...task }])
  const deleting = await listedWhileStill(() => server.owner.call('DeleteDataset', { dataset_id }))
  expect(deleting).toEqual([{ kind: 'delete_dataset', ...names }])
  expect((await server.owner.call('ListJobs', {})).jobs).toEqual([])
})

test('an import and one that is only tried are told apart', async () => {
  const dataset = await aDataset(server, { lines: ['a'] })
  const { dataset_id } = dataset
  const import_path = await putFiles(server, dataset, { 'b.txt': 'b' })
  const begin = (dry_run: boolean) => () =>
    server.owner.call('ImportTask', { dataset_id }, { import_path, muster: { dry_run } })
  expect(await listedWhileStill(begin(true))).toMatchObject([{ kind: 'check', dataset_id, done: 0 }])
  expect(await listedWhileStill(begin(false))).toMatchObject([{ kind: 'import', dataset_id, done: 0 }])
})

test('an acceptance is listed while it draws and while its verdict is applied; others have lists of their own', async () => {
  const elsewhere = await server.makeProject()
  const scene = await aLabelledTask(server, { samples: 4 })
  const drawing = await listedWhileStill(() =>
    scene.owner.call('StartWorkforceSamplingTask', scene, { sampling_num: 2 }),
  )
  expect(drawing).toMatchObject([{ kind: 'draw', workforce_task_id: scene.workforce_task_id }])
  const applying = await listedWhileStill(async () => {
    await scene.owner.call('UpdateWorkforceSamplingTask', scene, { action: 0 })
    expect((await elsewhere.owner.call('ListJobs', {})).jobs).toEqual([])
    expect((await scene.labeler.refused('ListJobs', {})).status).toBe(403)
  })
  expect(applying).toMatchObject([{ kind: 'finish', done: 0, total: 4 }])
  expect(await scene.status()).toBe(WorkforceTaskStatus.accepted)
})

test('a scan is listed with the samples that it has found', async () => {
  const listed = await listedWhileStill(() => aDataset(server, { lines: ['a'] }))
  expect(listed).toMatchObject([{ kind: 'scan', done: 0 }])
})
