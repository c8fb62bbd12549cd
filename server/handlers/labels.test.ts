import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readDefinitions } from '#adapters/sql/label-sets.ts'
import { updateSamples } from '#adapters/sql/samples.ts'
import { SampleFacet } from '#adapters/sql/state-codes.ts'
import { DatasetStatus, DatasetType, LabelType, WorkforceTaskStatus } from '#contract/codes.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { aMember, aTeam } from '#tests/builders.ts'
import { faultsOfCounters } from '#tests/recount.ts'
import { aTaskAtWork } from '#tests/scenes.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const aScene = (options: Parameters<typeof aTaskAtWork>[1] = {}) => aTaskAtWork(server, { samples: 0, ...options })
type Scene = Awaited<ReturnType<typeof aScene>>

const namesIn = async (scene: Scene) => {
  const { labels } = await scene.owner.call('ListLabels', scene)
  return labels.map(({ name }) => name)
}
const definition = async (scene: Scene, name: string) => {
  const { labels } = await scene.owner.call('ListLabels', scene)
  return labels.find((label) => label.name === name)
}
const ok = { success: true }

describe('the list of labels', () => {
  test('shows what was created, in that order, with the ids of the server', async () => {
    const scene = await aScene({ type: DatasetType.objectDetection, labels: [] })
    const labels = [
      { name: 'tram', property: { '@modelarts:color': '#3399FF', '@modelarts:default_shape': 'bndbox' } },
      { name: 'bus', attributes: [{ name: 'seen', type: 'select', values: [{ value: 'near' }, { value: 'far' }] }] },
      { name: 'Straßenbahn-号_1' },
    ]
    expect(await scene.owner.call('CreateLabels', scene, { labels })).toEqual(ok)
    const listed = await scene.owner.call('ListLabels', scene)
    expect(listed.total_number).toBe(3)
    expect(listed.labels[0]).toEqual({
      name: 'tram',
      type: LabelType.objectDetection,
      attributes: [],
      property: labels[0]!.property,
    })
    const [seen] = listed.labels[1]!.attributes!
    expect(seen).toMatchObject({ name: 'seen', type: 'select', id: expect.stringMatching(/^\w+$/) })
    expect(seen!.values!.map(({ value, id }) => [value, typeof id])).toEqual([
      ['near', 'string'],
      ['far', 'string'],
    ])
    expect(listed.labels[2]!.name).toBe('Straßenbahn-号_1')
  })

  test('is paged by page index, and an empty page beyond its end keeps the total', async () => {
    const scene = await aScene({ labels: [] })
    await scene.owner.call('CreateLabels', scene, { labels: ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name })) })
    const page = async (offset: number, limit: number) => {
      const { labels, total_number } = await scene.owner.call('ListLabels', { ...scene, offset, limit })
      return [labels.map(({ name }) => name).join(''), total_number]
    }
    expect(await page(0, 2)).toEqual(['ab', 5])
    expect(await page(2, 2)).toEqual(['e', 5])
    expect(await page(3, 2)).toEqual(['', 5])
    expect((await scene.owner.refused('ListLabels', { ...scene, limit: 100_001 })).error_code).toBe('ModelArts.4396')
    expect((await scene.owner.refused('ListLabels', { ...scene, limit: 0 })).error_code).toBe('ModelArts.4396')
  })

  test('is there for the members of a task, and for nobody else', async () => {
    const scene = await aScene({ reviewers: 1 })
    const stranger = (await aTeam(server, { labelers: 1 })).labelers[0]!
    for (const member of [scene.labeler, scene.reviewer]) {
      expect((await member.call('ListLabels', scene)).total_number).toBe(2)
      expect((await member.refused('CreateLabels', scene, { labels: [{ name: 'x' }] })).status).toBe(403)
    }
    const refusal = await stranger.refused('ListLabels', scene)
    expect([refusal.status, refusal.error_code]).toEqual([404, 'ModelArts.4352'])
  })

  test('knows no versions yet', async () => {
    const scene = await aScene()
    const refusal = await scene.owner.refused('ListLabels', { ...scene, version_id: 'x1' })
    expect([refusal.status, refusal.error_code]).toEqual([404, 'ModelArts.4353'])
    expect(await namesIn(scene)).toEqual(['ham', 'spam'])
  })
})

describe('a batch', () => {
  test('changes the good items and tells of each bad one in its place', async () => {
    const scene = await aScene({ type: DatasetType.imageClassification })
    const labels = [{ name: 'bird' }, { name: 'cat' }, { name: 'not this' }, { name: 'cow', type: 1 }, { name: 'cow' }]
    const reply = await scene.owner.call('CreateLabels', scene, { labels })
    expect(reply).toMatchObject({ success: false, error_code: 'ModelArts.4411' })
    expect(reply.results!.map(({ success, error_code }) => error_code ?? success)).toEqual([
      true,
      'ModelArts.4411',
      'ModelArts.4396',
      'ModelArts.4413',
      true,
    ])
    expect(reply.results![2]!.error_msg).toMatch(/^labels\[2\]\.name: "not this"/)
    expect(await namesIn(scene)).toEqual(['cat', 'dog', 'bird', 'cow'])
  })

  test.each(['CreateLabels', 'UpdateLabels', 'DeleteLabels'] as const)(
    'of %s is neither empty nor huge',
    async (id) => {
      const scene = await aScene()
      for (const body of [{}, { labels: null }, { labels: [] }]) {
        const refusal = await scene.owner.refused(id, scene, body)
        expect([refusal.status, refusal.error_code]).toEqual([400, 'ModelArts.4202'])
      }
      const many = Array.from({ length: 10_001 }, (_, i) => ({ name: `n${i}` }))
      expect((await scene.owner.refused(id, scene, { labels: many })).error_code).toBe('ModelArts.0118')
      expect((await scene.owner.refused(id, scene, { labels: [{ name: 1 }] })).error_code).toBe('ModelArts.4396')
      expect(await namesIn(scene)).toEqual(['ham', 'spam'])
    },
  )

  test('fills a set up to 10,000 labels', async () => {
    const scene = await aScene()
    const labels = Array.from({ length: 9_999 }, (_, i) => ({ name: `n${i}` }))
    const reply = await scene.owner.call('CreateLabels', scene, { labels })
    expect(reply.error_code).toBe('ModelArts.0118')
    expect(reply.results!.filter(({ success }) => success)).toHaveLength(9_998)
    expect((await scene.owner.call('ListLabels', scene)).total_number).toBe(10_000)
  })
})

describe('changing labels', () => {
  test('a colour is set and cleared, and other keys stay', async () => {
    const scene = await aScene()
    const color = (value: string) =>
      scene.owner.call('UpdateLabels', scene, { labels: [{ name: 'ham', property: { '@modelarts:color': value } }] })
    await scene.owner.call('UpdateLabel', { ...scene, label_name: 'ham' }, { '@modelarts:shortcut': 'D' })
    expect(await color('#ff0000')).toEqual(ok)
    expect((await definition(scene, 'ham'))!.property).toEqual({
      '@modelarts:color': '#ff0000',
      '@modelarts:shortcut': 'D',
    })
    expect(await color('')).toEqual(ok)
    expect((await definition(scene, 'ham'))!.property).toEqual({ '@modelarts:shortcut': 'D' })
    expect((await color('red')).error_code).toBe('ModelArts.4396')
  })

  test('a shortcut belongs to one label', async () => {
    const scene = await aScene()
    const property = { '@modelarts:shortcut': 'q' }
    await scene.owner.call('UpdateLabel', { ...scene, label_name: 'ham' }, property)
    const refusal = await scene.owner.refused('UpdateLabel', { ...scene, label_name: 'spam' }, property)
    expect([refusal.status, refusal.error_code]).toEqual([400, 'ModelArts.4412'])
  })

  test('a rename keeps the annotations, and the old name is free again', async () => {
    const scene = await aScene({ samples: 2 })
    const [one, two] = scene.sample_ids as [string, string]
    await scene.label(scene.labeler, [one], [{ name: 'ham' }])
    await scene.owner.call('UpdateSamples', scene, { samples: [{ sample_id: two, labels: [{ name: 'ham' }] }] })
    const before = await scene.sample(two)
    const labels = [{ name: 'ham', property: { '@modelarts:rename_to': 'good' } }]
    expect(await scene.owner.call('UpdateLabels', scene, { labels })).toEqual(ok)
    expect(await scene.names((await scene.entry(one)).labels)).toEqual(['good'])
    expect(await scene.names((await scene.sample(two)).labels)).toEqual(['good'])
    expect((await scene.sample(two)).revision).toBe(before.revision)
    expect((await definition(scene, 'good'))!.property).toEqual({})
    expect(await scene.owner.call('CreateLabels', scene, { labels: [{ name: 'ham' }] })).toEqual(ok)
    expect(await namesIn(scene)).toEqual(['good', 'spam', 'ham'])
    expect(await scene.names((await scene.sample(two)).labels)).toEqual(['good'])
  })

  test('two labels change places in one call', async () => {
    const scene = await aScene({ samples: 1 })
    const [sample] = scene.sample_ids as [string]
    await scene.label(scene.labeler, [sample], [{ name: 'ham' }])
    const rename = (name: string, to: string) => ({ name, property: { '@modelarts:rename_to': to } })
    const labels = [rename('ham', 'third'), rename('spam', 'ham'), rename('third', 'spam')]
    expect(await scene.owner.call('UpdateLabels', scene, { labels })).toEqual(ok)
    expect(await namesIn(scene)).toEqual(['spam', 'ham'])
    expect(await scene.names((await scene.entry(sample)).labels)).toEqual(['spam'])
  })

  test('no label takes the name of another, nor is one found that does not exist', async () => {
    const scene = await aScene()
    const rename = (label_name: string, to: string) =>
      scene.owner.refused('UpdateLabel', { ...scene, label_name }, { '@modelarts:rename_to': to })
    expect(await rename('ham', 'spam')).toMatchObject({ status: 400, error_code: 'ModelArts.4411' })
    expect(await rename('egg', 'bacon')).toMatchObject({ status: 404, error_code: 'ModelArts.4410' })
    const reply = await scene.owner.call('UpdateLabels', scene, { labels: [{ name: 'egg' }] })
    expect(reply).toMatchObject({ success: false, error_code: 'ModelArts.4410', results: [{ success: false }] })
  })

  test('a name in the path may be any text', async () => {
    const scene = await aScene({ labels: [] })
    // A text that no index can compress.
    const long = Array.from({ length: 1024 }, (_, i) => String.fromCodePoint(0x4e00 + ((i * 7919) % 20_000))).join('')
    const names = ['两/三 %20 ?#', 'ü'.repeat(1024), long]
    await scene.owner.call('CreateLabels', scene, { labels: names.map((name) => ({ name })) })
    for (const label_name of names) {
      const path = { ...scene, label_name }
      expect(await scene.owner.call('UpdateLabel', path, { '@modelarts:color': '#000000' })).toBeNull()
      expect((await definition(scene, label_name))!.property).toEqual({ '@modelarts:color': '#000000' })
      expect(await scene.owner.call('DeleteLabelAndSamples', path)).toBeNull()
    }
    expect(await namesIn(scene)).toEqual([])
  })

  test('what may be an entity or a relation has to be said', async () => {
    const scene = await aScene({ type: DatasetType.textTriplets })
    await scene.owner.call('CreateLabels', scene, { labels: [{ name: 'works_for', type: LabelType.tripletEntity }] })
    const path = { ...scene, label_name: 'works_for' }
    const color = { '@modelarts:color': '#00ff00' }
    expect(await scene.owner.refused('UpdateLabel', path, color)).toMatchObject({
      status: 400,
      error_code: 'ModelArts.4413',
    })
    expect((await scene.owner.refused('DeleteLabelAndSamples', path)).error_code).toBe('ModelArts.4413')
    await scene.owner.call('UpdateLabel', { ...path, label_type: LabelType.tripletEntity }, color)
    const { labels } = await scene.owner.call('ListLabels', scene)
    const colours = labels.map(({ name, type, property }) => [name, type, property!['@modelarts:color']])
    expect(colours).toContainEqual(['works_for', LabelType.tripletEntity, '#00ff00'])
    expect(colours).toContainEqual(['works_for', LabelType.tripletRelation, undefined])
    const foreign = { ...path, label_type: LabelType.objectDetection }
    expect((await scene.owner.refused('UpdateLabel', foreign, color)).error_code).toBe('ModelArts.4413')
  })

  test('attributes that go or get another name are followed by the labels', async () => {
    const attributes = [
      { name: 'colour', type: 'select' as const, values: ['red', 'blue'] },
      { name: 'note', type: 'text' as const },
    ]
    const scene = await aScene({
      samples: 2,
      labels: [{ name: 'ham', type: LabelType.textClassification, attributes }],
    })
    const [one, two] = scene.sample_ids as [string, string]
    await scene.label(scene.labeler, [one], [{ name: 'ham', property: { colour: 'red', note: 'x' } }])
    const labels = [{ name: 'ham', property: { colour: 'blue', note: 'y' } }]
    await scene.owner.call('UpdateSamples', scene, { samples: [{ sample_id: two, labels }] })
    const { attributes: stored } = (await definition(scene, 'ham'))!
    const [colour] = stored!
    const [, blue] = colour!.values!
    const changed = { id: colour!.id, name: 'hue', type: 'select', values: [{ id: blue!.id, value: 'azure' }] }
    const reply = await scene.owner.call('UpdateLabels', scene, { labels: [{ name: 'ham', attributes: [changed] }] })
    expect(reply).toEqual(ok)
    const property = (text: string) => JSON.parse(text)[0].property
    expect(property((await scene.entry(one)).labels)).toEqual({})
    expect(property((await scene.sample(two)).labels)).toEqual({ hue: 'azure' })
  })
})

test('attributes change places on several labels at once, also where one sample carries them all', async () => {
  const attributes = ['x', 'y'].map((name) => ({ name, type: 'text' as const }))
  const labels = ['ham', 'spam'].map((name) => ({ name, type: LabelType.textClassification, attributes }))
  const scene = await aScene({ samples: 1, labels })
  const [sample_id] = scene.sample_ids as [string]
  const sent = ['ham', 'spam'].map((name) => ({ name, property: { x: `${name} x`, y: `${name} y` } }))
  await scene.label(scene.labeler, [sample_id], sent)
  await scene.owner.call('UpdateSamples', scene, { samples: [{ sample_id, labels: sent }] })
  const listed = await scene.owner.call('ListLabels', scene)
  const turned = listed.labels.map(({ name, attributes: [x, y] = [] }) => ({
    name,
    attributes: [
      { ...x, name: 'y' },
      { ...y, name: 'x' },
    ],
  }))
  expect(await scene.owner.call('UpdateLabels', scene, { labels: turned })).toEqual(ok)
  const wanted = ['ham', 'spam'].map((name) => ({ x: `${name} y`, y: `${name} x` }))
  for (const stored of [(await scene.entry(sample_id)).labels, (await scene.sample(sample_id)).labels]) {
    expect(JSON.parse(stored).map(({ property }: { property: object }) => property)).toEqual(wanted)
  }
})

describe('triplet labels', () => {
  const triplets = { type: DatasetType.textTriplets, samples: [{ content: 'Ada works at Acme' }] }
  const labels = [
    { id: 'E1', name: 'PER', property: { '@modelarts:start_index': 0, '@modelarts:end_index': 3 } },
    { id: 'E2', name: 'ORG', property: { '@modelarts:start_index': 13, '@modelarts:end_index': 17 } },
    { id: 'R1', name: 'works_for', property: { '@modelarts:from': 'E1', '@modelarts:to': 'E2' } },
  ]
  const ends = (from: string, to: string) => ({ '@modelarts:from_type': from, '@modelarts:to_type': to })

  test('relations need their entities', async () => {
    const scene = await aScene(triplets)
    const remove = (...names: string[]) =>
      scene.owner.call('DeleteLabels', scene, { labels: names.map((name) => ({ name })) })
    expect((await remove('PER')).error_code).toBe('ModelArts.4415')
    const path = { ...scene, label_name: 'ORG' }
    expect(await scene.owner.refused('DeleteLabelAndSamples', path)).toMatchObject({
      status: 400,
      error_code: 'ModelArts.4415',
    })
    const orphan = { name: 'owns', property: ends('PER', 'nobody') }
    expect((await scene.owner.call('CreateLabels', scene, { labels: [orphan] })).error_code).toBe('ModelArts.4414')
    await scene.owner.call('UpdateLabel', { ...scene, label_name: 'PER' }, { '@modelarts:rename_to': 'human' })
    expect((await definition(scene, 'works_for'))!.property).toEqual(ends('human', 'ORG'))
    expect(await remove('human', 'works_for')).toEqual(ok)
    expect(await namesIn(scene)).toEqual(['ORG'])
  })

  test('a relation that labels carry keeps its ends', async () => {
    const scene = await aScene(triplets)
    const turn = () =>
      scene.owner.call('UpdateLabels', scene, { labels: [{ name: 'works_for', property: ends('ORG', 'PER') }] })
    await scene.label(scene.labeler, scene.sample_ids, labels)
    expect((await turn()).error_code).toBe('ModelArts.4413')
    await scene.label(scene.labeler, scene.sample_ids, [])
    expect(await turn()).toEqual(ok)
  })

  test('with an entity label go the relations between such entities', async () => {
    const scene = await aScene(triplets)
    await scene.label(scene.labeler, scene.sample_ids, labels)
    const reply = await scene.owner.call('DeleteLabels', scene, { labels: [{ name: 'works_for' }, { name: 'PER' }] })
    expect(reply).toEqual(ok)
    expect(await scene.names((await scene.entry(scene.sample_ids[0]!)).labels)).toEqual(['ORG'])
  })
})

describe('deleting labels', () => {
  /** Samples with ham, ham and spam, spam, and none. */
  async function labelled(options: Parameters<typeof aTaskAtWork>[1] = {}) {
    const scene = await aScene({ samples: 4, ...options })
    const [a, b, c, d] = scene.sample_ids as [string, string, string, string]
    const samples = [
      { sample_id: a, labels: [{ name: 'ham' }] },
      { sample_id: b, labels: [{ name: 'ham' }, { name: 'spam' }] },
      { sample_id: c, labels: [{ name: 'spam' }] },
    ]
    expect(await scene.owner.call('UpdateSamples', scene, { samples })).toEqual(ok)
    return { scene, a, b, c, d }
  }
  const left = async (scene: Scene) => {
    const rows = await scene.store.db
      .selectFrom('sample')
      .selectAll()
      .where('dataset_id', '=', scene.dataset_id)
      .execute()
    const seen = rows.map(async ({ sample_id, labels, state }) => [
      sample_id,
      `${state} ${(await scene.names(labels)).join(' ')}`.trim(),
    ])
    return Object.fromEntries(await Promise.all(seen))
  }

  test('takes them off the samples, which stay, unlabelled if nothing is left', async () => {
    const { scene, a, b, c, d } = await labelled()
    expect(await scene.owner.call('DeleteLabels', scene, { labels: [{ name: 'ham' }] })).toEqual(ok)
    expect(await left(scene)).toEqual({ [a]: '0', [b]: '1 spam', [c]: '1 spam', [d]: '0' })
    expect(await namesIn(scene)).toEqual(['spam'])
    expect(await scene.sample(a)).toMatchObject({ annotated_by: null, labels: '[]' })
    const history = await scene.store.db
      .selectFrom('label_history')
      .selectAll()
      .where('dataset_id', '=', scene.dataset_id)
      .execute()
    expect(history.map(({ replaced_by }) => replaced_by)).toHaveLength(2)
  })

  test('with policy 1 takes the samples that carry nothing else, judged over the whole list', async () => {
    const { scene, b, c, d } = await labelled()
    const remove = (names: string[]) =>
      scene.owner.call('DeleteLabels', { ...scene, delete_policy: 1 }, { labels: names.map((name) => ({ name })) })
    expect(await remove(['ham'])).toEqual(ok)
    expect(await left(scene)).toEqual({ [b]: '1 spam', [c]: '1 spam', [d]: '0' })
    const again = await labelled()
    const all = { labels: [{ name: 'spam' }, { name: 'ham' }] }
    await again.scene.owner.call('DeleteLabels', { ...again.scene, delete_policy: 1 }, all)
    expect(await left(again.scene)).toEqual({ [again.d]: '0' })
    expect((await again.scene.task()).deleted_sample_count).toBe(3)
    expect(await again.scene.entries()).toHaveLength(1)
    const { deleted_sample_count } = await again.scene.store.db
      .selectFrom('dataset')
      .select('deleted_sample_count')
      .where('dataset_id', '=', again.scene.dataset_id)
      .executeTakeFirstOrThrow()
    expect(deleted_sample_count).toBe(3)
  })

  test('only an item of the list that is really deleted counts', async () => {
    const { scene, b, c, d } = await labelled()
    const labels = [{ name: 'ham' }, { name: 'eggs' }]
    const reply = await scene.owner.call('DeleteLabels', { ...scene, delete_policy: 1 }, { labels })
    expect(reply.results).toEqual([ok, expect.objectContaining({ error_code: 'ModelArts.4410' })])
    expect(await left(scene)).toEqual({ [b]: '1 spam', [c]: '1 spam', [d]: '0' })
  })

  test('one label by its name takes the samples that have only it', async () => {
    const { scene, a, b, d } = await labelled()
    expect(await scene.owner.call('DeleteLabelAndSamples', { ...scene, label_name: 'spam' })).toBeNull()
    expect(await left(scene)).toEqual({ [a]: '1 ham', [b]: '1 ham', [d]: '0' })
    const refusal = await scene.owner.refused('DeleteLabelAndSamples', { ...scene, label_name: 'spam' })
    expect([refusal.status, refusal.error_code]).toEqual([404, 'ModelArts.4410'])
  })

  test.each([
    ['images', DatasetType.imageClassification, false],
    ['text', DatasetType.textClassification, true],
  ])('files of %s go with their samples only when asked, those of text never', async (_, type, staysAlways) => {
    const names = type === DatasetType.textClassification ? ['ham', 'spam'] : ['cat', 'dog']
    await server.bucket('scenes')
    const scene = await aScene({ type, samples: 2 })
    const [one, two] = scene.sample_ids as [string, string]
    const objects = await Promise.all([one, two].map(async (id) => (await scene.sample(id)).object_key))
    for (const key of objects) await server.services.blobs.writeBlob('scenes', key, Buffer.from('file'))
    await scene.owner.call('UpdateSamples', scene, {
      samples: [one, two].map((sample_id, i) => ({ sample_id, labels: [{ name: names[i] }] })),
    })
    await scene.owner.call('DeleteLabelAndSamples', { ...scene, label_name: names[0]! })
    await scene.owner.call('DeleteLabelAndSamples', { ...scene, label_name: names[1]!, delete_source: true })
    expect(await left(scene)).toEqual({})
    const stats = await Promise.all(objects.map((key) => server.services.blobs.statBlob('scenes', key)))
    expect(stats.map((blob) => blob !== undefined)).toEqual([true, staysAlways])
  })

  test('entries lose them as well: what has nothing left begins anew, accepted entries stay accepted', async () => {
    const scene = await aScene({ samples: 4, reviewers: 1 })
    const [open, mixed, accepted, reviewed] = scene.sample_ids as [string, string, string, string]
    await scene.label(scene.labeler, [open, accepted, reviewed], [{ name: 'ham' }])
    await scene.label(scene.labeler, [mixed], [{ name: 'ham' }, { name: 'spam' }])
    await scene.review(scene.reviewer, [
      { sample_id: accepted, accept: true },
      { sample_id: reviewed, accept: false, comment: 'no' },
    ])
    await scene.startAcceptance()
    await scene.finish(0)
    expect(await scene.state(accepted)).toBe('ACCEPTED')
    expect(await scene.owner.call('DeleteLabels', scene, { labels: [{ name: 'ham' }] })).toEqual(ok)
    const states = await Promise.all([open, mixed, accepted, reviewed].map((id) => scene.state(id)))
    expect(states).toEqual(['UN_ANNOTATION', 'UNREVIEWED', 'ACCEPTED', 'UN_ANNOTATION'])
    expect(await scene.names((await scene.entry(mixed)).labels)).toEqual(['spam'])
    expect((await scene.entry(accepted)).labels).toBe('[]')
    expect(await scene.entry(reviewed)).toMatchObject({ review_accept: null, review_comment: 'no', labels: '[]' })
    expect(await scene.sample(accepted)).toMatchObject({ state: 0, labels: '[]' })
  })

  test('an empty image stays finished', async () => {
    const scene = await aScene({ type: DatasetType.imageClassification, samples: 1 })
    const [sample_id] = scene.sample_ids as [string]
    const item = { sample_id, labels: [], metadata: { '@muster:empty': 1 } }
    await scene.save(scene.labeler, [item])
    await scene.owner.call('UpdateSamples', scene, { samples: [item] })
    await scene.owner.call('DeleteLabels', scene, { labels: [{ name: 'cat' }] })
    expect(await scene.state(sample_id)).toBe('UNCHECK')
    expect(await scene.sample(sample_id)).toMatchObject({ state: 1, labels: '[]' })
  })

  test('a sample is hard no longer when the label that said so is gone', async () => {
    const scene = await aScene({ type: DatasetType.imageClassification, samples: 2 })
    const hard = { name: 'cat', property: { '@modelarts:hard': '1' } }
    const samples = scene.sample_ids.map((sample_id, i) => ({
      sample_id,
      labels: [hard, { name: 'dog' }],
      metadata: i === 0 ? {} : { '@modelarts:hard': true },
    }))
    await scene.owner.call('UpdateSamples', scene, { samples })
    await scene.owner.call('DeleteLabels', scene, { labels: [{ name: 'cat' }] })
    const marks = await Promise.all(scene.sample_ids.map(async (id) => (await scene.sample(id)).hard))
    expect(marks).toEqual([0, 1])
  })

  test('predictions lose them too, and a sample whose prediction is empty waits for nothing', async () => {
    const scene = await aScene({ type: DatasetType.imageClassification, samples: 2 })
    const [both, one] = scene.sample_ids as [string, string]
    await predict(scene, both, ['cat', 'dog'])
    await predict(scene, one, ['cat'])
    const labels = [{ name: 'cat' }]
    expect(await scene.owner.call('DeleteLabels', { ...scene, delete_policy: 1 }, { labels })).toEqual(ok)
    const rest = await scene.sample(both)
    expect([rest.state, await scene.names(rest.prediction!)]).toEqual([SampleFacet.predicted, ['dog']])
    expect(await scene.sample(one)).toMatchObject({ state: SampleFacet.unlabelled, prediction: null })
    expect(await faultsOfCounters(scene.store, scene.dataset_id)).toEqual([])
  })

  test('waits until an acceptance of the dataset has ended; colours and new labels do not', async () => {
    const scene = await aScene({ samples: 1 })
    await scene.label(scene.labeler, scene.sample_ids, [{ name: 'ham' }])
    await scene.startAcceptance()
    const path = { ...scene, label_name: 'ham' }
    const rename = { '@modelarts:rename_to': 'good' }
    for (const status of [
      WorkforceTaskStatus.sampling,
      WorkforceTaskStatus.accepting,
      WorkforceTaskStatus.synchronizing,
    ]) {
      await scene.setTask({ status })
      for (const refusal of [
        await scene.owner.refused('DeleteLabels', scene, { labels: [{ name: 'spam' }] }),
        await scene.owner.refused('DeleteLabelAndSamples', path),
        await scene.owner.refused('UpdateLabel', path, rename),
        await scene.owner.refused('UpdateLabels', scene, { labels: [{ name: 'ham', property: rename }] }),
      ]) {
        expect([refusal.status, refusal.error_code]).toEqual([400, 'ModelArts.4623'])
      }
    }
    await scene.setTask({ status: WorkforceTaskStatus.accepting })
    expect(await scene.owner.call('UpdateLabel', path, { '@modelarts:color': '#123456' })).toBeNull()
    expect(await scene.owner.call('CreateLabels', scene, { labels: [{ name: 'eggs' }] })).toEqual(ok)
    expect(await namesIn(scene)).toEqual(['ham', 'spam', 'eggs'])
    await scene.finish(2)
    expect(await scene.owner.call('UpdateLabel', path, rename)).toBeNull()
  })
})

test('whoever labels while a label is deleted leaves nothing behind that nobody can read', async () => {
  const scene = await aScene({ samples: 12 })
  const [first, second] = [scene.sample_ids.slice(0, 6), scene.sample_ids.slice(6)]
  const items = (ids: readonly string[], name: string) => ids.map((sample_id) => ({ sample_id, labels: [{ name }] }))
  await scene.save(scene.labeler, items(first, 'ham'))
  await Promise.all([
    ...second.map((sample_id) => scene.save(scene.labeler, items([sample_id], 'ham'))),
    ...first.map((sample_id) => scene.owner.call('UpdateSamples', scene, { samples: items([sample_id], 'ham') })),
    scene.owner.call('DeleteLabels', scene, { labels: [{ name: 'ham' }] }),
    ...first.map((sample_id) => scene.save(scene.labeler, items([sample_id], 'spam'))),
  ])
  const known = new Set((await readDefinitions(scene.store.db, scene.dataset_id)).map(({ label_key }) => label_key))
  const { db } = scene.store
  const samples = await db.selectFrom('sample').select('labels').where('dataset_id', '=', scene.dataset_id).execute()
  for (const { labels } of [...samples, ...(await scene.entries())]) {
    for (const { label_key } of JSON.parse(labels)) expect(known).toContain(label_key)
  }
  expect(await faultsOfCounters(scene.store, scene.dataset_id)).toEqual([])
})

describe('while a version is published or switched', () => {
  test.each([DatasetStatus.publishing, DatasetStatus.switching])(
    'labels stay as they are (status %i)',
    async (status) => {
      const scene = await aScene()
      await scene.store.db.updateTable('dataset').set({ status }).where('dataset_id', '=', scene.dataset_id).execute()
      const path = { ...scene, label_name: 'ham' }
      for (const refusal of [
        await scene.owner.refused('CreateLabels', scene, { labels: [{ name: 'x' }] }),
        await scene.owner.refused('UpdateLabels', scene, { labels: [{ name: 'ham' }] }),
        await scene.owner.refused('DeleteLabels', scene, { labels: [{ name: 'ham' }] }),
        await scene.owner.refused('UpdateLabel', path, {}),
        await scene.owner.refused('DeleteLabelAndSamples', path),
      ]) {
        expect([refusal.status, refusal.error_code]).toEqual([400, 'ModelArts.4381'])
      }
      expect(await namesIn(scene)).toEqual(['ham', 'spam'])
    },
  )
})

describe('while data comes in', () => {
  test.each([DatasetStatus.creating, DatasetStatus.importing, DatasetStatus.synchronizing])(
    'labels go alone, never with their samples (status %i)',
    async (status) => {
      const scene = await aScene({ samples: 1 })
      await scene.labelInDataset(scene.sample_ids, [{ name: 'ham' }])
      await scene.store.db.updateTable('dataset').set({ status }).where('dataset_id', '=', scene.dataset_id).execute()
      const labels = [{ name: 'ham' }]
      for (const refusal of [
        await scene.owner.refused('DeleteLabels', { ...scene, delete_policy: 1 }, { labels }),
        await scene.owner.refused('DeleteLabels', { ...scene, delete_policy: 2 }, { labels }),
        await scene.owner.refused('DeleteLabelAndSamples', { ...scene, label_name: 'ham' }),
      ]) {
        expect([refusal.status, refusal.error_code]).toEqual([500, 'ModelArts.4424'])
      }
      expect(await namesIn(scene)).toEqual(['ham', 'spam'])
      expect(await scene.owner.call('DeleteLabels', scene, { labels })).toEqual(ok)
      expect((await scene.samples()).size).toBe(1)
    },
  )
})

/** Makes a sample wait for its prediction to be confirmed. */
async function predict(scene: Scene, sample_id: string, names: string[]) {
  const definitions = await readDefinitions(scene.store.db, scene.dataset_id)
  const predicted = names.map((name) => definitions.find((one) => one.name === name)!)
  const prediction = JSON.stringify(predicted.map(({ label_key, type }) => ({ label_key, type, property: {} })))
  const sample = { ...(await scene.sample(sample_id)), counts: new Map() }
  const after = { ...sample, state: SampleFacet.predicted, prediction }
  await scene.store.transaction((tx) => updateSamples(tx, [{ before: sample, after, counts: new Map() }]))
}

test('a member of the project who is in no task sees no labels', async () => {
  const scene = await aScene()
  const { workforce_id } = await aTeam(server)
  const manager = await aMember(server, { workforce_id, email: 'lonely@example.com', role: 2 })
  expect((await manager.refused('ListLabels', scene)).status).toBe(404)
})
