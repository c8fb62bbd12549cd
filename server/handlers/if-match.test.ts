import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aServer, type TestServer } from '#tests/app.ts'
import { aTaskAtWork, type TaskScene } from '#tests/scenes.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const spam = [{ name: 'spam' }]
const ham = [{ name: 'ham' }]

/** The two stores of labels, which are written by calls of the same form. */
const stores = [
  {
    name: 'entries',
    path: (scene: TaskScene) => `workforce-tasks/${scene.workforce_task_id}/data-annotations/samples`,
  },
  { name: 'samples', path: () => 'data-annotations/samples' },
]

describe.each(stores)('revisions of $name', ({ path }) => {
  const address = (scene: TaskScene) => `/v2/${scene.owner.projectId}/datasets/${scene.dataset_id}/${path(scene)}`
  const put = (scene: TaskScene, samples: unknown[], ifMatch?: string) =>
    scene.owner.request('PUT', address(scene), {
      body: { samples },
      ...(ifMatch && { headers: { 'if-match': ifMatch } }),
    })
  const read = (scene: TaskScene, sample_id: string) => scene.owner.request('GET', `${address(scene)}/${sample_id}`)
  const namesAt = async (scene: TaskScene, sample_id: string) =>
    (await read(scene, sample_id)).json.labels.map(({ name }: { name: string }) => name)

  test('stand in lists and on the sample itself, and rise with every write', async () => {
    const scene = await aTaskAtWork(server, { samples: 1 })
    const [sample_id] = scene.sample_ids as [string]
    for (const revision of [0, 1, 2]) {
      const { headers, json } = await read(scene, sample_id)
      expect([headers.etag, json.muster]).toEqual([`"${revision}"`, { revision }])
      const list = await scene.owner.request('GET', address(scene))
      expect(list.json.samples[0].muster).toEqual({ revision })
      expect(list.headers.etag).toBeUndefined()
      await put(scene, [{ sample_id, labels: revision === 0 ? spam : ham }])
    }
  })

  test('a write that names the present one is taken, one with another fails with 412 and changes nothing', async () => {
    const scene = await aTaskAtWork(server, { samples: 1 })
    const [sample_id] = scene.sample_ids as [string]
    expect(await put(scene, [{ sample_id, labels: spam }], '"0"')).toMatchObject({
      status: 200,
      json: { success: true },
    })
    const before = await read(scene, sample_id)
    for (const stale of ['"0"', '"2"']) {
      const { status, json } = await put(scene, [{ sample_id, labels: ham }], stale)
      expect([status, json.error_code]).toEqual([412, 'ModelArts.4431'])
      expect(json.error_msg).toContain(sample_id)
      expect(json.error_msg).toContain('revision 1')
    }
    expect(await namesAt(scene, sample_id)).toEqual(['spam'])
    expect((await read(scene, sample_id)).headers.etag).toBe(before.headers.etag)
    expect(await put(scene, [{ sample_id, labels: ham }], '"1"')).toMatchObject({ status: 200 })
  })

  test('of many that write at once with the same revision one is taken', async () => {
    const scene = await aTaskAtWork(server, { samples: 1 })
    const [sample_id] = scene.sample_ids as [string]
    const answers = await Promise.all(Array.from({ length: 8 }, () => put(scene, [{ sample_id, labels: spam }], '"0"')))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(412)])
    expect((await read(scene, sample_id)).json.muster).toEqual({ revision: 1 })
  })

  test('without one the last write wins', async () => {
    const scene = await aTaskAtWork(server, { samples: 1 })
    const [sample_id] = scene.sample_ids as [string]
    for (const labels of [spam, ham]) await put(scene, [{ sample_id, labels }])
    expect(await namesAt(scene, sample_id)).toEqual(['ham'])
  })

  test('If-Match is refused beside several samples and when it is no ETag of one', async () => {
    const scene = await aTaskAtWork(server, { samples: 2 })
    const [a, b] = scene.sample_ids as [string, string]
    const several = await put(
      scene,
      [
        { sample_id: a, labels: spam },
        { sample_id: b, labels: spam },
      ],
      '"0"',
    )
    expect([several.status, several.json.error_code]).toEqual([400, 'ModelArts.4396'])
    for (const header of ['0', '*', 'W/"0"', '"0", "1"', '"x"', '"-1"', `"${'9'.repeat(16)}"`]) {
      const { status, json } = await put(scene, [{ sample_id: a, labels: spam }], header)
      expect([header, status, json.error_code]).toEqual([header, 400, 'ModelArts.4396'])
    }
    expect(await namesAt(scene, a)).toEqual([])
  })

  test('samples of a batch may each say theirs: a stale one fails alone, and each sees the ones before it', async () => {
    const scene = await aTaskAtWork(server, { samples: 2 })
    const [a, b] = scene.sample_ids as [string, string]
    await put(scene, [{ sample_id: b, labels: spam }])
    const { json } = await put(scene, [
      { sample_id: a, labels: spam, muster: { revision: 0 } },
      { sample_id: b, labels: ham, muster: { revision: 0 } },
      { sample_id: a, labels: ham, muster: { revision: 0 } },
      { sample_id: a, labels: ham, muster: { revision: 1 } },
    ])
    expect(json.results.map(({ error_code }: { error_code?: string }) => error_code ?? null)).toEqual([
      null,
      'ModelArts.4431',
      'ModelArts.4431',
      null,
    ])
    expect(await Promise.all([a, b].map((id) => namesAt(scene, id)))).toEqual([['ham'], ['spam']])
  })
})

test('labels that change with the label set have another revision afterwards', async () => {
  const scene = await aTaskAtWork(server, { samples: 1 })
  const [sample_id] = scene.sample_ids as [string]
  await scene.label(scene.labeler, [sample_id], [...spam, ...ham])
  const { revision } = await scene.entry(sample_id)
  await scene.owner.call('DeleteLabels', scene, { labels: [{ name: 'ham' }] })
  expect((await scene.entry(sample_id)).revision).toBe(revision + 1)
})
