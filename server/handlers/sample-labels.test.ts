import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SampleFacet } from '#adapters/sql/state-codes.ts'
import { DatasetStatus, DatasetType, LabelType, SampleType } from '#contract/codes.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { faultsOfCounters } from '#tests/recount.ts'
import { aTaskAtWork, type TaskOptions, type TaskScene } from '#tests/scenes.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const aScene = (options: TaskOptions = {}) => aTaskAtWork(server, { samples: 3, ...options })
const put = (scene: TaskScene, samples: unknown, more: object = {}) =>
  scene.owner.call('UpdateSamples', scene, { samples, ...more })
const ok = { success: true }
const codes = (reply: { results?: { success: boolean; error_code?: string }[] }) =>
  reply.results!.map(({ success, error_code }) => error_code ?? success)
const labelsOf = async (scene: TaskScene, sample_id: string) => scene.names((await scene.sample(sample_id)).labels)

describe('labels of samples', () => {
  test('become the official ones, by the hand of the caller', async () => {
    const scene = await aScene()
    const [one, two] = scene.sample_ids as [string, string]
    server.advance(1000)
    const now = server.services.now()
    const samples = [
      { sample_id: one, labels: [{ name: 'ham' }], sample_usage: 'TRAIN', sample_type: SampleType.text, source: 'x' },
      { sample_id: two, labels: [{ name: 'spam', type: LabelType.textClassification, score: 0.5 }, { name: 'ham' }] },
    ]
    expect(await put(scene, samples)).toEqual(ok)
    const sample = await scene.sample(one)
    expect(sample).toMatchObject({ state: SampleFacet.labelled, sample_usage: 'TRAIN', revision: 1 })
    expect(sample.annotated_by).toMatch(/^human\/[^/]+\/[^/]+$/)
    expect(JSON.parse(sample.labelers)).toEqual([sample.annotated_by])
    expect(sample.label_time).toBeGreaterThanOrEqual(now)
    expect(await labelsOf(scene, two)).toEqual(['spam', 'ham'])
    expect(await faultsOfCounters(scene.store, scene.dataset_id)).toEqual([])
  })

  test.each([{}, { labels: null }, { labels: [] }])(
    '%j removes all, also when only metadata was meant',
    async (none) => {
      const scene = await aScene()
      const [sample_id] = scene.sample_ids as [string]
      await put(scene, [{ sample_id, labels: [{ name: 'ham' }] }])
      expect(await put(scene, [{ sample_id, metadata: { mine: 1 }, ...none }])).toEqual(ok)
      expect(await scene.sample(sample_id)).toMatchObject({
        state: SampleFacet.unlabelled,
        labels: '[]',
        metadata: '{"mine":1}',
        annotated_by: null,
      })
    },
  )

  test('metadata is merged, null removes a key, the usage stays until another one comes', async () => {
    const scene = await aScene({ type: DatasetType.imageClassification })
    const [sample_id] = scene.sample_ids as [string]
    await put(scene, [{ sample_id, sample_usage: 'EVAL', metadata: { a: 1, b: { c: [2] }, '@modelarts:hard': 1 } }])
    await put(scene, [{ sample_id, metadata: { a: null, d: 'x' } }])
    const sample = await scene.sample(sample_id)
    expect(JSON.parse(sample.metadata)).toEqual({ b: { c: [2] }, '@modelarts:hard': true, d: 'x' })
    expect([sample.sample_usage, sample.hard]).toEqual(['EVAL', 1])
  })

  test('an image without any object is finished by its mark', async () => {
    const scene = await aScene({ type: DatasetType.imageClassification })
    const [sample_id] = scene.sample_ids as [string]
    await put(scene, [{ sample_id, labels: [], metadata: { '@muster:empty': 1 } }])
    expect((await scene.sample(sample_id)).state).toBe(SampleFacet.labelled)
  })

  test('the mark does not survive labels, those that the call defines included', async () => {
    const scene = await aScene({ type: DatasetType.imageClassification })
    const [sample_id] = scene.sample_ids as [string]
    await put(scene, [{ sample_id, metadata: { '@muster:empty': 1 } }])
    await put(scene, [{ sample_id, labels: [{ name: 'brand-new' }] }])
    expect(await scene.sample(sample_id)).toMatchObject({ state: SampleFacet.labelled, metadata: '{}' })
    await put(scene, [{ sample_id, labels: [] }])
    expect(await scene.sample(sample_id)).toMatchObject({ state: SampleFacet.unlabelled, metadata: '{}' })
  })

  test('of several items of one sample the last one wins, each seeing what came before', async () => {
    const scene = await aScene({ type: DatasetType.objectDetection })
    const [sample_id, other] = scene.sample_ids as [string, string]
    const box = (x: number) => ({ name: 'car', property: { '@modelarts:feature': [[0, 0], [x, 5]] } }) // biome-ignore format: points
    const reply = await put(scene, [
      { sample_id, labels: [box(5)], metadata: { '@modelarts:size': [10, 10], a: 1 } },
      { sample_id, labels: [box(6), box(7)], metadata: { b: 2 } },
      { sample_id: other, labels: [box(5)] },
      { sample_id, labels: [box(5)], metadata: { '@modelarts:size': [20, 20] } },
    ])
    expect(codes(reply)).toEqual([true, true, 'ModelArts.4423', 'ModelArts.4423'])
    const sample = await scene.sample(sample_id)
    expect(sample).toMatchObject({ width: 10, height: 10, depth: 3, revision: 1 })
    expect(JSON.parse(sample.metadata)).toEqual({ '@modelarts:size': [10, 10, 3], a: 1, b: 2 })
    expect(JSON.parse(sample.labels)).toHaveLength(2)
    expect(await put(scene, [{ sample_id, labels: [box(11)] }])).toMatchObject({ error_code: 'ModelArts.4413' })
  })

  test('good items are stored beside bad ones, with a result for each in order', async () => {
    const scene = await aScene()
    const [one, two, three] = scene.sample_ids as [string, string, string]
    const reply = await put(scene, [
      { sample_id: one, labels: [{ name: 'ham' }] },
      { sample_id: 'f'.repeat(32), labels: [{ name: 'ham' }] },
      { labels: [{ name: 'ham' }] },
      { sample_id: two, sample_type: SampleType.image, labels: [{ name: 'ham' }] },
      { sample_id: two, labels: [{ name: 'ham', type: 1 }] },
      { sample_id: two, labels: [{ name: 'ham', property: { colour: 'red' } }] },
      { sample_id: two, labels: [{ name: 'ham' }], metadata: { '@modelarts:hard': 1 } },
      { sample_id: three, labels: [{ name: 'spam' }] },
    ])
    expect(reply).toMatchObject({ success: false, error_code: 'ModelArts.4420' })
    expect(codes(reply)).toEqual([
      true,
      'ModelArts.4420',
      'ModelArts.4420',
      'ModelArts.4396',
      'ModelArts.4413',
      'ModelArts.4430',
      'ModelArts.4413',
      true,
    ])
    expect(reply.results![3]!.error_msg).toBe(`samples[3]: sample_type: the sample is of type 1. (sample ${two})`)
    expect(await Promise.all([one, two, three].map((id) => labelsOf(scene, id)))).toEqual([['ham'], [], ['spam']])
  })

  test('a sample of another dataset is as unknown as one that does not exist', async () => {
    const scene = await aScene()
    const other = await aScene()
    const reply = await put(scene, [{ sample_id: other.sample_ids[0], labels: [{ name: 'ham' }] }])
    expect(codes(reply)).toEqual(['ModelArts.4420'])
    expect((await other.sample(other.sample_ids[0]!)).labels).toBe('[]')
  })

  test('what is replaced can be read in the history', async () => {
    const scene = await aScene()
    const [sample_id] = scene.sample_ids as [string]
    for (const name of ['ham', 'spam', 'spam']) await put(scene, [{ sample_id, labels: [{ name }] }])
    const history = await scene.store.db
      .selectFrom('label_history')
      .selectAll()
      .where('dataset_id', '=', scene.dataset_id)
      .execute()
    expect(await Promise.all(history.map(({ labels }) => scene.names(labels)))).toEqual([['ham']])
    expect(history[0]).toMatchObject({ task_id: null, worker_id: null, revision: 1 })
  })

  test('entries of a team task stay as they are', async () => {
    const scene = await aScene()
    const [one, two] = scene.sample_ids as [string, string]
    await scene.label(scene.labeler, [one], [{ name: 'spam' }])
    const samples = [one, two].map((sample_id) => ({ sample_id, labels: [{ name: 'ham' }] }))
    const { email, worker_id } = scene.labeler
    expect(await put(scene, samples, { email })).toEqual(ok)
    expect(await put(scene, [{ ...samples[0], worker_id }])).toEqual(ok)
    expect([await scene.state(one), await scene.state(two)]).toEqual(['UNCHECK', 'UN_ANNOTATION'])
    expect(await scene.names((await scene.entry(one)).labels)).toEqual(['spam'])
    expect((await scene.sample(one)).annotated_by).not.toContain(email)
  })

  test('labels confirm a prediction, none reject it', async () => {
    const prediction = JSON.stringify([{ label_key: 1, type: 0, property: {} }])
    const predicted = { state: SampleFacet.predicted, prediction }
    const scene = await aScene({ type: DatasetType.imageClassification, samples: [predicted, predicted, predicted] })
    const [one, two, three] = scene.sample_ids as [string, string, string]
    await put(scene, [
      { sample_id: one, labels: [{ name: 'cat' }] },
      { sample_id: two, labels: [] },
    ])
    expect(await scene.sample(one)).toMatchObject({ state: SampleFacet.labelled, prediction: null })
    expect(await scene.sample(two)).toMatchObject({ state: SampleFacet.unlabelled, prediction: null })
    expect(await scene.sample(three)).toMatchObject(predicted)
    expect(await faultsOfCounters(scene.store, scene.dataset_id)).toEqual([])
  })
})

describe('labels that nobody has defined', () => {
  const namesIn = async (scene: TaskScene) =>
    (await scene.owner.call('ListLabels', scene)).labels.map(({ name, type }) => `${name} ${type}`)

  test('are made once, and carried at once', async () => {
    const scene = await aScene()
    const [one, two, three] = scene.sample_ids as [string, string, string]
    const reply = await put(scene, [
      { sample_id: one, labels: [{ name: 'eggs' }, { name: 'ham' }] },
      { sample_id: two, labels: [{ name: 'bacon' }, { name: 'eggs' }] },
      { sample_id: three, labels: [{ name: 'eggs' }, { name: 'eggs' }] },
    ])
    expect(reply).toEqual(ok)
    expect(await namesIn(scene)).toEqual(['ham 100', 'spam 100', 'eggs 100', 'bacon 100'])
    expect(await labelsOf(scene, two)).toEqual(['bacon', 'eggs'])
    expect(await labelsOf(scene, three)).toEqual(['eggs'])
    expect(await faultsOfCounters(scene.store, scene.dataset_id)).toEqual([])
    await scene.label(scene.labeler, [one], [{ name: 'bacon' }])
  })

  test('are not made when their name is bad or their item fails', async () => {
    const scene = await aScene({ type: DatasetType.imageClassification })
    const [one, two, three] = scene.sample_ids as [string, string, string]
    const reply = await put(scene, [
      { sample_id: one, labels: [{ name: 'cow' }, { name: 'no way' }] },
      { sample_id: two, labels: [{ name: 'hen', property: { size: 'big' } }] },
      { sample_id: three, labels: [{ name: 'pig' }] },
    ])
    expect(codes(reply)).toEqual(['ModelArts.4396', 'ModelArts.4430', true])
    expect(reply.results![0]!.error_msg).toMatch(/^samples\[0\]\.labels\[1\]\.name: "no way" must .* \(sample \w+\)$/)
    expect(await namesIn(scene)).toEqual(['cat 0', 'dog 0', 'pig 0'])
    expect(await Promise.all([one, two, three].map((id) => labelsOf(scene, id)))).toEqual([[], [], ['pig']])
  })

  test('a relation is not made from its name, an entity is', async () => {
    const scene = await aScene({ type: DatasetType.textTriplets, samples: [{ content: 'Ada works at Acme' }] })
    const [sample_id] = scene.sample_ids as [string]
    const span = { '@modelarts:start_index': 0, '@modelarts:end_index': 3 }
    const labels = [{ id: 'E1', name: 'who', type: LabelType.tripletEntity, property: span }]
    expect(await put(scene, [{ sample_id, labels }])).toEqual(ok)
    const relation = {
      name: 'loves',
      type: LabelType.tripletRelation,
      property: { '@modelarts:from': 'E1', '@modelarts:to': 'E1' },
    }
    expect((await put(scene, [{ sample_id, labels: [...labels, relation] }])).error_code).toBe('ModelArts.4410')
    expect(await namesIn(scene)).toContain('who 103')
  })

  test('are made once by calls at the same time', async () => {
    const scene = await aScene({ samples: 8 })
    const replies = await Promise.all(
      scene.sample_ids.map((sample_id, i) =>
        put(scene, [{ sample_id, labels: [{ name: 'eggs' }, { name: `n${i % 2}` }] }]),
      ),
    )
    expect(replies).toEqual(scene.sample_ids.map(() => ok))
    expect((await namesIn(scene)).sort()).toEqual(['eggs 100', 'ham 100', 'n0 100', 'n1 100', 'spam 100'])
    expect(await faultsOfCounters(scene.store, scene.dataset_id)).toEqual([])
  })
})

describe('the call', () => {
  test('needs samples, at most 10,000, in the right form', async () => {
    const scene = await aScene()
    const refused = async (body: unknown) => {
      const { status, error_code } = await scene.owner.refused('UpdateSamples', scene, body)
      return [status, error_code]
    }
    expect(await refused({})).toEqual([400, 'ModelArts.4202'])
    expect(await refused({ samples: [] })).toEqual([400, 'ModelArts.4202'])
    expect(await refused({ samples: Array.from({ length: 10_001 }, () => ({})) })).toEqual([400, 'ModelArts.0118'])
    expect(await refused({ samples: [{ sample_id: 1 }] })).toEqual([400, 'ModelArts.4396'])
    const [sample_id] = scene.sample_ids
    expect(await refused({ samples: [{ sample_id, labels: [{ name: 'ham', score: 2 }] }] })).toEqual([
      400,
      'ModelArts.4396',
    ])
    expect(await refused({ samples: [{ sample_id, sample_usage: 'train' }] })).toEqual([400, 'ModelArts.4396'])
  })

  test('is the owner’s alone', async () => {
    const scene = await aScene({ reviewers: 1, managers: 1 })
    const body = { samples: [{ sample_id: scene.sample_ids[0], labels: [] }] }
    for (const member of [scene.labeler, scene.reviewer, scene.team.managers[0]!]) {
      expect(await member.refused('UpdateSamples', scene, body)).toMatchObject({
        status: 403,
        error_code: 'ModelArts.4600',
      })
    }
  })

  test.each([DatasetStatus.publishing, DatasetStatus.switching])('waits for a version (status %i)', async (status) => {
    const scene = await aScene()
    const [sample_id] = scene.sample_ids as [string]
    const set = (to: number) =>
      scene.store.db.updateTable('dataset').set({ status: to }).where('dataset_id', '=', scene.dataset_id).execute()
    const samples = [{ sample_id, labels: [{ name: 'ham' }] }]
    await set(status)
    expect(await scene.owner.refused('UpdateSamples', scene, { samples })).toMatchObject({
      status: 400,
      error_code: 'ModelArts.4381',
    })
    await scene.label(scene.labeler, [sample_id], [{ name: 'ham' }])
    for (const allowed of [DatasetStatus.synchronizing, DatasetStatus.importing]) {
      await set(allowed)
      expect(await put(scene, samples)).toEqual(ok)
    }
  })

  test('stores ten thousand items', async () => {
    const scene = await aScene({ samples: 10_000 })
    const samples = scene.sample_ids.map((sample_id, i) => ({ sample_id, labels: [{ name: i % 3 ? 'ham' : 'spam' }] }))
    expect(await put(scene, samples)).toEqual(ok)
    expect(await faultsOfCounters(scene.store, scene.dataset_id)).toEqual([])
  })

  test('many at the same time leave every sample with one of the labels that were sent', async () => {
    const scene = await aScene({ samples: 20 })
    const calls = Array.from({ length: 12 }, (_, i) => {
      const samples = scene.sample_ids.map((sample_id) => ({ sample_id, labels: [{ name: i % 2 ? 'ham' : 'spam' }] }))
      return put(scene, i % 3 ? samples : samples.toReversed())
    })
    expect(await Promise.all(calls)).toEqual(calls.map(() => ok))
    const names = await Promise.all(scene.sample_ids.map(async (id) => (await labelsOf(scene, id)).length))
    expect(new Set(names)).toEqual(new Set([1]))
    expect(await faultsOfCounters(scene.store, scene.dataset_id)).toEqual([])
  })
})
