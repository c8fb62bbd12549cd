import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SampleFacet } from '#adapters/sql/state-codes.ts'
import { DatasetStatus, DatasetType, WorkforceTaskStatus } from '#contract/codes.ts'
import { aServer, type TestServer } from '#tests/app.ts'
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
      const codes = await scene.codesOf(caller, samples)
      expect(Object.fromEntries(kinds.map((kind, i) => [kind, codes[i]]))).toEqual(
        Object.fromEntries(kinds.map((kind) => [kind, labels === spam ? answer(kind) : emptied(kind, answer(kind))])),
      )
      await arrange(scene, status)
    }
  })

  test('the owner hears that nothing is dealt yet before he hears what is wrong with an item', async () => {
    const scene = await aTaskAtWork(server, { status: created })
    const samples = [{ sample_id: 'unknown', labels: spam }, { labels: spam }]
    expect(await scene.codesOf(scene.owner, samples)).toEqual([E4621, E4621])
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
    expect(await scene.codesOf(scene.owner, [unmark])).toEqual(['ModelArts.4413'])
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
    expect(await scene.codesOf(scene.owner, samples)).toEqual(['ModelArts.4381', null])
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
    expect(await scene.codesOf(scene.labeler, [{ sample_id, metadata: { '@muster:empty': true } }])).toEqual([
      'ModelArts.4396',
    ])
  })
})
