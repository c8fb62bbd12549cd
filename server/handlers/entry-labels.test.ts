import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SampleFacet } from '#adapters/sql/state-codes.ts'
import { DatasetStatus, DatasetType, LabelType, WorkforceTaskStatus } from '#contract/codes.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { aMember } from '#tests/builders.ts'
import type { Caller } from '#tests/caller.ts'
import { faultsOfCounters } from '#tests/recount.ts'
import { aTaskAtWork, type TaskScene } from '#tests/scenes.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const spam = [{ name: 'spam' }]
const ham = [{ name: 'ham' }]

/** What became of each item: null when it was stored. */
async function codesOf(scene: TaskScene, caller: Caller, samples: unknown[], more = {}): Promise<(string | null)[]> {
  const reply = await scene.save(caller, samples, more)
  if (reply.success) return samples.map(() => null)
  return reply.results!.map(({ error_code }) => error_code ?? null)
}

/** The path of call 1 for requests that are no JSON of the right form. */
const pathOf = ({ dataset_id, workforce_task_id }: TaskScene, dataset = dataset_id) =>
  `/v2/${server.projectId}/datasets/${dataset}/workforce-tasks/${workforce_task_id}/data-annotations/samples`

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
    expect(await codesOf(scene, scene.owner, samples, { email: second.email })).toEqual(['ModelArts.4604'])
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
    expect(await codesOf(scene, first, samples)).toEqual(['ModelArts.4600', 'ModelArts.4600', 'ModelArts.4420', null])
    const mail = { email: second.email }
    expect(await codesOf(scene, first, [{ sample_id: scene.sample_ids[1], labels: spam }], mail)).toEqual([
      'ModelArts.4600',
    ])
  })

  test('an owner may leave the worker out where the sample has one entry only', async () => {
    const single = await aTaskAtWork(server, { samples: 1, labelers: 2 })
    expect(await codesOf(single, single.owner, [{ sample_id: single.sample_ids[0], labels: spam }])).toEqual([null])
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
    expect(await codesOf(scene, scene.owner, samples)).toEqual(Array(6).fill('ModelArts.4420'))
    expect(await codesOf(scene, scene.owner, [{ sample_id: scene.sample_ids[0] }], { email: 'x@example.com' })).toEqual(
      ['ModelArts.4420'],
    )
  })

  test('sample_type must be that of the sample, source is of no importance', async () => {
    const scene = await aTaskAtWork(server, { samples: 1 })
    const [sample_id] = scene.sample_ids
    const samples = [
      { sample_id, sample_type: 0, labels: spam },
      { sample_id, sample_type: 1, labels: spam, source: 'anything' },
    ]
    expect(await codesOf(scene, scene.labeler, samples)).toEqual(['ModelArts.4396', null])
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
    expect(await codesOf(scene, scene.labeler, samples)).toEqual([null, 'ModelArts.4410', null])
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

describe('who may write into which entry when', () => {
  const { created, starting, running, sampling, accepting, accepted, rejected, synchronizing } = WorkforceTaskStatus

  /**
   * Entries of all kinds: `late` became UNCHECK while the acceptance was running, so it is outside its pool; `settled` was
   * in the pool and has its outcome already, while the verdict is still being applied to others.
   */
  const KINDS = { UN: 0, AUTO: 1, UNREVIEWED: 2, UNCHECK: 3, REJECTED: 4, ACCEPTED: 5, late: 3, settled: 4 } as const
  type Kind = keyof typeof KINDS
  const kinds = Object.keys(KINDS) as Kind[]

  const OK = null
  const [E4413, E4600, E4621, E4623] = ['4413', '4600', '4621', '4623'].map((code) => `ModelArts.${code}`)

  /** The table of behaviour 4.4: the answer for every kind of entry. */
  const whileWorking = (role: 'labeler' | 'owner') => (kind: Kind) =>
    role === 'labeler' && kind === 'ACCEPTED' ? E4600 : OK
  const whileAccepting = (role: 'labeler' | 'owner') => (kind: Kind) => {
    if (kind === 'UNCHECK' || kind === 'settled') return role === 'labeler' ? E4600 : E4623
    return whileWorking(role)(kind)
  }
  const always = (answer: string | null | undefined) => () => answer
  /** An accepted entry that may be written cannot be emptied. */
  const emptied = (kind: Kind, answer: string | null | undefined) =>
    kind === 'ACCEPTED' && answer === OK ? E4413 : answer

  test.each([
    ['running', running, 'labeler', whileWorking('labeler')],
    ['running', running, 'owner', whileWorking('owner')],
    ['rejected', rejected, 'labeler', whileWorking('labeler')],
    ['rejected', rejected, 'owner', whileWorking('owner')],
    ['sampling', sampling, 'labeler', whileAccepting('labeler')],
    ['sampling', sampling, 'owner', whileAccepting('owner')],
    ['accepting', accepting, 'labeler', whileAccepting('labeler')],
    ['accepting', accepting, 'owner', whileAccepting('owner')],
    ['synchronizing', synchronizing, 'labeler', whileAccepting('labeler')],
    ['synchronizing', synchronizing, 'owner', whileAccepting('owner')],
    ['accepted', accepted, 'labeler', always(E4600)],
    ['accepted', accepted, 'owner', always(OK)],
    ['starting', starting, 'labeler', always(E4600)],
    ['starting', starting, 'owner', always(E4621)],
    ['created', created, 'owner', always(E4621)],
  ] as const)('task %s (%i), %s', async (_, status, role, answer) => {
    const scene = await aTaskAtWork(server, { samples: kinds.length, reviewers: 1 })
    await arrange(scene, status)
    const caller = role === 'owner' ? scene.owner : scene.labeler
    for (const labels of [spam, []]) {
      const samples = scene.sample_ids.map((sample_id) => ({ sample_id, labels }))
      const codes = await codesOf(scene, caller, samples)
      expect(Object.fromEntries(kinds.map((kind, i) => [kind, codes[i]]))).toEqual(
        Object.fromEntries(kinds.map((kind) => [kind, labels === spam ? answer(kind) : emptied(kind, answer(kind))])),
      )
      await arrange(scene, status)
    }
  })

  test('the owner hears that nothing is dealt yet before he hears what is wrong with an item', async () => {
    const scene = await aTaskAtWork(server, { status: created })
    const samples = [{ sample_id: 'unknown', labels: spam }, { labels: spam }]
    expect(await codesOf(scene, scene.owner, samples)).toEqual([E4621, E4621])
  })

  test('a labeler does not see a task that is only created', async () => {
    const scene = await aTaskAtWork(server, { status: created })
    const refusal = await scene.labeler.refused('UpdateWorkforceTaskSamples', scene, { samples: [{}] })
    expect(refusal.status).toBe(404)
  })

  test.each([
    // kind, with a reviewer, without one
    ['UN', 2, 3],
    ['AUTO', 2, 3],
    ['UNREVIEWED', 2, 2],
    ['UNCHECK', 2, 3],
    ['REJECTED', 2, 3],
  ] as const)(
    'a save with labels takes %s to %i, and to %i in a task without reviewer',
    async (kind, first, second) => {
      for (const [reviewers, state] of [
        [1, first],
        [0, second],
      ] as const) {
        for (const role of ['labeler', 'owner'] as const) {
          const scene = await aTaskAtWork(server, { samples: kinds.length, reviewers })
          await arrange(scene, running)
          const sample_id = scene.sample_ids[kinds.indexOf(kind)]!
          await scene.label(scene[role], [sample_id], spam)
          expect(await scene.entry(sample_id)).toMatchObject({ state, revision: 1 })
        }
      }
    },
  )

  test.each(['UN', 'AUTO', 'UNREVIEWED', 'UNCHECK', 'REJECTED'] as const)(
    'a save without labels takes %s to UN_ANNOTATION',
    async (kind) => {
      const scene = await aTaskAtWork(server, { samples: kinds.length, reviewers: 1 })
      await arrange(scene, running)
      const sample_id = scene.sample_ids[kinds.indexOf(kind)]!
      expect(await scene.save(scene.labeler, [{ sample_id, labels: [] }])).toEqual({ success: true })
      expect(await scene.state(sample_id)).toBe('UN_ANNOTATION')
    },
  )

  /** Puts one entry of each kind into the scene, with the rows of an acceptance that is or was running. */
  async function arrange(scene: TaskScene, status: number): Promise<void> {
    const { db } = scene.store
    const [definition] = await db.selectFrom('label').selectAll().where('dataset_id', '=', scene.dataset_id).execute()
    const labels = JSON.stringify([{ label_key: definition!.label_key, type: 100, property: {} }])
    await scene.setTask({ status, acceptance_number: 1, status_before: running })
    for (const [i, kind] of kinds.entries()) {
      const { entry_key } = await scene.entry(scene.sample_ids[i]!)
      await db
        .updateTable('entry')
        .set({
          state: KINDS[kind],
          labels: kind === 'UN' ? '[]' : labels,
          late_in: kind === 'late' ? 1 : 0,
          settled_in: kind === 'settled' ? 1 : 0,
          revision: 0,
        })
        .where('entry_key', '=', entry_key)
        .execute()
    }
  }
})

describe('rework', () => {
  test('a save clears the verdicts of the round before and keeps its comments', async () => {
    const scene = await aTaskAtWork(server, { samples: 3, reviewers: 1 })
    const [a, b, c] = scene.sample_ids as [string, string, string]
    await scene.label(scene.labeler, [a, b, c], spam)
    await scene.review(scene.reviewer, [
      { sample_id: a, accept: false, comment: 'look again' },
      { sample_id: b, accept: true, score: 'B', comment: 'good' },
      { sample_id: c, accept: true, score: 'C' },
    ])
    await scene.startAcceptance()
    await scene.judge([
      { sample_id: b, accept: false, comment: 'wrong class' },
      { sample_id: c, accept: true, score: 'A', comment: 'fine' },
    ])
    await scene.finish(5)
    expect(await scene.entry(a)).toMatchObject({ state: 4, review_accept: 0, review_comment: 'look again' })
    expect(await scene.entry(b)).toMatchObject({
      state: 4,
      review_accept: 1,
      review_score: 'B',
      check_accept: 0,
      check_comment: 'wrong class',
    })
    await scene.label(scene.labeler, [a, b], ham)
    const cleared = { review_accept: null, review_score: null, check_accept: null, check_score: null, verdict: null }
    expect(await scene.entry(a)).toMatchObject({ state: 2, ...cleared, review_comment: 'look again' })
    expect(await scene.entry(b)).toMatchObject({
      state: 2,
      ...cleared,
      review_comment: 'good',
      check_comment: 'wrong class',
    })
    await scene.label(scene.owner, [c], ham)
    expect(await scene.entry(c)).toMatchObject({
      state: 5,
      review_accept: 1,
      check_accept: 1,
      check_score: 'A',
      check_comment: 'fine',
    })
  })

  test('labelers who all save while a task becomes a rejected one do not wait for each other', async () => {
    const { synchronizing, rejected, running } = WorkforceTaskStatus
    const scene = await aTaskAtWork(server, { samples: 12, labelers: 12, status: synchronizing })
    const saves = scene.team.labelers.map((labeler, i) =>
      labeler.call('UpdateWorkforceTaskSamples', scene, {
        samples: [{ sample_id: scene.sample_ids[i]!, labels: [{ name: 'spam' }] }],
      }),
    )
    await server.services.store.db
      .updateTable('workforce_task')
      .set({ status: rejected })
      .where('task_id', '=', scene.workforce_task_id)
      .execute()
    expect(await Promise.all(saves)).toEqual(saves.map(() => ({ success: true })))
    const again = await Promise.all(
      scene.team.labelers.map((labeler, i) =>
        labeler.call('UpdateWorkforceTaskSamples', scene, {
          samples: [{ sample_id: scene.sample_ids[i]!, labels: [{ name: 'ham' }] }],
        }),
      ),
    )
    expect(again.every(({ success }) => success)).toBe(true)
    expect(await scene.status()).toBe(running)
  })

  test('the first entry a labeler saves moves a rejected task on; refused items and the owner do not', async () => {
    const { rejected, running } = WorkforceTaskStatus
    const scene = await aTaskAtWork(server, { samples: 1, status: rejected })
    const [sample_id] = scene.sample_ids as [string]
    await scene.save(scene.labeler, [{ sample_id, labels: [{ name: 'eggs' }] }])
    expect(await scene.status()).toBe(rejected)
    await scene.label(scene.owner, [sample_id], ham)
    expect(await scene.status()).toBe(rejected)
    await scene.label(scene.labeler, [sample_id], ham)
    expect(await scene.status()).toBe(running)
  })

  test('entries saved while an acceptance runs wait for the next one', async () => {
    const scene = await aTaskAtWork(server, { samples: 3 })
    const [a, b, c] = scene.sample_ids as [string, string, string]
    await scene.label(scene.labeler, [a], spam)
    await scene.startAcceptance()
    await scene.label(scene.labeler, [b, c], spam)
    await scene.label(scene.labeler, [b], ham)
    await scene.save(scene.labeler, [{ sample_id: c, labels: [] }])
    await scene.finish(0)
    expect((await scene.entries()).map(({ state }) => state)).toEqual([5, 3, 0])
    await scene.startAcceptance()
    await scene.finish(0)
    expect((await scene.entries()).map(({ state }) => state)).toEqual([5, 5, 0])
  })
})

describe('an owner who edits an accepted entry', () => {
  async function acceptedScene(options = {}): Promise<TaskScene> {
    const scene = await aTaskAtWork(server, { type: DatasetType.imageClassification, samples: 1, ...options })
    await scene.label(scene.labeler, scene.sample_ids, [{ name: 'cat' }])
    await scene.startAcceptance()
    await scene.finish(0)
    return scene
  }

  test('takes the dataset along: labels, metadata, usage, and who labelled', async () => {
    const scene = await acceptedScene()
    const [sample_id] = scene.sample_ids as [string]
    expect(await scene.sample(sample_id)).toMatchObject({ annotated_by: `human/${scene.labeler.email}`, revision: 1 })
    const metadata = { '@modelarts:hard': 1, note: 'checked' }
    await scene.save(scene.owner, [{ sample_id, labels: [{ name: 'dog' }], metadata, sample_usage: 'EVAL' }])
    expect(await scene.state(sample_id)).toBe('ACCEPTED')
    const sample = await scene.sample(sample_id)
    expect(await scene.names(sample.labels)).toEqual(['dog'])
    expect(sample).toMatchObject({ state: SampleFacet.labelled, hard: 1, sample_usage: 'EVAL', revision: 2 })
    expect(JSON.parse(sample.metadata)).toEqual({ '@modelarts:hard': true, note: 'checked' })
    expect(sample.annotated_by).toMatch(/^human\/.*\/admin$/)
    expect(JSON.parse(sample.labelers)).toEqual([`human/${scene.labeler.email}`, sample.annotated_by])

    const lifted = { '@modelarts:hard': null, note: null }
    await scene.save(scene.owner, [{ sample_id, labels: [{ name: 'dog' }], metadata: lifted }])
    expect(await scene.sample(sample_id)).toMatchObject({ hard: 0, metadata: '{}' })
    expect(await faultsOfCounters(scene.store, scene.dataset_id)).toEqual([])
  })

  test('cannot leave it without labels, but with the mark that there is nothing to mark', async () => {
    const scene = await acceptedScene()
    const [sample_id] = scene.sample_ids as [string]
    const before = [await scene.entry(sample_id), await scene.sample(sample_id)]
    const [refused] = (await scene.save(scene.owner, [{ sample_id, labels: [] }])).results!
    expect(refused).toMatchObject({
      error_code: 'ModelArts.4413',
      error_msg: `samples[0]: An accepted entry needs labels or the mark @muster:empty. (sample ${sample_id})`,
    })
    expect([await scene.entry(sample_id), await scene.sample(sample_id)]).toEqual(before)

    await scene.save(scene.owner, [{ sample_id, labels: [], metadata: { '@muster:empty': 1 } }])
    expect(await scene.state(sample_id)).toBe('ACCEPTED')
    expect(await scene.sample(sample_id)).toMatchObject({ state: SampleFacet.labelled, labels: '[]' })
    const unmark = { sample_id, metadata: { '@muster:empty': null } }
    expect(await codesOf(scene, scene.owner, [unmark])).toEqual(['ModelArts.4413'])
    expect(await faultsOfCounters(scene.store, scene.dataset_id)).toEqual([])
  })

  test('does not touch the dataset of a task with auto_sync_dataset false', async () => {
    const scene = await acceptedScene({ auto_sync_dataset: false })
    const [sample_id] = scene.sample_ids as [string]
    await scene.save(scene.owner, [{ sample_id, labels: [{ name: 'dog' }] }])
    expect(await scene.sample(sample_id)).toMatchObject({ state: SampleFacet.unlabelled, labels: '[]', revision: 0 })
  })

  test('and several entries of one sample at once: the dataset gets the last of them', async () => {
    const scene = await acceptedScene({ samples: 1, repetition: 2 })
    const [first, second] = scene.team.labelers as [Caller, Caller]
    const [sample_id] = scene.sample_ids as [string]
    await scene.label(second, [sample_id], [{ name: 'cat' }])
    await scene.startAcceptance()
    await scene.finish(0)
    for (const order of [
      [first, second],
      [second, first],
    ]) {
      const samples = order.map(({ worker_id }) => ({
        sample_id,
        worker_id,
        labels: [{ name: worker_id === first.worker_id ? 'cat' : 'dog' }],
      }))
      expect(await scene.save(scene.owner, samples)).toEqual({ success: true })
      const { labels } = await scene.sample(sample_id)
      expect(await scene.names(labels)).toEqual([order[1] === first ? 'cat' : 'dog'])
    }
  })

  test('is refused while the dataset is being published, entries that are not accepted are not', async () => {
    const scene = await aTaskAtWork(server, { type: DatasetType.imageClassification, samples: 2 })
    const [a, b] = scene.sample_ids as [string, string]
    await scene.label(scene.labeler, [a], [{ name: 'cat' }])
    await scene.startAcceptance()
    await scene.finish(0)
    await scene.store.db
      .updateTable('dataset')
      .set({ status: DatasetStatus.publishing })
      .where('dataset_id', '=', scene.dataset_id)
      .execute()
    const samples = [a, b].map((sample_id) => ({ sample_id, labels: [{ name: 'dog' }] }))
    expect(await codesOf(scene, scene.owner, samples)).toEqual(['ModelArts.4381', null])
  })
})

describe('nothing to mark', () => {
  test('the mark @muster:empty finishes an image without any object', async () => {
    const scene = await aTaskAtWork(server, {
      type: DatasetType.objectDetection,
      samples: [{ width: 640, height: 480, depth: 3 }],
      reviewers: 1,
    })
    const [sample_id] = scene.sample_ids as [string]
    await scene.save(scene.labeler, [{ sample_id, labels: [], metadata: { '@muster:empty': 1 } }])
    expect(await scene.state(sample_id)).toBe('UNREVIEWED')
    await scene.review(scene.reviewer, [{ sample_id, accept: true }])
    await scene.startAcceptance()
    await scene.finish(0)
    expect(await scene.sample(sample_id)).toMatchObject({ state: SampleFacet.labelled, labels: '[]' })
    expect(await scene.status()).toBe(WorkforceTaskStatus.accepted)
    expect(await faultsOfCounters(scene.store, scene.dataset_id)).toEqual([])
  })

  test('the mark does not survive labels: without them the entry is unlabelled again', async () => {
    const scene = await aTaskAtWork(server, { samples: 1 })
    const [sample_id] = scene.sample_ids as [string]
    await scene.save(scene.labeler, [{ sample_id, metadata: { '@muster:empty': 1, note: 'a' } }])
    await scene.save(scene.labeler, [{ sample_id, labels: [{ name: 'spam' }] }])
    expect(await scene.state(sample_id)).toBe('UNCHECK')
    await scene.save(scene.labeler, [{ sample_id, labels: [] }])
    expect(await scene.state(sample_id)).toBe('UN_ANNOTATION')
  })

  test('the mark of a sample goes when acceptance brings labels', async () => {
    const scene = await aTaskAtWork(server, { samples: 1 })
    const [sample_id] = scene.sample_ids as [string]
    const mark = { sample_id, metadata: { '@muster:empty': 1 } }
    await scene.owner.call('UpdateSamples', scene, { samples: [mark] })
    await scene.save(scene.labeler, [{ sample_id, labels: [{ name: 'spam' }] }])
    await scene.startAcceptance()
    await scene.finish(0, true)
    const sample = await scene.sample(sample_id)
    expect(await scene.names(sample.labels)).toEqual(['spam'])
    expect(sample.metadata).toBe('{}')
  })

  test('taking the mark away leaves the entry unlabelled', async () => {
    const scene = await aTaskAtWork(server, { samples: 1 })
    const [sample_id] = scene.sample_ids as [string]
    await scene.save(scene.labeler, [{ sample_id, metadata: { '@muster:empty': 1 } }])
    expect(await scene.state(sample_id)).toBe('UNCHECK')
    await scene.save(scene.labeler, [{ sample_id, metadata: { '@muster:empty': null } }])
    expect(await scene.state(sample_id)).toBe('UN_ANNOTATION')
    await scene.save(scene.labeler, [{ sample_id, metadata: { '@muster:empty': 0 } }])
    expect(await scene.state(sample_id)).toBe('UN_ANNOTATION')
    expect(await codesOf(scene, scene.labeler, [{ sample_id, metadata: { '@muster:empty': true } }])).toEqual([
      'ModelArts.4396',
    ])
  })
})

describe('label types from save to dataset', () => {
  /** Saves, accepts, and answers what the dataset holds then. */
  async function accepted(scene: TaskScene, labels: unknown, more = {}): Promise<unknown[]> {
    const [sample_id] = scene.sample_ids as [string]
    expect(await scene.save(scene.labeler, [{ sample_id, labels, ...more }])).toEqual({ success: true })
    await scene.startAcceptance()
    await scene.finish(0)
    const sample = await scene.sample(sample_id)
    expect(sample.state).toBe(SampleFacet.labelled)
    expect(await faultsOfCounters(scene.store, scene.dataset_id)).toEqual([])
    const names = await scene.names(sample.labels)
    return JSON.parse(sample.labels).map(({ label_key, ...label }: { label_key: number }, i: number) => ({
      ...(label_key && { name: names[i] }),
      ...label,
    }))
  }

  const refusedWith = (scene: TaskScene, labels: unknown, more = {}) =>
    codesOf(scene, scene.labeler, [{ sample_id: scene.sample_ids[0], labels, ...more }])

  test('image classification: several classes, the same one once, hard marks', async () => {
    const scene = await aTaskAtWork(server, { type: DatasetType.imageClassification })
    expect(await refusedWith(scene, [{}])).toEqual(['ModelArts.4413'])
    expect(await refusedWith(scene, [{ name: 'cat', type: 1 }])).toEqual(['ModelArts.4413'])
    const property = {
      '@modelarts:hard': 'true',
      '@modelarts:hard_coefficient': '0.8',
      '@modelarts:hard_reasons': '0-30',
    }
    expect(await refusedWith(scene, [{ name: 'cat', property: { '@modelarts:hard_reasons': '31' } }])).toEqual([
      'ModelArts.4396',
    ])
    expect(await accepted(scene, [{ name: 'cat', property, score: 0.5 }, { name: 'dog' }, { name: 'cat' }])).toEqual([
      { name: 'cat', type: 0, property, score: 0.5 },
      { name: 'dog', type: 0, property: {} },
    ])
    expect(await scene.sample(scene.sample_ids[0]!)).toMatchObject({ hard: 1 })
  })

  test('object detection: all seven shapes', async () => {
    const scene = await aTaskAtWork(server, {
      type: DatasetType.objectDetection,
      samples: [{ width: 640, height: 480, depth: 3 }],
      labels: [
        { name: 'car', type: 1 },
        { name: 'dot', type: 1, property: { '@modelarts:default_shape': 'point' } },
      ],
    })
    const shapes: [string, number[][]][] = [
      [
        'bndbox',
        [
          [0, 0],
          [640, 480],
        ],
      ],
      [
        'polygon',
        [
          [1, 1],
          [10, 1],
          [10.5, 20],
          [1, 1],
        ],
      ],
      ['circle', [[100, 100], [50]]],
      [
        'line',
        [
          [0, 0],
          [5, 5],
        ],
      ],
      [
        'dashed',
        [
          [5, 5],
          [0, 0],
        ],
      ],
      ['point', [[3, 4]]],
      [
        'polyline',
        [
          [0, 0],
          [5, 5],
          [0, 0],
        ],
      ],
    ]
    const boxed = (feature: number[][], shape?: string, name = 'car') => ({
      name,
      property: { '@modelarts:feature': feature, ...(shape !== undefined && { '@modelarts:shape': shape }) },
    })
    expect(
      await refusedWith(scene, [
        boxed(
          [
            [10, 10],
            [5, 20],
          ],
          'bndbox',
        ),
      ]),
    ).toEqual(['ModelArts.4413'])
    expect(
      await refusedWith(scene, [
        boxed(
          [
            [10, 10],
            [641, 20],
          ],
          'bndbox',
        ),
      ]),
    ).toEqual(['ModelArts.4413'])
    expect(await refusedWith(scene, [boxed([[30, 100], [50]], 'circle')])).toEqual(['ModelArts.4413'])
    expect(await refusedWith(scene, [{ name: 'car' }])).toEqual(['ModelArts.4413'])
    const size = { metadata: { '@modelarts:size': [641, 480, 3] } }
    expect(
      await refusedWith(
        scene,
        [
          boxed([
            [1, 1],
            [2, 2],
          ]),
        ],
        size,
      ),
    ).toEqual(['ModelArts.4423'])
    const labels = [
      ...shapes.map(([shape, feature]) => boxed(feature, shape)),
      boxed(
        [
          [1, 1],
          [2, 2],
        ],
        '',
      ),
      boxed([[7, 8]], undefined, 'dot'),
    ]
    expect(await accepted(scene, labels)).toEqual([
      ...shapes.map(([shape, feature]) => ({ ...boxed(feature, shape), type: 1 })),
      {
        ...boxed(
          [
            [1, 1],
            [2, 2],
          ],
          'bndbox',
        ),
        type: 1,
      },
      { ...boxed([[7, 8]], 'point', 'dot'), type: 1 },
    ])
  })

  test('object detection where nobody knows the size: it is asked for, and kept with the sample', async () => {
    const scene = await aTaskAtWork(server, { type: DatasetType.objectDetection })
    const labels = [
      {
        name: 'car',
        property: {
          '@modelarts:feature': [
            [1, 1],
            [20, 20],
          ],
        },
      },
    ]
    expect(await refusedWith(scene, labels)).toEqual(['ModelArts.4423'])
    await accepted(scene, labels, { metadata: { '@modelarts:size': [32, 24] } })
    expect(await scene.sample(scene.sample_ids[0]!)).toMatchObject({ width: 32, height: 24, depth: 3 })
  })

  test('attributes: defined ones with listed values, the default where one is missing', async () => {
    const scene = await aTaskAtWork(server, {
      labels: [
        {
          name: 'spam',
          type: LabelType.textClassification,
          attributes: [
            { name: 'tone', type: 'select', values: ['rude', 'mild'], default_value: 'mild' },
            { name: 'why', type: 'text' },
          ],
        },
      ],
    })
    expect(await refusedWith(scene, [{ name: 'spam', property: { tone: 'loud' } }])).toEqual(['ModelArts.4430'])
    expect(await refusedWith(scene, [{ name: 'spam', property: { colour: 'red' } }])).toEqual(['ModelArts.4430'])
    expect(await accepted(scene, [{ name: 'spam', property: { why: 'x', '@muster:n': [1], difficult: '1' } }])).toEqual(
      [{ name: 'spam', type: 100, property: { why: 'x', tone: 'mild', '@muster:n': [1], difficult: '1' } }],
    )
  })

  test('named entities: offsets are code points, also behind an emoji', async () => {
    const content = '👩‍🚀 Ada, 🇩🇪'
    const scene = await aTaskAtWork(server, { type: DatasetType.namedEntities, samples: [{ content }] })
    const span = (start: unknown, end: unknown, name = 'PER') => ({
      name,
      property: { '@modelarts:start_index': start, '@modelarts:end_index': end },
    })
    const length = [...content].length
    expect(length).toBe(11)
    expect(await refusedWith(scene, [span(4, length + 1)])).toEqual(['ModelArts.4413'])
    expect(await refusedWith(scene, [span(4, 4)])).toEqual(['ModelArts.4413'])
    expect(await refusedWith(scene, [span(-1, 4)])).toEqual(['ModelArts.4413'])
    expect(await refusedWith(scene, [span(4, 7), span(4, 7)])).toEqual(['ModelArts.4413'])
    const labels = [span(4, 7), span(4, 7, 'ORG'), span(9, length), span(0, length)]
    expect([...content].slice(4, 7).join('')).toBe('Ada')
    expect(await accepted(scene, labels)).toEqual(labels.map((label) => ({ ...label, type: 101 })))
  })

  test('triplets: relations between entities of the sample', async () => {
    const scene = await aTaskAtWork(server, { type: DatasetType.textTriplets, samples: [{ content: 'Ada at Acme' }] })
    const entity = (name: string, start: number, end: number, id?: string) => ({
      name,
      property: { '@modelarts:start_index': start, '@modelarts:end_index': end },
      ...(id && { id }),
    })
    const relation = (from: string, to: string, id?: string) => ({
      name: 'works_for',
      property: { '@modelarts:from': from, '@modelarts:to': to },
      ...(id && { id }),
    })
    const ends = [entity('PER', 0, 3, 'E1'), entity('ORG', 7, 11, 'E2')]
    expect(await refusedWith(scene, [...ends, relation('E1', 'E3')])).toEqual(['ModelArts.4414'])
    expect(await refusedWith(scene, [...ends, relation('E2', 'E1')])).toEqual(['ModelArts.4414'])
    expect(await refusedWith(scene, [...ends, relation('E1', 'E1')])).toEqual(['ModelArts.4413'])
    expect(await refusedWith(scene, [entity('PER', 0, 3, 'E1'), entity('ORG', 7, 11, 'E1')])).toEqual([
      'ModelArts.4413',
    ])
    expect(await accepted(scene, [...ends, relation('E1', 'E2'), entity('PER', 4, 6)])).toEqual([
      { ...ends[0], type: 103 },
      { ...ends[1], type: 103 },
      { ...relation('E1', 'E2', 'R1'), type: 102 },
      { ...entity('PER', 4, 6, 'E3'), type: 103 },
    ])
  })

  test('speech paragraphs: times within the recording', async () => {
    const scene = await aTaskAtWork(server, { type: DatasetType.speechParagraphs, samples: [{ duration: 5000 }] })
    const part = (start: string, end: string, more = {}) => ({
      property: { '@modelarts:start_time': start, '@modelarts:end_time': end, ...more },
    })
    expect(await refusedWith(scene, [part('00:00:01.000', '00:00:05.001')])).toEqual(['ModelArts.4413'])
    expect(await refusedWith(scene, [part('00:00:01.000', '00:00:01.000')])).toEqual(['ModelArts.4413'])
    expect(await refusedWith(scene, [part('1s', '2s')])).toEqual(['ModelArts.4396'])
    const labels = [
      part('00:00:00.000', '00:00:05.000', { '@modelarts:source': 'Ada', '@modelarts:content': 'Hello' }),
      part('00:00:01.500', '00:00:02.000'),
    ]
    expect(await accepted(scene, labels)).toEqual(labels.map((label) => ({ ...label, type: 202 })))
  })

  test('speech paragraphs take no content where the dataset does not want it', async () => {
    const scene = await aTaskAtWork(server, { type: DatasetType.speechParagraphs, content_labeling: false })
    const property = { '@modelarts:start_time': '00:00:00.000', '@modelarts:end_time': '00:00:01.000' }
    const speaking = { ...property, '@modelarts:content': 'Hello' }
    expect(await refusedWith(scene, [{ property: speaking }])).toEqual(['ModelArts.4413'])
    expect(await refusedWith(scene, [{ property }])).toEqual([null])
  })

  test('hard marks of a sample belong to images', async () => {
    const scene = await aTaskAtWork(server)
    expect(await refusedWith(scene, spam, { metadata: { '@modelarts:hard': true } })).toEqual(['ModelArts.4413'])
    const images = await aTaskAtWork(server, { type: DatasetType.imageClassification })
    const metadata = { '@modelarts:hard': 1, '@modelarts:hard_coefficient': 0.5, '@modelarts:hard_reasons': [0, 30] }
    await accepted(images, [{ name: 'cat' }], { metadata })
    const sample = await images.sample(images.sample_ids[0]!)
    expect(sample.hard).toBe(1)
    expect(JSON.parse(sample.metadata)).toEqual({ ...metadata, '@modelarts:hard': true })
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
