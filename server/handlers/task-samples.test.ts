import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DatasetType, WorkforceTaskStatus } from '#contract/codes.ts'
import type { SearchCondition } from '#contract/search-conditions.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import type { Caller } from '#tests/caller.ts'
import { aTaskAtWork, type TaskScene } from '#tests/scenes.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const search = (condition: SearchCondition) => ({ search_conditions: JSON.stringify(condition) })

/** Which samples of the scene somebody is shown, by their place, and whether they are counted right. */
async function listed(scene: TaskScene, caller: Caller, filters: object = {}): Promise<number[]> {
  const { samples, sample_count } = await caller.call('ListWorkforceTaskSamples', { ...scene, ...filters })
  expect(sample_count).toBe(samples.length)
  return samples.map(({ sample_id }) => scene.sample_ids.indexOf(sample_id!))
}

/**
 * Six samples of two labelers (0, 2, 4 and 1, 3, 5): 0 passed review, 1 rejected by the reviewer, 2 waits for review, the
 * others are untouched.
 */
async function aReviewedScene(): Promise<TaskScene> {
  const scene = await aTaskAtWork(server, { samples: 6, labelers: 2, reviewers: 1, managers: 1 })
  const [one, two] = scene.team.labelers
  const [s0, s1, s2] = scene.sample_ids
  await scene.label(one!, [s0!, s2!], [{ name: 'ham' }])
  await scene.label(two!, [s1!], [{ name: 'spam' }, { name: 'ham' }])
  await scene.review(scene.reviewer, [
    { sample_id: s0, accept: true, score: 'B' },
    { sample_id: s1, accept: false, comment: 'look again' },
  ])
  return scene
}

describe('who sees what', () => {
  test('owner and manager see every entry, a reviewer what is labelled, a labeler his own', async () => {
    const scene = await aReviewedScene()
    const [one, two] = scene.team.labelers
    expect(await listed(scene, scene.owner)).toEqual([0, 1, 2, 3, 4, 5])
    expect(await listed(scene, scene.team.managers[0]!)).toEqual([0, 1, 2, 3, 4, 5])
    expect(await listed(scene, scene.reviewer)).toEqual([0, 1, 2])
    expect(await listed(scene, scene.reviewer, { sample_state: '__NONE__' })).toEqual([])
    expect(await listed(scene, one!)).toEqual([0, 2, 4])
    expect(await listed(scene, two!)).toEqual([1, 3, 5])
  })

  test('a labeler cannot ask for the entries of others', async () => {
    const scene = await aReviewedScene()
    const [one, two] = scene.team.labelers
    expect(await listed(scene, one!, { worker_id: two!.worker_id, email: two!.email })).toEqual([0, 2, 4])
    for (const sample_id of [scene.sample_ids[1]!, 'nothing']) {
      const refusal = await one!.refused('DescribeWorkforceTaskSample', { ...scene, sample_id })
      expect(refusal).toMatchObject({ status: 404, error_code: 'ModelArts.4420' })
    }
    const names = { ...scene, sample_id: scene.sample_ids[0]!, worker_id: two!.worker_id }
    expect(await one!.refused('DescribeWorkforceTaskSample', names)).toMatchObject({ status: 404 })
    expect(await one!.call('DescribeWorkforceTaskSample', { ...names, worker_id: one!.worker_id })).toMatchObject({
      worker_id: one!.worker_id,
    })
  })

  test('the others may choose a member, by id or by address', async () => {
    const scene = await aReviewedScene()
    const [one, two] = scene.team.labelers
    for (const caller of [scene.owner, scene.team.managers[0]!]) {
      expect(await listed(scene, caller, { worker_id: two!.worker_id })).toEqual([1, 3, 5])
      expect(await listed(scene, caller, { email: one!.email.toUpperCase() })).toEqual([0, 2, 4])
    }
    expect(await listed(scene, scene.reviewer, { worker_id: two!.worker_id })).toEqual([1])
    expect(await listed(scene, scene.owner, { worker_id: 'nobody' })).toEqual([])
    const both = { worker_id: one!.worker_id, email: two!.email }
    const refusal = await scene.owner.refused('ListWorkforceTaskSamples', { ...scene, ...both })
    expect(refusal).toMatchObject({ status: 400, error_code: 'ModelArts.4396' })
  })

  test.each([WorkforceTaskStatus.starting, WorkforceTaskStatus.created])(
    'nobody is shown half a deal (status %s)',
    async (status) => {
      const scene = await aReviewedScene()
      await scene.setTask({ status })
      expect(await listed(scene, scene.owner)).toEqual([])
      const refusal = await scene.owner.refused('DescribeWorkforceTaskSample', {
        ...scene,
        sample_id: scene.sample_ids[0]!,
      })
      expect(refusal).toMatchObject({ status: 404, error_code: 'ModelArts.4420' })
    },
  )

  test('a foreign task is not found', async () => {
    const one = await aTaskAtWork(server)
    const other = await aTaskAtWork(server)
    const names = { ...one, workforce_task_id: other.workforce_task_id }
    const refusal = await server.owner.refused('ListWorkforceTaskSamples', names)
    expect(refusal).toMatchObject({ status: 404, error_code: 'ModelArts.4619' })
  })
})

describe('the list of entries', () => {
  test('comes in pages in the order of the deal', async () => {
    const scene = await aTaskAtWork(server, { samples: 12, labelers: 2 })
    const { samples, sample_count } = await scene.owner.call('ListWorkforceTaskSamples', scene)
    expect(sample_count).toBe(12)
    expect(samples.map(({ sample_id }) => sample_id)).toEqual(scene.sample_ids.slice(0, 10))
    const second = await scene.owner.call('ListWorkforceTaskSamples', { ...scene, offset: 1 })
    expect(second.samples.map(({ sample_id }) => sample_id)).toEqual(scene.sample_ids.slice(10))
    const own = await scene.labeler.call('ListWorkforceTaskSamples', { ...scene, limit: 4, offset: 1 })
    expect(own.sample_count).toBe(6)
    expect(own.samples.map(({ sample_id }) => sample_id)).toEqual([scene.sample_ids[8], scene.sample_ids[10]])
    const beyond = await scene.owner.call('ListWorkforceTaskSamples', { ...scene, offset: 2 })
    expect(beyond).toEqual({ sample_count: 12, samples: [] })
  })

  test('holds one item per entry: with repetition a sample comes once for each labeler', async () => {
    const scene = await aTaskAtWork(server, { samples: 2, labelers: 2, repetition: 2 })
    const { samples, sample_count } = await scene.owner.call('ListWorkforceTaskSamples', scene)
    expect(sample_count).toBe(4)
    const workers = scene.team.labelers.map(({ worker_id }) => worker_id)
    expect(samples.slice(0, 2).map(({ sample_id }) => sample_id)).toEqual([scene.sample_ids[0], scene.sample_ids[0]])
    expect(new Set(samples.slice(0, 2).map(({ worker_id }) => worker_id))).toEqual(new Set(workers))
  })

  test('knows the states of entries, __ALL__ is what is labelled', async () => {
    const scene = await aReviewedScene()
    const state = (sample_state: string, caller = scene.owner) => listed(scene, caller, { sample_state })
    expect(await state('__NONE__')).toEqual([3, 4, 5])
    expect(await state('un_annotation')).toEqual([3, 4, 5])
    expect(await state('__ALL__')).toEqual([0, 1, 2])
    expect(await state('__unreviewed__')).toEqual([2])
    expect(await state('UNCHECK')).toEqual([0])
    expect(await state('__REJECTED__')).toEqual([1])
    expect(await state('__REVIEWED__')).toEqual([0, 1])
    expect(await state('__AUTO_ANNOTATION__')).toEqual([])
    expect(await state('__ACCEPTED__')).toEqual([])
    expect(await state('__NONE__', scene.labeler)).toEqual([4])
    expect(await state('__REVIEWED__', scene.labeler)).toEqual([0])
    expect(await state('__REVIEWED__', scene.reviewer)).toEqual([0, 1])
  })

  test('shows the drawn part of an acceptance while it is open, by verdict', async () => {
    const scene = await aTaskAtWork(server, { samples: 6, labelers: 2 })
    const [one, two] = scene.team.labelers
    await scene.label(
      one!,
      [0, 2, 4].map((n) => scene.sample_ids[n]!),
      [{ name: 'ham' }],
    )
    await scene.label(
      two!,
      [1].map((n) => scene.sample_ids[n]!),
      [{ name: 'ham' }],
    )
    const state = (sample_state: string, caller = scene.owner) => listed(scene, caller, { sample_state })
    expect(await state('__WORKFORCE_SAMPLED__')).toEqual([])
    await scene.startAcceptance({ sampling_num: 3 })
    const drawn = await state('__WORKFORCE_SAMPLED__')
    expect(drawn).toHaveLength(3)
    const [first, second, third] = drawn as [number, number, number]
    await scene.judge([
      { sample_id: scene.sample_ids[first], accept: true, score: 'A' },
      { sample_id: scene.sample_ids[second], accept: false, comment: 'no' },
    ])
    expect(await state('__WORKFORCE_SAMPLED_UNCHECK__')).toEqual([third])
    expect(await state('__WORKFORCE_SAMPLED_CHECKED__')).toEqual([first, second])
    expect(await state('__WORKFORCE_SAMPLED_ACCEPTED__')).toEqual([first])
    expect(await state('__WORKFORCE_SAMPLED_REJECTED__')).toEqual([second])
    await scene.judge([{ sample_id: scene.sample_ids[second], accept: true, score: 'A' }])
    expect(await state('__WORKFORCE_SAMPLED_REJECTED__')).toEqual([])
    await scene.setTask({ status: WorkforceTaskStatus.synchronizing })
    expect(await state('__WORKFORCE_SAMPLED__')).toEqual(drawn)
    await scene.setTask({ status: WorkforceTaskStatus.sampling })
    expect(await state('__WORKFORCE_SAMPLED__')).toEqual([])
    await scene.setTask({ status: WorkforceTaskStatus.accepting })
    await scene.finish(2)
    expect(await state('__WORKFORCE_SAMPLED__')).toEqual([])
  })

  test('filters by label, of all or of the own entries', async () => {
    const scene = await aReviewedScene()
    const [one, two] = scene.team.labelers
    expect(await listed(scene, scene.owner, { label_name: 'ham' })).toEqual([0, 1, 2])
    expect(await listed(scene, scene.owner, { label_name: 'spam' })).toEqual([1])
    expect(await listed(scene, scene.owner, { label_name: 'ham', sample_state: '__UNREVIEWED__' })).toEqual([2])
    expect(await listed(scene, one!, { label_name: 'ham' })).toEqual([0, 2])
    expect(await listed(scene, two!, { label_name: 'ham' })).toEqual([1])
    expect(await listed(scene, scene.reviewer, { label_name: 'spam' })).toEqual([1])
    expect(await listed(scene, scene.owner, { label_name: 'nobody' })).toEqual([])
    expect(await listed(scene, scene.owner, { label_type: 100 })).toEqual([0, 1, 2])
    expect(await listed(scene, scene.owner, { label_type: 1 })).toEqual([])
  })

  test('filters by search conditions: file, labels, marks and metadata of the entry, its labeler', async () => {
    const scene = await aTaskAtWork(server, {
      type: DatasetType.imageClassification,
      labelers: 2,
      samples: [
        { sample_name: 'a.jpg', sample_dir: '/in/x/', metadata: '{"city":"Ulm"}', hard: 1 },
        { sample_name: 'b.jpg', sample_dir: '/in/x/', metadata: '{"@modelarts:hard":true}' },
        { sample_name: 'a.jpg', sample_dir: '/in/y/' },
      ],
    })
    const [one, two] = scene.team.labelers
    const cat = [{ name: 'cat', score: 0.3 }]
    await scene.save(one!, [
      { sample_id: scene.sample_ids[0], labels: cat, metadata: { '@modelarts:hard': true } },
      { sample_id: scene.sample_ids[2], labels: cat, metadata: { city: 'Bonn' } },
    ])
    const city = (...values: string[]) => search({ metadata: { op: 'AND', props: { city: values } } })
    expect(await listed(scene, scene.owner, search({ sample_name: 'a.jpg' }))).toEqual([0, 2])
    expect(await listed(scene, scene.owner, search({ sample_dir: '/in/x/' }))).toEqual([0, 1])
    expect(await listed(scene, scene.owner, city('Ulm'))).toEqual([0])
    expect(await listed(scene, scene.owner, city('Ulm', 'Bonn'))).toEqual([0, 2])
    expect(await listed(scene, scene.owner, search({ hard: '1' }))).toEqual([0])
    expect(await listed(scene, scene.owner, search({ hard: '0' }))).toEqual([1, 2])
    expect(await listed(scene, scene.owner, search({ labeler: `human/${two!.email}` }))).toEqual([1])
    expect(await listed(scene, scene.owner, search({ labeler: 'human/Default/admin' }))).toEqual([])
    expect(await listed(scene, scene.owner, search({ score: '0.2-0.4' }))).toEqual([0, 2])
    expect(await listed(scene, one!, { ...search({ sample_name: 'a.jpg' }), sample_state: '__NONE__' })).toEqual([])
    await scene.save(one!, [{ sample_id: scene.sample_ids[2], labels: cat, metadata: { city: 'Ulm' } }])
    expect(await listed(scene, scene.owner, city('Ulm'))).toEqual([0, 2])
    await scene.owner.call('UpdateSamples', scene, {
      samples: [{ sample_id: scene.sample_ids[1], metadata: { city: 'Ulm' } }],
    })
    expect(await listed(scene, scene.owner, city('Ulm'))).toEqual([0, 1, 2])
  })

  test.each([
    [{ locale: 'de-de' }, 'ModelArts.4398'],
    [{ sample_state: 'BEST' }, 'ModelArts.4396'],
    [{ limit: 101 }, 'ModelArts.4396'],
    [{ offset: -1 }, 'ModelArts.4396'],
    [{ label_type: 103 }, 'ModelArts.4396'],
    [{ search_conditions: '{' }, 'ModelArts.4396'],
    [{ process_parameter: 'x'.repeat(1025) }, 'ModelArts.4396'],
  ])('refuses %j', async (filters, error_code) => {
    const scene = await aTaskAtWork(server)
    const refusal = await scene.labeler.refused('ListWorkforceTaskSamples', { ...scene, ...(filters as object) })
    expect(refusal).toMatchObject({ status: 400, error_code })
    expect(refusal.error_msg).toContain(Object.keys(filters)[0])
  })
})

describe('one entry', () => {
  test('shows the labels of its labeler, what is known of the sample and every verdict', async () => {
    const scene = await aReviewedScene()
    const [one] = scene.team.labelers
    const sample_id = scene.sample_ids[0]!
    const { email, worker_id } = one!
    const before = await one!.call('DescribeWorkforceTaskSample', { ...scene, sample_id })
    expect(before).toMatchObject({
      sample_id,
      sample_type: 1,
      sample_status: 'UNCHECK',
      worker_id,
      labelers: [{ email, worker_id, role: 0 }],
      labels: [{ name: 'ham', type: 100, property: {} }],
      metadata: { '@modelarts:import_origin': 0 },
      review_accept: true,
      review_score: 'B',
      score: 'B',
      source: expect.stringContaining(sample_id),
    })
    expect(before).not.toHaveProperty('check_accept')
    await scene.startAcceptance()
    await scene.judge([{ sample_id, accept: false, comment: 'not ham' }])
    await scene.finish(4)
    expect(await one!.call('DescribeWorkforceTaskSample', { ...scene, sample_id })).toMatchObject({
      sample_status: 'REJECTED',
      check_accept: false,
      check_comment: 'not ham',
      review_accept: true,
    })
    const rejected = await scene.owner.call('DescribeWorkforceTaskSample', {
      ...scene,
      sample_id: scene.sample_ids[1]!,
    })
    expect(rejected).toMatchObject({ sample_status: 'REJECTED', review_accept: false, review_comment: 'look again' })
  })

  test('keeps apart what labelers and dataset say of a sample: marks and labels of one are not those of the other', async () => {
    const marks = { '@modelarts:hard': true, '@modelarts:hard_reasons': [1], city: 'Ulm', '@muster:empty': 1 }
    const scene = await aTaskAtWork(server, {
      type: DatasetType.imageClassification,
      samples: [{ metadata: JSON.stringify(marks), width: 30, height: 20, depth: 3 }],
    })
    const names = { ...scene, sample_id: scene.sample_ids[0]! }
    const untouched = await scene.labeler.call('DescribeWorkforceTaskSample', names)
    expect(untouched.metadata).toEqual({ '@modelarts:import_origin': 0, '@modelarts:size': [30, 20, 3], city: 'Ulm' })
    expect(untouched).not.toHaveProperty('hard_details')
    const metadata = { '@modelarts:hard': 1, '@modelarts:hard_reasons': [0], city: 'Bonn' }
    await scene.save(scene.labeler, [{ sample_id: names.sample_id, labels: [{ name: 'cat' }], metadata }])
    const saved = await scene.labeler.call('DescribeWorkforceTaskSample', names)
    expect(saved.metadata).toMatchObject({ city: 'Bonn', '@modelarts:hard': true })
    expect(saved.hard_details).toEqual({ 0: { id: 0, reason: 'nothing recognised' } })
  })

  test('is chosen by worker or state; among several the one dealt first is shown', async () => {
    const scene = await aTaskAtWork(server, { samples: 1, labelers: 2, reviewers: 1, repetition: 2 })
    const [one, two] = scene.team.labelers
    const sample_id = scene.sample_ids[0]!
    const show = (caller: Caller, more: object = {}) =>
      caller.call('DescribeWorkforceTaskSample', { ...scene, sample_id, ...more })
    expect(await show(scene.owner)).toMatchObject({ worker_id: one!.worker_id })
    expect(await show(scene.owner, { worker_id: two!.worker_id })).toMatchObject({ worker_id: two!.worker_id })
    await scene.label(two!, [sample_id], [{ name: 'ham' }])
    expect(await show(scene.reviewer)).toMatchObject({ worker_id: two!.worker_id })
    expect(await show(scene.owner, { sample_state: '__UNREVIEWED__' })).toMatchObject({ worker_id: two!.worker_id })
    for (const more of [{ sample_state: '__ACCEPTED__' }, { worker_id: 'nobody' }]) {
      const refusal = await scene.owner.refused('DescribeWorkforceTaskSample', {
        ...scene,
        sample_id,
        ...more,
      } as never)
      expect(refusal).toMatchObject({ status: 404, error_code: 'ModelArts.4420' })
    }
    const hidden = await scene.reviewer.refused('DescribeWorkforceTaskSample', {
      ...scene,
      sample_id,
      worker_id: one!.worker_id,
    })
    expect(hidden).toMatchObject({ status: 404, error_code: 'ModelArts.4420' })
  })

  test('is refused for a wrong language or state', async () => {
    const scene = await aTaskAtWork(server)
    const names = { ...scene, sample_id: scene.sample_ids[0]! }
    const language = await scene.labeler.refused('DescribeWorkforceTaskSample', { ...names, locale: 'x' })
    expect(language).toMatchObject({ status: 400, error_code: 'ModelArts.4398' })
    const state = await scene.labeler.refused('DescribeWorkforceTaskSample', { ...names, sample_state: 'x' as never })
    expect(state).toMatchObject({ status: 400, error_code: 'ModelArts.4396' })
  })
})

test('the list of conflicts shows entries whole, as every other list', async () => {
  const scene = await aTaskAtWork(server, { samples: 2 })
  await scene.label(scene.labeler, [...scene.sample_ids], [{ name: 'ham' }])
  await scene.owner.call('UpdateSamples', scene, {
    samples: [{ sample_id: scene.sample_ids[1], labels: [{ name: 'spam' }] }],
  })
  await scene.startAcceptance()
  const { samples, sample_count } = await scene.owner.call('UpdateWorkforceSamplingTask', scene, { action: 3 })
  const { samples: all } = await scene.owner.call('ListWorkforceTaskSamples', scene)
  expect(sample_count).toBe(1)
  expect(samples).toEqual([all[1]])
})
