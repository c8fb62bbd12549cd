import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DatasetType, WorkforceTaskStatus } from '#contract/codes.ts'
import type { DemoProject } from '#contract/ours.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { Caller } from '#tests/caller.ts'
import { faultsOfCounters } from '#tests/recount.ts'

let server: TestServer
let demo: DemoProject
beforeAll(async () => {
  server = await aServer()
  demo = await server.owner.call('CreateDemoProject', {})
})
afterAll(() => server.close())

const ofType = (type: DatasetType) => {
  const { dataset_id, workforce_task_id } = demo.datasets.find(({ dataset_type }) => dataset_type === type)!
  return { dataset_id, workforce_task_id: workforce_task_id! }
}

/** Signs in as somebody of the demo, with the password that the answer tells. */
async function signIn(name: string): Promise<Caller> {
  const { email, password } = demo.people.find((person) => person.name === name)!
  const identity = { methods: ['password'], password: { user: { name: email, password, domain: { name: 'Default' } } } }
  const payload = { auth: { identity } }
  const { statusCode, headers } = await server.app.inject({ method: 'POST', url: '/v3/auth/tokens', payload })
  expect(statusCode).toBe(201)
  return new Caller(server.app, { projectId: server.projectId, token: String(headers['x-subject-token']), email })
}

const figures = async (where: { dataset_id: string; workforce_task_id: string }) => {
  const { status, worker_stats } = await server.owner.call('DescWorkforceTask', where)
  return { status, worker_stats }
}

describe('the demo project', () => {
  test('has the right counters', async () => {
    for (const { dataset_id } of demo.datasets) {
      expect(await faultsOfCounters(server.services.store, dataset_id)).toEqual([])
    }
    expect(demo.datasets.map(({ dataset_type }) => dataset_type)).toEqual([1, 101, 100, 0])
  })

  test('has people as whom one can sign in, with work to do', async () => {
    for (const [name, role] of [
      ['Mira', 0],
      ['Jonas', 0],
      ['Lea', 1],
    ] as const) {
      const tasks = await (await signIn(name)).call('ListWorkerTasks', {})
      expect(tasks.worker_tasks!.map((task) => task.role)).toEqual([role, role, role])
    }
    const mira = await signIn('Mira')
    const own = await mira.call('ListWorkforceTaskSamples', ofType(DatasetType.objectDetection))
    expect(own.sample_count).toBe(6)
  })

  test('has pictures that are being labelled', async () => {
    const task = ofType(DatasetType.objectDetection)
    expect((await figures(task)).status).toBe(WorkforceTaskStatus.running)
    const labelled = { ...task, sample_state: '__UNREVIEWED__' as const }
    const { sample_count, samples } = await server.owner.call('ListWorkforceTaskSamples', labelled)
    expect(sample_count).toBe(6)
    for (const { labels } of samples) expect(labels!.length).toBeGreaterThanOrEqual(2)
    const { labels } = await server.owner.call('ListLabels', task)
    expect(labels.map(({ name, property }) => [name, property!['@modelarts:shortcut']])).toEqual([
      ['apple', '1'],
      ['orange', '2'],
      ['pear', '3'],
      ['banana', '4'],
    ])
  })

  test('has sentences in review, in more than one direction of writing', async () => {
    const task = ofType(DatasetType.namedEntities)
    const count = async (sample_state: '__UNREVIEWED__' | '__REJECTED__' | '__UNCHECK__') =>
      (await server.owner.call('ListWorkforceTaskSamples', { ...task, sample_state })).sample_count
    expect([await count('__UNCHECK__'), await count('__REJECTED__'), await count('__UNREVIEWED__')]).toEqual([8, 2, 14])
    const texts = await server.services.store.db
      .selectFrom('sample')
      .select('content')
      .where('dataset_id', '=', task.dataset_id)
      .execute()
    expect(texts.filter(({ content }) => /\p{Script=Arabic}|\p{Script=Hebrew}/u.test(content!))).toHaveLength(2)
  })

  test('has letters in the midst of acceptance', async () => {
    const task = ofType(DatasetType.textClassification)
    expect((await figures(task)).status).toBe(WorkforceTaskStatus.accepting)
    const { checking_task_desc } = await server.owner.call('DescWorkforceTask', task)
    const { checking_task_id } = checking_task_desc!
    const { checking_stats } = await server.owner.call('GetWorkforceSamplingTask', { ...task, checking_task_id })
    expect(checking_stats).toMatchObject({
      sampled_sample_count: 10,
      checked_sample_count: 5,
      accepted_sample_count: 4,
      rejected_sample_count: 1,
    })
  })

  test('has pictures of which the owner has labelled some', async () => {
    const { dataset_id } = ofType(DatasetType.imageClassification)
    const { annotated_sample_count, total_sample_count } = await server.owner.call('DescDataset', { dataset_id })
    expect([annotated_sample_count, total_sample_count]).toEqual([6, 16])
  })

  test('is made once at a time, and for owners alone', async () => {
    const refused = await server.owner.refused('CreateDemoProject', {})
    expect([refused.status, refused.error_code]).toEqual([409, 'ModelArts.4351'])
    expect((await (await signIn('Lea')).refused('CreateDemoProject', {})).status).toBe(403)
    const elsewhere = await server.makeProject()
    const both = await Promise.allSettled([1, 2].map(() => elsewhere.owner.call('CreateDemoProject', {})))
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  test('leaves nothing behind when it cannot be finished, and can be made then', async () => {
    const { owner } = await server.makeProject()
    const bucket = `demo-${owner.projectId.slice(0, 12).toLowerCase().replaceAll('_', '-')}`
    const { blobs } = server.services
    await blobs.createBucket(bucket)
    // A file lies where the folder of the letters would be.
    await blobs.writeBlob(bucket, 'demo-customer-letters', Buffer.from('in the way'))
    // Left by an earlier demo, and in use elsewhere.
    const earlier = 'demo-people-and-places/in/sentences.txt'
    await blobs.writeBlob(bucket, earlier, Buffer.from('from before'))
    expect((await owner.refused('CreateDemoProject', {})).status).toBeGreaterThanOrEqual(400)
    await server.idle()
    expect((await owner.call('ListDatasets', {})).total_number).toBe(0)
    expect((await owner.call('ListWorkforces', {})).total_number).toBe(0)
    expect((await owner.call('ListAllWorkers', {})).total_number).toBe(0)
    const left: string[] = []
    for await (const page of blobs.listBlobs(bucket)) left.push(...page.map(({ key }) => key))
    expect(left.sort()).toEqual(['demo-customer-letters', earlier])
    await blobs.deleteBlob(bucket, 'demo-customer-letters')
    expect((await owner.call('CreateDemoProject', {})).datasets).toHaveLength(4)
  })

  test('is refused where one of its people is in a team already, who stays there', async () => {
    const { owner } = await server.makeProject()
    const { workforce_id } = await owner.call('CreateWorkforce', {}, { workforce_name: 'others' })
    await owner.call('CreateWorker', { workforce_id: workforce_id! }, { emails: 'jonas@demo.invalid', role: 0 })
    const { workers } = await owner.call('ListWorkers', { workforce_id: workforce_id! })
    const { json } = await owner.request('GET', `/muster/v1/workers/${workers[0]!.worker_id}/invitation`)
    const token = json.link.slice(json.link.lastIndexOf('/') + 1)
    await owner.request('POST', `/muster/v1/invitations/${token}`, { body: { password: 'violet kestrel 7' } })
    const refused = await owner.refused('CreateDemoProject', {})
    expect([refused.status, refused.error_code]).toEqual([409, 'ModelArts.4351'])
    const teams = await owner.call('ListWorkforces', {})
    expect(teams.workforces.map(({ workforce_name, worker_count }) => [workforce_name, worker_count])).toEqual([
      ['others', 1],
    ])
  })

  test('can be made anew once it was deleted, with other passwords', async () => {
    const { owner } = server
    for (const { dataset_id, workforce_task_id } of demo.datasets) {
      if (workforce_task_id) await owner.call('DeleteWorkforceTask', { dataset_id, workforce_task_id })
      await owner.call('DeleteDataset', { dataset_id })
    }
    await server.idle()
    await owner.call('DeleteWorkforce', { workforce_id: demo.workforce_id })
    const before = demo.people
    demo = await owner.call('CreateDemoProject', {})
    await signIn('Mira')
    const passwords = [...before, ...demo.people].map(({ password }) => password)
    expect(new Set(passwords).size).toBe(6)
  })
})
