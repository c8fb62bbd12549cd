import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aServer, type TestServer } from '#tests/app.ts'
import { aMember, aTeam, type TestTeam } from '#tests/builders.ts'
import type { Caller } from '#tests/caller.ts'
import { faultsOfCounters } from '#tests/recount.ts'
import { aTaskAtWork, type TaskScene } from '#tests/scenes.ts'

let server: TestServer
let owner: Caller
beforeAll(async () => {
  server = await aServer({ SMTP_URL: 'smtp://127.0.0.1:9' })
  owner = server.owner
})
afterAll(() => server.close())

type Listed = Caller | { who: Caller; role: number }

/** A configuration that lists people of the scene's team. */
function listing(team: TestTeam, ...people: Listed[]) {
  const workers = people.map((one) =>
    'who' in one ? { worker_id: one.who.worker_id, role: one.role } : { worker_id: one.worker_id },
  )
  return { workforces_config: { workforces: [{ workforce_id: team.workforce_id, workers }] } }
}

/** Samples of each worker, in the order in which he sees them. */
async function hands(scene: TaskScene): Promise<Map<string, string[]>> {
  const entries = await scene.entries()
  const byWorker = Map.groupBy(entries, ({ worker_id }) => worker_id)
  return new Map([...byWorker].map(([worker, own]) => [worker, own.map(({ sample_id }) => sample_id)]))
}

const sizes = async (scene: TaskScene, ...callers: Caller[]) => {
  const held = await hands(scene)
  return callers.map(({ worker_id }) => held.get(worker_id)?.length ?? 0)
}

const update = (scene: TaskScene, body: object, caller = owner) => caller.call('UpdateWorkforceTask', scene, body)

/** Somebody who joins the scene's team. */
function joining(scene: TaskScene, name: string, role = 0): Promise<Caller> {
  const { workforce_id } = scene.team
  return aMember(server, { workforce_id, email: `${name}-${workforce_id.toLowerCase()}@example.com`, role })
}

async function expectSound(scene: TaskScene): Promise<void> {
  expect(await faultsOfCounters(scene.store, scene.dataset_id)).toEqual([])
}

describe('name and description', () => {
  test('are changed one by one; an empty description clears it', async () => {
    const scene = await aTaskAtWork(server)
    const before = await owner.call('DescWorkforceTask', scene)
    server.advance(10)
    expect(await update(scene, { task_name: 'renamed', description: 'why' })).toEqual({})
    const after = await owner.call('DescWorkforceTask', scene)
    expect(after).toMatchObject({ task_name: 'renamed', description: 'why' })
    expect(after.update_time).toBeGreaterThan(before.update_time!)
    await update(scene, { description: '' })
    expect(await owner.call('DescWorkforceTask', scene)).toMatchObject({ task_name: 'renamed', description: '' })
    await update(scene, { task_name: 'renamed', dataset_id: scene.dataset_id, task_id: scene.workforce_task_id })
  })

  test('are refused when taken, of the wrong form or for another task', async () => {
    const scene = await aTaskAtWork(server)
    await owner.call('CreateWorkforceTask', scene, { task_name: 'other' })
    const cases: [object, string][] = [
      [{ task_name: 'other' }, '4620'],
      [{ task_name: '' }, '4396'],
      [{ task_name: 'a b' }, '4396'],
      [{ task_name: null }, '4396'],
      [{ description: 'a<b' }, '4396'],
      [{ description: 'x'.repeat(257) }, '4396'],
      [{ task_id: 'another' }, '4619'],
      [{ dataset_id: 'another' }, '4396'],
    ]
    for (const [body, code] of cases) {
      expect(await owner.refused('UpdateWorkforceTask', scene, body)).toMatchObject({
        status: 400,
        error_code: `ModelArts.${code}`,
      })
    }
  })

  test('of two tasks that take one name at the same time one gets it', async () => {
    const scene = await aTaskAtWork(server)
    const { task_id } = await owner.call('CreateWorkforceTask', scene, {})
    const other = { ...scene, workforce_task_id: task_id }
    const outcomes = await Promise.allSettled([
      owner.call('UpdateWorkforceTask', scene, { task_name: 'wanted' }),
      owner.call('UpdateWorkforceTask', other, { task_name: 'wanted' }),
    ])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const [refused] = outcomes.filter((outcome) => outcome.status === 'rejected')
    expect(refused!.reason).toMatchObject({ error_code: 'ModelArts.4620' })
  })
})

describe('a labeler who joins', () => {
  test('gets his share of what nobody has touched, and a mail', async () => {
    const scene = await aTaskAtWork(server, { samples: 12, labelers: 2 })
    const [one, two] = scene.team.labelers as [Caller, Caller]
    const own = (await hands(scene)).get(one.worker_id)!
    await scene.label(one, own.slice(0, 3), [{ name: 'ham' }])
    // Saved once and emptied again: not untouched any more.
    await scene.label(one, own.slice(3, 4), [{ name: 'ham' }])
    await scene.label(one, own.slice(3, 4), [])
    const three = await joining(scene, 'three')
    await update(scene, listing(scene.team, one, two, three))

    const held = await hands(scene)
    const untouched = async (caller: Caller) =>
      (await scene.entries()).filter((e) => e.worker_id === caller.worker_id && e.save_time === 0).length
    expect(held.get(one.worker_id)).toEqual(expect.arrayContaining(own.slice(0, 4)))
    expect([await untouched(one), await untouched(two), await untouched(three)].sort()).toEqual([2, 3, 3])
    const mails = await scene.store.db
      .selectFrom('mail')
      .selectAll()
      .where('task_id', '=', scene.workforce_task_id)
      .execute()
    expect(mails.map(({ worker_id, kind }) => [worker_id, kind])).toEqual([[three.worker_id, 'task_started']])
    expect(await three.call('DescWorkforceTask', scene)).toMatchObject({ status: 1 })
    await expectSound(scene)
  })

  test('never gets a sample of which he has an entry', async () => {
    const scene = await aTaskAtWork(server, { samples: 30, labelers: 2, repetition: 2 })
    const three = await joining(scene, 'three')
    await update(scene, listing(scene.team, ...scene.team.labelers, three))
    expect(await sizes(scene, ...scene.team.labelers, three)).toEqual([20, 20, 20])
    await update(scene, listing(scene.team, scene.labeler, three))
    expect(await sizes(scene, scene.labeler, three)).toEqual([30, 30])
    await expectSound(scene)
  })

  test('brings back copies that nobody could take', async () => {
    const scene = await aTaskAtWork(server, { samples: 10, labelers: 2, repetition: 2 })
    const [one, two] = scene.team.labelers as [Caller, Caller]
    await update(scene, listing(scene.team, one))
    expect(await sizes(scene, one, two)).toEqual([10, 0])
    const three = await joining(scene, 'three')
    await update(scene, listing(scene.team, one, three))
    expect(await sizes(scene, one, three)).toEqual([10, 10])
    await expectSound(scene)
  })
})

describe('a labeler who leaves', () => {
  test('hands over what waits for a labeler, with labels and comment, and keeps the rest under his name', async () => {
    const scene = await aTaskAtWork(server, { samples: 15, labelers: 3, reviewers: 1 })
    const [one, two, three] = scene.team.labelers as [Caller, Caller, Caller]
    const own = (await hands(scene)).get(one.worker_id)!
    const [unreviewed, uncheck, rejected] = own as [string, string, string]
    await scene.label(one, [unreviewed, uncheck, rejected], [{ name: 'ham' }])
    await scene.review(scene.reviewer, [{ sample_id: uncheck, accept: true }])
    await scene.review(scene.reviewer, [{ sample_id: rejected, accept: false, comment: 'look again' }])
    await update(scene, listing(scene.team, two, three, scene.reviewer))

    expect((await hands(scene)).get(one.worker_id)).toEqual([unreviewed, uncheck])
    expect((await sizes(scene, two, three)).sort()).toEqual([6, 7])
    const moved = await scene.entry(rejected)
    expect(moved).toMatchObject({ review_comment: 'look again' })
    expect(await scene.names(moved.labels)).toEqual(['ham'])
    expect(await scene.state(rejected)).toBe('REJECTED')
    const shown = await owner.call('DescWorkforceTask', scene)
    expect(shown.workforce_stats).toMatchObject({ labeler_count: 2 })
    expect(shown.worker_stats!.find(({ worker_id }) => worker_id === one.worker_id)).toMatchObject({
      sample_stats: { total_sample_count: 2 },
    })
    expect(await one.refused('DescWorkforceTask', scene)).toMatchObject({ status: 404 })
    await expectSound(scene)
  })

  test('is not given back what is rejected later', async () => {
    const scene = await aTaskAtWork(server, { samples: 6, labelers: 2, reviewers: 1 })
    const [one, two] = scene.team.labelers as [Caller, Caller]
    const own = (await hands(scene)).get(one.worker_id)!
    await scene.label(one, own, [{ name: 'ham' }])
    await update(scene, listing(scene.team, two, scene.reviewer))
    await scene.review(scene.reviewer, [
      { sample_id: own[0], accept: false },
      { sample_id: own[1], accept: true },
      { sample_id: own[2], accept: true },
    ])
    expect((await scene.entry(own[0]!)).worker_id).toBe(two.worker_id)
    await scene.startAcceptance()
    await scene.finish(1)
    expect((await hands(scene)).get(two.worker_id)).toHaveLength(6)
    expect((await hands(scene)).get(one.worker_id)).toBeUndefined()
    await expectSound(scene)
  })

  test('is not told of what is rejected later, those who get it are', async () => {
    const scene = await aTaskAtWork(server, { samples: 8, labelers: 2, reviewers: 1 })
    const [one, two] = scene.team.labelers as [Caller, Caller]
    const own = (await hands(scene)).get(one.worker_id)!
    const [others] = (await hands(scene)).get(two.worker_id)!
    await scene.label(one, own, [{ name: 'ham' }])
    await scene.label(two, [others!], [{ name: 'ham' }])
    await update(scene, listing(scene.team, two, scene.reviewer))
    const told = async () => {
      const mails = await scene.store.db
        .selectFrom('mail')
        .selectAll()
        .where('task_id', '=', scene.workforce_task_id)
        .where('kind', '=', 'rejected')
        .execute()
      return mails.map(({ worker_id, payload }) => [worker_id, JSON.parse(payload)])
    }
    const reject = (sample_ids: readonly unknown[]) =>
      scene.review(
        scene.reviewer,
        sample_ids.map((sample_id) => ({ sample_id, accept: false })),
      )
    await reject([own[0], others])
    expect(await told()).toEqual([[two.worker_id, { rejected: 2 }]])
    await scene.review(
      scene.reviewer,
      own.slice(1).map((sample_id) => ({ sample_id, accept: true })),
    )
    await scene.startAcceptance()
    await scene.finish(1)
    expect(await told()).toEqual([[two.worker_id, { rejected: 5 }]])
  })

  test('has those told to whom his rejected work goes', async () => {
    const scene = await aTaskAtWork(server, { samples: 4, labelers: 2, reviewers: 1 })
    const [one, two] = scene.team.labelers as [Caller, Caller]
    const [sample_id] = (await hands(scene)).get(one.worker_id)!
    await scene.label(one, [sample_id!], [{ name: 'ham' }])
    await scene.review(scene.reviewer, [{ sample_id, accept: false }])
    await update(scene, listing(scene.team, two, scene.reviewer))
    const mails = await scene.store.db
      .selectFrom('mail')
      .selectAll()
      .where('task_id', '=', scene.workforce_task_id)
      .where('worker_id', '=', two.worker_id)
      .where('kind', '=', 'rejected')
      .execute()
    expect(mails).toMatchObject([{ payload: '{"rejected":1}' }])
  })

  test('is handed over later what the owner empties', async () => {
    const scene = await aTaskAtWork(server, { samples: 2, labelers: 2 })
    const [one, two] = scene.team.labelers as [Caller, Caller]
    const [sample_id] = (await hands(scene)).get(one.worker_id)!
    await scene.label(one, [sample_id!], [{ name: 'ham' }])
    await update(scene, listing(scene.team, two))
    expect((await scene.entry(sample_id!)).worker_id).toBe(one.worker_id)
    await scene.label(owner, [sample_id!], [])
    await server.services.jobs.sweep()
    await server.idle()
    expect((await scene.entry(sample_id!)).worker_id).toBe(two.worker_id)
  })

  test('with repetition loses what everybody else has already; the task may be complete by that', async () => {
    const scene = await aTaskAtWork(server, { samples: 3, labelers: 2, repetition: 2 })
    const [one, two] = scene.team.labelers as [Caller, Caller]
    await scene.label(one, scene.sample_ids, [{ name: 'ham' }])
    await scene.startAcceptance()
    await scene.finish(0)
    expect(await scene.status()).toBe(1)
    await update(scene, listing(scene.team, one))
    expect(await sizes(scene, one, two)).toEqual([3, 0])
    expect(await scene.status()).toBe(3)
    await expectSound(scene)
  })

  test('cannot be the last one', async () => {
    const scene = await aTaskAtWork(server, { labelers: 1, reviewers: 1 })
    for (const body of [listing(scene.team, scene.reviewer), { workforces_config: { workforces: [] } }]) {
      expect(await owner.refused('UpdateWorkforceTask', scene, body)).toMatchObject({
        status: 400,
        error_code: 'ModelArts.4621',
      })
    }
    expect(await owner.call('DescWorkforceTask', scene)).toMatchObject({ workforce_stats: { labeler_count: 1 } })
  })

  test('may come back', async () => {
    const scene = await aTaskAtWork(server, { samples: 8, labelers: 2 })
    const [one, two] = scene.team.labelers as [Caller, Caller]
    await update(scene, listing(scene.team, two))
    expect(await sizes(scene, one, two)).toEqual([0, 8])
    await update(scene, listing(scene.team, two, one))
    expect(await sizes(scene, one, two)).toEqual([4, 4])
    await expectSound(scene)
  })
})

describe('another role', () => {
  test('makes a labeler a reviewer: his work goes to others, he reviews', async () => {
    const scene = await aTaskAtWork(server, { samples: 6, labelers: 2 })
    const [one, two] = scene.team.labelers as [Caller, Caller]
    await update(scene, listing(scene.team, { who: one, role: 1 }, two))
    expect(await sizes(scene, one, two)).toEqual([0, 6])
    await scene.label(two, scene.sample_ids.slice(0, 1), [{ name: 'ham' }])
    await scene.review(one, [{ sample_id: scene.sample_ids[0], accept: true }])
    // Listed without a role he stays what he is in the task.
    await update(scene, listing(scene.team, one, two))
    expect(await owner.call('DescWorkforceTask', scene)).toMatchObject({
      workforce_stats: { labeler_count: 1, reviewer_count: 1 },
    })
    await update(scene, listing(scene.team, { who: one, role: 0 }, two))
    const untouched = (await scene.entries()).filter(({ save_time }) => save_time === 0)
    expect([one, two].map((who) => untouched.filter((e) => e.worker_id === who.worker_id).length).sort()).toEqual([
      2, 3,
    ])
    await expectSound(scene)
  })

  test('cannot be that of an owner or manager', async () => {
    const scene = await aTaskAtWork(server, { labelers: 2, managers: 1 })
    const [manager] = scene.team.managers
    for (const people of [
      [{ who: scene.labeler, role: 2 }],
      [{ who: scene.labeler, role: 3 }],
      [{ who: manager!, role: 0 }],
    ]) {
      const refused = await owner.refused('UpdateWorkforceTask', scene, listing(scene.team, ...people))
      expect(refused).toMatchObject({ status: 400, error_code: 'ModelArts.4396' })
    }
  })
})

describe('reviewers', () => {
  test('who join have later saves wait for them', async () => {
    const scene = await aTaskAtWork(server, { samples: 2, labelers: 1 })
    const reviewer = await joining(scene, 'reviewer', 1)
    const [first, second] = scene.sample_ids as [string, string]
    await scene.label(scene.labeler, [first], [{ name: 'ham' }])
    await update(scene, listing(scene.team, scene.labeler, reviewer))
    await scene.label(scene.labeler, [second], [{ name: 'ham' }])
    expect([await scene.state(first), await scene.state(second)]).toEqual(['UNCHECK', 'UNREVIEWED'])
  })

  test('who leave pass on what waits for them, with the last of them only', async () => {
    const scene = await aTaskAtWork(server, { samples: 2, labelers: 1, reviewers: 2 })
    const [one] = scene.team.reviewers
    await scene.label(scene.labeler, scene.sample_ids, [{ name: 'ham' }])
    await update(scene, listing(scene.team, scene.labeler, one!))
    expect(await scene.state(scene.sample_ids[0]!)).toBe('UNREVIEWED')
    await update(scene, listing(scene.team, scene.labeler))
    expect(await scene.state(scene.sample_ids[0]!)).toBe('UNCHECK')
    await scene.startAcceptance()
    expect((await owner.call('DescWorkforceTask', scene)).sample_stats).toMatchObject({ sampled_sample_count: 2 })
    await expectSound(scene)
  })
})

describe('people cannot be changed', () => {
  test.each([
    [7, '4623'],
    [2, '4623'],
    [5, '4623'],
    [0, '4621'],
  ])('in status %i: %s', async (status, code) => {
    const scene = await aTaskAtWork(server, { labelers: 2 })
    await scene.setTask({ status })
    const refused = await owner.refused('UpdateWorkforceTask', scene, listing(scene.team, scene.labeler))
    expect(refused).toMatchObject({ status: 400, error_code: `ModelArts.${code}` })
    await update(scene, { description: 'this can' })
  })

  test('to unknown ones', async () => {
    const scene = await aTaskAtWork(server)
    const { workforce_id } = scene.team
    const cases: [object, string][] = [
      [{ workforces: [{ workforce_id: 'unknown' }] }, '4601'],
      [{ workforces: [{ workforce_id, workers: [{ email: 'stranger@example.com' }] }] }, '4604'],
      [{ agency: 'stranger@example.com' }, '4604'],
    ]
    for (const [workforces_config, code] of cases) {
      const refused = await owner.refused('UpdateWorkforceTask', scene, { workforces_config })
      expect(refused).toMatchObject({ status: 400, error_code: `ModelArts.${code}` })
    }
  })

  test('to more than a hundred labelers', async () => {
    const scene = await aTaskAtWork(server)
    const { workforce_id } = scene.team
    for (let i = 0; i < 100; i++) await joining(scene, `n${i}`)
    const body = { workforces_config: { workforces: [{ workforce_id }] } }
    expect(await owner.refused('UpdateWorkforceTask', scene, body)).toMatchObject({
      status: 400,
      error_code: 'ModelArts.0118',
    })
  })
})

describe('the manager to whom a task was handed', () => {
  const handTo = async (scene: TaskScene, manager: Caller | null) => {
    await update(scene, { workforces_config: { agency: manager?.email ?? '' } })
  }

  test('decides about people of his team; the others stay', async () => {
    const scene = await aTaskAtWork(server, { samples: 8, labelers: 2 })
    const own = await aTeam(server, { labelers: 2, managers: 1 })
    const [manager] = own.managers
    await handTo(scene, manager!)
    await update(scene, listing(own, ...own.labelers), manager)
    expect(await sizes(scene, ...scene.team.labelers, ...own.labelers)).toEqual([2, 2, 2, 2])
    await update(scene, listing(own, own.labelers[0]!), manager)
    expect((await sizes(scene, ...scene.team.labelers, own.labelers[0]!)).sort()).toEqual([2, 3, 3])
    const foreign = listing(scene.team, scene.labeler)
    expect(await manager!.refused('UpdateWorkforceTask', scene, foreign)).toMatchObject({
      error_code: 'ModelArts.4601',
    })
    await expectSound(scene)
  })

  test('changes neither name nor description, and hands the task to nobody', async () => {
    const scene = await aTaskAtWork(server, { labelers: 1, managers: 1 })
    const [manager] = scene.team.managers
    expect(await manager!.refused('UpdateWorkforceTask', scene, { description: 'x' })).toMatchObject({ status: 403 })
    await handTo(scene, manager!)
    const other = (await aTeam(server, { managers: 1 })).managers[0]!
    for (const body of [
      { task_name: 'x' },
      { description: 'x' },
      { workforces_config: { agency: other.email } },
      { workforces_config: { agency: '' } },
    ]) {
      expect(await manager!.refused('UpdateWorkforceTask', scene, body)).toMatchObject({
        status: 403,
        error_code: 'ModelArts.4600',
      })
    }
    expect(await scene.labeler.refused('UpdateWorkforceTask', scene, {})).toMatchObject({ status: 403 })
  })

  test('is replaced by the owner, and told so', async () => {
    const scene = await aTaskAtWork(server, { labelers: 1 })
    const first = (await aTeam(server, { managers: 1 })).managers[0]!
    const second = (await aTeam(server, { managers: 1 })).managers[0]!
    await handTo(scene, first)
    expect(await first.call('DescWorkforceTask', scene)).toMatchObject({ workforces_config: { agency: first.email } })
    await handTo(scene, second)
    expect(await first.refused('DescWorkforceTask', scene)).toMatchObject({ status: 404 })
    expect(await second.call('DescWorkforceTask', scene)).toMatchObject({ workforces_config: { agency: second.email } })
    await handTo(scene, null)
    expect((await owner.call('DescWorkforceTask', scene)).workforces_config).not.toHaveProperty('agency')
    const mails = await scene.store.db
      .selectFrom('mail')
      .select('kind')
      .where('task_id', '=', scene.workforce_task_id)
      .execute()
    expect(mails.map(({ kind }) => kind)).toEqual(['task_assign', 'task_assign'])
  })
})

describe('a created task', () => {
  test('keeps other people for its start', async () => {
    const team = await aTeam(server, { labelers: 2, reviewers: 1, managers: 1 })
    const scene = await aTaskAtWork(server, { samples: 4 })
    const { task_id } = await owner.call('CreateWorkforceTask', scene, {})
    const task = { dataset_id: scene.dataset_id, workforce_task_id: task_id }
    await owner.call('UpdateWorkforceTask', task, {
      workforces_config: { agency: team.managers[0]!.worker_id, workforces: [{ workforce_id: team.workforce_id }] },
    })
    expect(await team.managers[0]!.call('DescWorkforceTask', task)).toMatchObject({
      status: 6,
      workforces_config: { agency: team.managers[0]!.email, workforces: [{ workforce_id: team.workforce_id }] },
      workforce_stats: { labeler_count: 2, reviewer_count: 1, workforce_count: 1 },
    })
    const workers = [{ worker_id: team.labelers[0]!.worker_id }]
    const own = { workforces_config: { workforces: [{ workforce_id: team.workforce_id, workers }] } }
    await team.managers[0]!.call('UpdateWorkforceTask', task, own)
    await owner.call('StartWorkforceTask', task, {})
    await server.idle()
    expect(await owner.call('DescWorkforceTask', task)).toMatchObject({
      status: 1,
      workforce_stats: { labeler_count: 1, reviewer_count: 0 },
    })
  })
})
