import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DatasetStatus, WorkforceTaskStatus } from '#contract/codes.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { aMember } from '#tests/builders.ts'
import { aTaskAtWork, type TaskScene } from '#tests/scenes.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const spam = [{ name: 'spam' }]

/** The path of call 1 for requests that are no JSON of the right form. */
const pathOf = ({ dataset_id, workforce_task_id }: TaskScene, dataset = dataset_id) =>
  `/v2/${server.projectId}/datasets/${dataset}/workforce-tasks/${workforce_task_id}/data-annotations/samples`

describe('a call that is refused as a whole changes nothing', () => {
  let scene: TaskScene
  beforeAll(async () => {
    scene = await aTaskAtWork(server, { samples: 2, reviewers: 1, managers: 1 })
  })
  const good = () => ({ sample_id: scene.sample_ids[0], labels: spam })
  const raw = (body: unknown, headers = {}, dataset?: string) =>
    scene.labeler.request('PUT', pathOf(scene, dataset), { body, headers })

  test.each([
    ['broken JSON', '{"samples": [', 400, 'ModelArts.4105'],
    ['a key twice', '{"samples": [], "samples": []}', 400, 'ModelArts.4105'],
    ['a key that would reach a prototype', '{"samples": [{"__proto__": {}}]}', 400, 'ModelArts.4105'],
    ['a lone surrogate', '{"email": "\\ud800"}', 400, 'ModelArts.4105'],
    ['a NUL character', '{"email": "\\u0000"}', 400, 'ModelArts.4105'],
    ['nesting deeper than 64', `{"samples": ${'['.repeat(65)}${']'.repeat(65)}}`, 400, 'ModelArts.4105'],
    ['no samples', {}, 400, 'ModelArts.4202'],
    ['an empty list of samples', { samples: [] }, 400, 'ModelArts.4202'],
    ['a body that is a list', [], 400, 'ModelArts.4396'],
    ['samples that are no list', { samples: {} }, 400, 'ModelArts.4396'],
    ['an e-mail that is no text', { email: 7, samples: [{}] }, 400, 'ModelArts.4396'],
  ])('%s', async (_, body, status, error_code) => {
    const reply = await raw(body)
    expect({ status: reply.status, error_code: reply.json.error_code }).toEqual({ status, error_code })
  })

  test.each([
    ['an item that is no object', 'spam'],
    ['labels that are a text', { labels: 'spam' }],
    ['a label that is a text', { labels: ['spam'] }],
    ['a name that is a number', { labels: [{ name: 1 }] }],
    ['a name that is null', { labels: [{ name: null }] }],
    ['an unlisted label type', { labels: [{ name: 'spam', type: 5 }] }],
    ['a label type as text', { labels: [{ name: 'spam', type: '100' }] }],
    ['a score above 1', { labels: [{ name: 'spam', score: 1.5 }] }],
    ['a property that is a list', { labels: [{ name: 'spam', property: [] }] }],
    ['an index that is a text', { labels: [{ name: 'spam', property: { '@modelarts:start_index': '0' } }] }],
    ['points that are texts', { labels: [{ name: 'spam', property: { '@modelarts:feature': [['0', '1']] } }] }],
    ['an unlisted shape', { labels: [{ name: 'spam', property: { '@modelarts:shape': 'star' } }] }],
    ['an unlisted hard mark', { labels: [{ name: 'spam', property: { '@modelarts:hard': '2' } }] }],
    ['a sample_id that is a number', { sample_id: 7 }],
    ['a worker_id that is null', { worker_id: null }],
    ['an unlisted sample_usage', { sample_usage: 'train' }],
    ['an unlisted sample_type', { sample_type: 3 }],
    ['a sample_type as text', { sample_type: '1' }],
    ['metadata that is a list', { metadata: [] }],
    ['a hard mark of 2', { metadata: { '@modelarts:hard': 2 } }],
    ['a size that is a text', { metadata: { '@modelarts:size': '640x480' } }],
  ])('the wrong form of one item: %s', async (_, item) => {
    const before = await scene.entries()
    const reply = await raw({ samples: [good(), item] })
    expect({ status: reply.status, error_code: reply.json.error_code }).toEqual({
      status: 400,
      error_code: 'ModelArts.4396',
    })
    expect(reply.json.error_msg).toContain('samples[1]')
    expect(await scene.entries()).toEqual(before)
  })

  test('another content type', async () => {
    const reply = await raw('samples=1', { 'content-type': 'application/x-www-form-urlencoded' })
    expect(reply).toMatchObject({ status: 415, json: { error_code: 'ModelArts.4105' } })
  })

  test('more than 12 MiB', async () => {
    const note = 'x'.repeat(12 * 1024 * 1024)
    const reply = await raw({ samples: [{ ...good(), metadata: { note } }] })
    expect(reply).toMatchObject({ status: 413, json: { error_code: 'ModelArts.4104' } })
  })

  test('more than 10,000 items', async () => {
    const reply = await raw({ samples: Array.from({ length: 10_001 }, good) })
    expect(reply).toMatchObject({ status: 400, json: { error_code: 'ModelArts.0118' } })
  })

  test('an unknown dataset or task, or one of another project', async () => {
    const foreign = await aTaskAtWork(server, { project: await server.makeProject() })
    for (const dataset of ['unknown', foreign.dataset_id]) {
      expect(await raw({ samples: [good()] }, {}, dataset)).toMatchObject({
        status: 404,
        json: { error_code: 'ModelArts.4352' },
      })
    }
    const elsewhere = await aTaskAtWork(server)
    for (const workforce_task_id of ['unknown', elsewhere.workforce_task_id, foreign.workforce_task_id]) {
      for (const caller of [scene.labeler, scene.owner]) {
        const names = { dataset_id: scene.dataset_id, workforce_task_id }
        const refusal = await caller.refused('UpdateWorkforceTaskSamples', names, { samples: [good()] })
        expect(refusal).toMatchObject({ status: 404, error_code: 'ModelArts.4619' })
      }
    }
  })

  test('a reviewer or a manager may not write', async () => {
    for (const caller of [scene.reviewer, scene.team.managers[0]!]) {
      const refusal = await caller.refused('UpdateWorkforceTaskSamples', scene, { samples: [good()] })
      expect(refusal).toMatchObject({ status: 403, error_code: 'ModelArts.4600' })
    }
  })

  test('a member of the team who is not in the task does not find it', async () => {
    const email = `late@${scene.team.workforce_id.toLowerCase()}.example.com`
    const late = await aMember(server, { workforce_id: scene.team.workforce_id, email, role: 0 })
    const refusal = await late.refused('UpdateWorkforceTaskSamples', scene, { samples: [good()] })
    expect(refusal).toMatchObject({ status: 404, error_code: 'ModelArts.4352' })
  })

  test('a labeler who was taken out of the task does not find it any more', async () => {
    const own = await aTaskAtWork(server, { samples: 2, labelers: 2 })
    await own.store.db
      .updateTable('task_member')
      .set({ removed: 1 })
      .where('task_id', '=', own.workforce_task_id)
      .where('worker_id', '=', own.labeler.worker_id)
      .execute()
    const refusal = await own.labeler.refused('UpdateWorkforceTaskSamples', own, { samples: [{}] })
    expect(refusal).toMatchObject({ status: 404, error_code: 'ModelArts.4352' })
  })

  test('a dataset that is being deleted', async () => {
    const own = await aTaskAtWork(server, { samples: 1, status: WorkforceTaskStatus.accepted })
    const setStatus = (status: number) =>
      own.store.db.updateTable('dataset').set({ status }).where('dataset_id', '=', own.dataset_id).execute()
    await setStatus(DatasetStatus.deleting)
    for (const caller of [own.owner, own.labeler]) {
      const refusal = await caller.refused('UpdateWorkforceTaskSamples', own, {
        samples: [{ sample_id: own.sample_ids[0], labels: spam }],
      })
      expect(refusal).toMatchObject({ status: 400, error_code: 'ModelArts.4344' })
    }
    await setStatus(DatasetStatus.normal)
  })

  test('without a token', async () => {
    expect(await raw({ samples: [good()] }, { 'x-auth-token': '' })).toMatchObject({ status: 401 })
  })
})
