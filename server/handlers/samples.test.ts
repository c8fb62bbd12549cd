import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { updateSamples } from '#adapters/sql/samples.ts'
import { SampleFacet } from '#adapters/sql/state-codes.ts'
import { DatasetType, SampleState } from '#contract/codes.ts'
import type { SearchCondition } from '#contract/search-conditions.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { aDataset } from '#tests/builders.ts'
import { aTaskAtWork, type TaskScene } from '#tests/scenes.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const DAY = 86_400_000

describe('one sample', () => {
  test('shows everything that is known of an image, and an address that serves its bytes', async () => {
    const data = await aDataset(server, { images: 2, labels: [{ name: 'cat' }] })
    const { samples } = await server.owner.call('ListSamples', { ...data, order: 'asc' })
    const [first] = samples
    const view = await server.owner.call('DescribeSample', { ...data, sample_id: first!.sample_id! })
    expect(view).toEqual({
      sample_id: expect.stringMatching(/^[0-9a-f]{32}$/),
      sample_type: 0,
      sample_name: '001.png',
      sample_dir: data.input,
      sample_size: expect.any(Number),
      sample_time: expect.any(Number),
      sample_status: 'UN_ANNOTATION',
      source: expect.stringContaining('/muster/v1/sources/'),
      labels: [],
      labelers: [],
      metadata: { '@modelarts:import_origin': 0, '@modelarts:size': [100, 80, expect.any(Number)] },
      muster: { revision: 0 },
    })
    const bytes = await server.app.inject({ url: view.source!.replace(/^https?:\/\/[^/]+/, '') })
    expect(bytes.statusCode).toBe(200)
    expect(bytes.rawPayload.length).toBe(view.sample_size)
  })

  test('shows the text of a line, whose length is its size', async () => {
    const data = await aDataset(server, { lines: ['hello', 'wörld 🎈'] })
    const { samples } = await server.owner.call('ListSamples', { ...data, order: 'asc' })
    expect(samples.map(({ sample_data, sample_size }) => ({ sample_data, sample_size }))).toEqual([
      { sample_data: ['hello'], sample_size: 5 },
      { sample_data: ['wörld 🎈'], sample_size: 7 },
    ])
  })

  test('shows who labelled it: names of D48 at the labels, members among the labelers', async () => {
    const scene = await aTaskAtWork(server, { samples: 2 })
    const [first, second] = scene.sample_ids
    await scene.label(scene.labeler, [first!], [{ name: 'ham' }])
    await scene.startAcceptance()
    await scene.finish(0)
    await server.owner.call('UpdateSamples', scene, { samples: [{ sample_id: second, labels: [{ name: 'spam' }] }] })
    const { email, worker_id } = scene.labeler
    const one = await server.owner.call('DescribeSample', { ...scene, sample_id: first! })
    expect(one).toMatchObject({
      sample_status: 'MANUAL_ANNOTATION',
      labels: [{ name: 'ham', type: 100, property: {}, annotated_by: `human/${email}` }],
      labelers: [{ email, worker_id, role: 0 }],
    })
    const other = await server.owner.call('DescribeSample', { ...scene, sample_id: second! })
    expect(other.labels).toMatchObject([{ name: 'spam', annotated_by: 'human/Default/admin' }])
    expect(other.labelers).toEqual([])
  })

  test('shows why it is hard, in words, from its own marks and those of its labels', async () => {
    const scene = await aTaskAtWork(server, { type: DatasetType.imageClassification })
    const sample_id = scene.sample_ids[0]!
    const metadata = { '@modelarts:hard': 1, '@modelarts:hard_coefficient': 0.8, '@modelarts:hard_reasons': [19] }
    const labels = [{ name: 'cat', property: { '@modelarts:hard': 'true', '@modelarts:hard_reasons': '3-19' } }]
    await server.owner.call('UpdateSamples', scene, { samples: [{ sample_id, labels, metadata }] })
    const view = await server.owner.call('DescribeSample', { ...scene, sample_id })
    expect(view.metadata).toMatchObject({ '@modelarts:hard': true, '@modelarts:hard_reasons': [19] })
    expect(view.hard_details).toEqual({
      3: { id: 3, reason: 'prediction unlike training data of that class' },
      19: { id: 19, reason: 'prediction changes under GaussianBlur' },
    })
  })

  test('shows its prediction only to whoever asks for predictions, and stays unlabelled', async () => {
    const scene = await aPredictedScene()
    const names = { ...scene, sample_id: scene.sample_ids[2]! }
    const plain = await server.owner.call('DescribeSample', names)
    expect(plain).toMatchObject({ sample_status: 'UN_ANNOTATION', labels: [] })
    const state = SampleState.autoAnnotation
    const predicted = await server.owner.call('DescribeSample', { ...names, sample_state: state })
    expect(predicted).toMatchObject({ sample_status: 'UN_ANNOTATION', labels: [{ name: 'spam', score: 0.7 }] })
  })

  test('is not found when it is unknown or of another dataset', async () => {
    const one = await aTaskAtWork(server)
    const other = await aTaskAtWork(server)
    for (const sample_id of ['nothing', other.sample_ids[0]!]) {
      const refusal = await server.owner.refused('DescribeSample', { ...one, sample_id })
      expect(refusal).toMatchObject({ status: 404, error_code: 'ModelArts.4420' })
    }
  })

  test('is refused for a wrong language or state', async () => {
    const scene = await aTaskAtWork(server)
    const names = { ...scene, sample_id: scene.sample_ids[0]! }
    expect(await server.owner.refused('DescribeSample', { ...names, locale: 'tlh' })).toMatchObject({
      status: 400,
      error_code: 'ModelArts.4398',
    })
    expect(await server.owner.refused('DescribeSample', { ...names, sample_state: 'BEST' as never })).toMatchObject({
      status: 400,
      error_code: 'ModelArts.4396',
    })
  })
})

/** Four samples: labelled ham, labelled ham and spam, predicted spam, bare. */
async function aPredictedScene(): Promise<TaskScene> {
  const scene = await aTaskAtWork(server, { samples: 4, labelers: 2 })
  const [first, second, third] = scene.sample_ids
  await server.owner.call('UpdateSamples', scene, {
    samples: [
      { sample_id: first, labels: [{ name: 'ham', score: 0.9 }] },
      { sample_id: second, labels: [{ name: 'ham' }, { name: 'spam', score: 0.3 }] },
    ],
  })
  const { label_key } = await scene.store.db
    .selectFrom('label')
    .select('label_key')
    .where('dataset_id', '=', scene.dataset_id)
    .where('name', '=', 'spam')
    .executeTakeFirstOrThrow()
  const sample = await scene.sample(third!)
  const prediction = JSON.stringify([{ label_key, type: 100, property: {}, score: 0.7 }])
  await scene.store.transaction((tx) =>
    updateSamples(tx, [
      {
        before: { ...sample, counts: new Map() },
        after: { ...sample, state: SampleFacet.predicted, prediction },
        counts: new Map(),
      },
    ]),
  )
  return scene
}

/** Which samples of the scene a list holds, by their place, and whether it counts them right. */
async function listed(scene: TaskScene, filters: object): Promise<number[]> {
  const { samples, sample_count } = await server.owner.call('ListSamples', { ...scene, order: 'asc', ...filters })
  expect(sample_count).toBe(samples.length)
  return samples.map(({ sample_id }) => scene.sample_ids.indexOf(sample_id!))
}

const search = (...conditions: SearchCondition[]) => ({ search_conditions: JSON.stringify(conditions) })

describe('the list of samples', () => {
  test('comes in pages, the newest first unless it is asked for otherwise', async () => {
    const scene = await aTaskAtWork(server, { samples: 25 })
    const { samples, sample_count } = await server.owner.call('ListSamples', scene)
    expect(sample_count).toBe(25)
    expect(samples.map(({ sample_id }) => sample_id)).toEqual(scene.sample_ids.toReversed().slice(0, 10))
    const last = await server.owner.call('ListSamples', { ...scene, offset: 2, limit: 10, order: 'asc' })
    expect(last.samples.map(({ sample_id }) => sample_id)).toEqual(scene.sample_ids.slice(20))
    expect(last.sample_count).toBe(25)
    const beyond = await server.owner.call('ListSamples', { ...scene, offset: 3 })
    expect(beyond).toEqual({ sample_count: 25, samples: [] })
  })

  test('of an empty dataset is empty', async () => {
    const data = await aDataset(server)
    expect(await server.owner.call('ListSamples', data)).toEqual({ sample_count: 0, samples: [] })
  })

  test('knows the states of samples in every spelling; __ALL__ is what is labelled', async () => {
    const scene = await aPredictedScene()
    expect(await listed(scene, {})).toEqual([0, 1, 2, 3])
    expect(await listed(scene, { sample_state: '' })).toEqual([0, 1, 2, 3])
    expect(await listed(scene, { sample_state: '__ALL__' })).toEqual([0, 1])
    expect(await listed(scene, { sample_state: 'manual_annotation' })).toEqual([0, 1])
    expect(await listed(scene, { sample_state: 'none' })).toEqual([2, 3])
    expect(await listed(scene, { sample_state: '__auto_annotation__' })).toEqual([2])
    const { samples } = await server.owner.call('ListSamples', { ...scene, sample_state: SampleState.autoAnnotation })
    expect(samples[0]!.labels).toMatchObject([{ name: 'spam', score: 0.7 }])
  })

  test('knows the states of team tasks: a sample counts that has such an entry in any task', async () => {
    const scene = await aTaskAtWork(server, { samples: 5, labelers: 2, reviewers: 1, repetition: 2 })
    const [one, two] = scene.team.labelers
    await scene.label(one!, scene.sample_ids.slice(0, 4), [{ name: 'ham' }])
    await scene.label(two!, scene.sample_ids.slice(0, 1), [{ name: 'ham' }])
    const comment = (place: number, accept: boolean) => ({
      sample_id: scene.sample_ids[place],
      worker_id: one!.worker_id,
      accept,
      ...(accept ? { score: 'A' } : { comment: 'no' }),
    })
    await scene.review(scene.reviewer, [comment(0, true), comment(1, true), comment(2, false)])
    expect(await listed(scene, { sample_state: '__UNREVIEWED__' })).toEqual([0, 3])
    expect(await listed(scene, { sample_state: '__REVIEWED__' })).toEqual([0, 1, 2])
    expect(await listed(scene, { sample_state: '__UNCHECK__' })).toEqual([0, 1])
    expect(await listed(scene, { sample_state: '__REJECTED__' })).toEqual([2])
    expect(await listed(scene, { sample_state: '__WORKFORCE_SAMPLED__' })).toEqual([])
    await scene.startAcceptance()
    await scene.judge([{ sample_id: scene.sample_ids[1], accept: false, comment: 'no' }])
    expect(await listed(scene, { sample_state: '__WORKFORCE_SAMPLED__' })).toEqual([0, 1])
    expect(await listed(scene, { sample_state: '__WORKFORCE_SAMPLED_UNCHECK__' })).toEqual([0])
    expect(await listed(scene, { sample_state: '__WORKFORCE_SAMPLED_CHECKED__' })).toEqual([1])
    expect(await listed(scene, { sample_state: '__WORKFORCE_SAMPLED_REJECTED__' })).toEqual([1])
    expect(await listed(scene, { sample_state: '__WORKFORCE_SAMPLED_ACCEPTED__' })).toEqual([])
    await scene.finish(4)
    expect(await listed(scene, { sample_state: '__ACCEPTED__' })).toEqual([0])
    expect(await listed(scene, { sample_state: '__REJECTED__' })).toEqual([1, 2])
    expect(await listed(scene, { sample_state: '__WORKFORCE_SAMPLED__' })).toEqual([])
  })

  test('filters by label, with or without a state', async () => {
    const scene = await aPredictedScene()
    expect(await listed(scene, { label_name: 'ham' })).toEqual([0, 1])
    expect(await listed(scene, { label_name: 'spam' })).toEqual([1])
    expect(await listed(scene, { label_name: 'spam', sample_state: '__ALL__' })).toEqual([1])
    expect(await listed(scene, { label_name: 'spam', sample_state: '__NONE__' })).toEqual([])
    expect(await listed(scene, { label_name: 'spam', sample_state: '__AUTO_ANNOTATION__' })).toEqual([2])
    expect(await listed(scene, { label_name: 'nobody' })).toEqual([])
    expect(await listed(scene, { label_type: 100 })).toEqual([0, 1])
    expect(await listed(scene, { label_type: 1 })).toEqual([])
    expect(await listed(scene, { label_type: 400 })).toEqual([])
    expect(await listed(scene, { label_type: 100, label_name: 'spam' })).toEqual([1])
    expect(await listed(scene, { label_type: 0, label_name: 'spam' })).toEqual([])
  })

  test('of a triplet name that is both entity and relation holds every sample once', async () => {
    const labels = [
      { name: 'part', type: 103 },
      { name: 'whole', type: 103 },
      { name: 'part', type: 102, property: { '@modelarts:from_type': 'part', '@modelarts:to_type': 'whole' } },
    ]
    const scene = await aTaskAtWork(server, {
      type: DatasetType.textTriplets,
      samples: [{ content: 'a b' }, { content: 'c d' }],
      labels,
    })
    const entity = (name: string, id: string, start: number) => ({
      name,
      type: 103,
      id,
      property: { '@modelarts:start_index': start, '@modelarts:end_index': start + 1 },
    })
    const relation = { name: 'part', type: 102, id: 'R1', property: { '@modelarts:from': 'E1', '@modelarts:to': 'E2' } }
    const given = [entity('part', 'E1', 0), entity('whole', 'E2', 2), relation]
    await server.owner.call('UpdateSamples', scene, { samples: [{ sample_id: scene.sample_ids[0], labels: given }] })
    expect(await listed(scene, { label_name: 'part' })).toEqual([0])
    expect(await listed(scene, { label_type: 102 })).toEqual([0])
  })

  test('filters by type; 9, the documented default, is no filter', async () => {
    const scene = await aTaskAtWork(server, { samples: [{}, { sample_type: 0 }] })
    expect(await listed(scene, { sample_type: 0 })).toEqual([1])
    expect(await listed(scene, { sample_type: 1 })).toEqual([0])
    expect(await listed(scene, { sample_type: 9 })).toEqual([0, 1])
  })

  test('filters by member: what he labelled and what was dealt to him', async () => {
    const scene = await aTaskAtWork(server, {
      labelers: 2,
      samples: [{}, {}, { labelers: '["human/elsewhere@example.com"]' }],
    })
    const [one, two] = scene.team.labelers
    expect(await listed(scene, { email: one!.email })).toEqual([0, 2])
    expect(await listed(scene, { email: ` ${two!.email.toUpperCase()} ` })).toEqual([1])
    expect(await listed(scene, { email: 'elsewhere@example.com' })).toEqual([2])
    expect(await listed(scene, { email: 'nobody@example.com' })).toEqual([])
    await scene.setTask({ status: 0 })
    expect(await listed(scene, { email: one!.email })).toEqual([])
  })

  test('filters by confidence; the defaults are no filter', async () => {
    const scene = await aPredictedScene()
    expect(await listed(scene, { low_score: 0, high_score: 1 })).toEqual([0, 1, 2, 3])
    expect(await listed(scene, { low_score: 0.3 })).toEqual([0, 1])
    expect(await listed(scene, { high_score: '0.3' })).toEqual([1])
    expect(await listed(scene, { low_score: 0.5, high_score: 0.9 })).toEqual([0])
    expect(await listed(scene, { low_score: 0.5, sample_state: '__AUTO_ANNOTATION__' })).toEqual([2])
    const refusal = await server.owner.refused('ListSamples', { ...scene, low_score: 0.6, high_score: 0.5 })
    expect(refusal).toMatchObject({ status: 400, error_code: 'ModelArts.4396' })
  })

  test('filters by search conditions, all of which must hold', async () => {
    const now = server.services.now()
    const scene = await aTaskAtWork(server, {
      type: DatasetType.imageClassification,
      samples: [
        { sample_name: 'a.jpg', sample_dir: '/in/x/', metadata: '{"city":"Ulm","@modelarts:hard_coefficient":0.5}' },
        { sample_name: 'b.jpg', sample_dir: '/in/x/', hard: 1, labelers: '["human/D/u"]', sample_time: now - 9 * DAY },
        { sample_name: 'a.jpg', sample_dir: '/in/x/y/', metadata: '{"city":["Ulm","Bonn"]}' },
      ],
    })
    await server.owner.call('UpdateSamples', scene, {
      samples: [{ sample_id: scene.sample_ids[2], labels: [{ name: 'cat', score: 0.4 }] }],
    })
    expect(await listed(scene, search({ sample_name: 'a.jpg' }))).toEqual([0, 2])
    expect(await listed(scene, search({ sample_name: 'a.jpg' }, { sample_dir: 'obs://in/x/' }))).toEqual([0])
    expect(await listed(scene, search({ sample_name: 'a.jpg', sample_dir: '/in/x/y/' }))).toEqual([2])
    expect(await listed(scene, search({ sample_time: 'day' }))).toEqual([0, 2])
    expect(await listed(scene, search({ sample_time: 'month' }))).toEqual([0, 1, 2])
    expect(await listed(scene, search({ hard: '1' }))).toEqual([1])
    expect(await listed(scene, search({ hard: '0' }))).toEqual([0, 2])
    expect(await listed(scene, search({ labeler: 'human/D/u' }))).toEqual([1])
    expect(await listed(scene, search({ coefficient: '0.4-0.6' }))).toEqual([0])
    expect(await listed(scene, search({ score: '0.4' }))).toEqual([2])
    expect(await listed(scene, search({ metadata: { op: 'AND', props: { city: ['Bonn'] } } }))).toEqual([2])
    expect(await listed(scene, search({ metadata: { op: 'AND', props: { city: null } } }))).toEqual([0, 2])
    expect(await listed(scene, search({ label_list: { op: 'AND', labels: [{ name: 'cat', op: 'AND' }] } }))).toEqual([
      2,
    ])
    expect(await listed(scene, { ...search({ sample_name: 'a.jpg' }), sample_state: '__NONE__' })).toEqual([0])
    expect(await listed(scene, { search_conditions: '{"sample_name":"b.jpg"}' })).toEqual([1])
    expect(await listed(scene, { search_conditions: '[]' })).toEqual([0, 1, 2])
  })

  test('counts a search anew once something was written', async () => {
    const scene = await aTaskAtWork(server, { samples: 3 })
    const cats = search({ metadata: { op: 'AND', props: { kind: ['cat'] } } })
    expect(await listed(scene, cats)).toEqual([])
    const mark = (place: number, kind: string | null) =>
      server.owner.call('UpdateSamples', scene, {
        samples: [{ sample_id: scene.sample_ids[place], metadata: { kind } }],
      })
    await mark(1, 'cat')
    await mark(2, 'cat')
    expect(await listed(scene, cats)).toEqual([1, 2])
    await mark(1, null)
    expect(await listed(scene, cats)).toEqual([2])
  })

  test('follows a renamed label', async () => {
    const scene = await aPredictedScene()
    const junk = search({ label_list: { op: 'AND', labels: [{ name: 'junk', op: 'AND' }] } })
    expect(await listed(scene, junk)).toEqual([])
    await server.owner.call('UpdateLabels', scene, {
      labels: [{ name: 'spam', property: { '@modelarts:rename_to': 'junk' } }],
    })
    expect(await listed(scene, junk)).toEqual([1])
    expect(await listed(scene, { label_name: 'junk' })).toEqual([1])
    expect(await listed(scene, { label_name: 'spam' })).toEqual([])
  })

  test('carries the way of showing into the address of the bytes, which still is valid', async () => {
    const data = await aDataset(server, { images: 1 })
    const process_parameter = 'image/resize,m_lfit,h_200'
    const { samples } = await server.owner.call('ListSamples', { ...data, process_parameter, preview: true })
    const source = new URL(samples[0]!.source!)
    expect(source.searchParams.get('process')).toBe(process_parameter)
    expect((await server.app.inject({ url: source.pathname + source.search })).statusCode).toBe(200)
    const refusal = await server.owner.refused('ListSamples', { ...data, process_parameter: 'x'.repeat(1025) })
    expect(refusal).toMatchObject({ status: 400, error_code: 'ModelArts.4396' })
  })

  test.each([
    [{ version_id: 'V001' }, 404, 'ModelArts.4353'],
    [{ locale: 'de-de' }, 400, 'ModelArts.4398'],
    [{ sample_state: 'BEST' }, 400, 'ModelArts.4396'],
    [{ limit: 0 }, 400, 'ModelArts.4396'],
    [{ limit: 101 }, 400, 'ModelArts.4396'],
    [{ offset: -1 }, 400, 'ModelArts.4396'],
    [{ order: 'random' }, 400, 'ModelArts.4396'],
    [{ label_type: 103 }, 400, 'ModelArts.4396'],
    [{ sample_type: 7 }, 400, 'ModelArts.4396'],
    [{ preview: 'maybe' }, 400, 'ModelArts.4396'],
    [{ low_score: 'much' }, 400, 'ModelArts.4396'],
    [{ search_conditions: '{"sample_name":' }, 400, 'ModelArts.4396'],
    [{ search_conditions: '{"colour":"red"}' }, 400, 'ModelArts.4396'],
    [{ search_conditions: 'null' }, 400, 'ModelArts.4396'],
  ])('refuses %j', async (filters, status, error_code) => {
    const scene = await aTaskAtWork(server)
    const refusal = await server.owner.refused('ListSamples', { ...scene, ...(filters as object) })
    expect(refusal).toMatchObject({ status, error_code })
    expect(refusal.error_msg).toContain(Object.keys(filters)[0])
  })

  test('accepts both languages in any case, True and unknown parameters', async () => {
    const { dataset_id, owner } = await aTaskAtWork(server)
    const path = `/v2/${server.projectId}/datasets/${dataset_id}/data-annotations/samples`
    const { status, json } = await owner.request(
      'GET',
      `${path}?locale=zh-CN&preview=True&marker=x&filePreview=true&email=`,
    )
    expect({ status, count: json.sample_count }).toEqual({ status: 200, count: 1 })
  })
})
