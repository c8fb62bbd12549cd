import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SampleFacet } from '#adapters/sql/state-codes.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import type { Caller } from '#tests/caller.ts'
import { faultsOfCounters } from '#tests/recount.ts'
import { aTaskAtWork } from '#tests/scenes.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const spam = [{ name: 'spam' }]
const ham = [{ name: 'ham' }]

describe('which entry an item means', () => {
  test('a labeler who names nobody means himself', async () => {
    const scene = await aTaskAtWork(server, { samples: 2, labelers: 2 })
    await scene.label(scene.team.labelers[1]!, [scene.sample_ids[1]!], spam)
    expect(await scene.state(scene.sample_ids[1]!)).toBe('UNCHECK')
  })

  test('worker_id, the e-mail of the call in any case, or both of them name a member', async () => {
    const scene = await aTaskAtWork(server, { samples: 4, labelers: 2, repetition: 2 })
    const [first, second] = scene.team.labelers as [Caller, Caller]
    const [a, b, c, d] = scene.sample_ids as [string, string, string, string]
    await scene.save(scene.owner, [{ sample_id: a, worker_id: second.worker_id, labels: spam }])
    await scene.save(scene.owner, [{ sample_id: b, labels: spam }], { email: ` ${second.email.toUpperCase()} ` })
    const both = [{ sample_id: c, worker_id: second.worker_id, labels: spam }]
    expect(await scene.save(scene.owner, both, { email: second.email })).toEqual({ success: true })
    await scene.save(first, [{ sample_id: d, worker_id: first.worker_id, labels: spam }], { email: first.email })
    const written = (await scene.entries()).filter(({ revision }) => revision > 0)
    expect(written.map(({ sample_id, worker_id }) => [sample_id, worker_id])).toEqual([
      [a, second.worker_id],
      [b, second.worker_id],
      [c, second.worker_id],
      [d, first.worker_id],
    ])
  })

  test('worker_id and e-mail that denote two people fail the item', async () => {
    const scene = await aTaskAtWork(server, { samples: 1, labelers: 2, repetition: 2 })
    const [first, second] = scene.team.labelers as [Caller, Caller]
    const samples = [{ sample_id: scene.sample_ids[0], worker_id: first.worker_id, labels: spam }]
    expect(await scene.codesOf(scene.owner, samples, { email: second.email })).toEqual(['ModelArts.4604'])
  })

  test('a labeler cannot write for somebody else, whether he has an entry or not', async () => {
    const scene = await aTaskAtWork(server, { samples: 2, labelers: 2 })
    const [first, second] = scene.team.labelers as [Caller, Caller]
    const samples = [
      { sample_id: scene.sample_ids[1], worker_id: second.worker_id, labels: spam },
      { sample_id: scene.sample_ids[0], worker_id: second.worker_id, labels: spam },
      { sample_id: scene.sample_ids[1], labels: spam },
      { sample_id: scene.sample_ids[0], labels: spam },
    ]
    expect(await scene.codesOf(first, samples)).toEqual(['ModelArts.4600', 'ModelArts.4600', 'ModelArts.4420', null])
    const mail = { email: second.email }
    expect(await scene.codesOf(first, [{ sample_id: scene.sample_ids[1], labels: spam }], mail)).toEqual([
      'ModelArts.4600',
    ])
  })

  test('an owner may leave the worker out where the sample has one entry only', async () => {
    const single = await aTaskAtWork(server, { samples: 1, labelers: 2 })
    expect(await single.codesOf(single.owner, [{ sample_id: single.sample_ids[0], labels: spam }])).toEqual([null])
    const double = await aTaskAtWork(server, { samples: 1, labelers: 2, repetition: 2 })
    const reply = await double.save(double.owner, [{ sample_id: double.sample_ids[0], labels: spam }])
    expect(reply).toMatchObject({ success: false, error_code: 'ModelArts.4604' })
    expect(reply.error_msg).toContain('samples[0].worker_id')
    expect(reply.error_msg).toContain(double.sample_ids[0])
  })

  test('a sample that is missing, unknown, of another task or not of this member is not found', async () => {
    const scene = await aTaskAtWork(server, { samples: 2, labelers: 2 })
    const other = await aTaskAtWork(server, { samples: 1 })
    const samples = [
      { labels: spam },
      { sample_id: '', labels: spam },
      { sample_id: 'f'.repeat(32), labels: spam },
      { sample_id: other.sample_ids[0], labels: spam },
      { sample_id: scene.sample_ids[0], worker_id: scene.team.labelers[1]!.worker_id, labels: spam },
      { sample_id: scene.sample_ids[0], worker_id: 'nobody', labels: spam },
    ]
    expect(await scene.codesOf(scene.owner, samples)).toEqual(Array(6).fill('ModelArts.4420'))
    expect(await scene.codesOf(scene.owner, [{ sample_id: scene.sample_ids[0] }], { email: 'x@example.com' })).toEqual([
      'ModelArts.4420',
    ])
  })

  test('sample_type must be that of the sample, source is of no importance', async () => {
    const scene = await aTaskAtWork(server, { samples: 1 })
    const [sample_id] = scene.sample_ids
    const samples = [
      { sample_id, sample_type: 0, labels: spam },
      { sample_id, sample_type: 1, labels: spam, source: 'anything' },
    ]
    expect(await scene.codesOf(scene.labeler, samples)).toEqual(['ModelArts.4396', null])
  })
})

describe('what an item does', () => {
  test('labels replace all labels of the entry; the others keep theirs', async () => {
    const scene = await aTaskAtWork(server, { samples: 2 })
    const [a, b] = scene.sample_ids as [string, string]
    await scene.label(scene.labeler, [a, b], spam)
    await scene.label(scene.labeler, [a], ham)
    expect(await scene.names((await scene.entry(a)).labels)).toEqual(['ham'])
    expect(await scene.names((await scene.entry(b)).labels)).toEqual(['spam'])
  })

  test.each([
    ['missing', {}],
    ['null', { labels: null }],
    ['empty', { labels: [] }],
    ['missing where only metadata is meant', { metadata: { note: 'later' } }],
  ])('labels that are %s delete all labels', async (_, item) => {
    const scene = await aTaskAtWork(server, { samples: 1 })
    const [sample_id] = scene.sample_ids as [string]
    await scene.label(scene.labeler, [sample_id], spam)
    expect(await scene.save(scene.labeler, [{ sample_id, ...item }])).toEqual({ success: true })
    expect(await scene.entry(sample_id)).toMatchObject({ state: 0, labels: '[]', revision: 2 })
    expect(await faultsOfCounters(scene.store, scene.dataset_id)).toEqual([])
  })

  test('given metadata keys are set, others kept, null removes one', async () => {
    const scene = await aTaskAtWork(server, { samples: 1 })
    const [sample_id] = scene.sample_ids as [string]
    const metadata = async () => JSON.parse((await scene.entry(sample_id)).metadata)
    await scene.save(scene.labeler, [{ sample_id, labels: spam, metadata: { a: 1, b: { c: [2] } } }])
    expect(await metadata()).toEqual({ a: 1, b: { c: [2] } })
    await scene.save(scene.labeler, [{ sample_id, labels: spam, metadata: { a: null, d: '4' } }])
    expect(await metadata()).toEqual({ b: { c: [2] }, d: '4' })
    await scene.save(scene.labeler, [{ sample_id, labels: spam }])
    expect(await metadata()).toEqual({ b: { c: [2] }, d: '4' })
  })

  test('sample_usage is kept with the entry until another one comes', async () => {
    const scene = await aTaskAtWork(server, { samples: 1 })
    const [sample_id] = scene.sample_ids as [string]
    await scene.save(scene.labeler, [{ sample_id, labels: spam, sample_usage: 'EVAL' }])
    await scene.save(scene.labeler, [{ sample_id, labels: ham }])
    expect(await scene.entry(sample_id)).toMatchObject({ sample_usage: 'EVAL' })
    expect(await scene.sample(sample_id)).toMatchObject({ sample_usage: null, state: SampleFacet.unlabelled })
    await scene.save(scene.labeler, [{ sample_id, labels: ham, sample_usage: 'TRAIN' }])
    expect(await scene.entry(sample_id)).toMatchObject({ sample_usage: 'TRAIN' })
  })

  test('labels that are replaced or deleted stay in the history, once each', async () => {
    const scene = await aTaskAtWork(server, { samples: 1 })
    const [sample_id] = scene.sample_ids as [string]
    await scene.label(scene.labeler, [sample_id], spam)
    await scene.label(scene.labeler, [sample_id], spam)
    await scene.label(scene.labeler, [sample_id], ham)
    await scene.save(scene.owner, [{ sample_id, labels: [] }])
    const { sample_key } = await scene.sample(sample_id)
    const history = await scene.store.db
      .selectFrom('label_history')
      .selectAll()
      .where('sample_key', '=', sample_key)
      .orderBy('history_key')
      .execute()
    const seen = await Promise.all(
      history.map(async ({ labels, revision, replaced_by, task_id, worker_id, dataset_id }) => ({
        names: await scene.names(labels),
        revision,
        replaced_by,
        of: [dataset_id, task_id, worker_id],
      })),
    )
    const of = [scene.dataset_id, scene.workforce_task_id, scene.labeler.worker_id]
    const { domain_name } = await scene.store.db
      .selectFrom('project')
      .select('domain_name')
      .where('project_id', '=', server.projectId)
      .executeTakeFirstOrThrow()
    expect(seen).toEqual([
      { names: ['spam'], revision: 2, replaced_by: `human/${scene.labeler.email}`, of },
      { names: ['ham'], revision: 3, replaced_by: `human/${domain_name}/admin`, of },
    ])
  })
})

describe('the answer', () => {
  test('is bare success when every item is stored', async () => {
    const scene = await aTaskAtWork(server, { samples: 3 })
    const samples = scene.sample_ids.map((sample_id) => ({ sample_id, labels: spam }))
    expect(await scene.save(scene.labeler, samples)).toEqual({ success: true })
  })

  test('has one result per item in the order of the request, and the first refusal on top', async () => {
    const scene = await aTaskAtWork(server, { samples: 4 })
    const [a, b, c, d] = scene.sample_ids as [string, string, string, string]
    const reply = await scene.save(scene.labeler, [
      { sample_id: d, labels: spam },
      { sample_id: b, labels: [{ name: 'ham' }, { name: 'eggs' }] },
      { sample_id: c, sample_type: 2, labels: spam },
      { sample_id: a, labels: ham },
    ])
    expect(reply).toEqual({
      success: false,
      error_code: 'ModelArts.4410',
      error_msg: expect.stringMatching(/^samples\[1\]\.labels\[1\]\.name: .*eggs/),
      results: [
        { success: true },
        { success: false, error_code: 'ModelArts.4410', error_msg: reply.error_msg },
        { success: false, error_code: 'ModelArts.4396', error_msg: expect.stringContaining(c) },
        { success: true },
      ],
    })
    expect(reply.error_msg).toContain(b)
    expect((await scene.entries()).map(({ revision }) => revision)).toEqual([1, 0, 0, 1])
    expect(await faultsOfCounters(scene.store, scene.dataset_id)).toEqual([])
  })

  test('the same entry twice is applied in order, and a bad item between changes nothing', async () => {
    const scene = await aTaskAtWork(server, { samples: 1 })
    const [sample_id] = scene.sample_ids as [string]
    const samples = [
      { sample_id, labels: spam, metadata: { a: 1 } },
      { sample_id, labels: [{ name: 'eggs' }], metadata: { a: 2 } },
      { sample_id, labels: ham, metadata: { b: 1 } },
    ]
    expect(await scene.codesOf(scene.labeler, samples)).toEqual([null, 'ModelArts.4410', null])
    const entry = await scene.entry(sample_id)
    expect(await scene.names(entry.labels)).toEqual(['ham'])
    expect(entry).toMatchObject({ metadata: '{"a":1,"b":1}', revision: 2, state: 3 })
    expect(await faultsOfCounters(scene.store, scene.dataset_id)).toEqual([])
  })

  test('10,000 items are answered one by one, in order', async () => {
    const scene = await aTaskAtWork(server, { samples: 10_000 })
    const samples = scene.sample_ids.map((sample_id, i) => ({
      sample_id,
      labels: i % 10 === 7 ? [{ name: 'x' }] : spam,
    }))
    const reply = await scene.save(scene.labeler, samples.reverse())
    expect(reply.results).toHaveLength(10_000)
    expect(reply.results!.map(({ success }) => success)).toEqual(samples.map(({ labels }) => labels === spam))
    expect(await faultsOfCounters(scene.store, scene.dataset_id)).toEqual([])
  })
})

describe('at the same time', () => {
  test('of 16 writers to the same entries the last acknowledged one is seen, and every save is counted', async () => {
    const scene = await aTaskAtWork(server, { samples: 6 })
    const rounds = 12
    const labelsOf = (writer: number, round: number, sample_id: string) =>
      [[], ['spam'], ['spam', 'ham']][(writer + round + scene.sample_ids.indexOf(sample_id)) % 3]!
    const writers = Array.from({ length: 16 }, async (_, writer) => {
      for (let round = 1; round <= rounds; round++) {
        // Every writer names the entries in an order of his own.
        const order = [...scene.sample_ids.slice(writer % 6), ...scene.sample_ids.slice(0, writer % 6)]
        if (writer % 2) order.reverse()
        const samples = order.map((sample_id) => ({
          sample_id,
          labels: labelsOf(writer, round, sample_id).map((name) => ({ name })),
          metadata: { writer, round },
        }))
        const reply = await scene.save(writer % 4 === 0 ? scene.owner : scene.labeler, samples)
        expect(reply).toEqual({ success: true })
      }
    })
    await Promise.all(writers)
    const last = new Set<string>()
    for (const { sample_id, metadata, labels, state, revision } of await scene.entries()) {
      expect(revision).toBe(16 * rounds)
      last.add(metadata)
      const { writer, round } = JSON.parse(metadata)
      expect(round).toBe(rounds)
      const names = await scene.names(labels)
      expect(names).toEqual(labelsOf(writer, round, sample_id))
      expect(state).toBe(names.length === 0 ? 0 : 3)
    }
    // One call is one transaction: all entries were written last by the same call.
    expect([...last]).toHaveLength(1)
    expect(await faultsOfCounters(scene.store, scene.dataset_id)).toEqual([])
    const { sample_key } = await scene.sample(scene.sample_ids[0]!)
    const history = await scene.store.db
      .selectFrom('label_history')
      .select('revision')
      .where('sample_key', '=', sample_key)
      .orderBy('revision')
      .execute()
    expect(new Set(history.map(({ revision }) => revision)).size).toBe(history.length)
  })
})
