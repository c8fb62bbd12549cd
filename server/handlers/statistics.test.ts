import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { updateSamples } from '#adapters/sql/samples.ts'
import { SampleFacet } from '#adapters/sql/state-codes.ts'
import { DatasetType, WorkforceTaskStatus } from '#contract/codes.ts'
import type { LabelStats } from '#contract/labels.ts'
import type { SampleLabels } from '#contract/samples.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { aDataset } from '#tests/builders.ts'
import type { Caller } from '#tests/caller.ts'
import { aTaskAtWork, type TaskScene } from '#tests/scenes.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

/** Uses and samples by name of the label. */
function usesOf(stats: { label_stats?: LabelStats[] }): Record<string, [number, number]> {
  const entries = (stats.label_stats ?? []).map(({ name, count, sample_count }) => [name!, [count!, sample_count!]])
  return Object.fromEntries(entries)
}

const box = (name: string, x: number, more: object = {}) => ({
  name,
  property: {
    '@modelarts:feature': [
      [x, 0],
      [x + 5, 5],
    ],
    ...more,
  },
})

/** Eight images of 100 x 80 pixels. */
function aDetectionTask(more: object = {}): Promise<TaskScene> {
  const images = Array.from({ length: 8 }, () => ({ width: 100, height: 80, depth: 3 }))
  return aTaskAtWork(server, { type: DatasetType.objectDetection, samples: images, ...more })
}

function label(scene: TaskScene, samples: { place: number; labels?: object[]; metadata?: object }[]) {
  const items = samples.map(({ place, ...item }) => ({ sample_id: scene.sample_ids[place], ...item }))
  return scene.owner.call('UpdateSamples', scene, { samples: items as SampleLabels[] })
}

describe('figures of a dataset', () => {
  test('without samples are all zero, and every map is there', async () => {
    const data = await aDataset(server, { labels: [{ name: 'cat', property: { '@modelarts:color': '#3399ff' } }] })
    const stats = await server.owner.call('GetDatasetStats', data)
    const cat = { name: 'cat', type: 0, attributes: [], count: 0, sample_count: 0 }
    const zero = { total: 0, all: 0, lefted: 0, un_annotation: 0, manual_annotation: 0, auto_annotation: 0, deleted: 0 }
    expect(stats).toEqual({
      sample_stats: zero,
      key_sample_stats: { total: 0, key_sample: 0, non_key_sample: 0 },
      label_stats: [{ ...cat, property: { '@modelarts:color': '#3399ff' } }],
      grouped_label_stats: { 0: [{ ...cat, property: { '@modelarts:color': '#3399ff' } }] },
      hard_detail_stats: {},
      metadata_stats: {},
      data_spliting_enable: false,
      data_path: data.input,
    })
  })

  test('count samples by state, labels by use and by sample, also those nobody used', async () => {
    const scene = await aDetectionTask()
    await label(scene, [
      { place: 0, labels: [box('car', 0), box('car', 10), box('person', 20)] },
      { place: 1, labels: [box('car', 0)] },
    ])
    const stats = await server.owner.call('GetDatasetStats', scene)
    expect(stats.sample_stats).toEqual({
      total: 8,
      all: 8,
      lefted: 8,
      un_annotation: 6,
      manual_annotation: 2,
      auto_annotation: 0,
      deleted: 0,
    })
    expect(usesOf(stats)).toEqual({ car: [3, 2], person: [1, 1] })
    expect(stats.grouped_label_stats).toEqual({ 1: stats.label_stats })
    await server.owner.call('DeleteSamples', scene, { samples: [scene.sample_ids[0]] })
    await server.idle()
    const later = await server.owner.call('GetDatasetStats', scene)
    expect(later.sample_stats).toMatchObject({ total: 7, un_annotation: 6, manual_annotation: 1, deleted: 1 })
    expect(usesOf(later)).toEqual({ car: [1, 1], person: [0, 0] })
  })

  test('group the labels of triplets by their type', async () => {
    const scene = await aTaskAtWork(server, { type: DatasetType.textTriplets })
    const { grouped_label_stats } = await server.owner.call('GetDatasetStats', scene)
    const names = Object.entries(grouped_label_stats!).map(([type, list]) => [type, list.map(({ name }) => name)])
    expect(Object.fromEntries(names)).toEqual({ 102: ['works_for'], 103: ['PER', 'ORG'] })
  })

  test('count hard samples, their reasons and the values of the metadata', async () => {
    const scene = await aDetectionTask()
    await label(scene, [
      { place: 0, metadata: { '@modelarts:hard': true, '@modelarts:hard_reasons': [3, 19], city: 'Ulm', n: 1 } },
      { place: 1, labels: [box('car', 0, { '@modelarts:hard': '1', '@modelarts:hard_reasons': '19' })] },
      { place: 2, metadata: { city: ['Ulm', 'Bonn', 'Ulm'], '@muster:empty': 1, deep: { a: 1 } } },
    ])
    const stats = await server.owner.call('GetDatasetStats', scene)
    expect(stats.key_sample_stats).toEqual({ total: 8, key_sample: 2, non_key_sample: 6 })
    expect(stats.hard_detail_stats).toEqual({
      3: { key: 1, value: { id: 3, reason: 'prediction unlike training data of that class' } },
      19: { key: 2, value: { id: 19, reason: 'prediction changes under GaussianBlur' } },
    })
    expect(stats.metadata_stats).toEqual({ city: { Ulm: 2, Bonn: 1 }, n: { 1: 1 } })
    await label(scene, [{ place: 1 }, { place: 0, metadata: { city: null, '@modelarts:hard': null } }])
    const later = await server.owner.call('GetDatasetStats', scene)
    expect(later.key_sample_stats).toEqual({ total: 8, key_sample: 0, non_key_sample: 8 })
    expect(later.metadata_stats).toEqual({ city: { Ulm: 1, Bonn: 1 }, n: { 1: 1 } })
  })

  test('are cut where metadata has more keys and values than anybody can choose from', async () => {
    const metadata = Object.fromEntries(Array.from({ length: 120 }, (_, i) => [`k${String(i).padStart(3, '0')}`, 'v']))
    const samples = Array.from({ length: 230 }, (_, i) => ({
      metadata: JSON.stringify(i === 0 ? metadata : { id: String(i).padStart(3, '0'), long: 'x'.repeat(300) }),
    }))
    const scene = await aTaskAtWork(server, { samples })
    const { metadata_stats } = await server.owner.call('GetDatasetStats', scene)
    expect(Object.keys(metadata_stats!)).toEqual(['id', ...Object.keys(metadata).slice(0, 99)])
    expect(Object.keys(metadata_stats!.id as object)).toHaveLength(200)
    const { metadata: known } = await server.owner.call('ListSearch', scene)
    expect(known!.id![0]).toBe('001')
    expect(known!.id).toHaveLength(200)
  })

  test('sample_state restricts labels, reasons and metadata, not the counts of samples', async () => {
    const scene = await aDetectionTask({ reviewers: 1 })
    const hard = { '@modelarts:hard': 1, '@modelarts:hard_reasons': [1] }
    await label(scene, [
      { place: 0, labels: [box('car', 0)], metadata: { city: 'Ulm' } },
      { place: 1, labels: [box('car', 0), box('person', 0)], metadata: { ...hard, city: 'Bonn' } },
      { place: 2, metadata: { city: 'Rom' } },
    ])
    await scene.label(scene.labeler, [scene.sample_ids[1]!], [box('person', 0)])
    await predict(scene, 3, 'person')
    const whole = await server.owner.call('GetDatasetStats', scene)
    const figures = async (sample_state: string) => {
      const stats = await server.owner.call('GetDatasetStats', { ...scene, sample_state: sample_state as '' })
      expect(stats.sample_stats).toEqual(whole.sample_stats)
      expect(stats.key_sample_stats).toEqual({ total: 8, key_sample: 1, non_key_sample: 7 })
      const reasons = Object.keys(stats.hard_detail_stats!)
      return [usesOf(stats), stats.metadata_stats, reasons]
    }
    expect(whole.sample_stats).toMatchObject({ un_annotation: 6, auto_annotation: 1, manual_annotation: 2 })
    expect(await figures('__all__')).toEqual([{ car: [2, 2], person: [1, 1] }, { city: { Ulm: 1, Bonn: 1 } }, ['1']])
    expect(await figures('__NONE__')).toEqual([{ car: [0, 0], person: [0, 0] }, { city: { Rom: 1 } }, []])
    expect(await figures('__AUTO_ANNOTATION__')).toEqual([{ car: [0, 0], person: [1, 1] }, {}, []])
    expect(await figures('__UNREVIEWED__')).toEqual([{ car: [1, 1], person: [1, 1] }, { city: { Bonn: 1 } }, ['1']])
    expect(await figures('__ACCEPTED__')).toEqual([{ car: [0, 0], person: [0, 0] }, {}, []])
  })

  test('email restricts all of them to what a member labelled or was dealt', async () => {
    const scene = await aDetectionTask({ labelers: 2 })
    await label(scene, [
      { place: 0, labels: [box('car', 0)], metadata: { city: 'Ulm', '@modelarts:hard': 1 } },
      { place: 1, labels: [box('car', 0)] },
      { place: 3, metadata: { city: 'Bonn' } },
    ])
    const [one, two] = scene.team.labelers
    const first = await server.owner.call('GetDatasetStats', { ...scene, email: one!.email })
    expect(first.sample_stats).toMatchObject({ total: 4, all: 4, lefted: 4, un_annotation: 3, manual_annotation: 1 })
    expect(first.key_sample_stats).toEqual({ total: 4, key_sample: 1, non_key_sample: 3 })
    expect(usesOf(first)).toEqual({ car: [1, 1], person: [0, 0] })
    expect(first.metadata_stats).toEqual({ city: { Ulm: 1 } })
    const state = { sample_state: '__ALL__' as const }
    const second = await server.owner.call('GetDatasetStats', { ...scene, ...state, email: two!.email.toUpperCase() })
    expect(second.sample_stats).toMatchObject({ total: 4, un_annotation: 3, manual_annotation: 1 })
    expect(second.metadata_stats).toEqual({})
    const nobody = await server.owner.call('GetDatasetStats', { ...scene, email: 'nobody@example.com' })
    expect(nobody.sample_stats).toMatchObject({ total: 0, un_annotation: 0, manual_annotation: 0 })
  })

  test('say that a dataset can be split once two labels are on five samples each', async () => {
    const scene = await aDetectionTask()
    const both = [box('car', 0), box('person', 0)]
    await label(
      scene,
      [0, 1, 2, 3].map((place) => ({ place, labels: both })),
    )
    await label(scene, [{ place: 4, labels: [box('car', 0), box('car', 10)] }])
    const splits = async (names: TaskScene) => (await server.owner.call('GetDatasetStats', names)).data_spliting_enable
    expect(await splits(scene)).toBe(false)
    await label(scene, [{ place: 4, labels: both }])
    expect(await splits(scene)).toBe(true)
  })

  test('are refused for a wrong language or state', async () => {
    const scene = await aTaskAtWork(server)
    expect(await server.owner.refused('GetDatasetStats', { ...scene, locale: 'x' })).toMatchObject({
      status: 400,
      error_code: 'ModelArts.4398',
    })
    expect(await server.owner.refused('GetDatasetStats', { ...scene, sample_state: 'x' as '' })).toMatchObject({
      status: 400,
      error_code: 'ModelArts.4396',
    })
  })
})

/** Gives a bare sample a prediction. */
async function predict(scene: TaskScene, place: number, name: string): Promise<void> {
  const { label_key, type } = await scene.store.db
    .selectFrom('label')
    .select(['label_key', 'type'])
    .where('dataset_id', '=', scene.dataset_id)
    .where('name', '=', name)
    .executeTakeFirstOrThrow()
  const sample = await scene.sample(scene.sample_ids[place]!)
  const prediction = JSON.stringify([{ label_key, type, property: {}, score: 0.7 }])
  const after = { ...sample, state: SampleFacet.predicted, prediction }
  await scene.store.transaction((tx) =>
    updateSamples(tx, [{ before: { ...sample, counts: new Map() }, after, counts: new Map() }]),
  )
}

describe('figures of a team task', () => {
  const statsOf = (scene: TaskScene, caller: Caller = scene.owner, sample_state: string = '') =>
    caller.call('ListWorkforceTaskStats', { ...scene, sample_state: sample_state as '' })

  test('count entries by state; the six states add up to the total, with repetition too', async () => {
    const scene = await aTaskAtWork(server, { samples: 4, labelers: 2, reviewers: 1, repetition: 2 })
    const [one] = scene.team.labelers
    await scene.label(one!, scene.sample_ids.slice(0, 3), [{ name: 'ham' }])
    await scene.review(scene.reviewer, [
      { sample_id: scene.sample_ids[0], worker_id: one!.worker_id, accept: true },
      { sample_id: scene.sample_ids[1], worker_id: one!.worker_id, accept: false, comment: 'no' },
    ])
    const { sample_stats, label_stats, key_sample_stats, data_path } = await statsOf(scene)
    const states = { un_annotation: 5, auto_annotation: 0, unreviewed: 1, uncheck: 1, rejected: 1, accepted: 0 }
    expect(sample_stats).toEqual({ total: 8, ...states })
    expect(usesOf({ label_stats: label_stats! })).toEqual({ ham: [3, 3], spam: [0, 0] })
    expect(key_sample_stats).toEqual({ total: 8, key_sample: 0, non_key_sample: 8 })
    expect(data_path).toBeUndefined()
  })

  test('sample_state restricts labels, reasons and metadata, in lower case too', async () => {
    const scene = await aDetectionTask({ reviewers: 1, labelers: 2 })
    const [one, two] = scene.team.labelers
    const marks = { '@modelarts:hard': true, '@modelarts:hard_reasons': [4], light: 'dim' }
    await scene.save(one!, [
      { sample_id: scene.sample_ids[0], labels: [box('car', 0), box('car', 9)], metadata: marks },
      { sample_id: scene.sample_ids[2], labels: [box('person', 0)], metadata: { light: 'bright' } },
    ])
    await scene.save(two!, [{ sample_id: scene.sample_ids[1], labels: [box('car', 0, { '@modelarts:hard': 'true' })] }])
    await scene.review(scene.reviewer, [{ sample_id: scene.sample_ids[0], accept: true }])
    const figures = async (sample_state: string, caller = scene.owner) => {
      const stats = await statsOf(scene, caller, sample_state)
      return [usesOf(stats), stats.metadata_stats, Object.keys(stats.hard_detail_stats!), stats.key_sample_stats]
    }
    const key = { total: 8, key_sample: 2, non_key_sample: 6 }
    const all = { car: [3, 2], person: [1, 1] }
    expect(await figures('')).toEqual([all, { light: { dim: 1, bright: 1 } }, ['4'], key])
    expect(await figures('__ALL__')).toEqual([all, { light: { dim: 1, bright: 1 } }, ['4'], key])
    const waiting = { car: [1, 1], person: [1, 1] }
    expect(await figures('__unreviewed__')).toEqual([waiting, { light: { bright: 1 } }, [], key])
    expect(await figures('__UNCHECK__')).toEqual([{ car: [2, 1], person: [0, 0] }, { light: { dim: 1 } }, ['4'], key])
    expect(await figures('__NONE__')).toEqual([{ car: [0, 0], person: [0, 0] }, {}, [], key])
    await scene.startAcceptance()
    const drawn = [{ car: [2, 1], person: [0, 0] }, { light: { dim: 1 } }, ['4'], key]
    expect(await figures('__WORKFORCE_SAMPLED__')).toEqual(drawn)
    expect(await figures('__WORKFORCE_SAMPLED_CHECKED__')).toEqual([{ car: [0, 0], person: [0, 0] }, {}, [], key])
    await scene.judge([{ sample_id: scene.sample_ids[0], accept: true, score: 'A' }])
    expect(await figures('__WORKFORCE_SAMPLED_CHECKED__')).toEqual(drawn)
    expect(await figures('__REVIEWED__')).toEqual(drawn)
    const own = { total: 4, key_sample: 1, non_key_sample: 3 }
    expect(await figures('', one!)).toEqual([
      { car: [2, 1], person: [1, 1] },
      { light: { dim: 1, bright: 1 } },
      ['4'],
      own,
    ])
    expect(await figures('__UNREVIEWED__', two!)).toEqual([{ car: [1, 1], person: [0, 0] }, {}, [], own])
  })

  test('are those of the own entries for a labeler and a reviewer, whole for a manager', async () => {
    const scene = await aTaskAtWork(server, { samples: 5, labelers: 2, reviewers: 1, managers: 1 })
    const [one, two] = scene.team.labelers
    await scene.label(one!, [scene.sample_ids[0]!], [{ name: 'ham' }])
    const totals = async (caller: Caller) => {
      const stats = await statsOf(scene, caller)
      return [stats.sample_stats!.total, stats.sample_stats!.unreviewed, usesOf(stats).ham]
    }
    expect(await totals(scene.owner)).toEqual([5, 1, [1, 1]])
    expect(await totals(scene.team.managers[0]!)).toEqual([5, 1, [1, 1]])
    expect(await totals(one!)).toEqual([3, 1, [1, 1]])
    expect(await totals(two!)).toEqual([2, 0, [0, 0]])
    expect(await totals(scene.reviewer)).toEqual([0, 0, [0, 0]])
  })

  test('are zero while the task is being dealt', async () => {
    const scene = await aTaskAtWork(server, { samples: 3 })
    await scene.setTask({ status: WorkforceTaskStatus.starting })
    const stats = await statsOf(scene)
    expect(stats.sample_stats).toEqual({
      total: 0,
      un_annotation: 0,
      auto_annotation: 0,
      unreviewed: 0,
      uncheck: 0,
      rejected: 0,
      accepted: 0,
    })
    expect(stats.key_sample_stats).toEqual({ total: 0, key_sample: 0, non_key_sample: 0 })
  })

  test('are refused for a wrong state', async () => {
    const scene = await aTaskAtWork(server)
    const refusal = await scene.labeler.refused('ListWorkforceTaskStats', { ...scene, sample_state: 'x' as '' })
    expect(refusal).toMatchObject({ status: 400, error_code: 'ModelArts.4396' })
  })
})

describe('what samples can be searched by', () => {
  test('labels of the set, everybody who labelled, values of the metadata', async () => {
    const scene = await aTaskAtWork(server, {
      samples: [{ labelers: '["human/x@example.com","human/Default/zoe"]' }, {}, {}],
    })
    await label(scene, [{ place: 1, labels: [{ name: 'ham' }], metadata: { city: 'Ulm', n: [1, true] } }])
    const known = await server.owner.call('ListSearch', scene)
    expect(known).toEqual({
      labels: [
        { name: 'ham', type: 100, attributes: [], property: {} },
        { name: 'spam', type: 100, attributes: [], property: {} },
      ],
      labelers: ['human/Default/admin', 'human/Default/zoe', 'human/x@example.com'],
      metadata: { city: ['Ulm'], n: ['1', 'true'] },
    })
    await label(scene, [{ place: 2, metadata: { city: 'Bonn' } }])
    expect((await server.owner.call('ListSearch', scene)).metadata).toMatchObject({ city: ['Bonn', 'Ulm'] })
  })

  test('nothing in an empty dataset', async () => {
    const data = await aDataset(server)
    expect(await server.owner.call('ListSearch', data)).toEqual({ labels: [], labelers: [], metadata: {} })
  })
})
