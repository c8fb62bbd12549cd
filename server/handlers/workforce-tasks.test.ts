import { setImmediate as otherWork } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aServer, type TestServer } from '#tests/app.ts'
import { aDataset, aTeam } from '#tests/builders.ts'
import type { Caller } from '#tests/caller.ts'
import { aTaskAtWork } from '#tests/scenes.ts'
import { everybodyOf, lines, type Task, tasksOf } from '#tests/tasks.ts'

let server: TestServer
let owner: Caller
let create: ReturnType<typeof tasksOf>['create']
let describeTask: ReturnType<typeof tasksOf>['describeTask']
let setTask: ReturnType<typeof tasksOf>['setTask']
beforeAll(async () => {
  // A mail server that nobody can reach: what is to be sent stays in the outbox, where the tests see it.
  server = await aServer({ SMTP_URL: 'smtp://127.0.0.1:9' })
  owner = server.owner
  ;({ create, describeTask, setTask } = tasksOf(server))
})
afterAll(() => server.close())

describe('figures of a task', () => {
  test('show no entry before all are dealt', async () => {
    const scene = await aTaskAtWork(server, { samples: 3, labelers: 1 })
    await scene.label(scene.labeler, scene.sample_ids.slice(0, 1), [{ name: 'ham' }])
    await setTask(scene, { status: 0 })
    const shown = await owner.call('DescWorkforceTask', { ...scene, label_stats: true })
    expect(shown).toMatchObject({ status: 0, sample_stats: { total_sample_count: 0 } })
    expect(shown.label_stats!.map(({ count }) => count)).toEqual([0, 0])
    expect(shown.worker_stats).toMatchObject([{ sample_stats: { total_sample_count: 0 } }])
    expect(await owner.call('GetWorkforceTaskMetrics', scene)).toMatchObject({
      sample_stats: { [scene.labeler.email]: { un_annotation: 0 } },
    })
  })

  test('follow the work, by state, by label and by member', async () => {
    const scene = await aTaskAtWork(server, { samples: 6, labelers: 2, reviewers: 1, managers: 1 })
    const [one, two] = scene.team.labelers as [Caller, Caller]
    const own = async (caller: Caller) =>
      (await scene.entries()).filter((e) => e.worker_id === caller.worker_id).map(({ sample_id }) => sample_id)
    const [a, b] = await own(one)
    await scene.label(one, [a!], [{ name: 'ham' }, { name: 'spam' }])
    await scene.label(one, [b!], [{ name: 'ham' }])
    await scene.review(scene.reviewer, [{ sample_id: a, accept: true }])
    await scene.review(scene.reviewer, [{ sample_id: b, accept: false, comment: 'no' }])

    const shown = await owner.call('DescWorkforceTask', { ...scene, label_stats: true })
    expect(shown.sample_stats).toMatchObject({
      total_sample_count: 6,
      unannotated_sample_count: 4,
      uncheck_sample_count: 1,
      rejected_sample_count: 1,
    })
    expect(shown.label_stats).toMatchObject([
      { name: 'ham', type: 100, count: 2, sample_count: 2 },
      { name: 'spam', type: 100, count: 1, sample_count: 1 },
    ])
    expect(shown.worker_stats!.map(({ email, role, sample_stats }) => [email, role, sample_stats])).toMatchObject([
      [one.email, 0, { total_sample_count: 3, unannotated_sample_count: 1 }],
      [two.email, 0, { total_sample_count: 3, unannotated_sample_count: 3 }],
      [scene.reviewer.email, 1, { total_sample_count: 6 }],
      [scene.team.managers[0]!.email, 2, { total_sample_count: 6 }],
    ])
    expect(await describeTask(scene)).not.toHaveProperty('label_stats')
    expect(await owner.call('GetWorkforceTaskMetrics', scene)).toEqual({
      sample_stats: {
        [one.email]: { un_annotation: 1, auto_annotation: 0, unreviewed: 0, uncheck: 1, rejected: 1, accepted: 0 },
        [two.email]: { un_annotation: 3, auto_annotation: 0, unreviewed: 0, uncheck: 0, rejected: 0, accepted: 0 },
      },
    })
  })

  test('are all of one moment, also while labelers save', async () => {
    const scene = await aTaskAtWork(server, { samples: 200, labelers: 2 })
    const entries = await scene.entries()
    const left = new Set(scene.team.labelers)
    const work = async (labeler: Caller) => {
      const own = entries.filter(({ worker_id }) => worker_id === labeler.worker_id)
      for (const { sample_id } of own) await scene.label(labeler, [sample_id], [{ name: 'ham' }])
      left.delete(labeler)
    }
    const watch = async () => {
      while (left.size > 0) {
        // A call to SQLite made inside the process never waits, and would leave the labelers no turn.
        await otherWork()
        const shown = await owner.call('DescWorkforceTask', { ...scene, label_stats: true })
        const unlabelled = shown.sample_stats!.unannotated_sample_count!
        const rows = shown.worker_stats!.map(({ sample_stats }) => sample_stats!.unannotated_sample_count!)
        expect([shown.label_stats![0]!.sample_count, rows.reduce((sum, one) => sum + one)]).toEqual([
          200 - unlabelled,
          unlabelled,
        ])
      }
    }
    await Promise.all([...scene.team.labelers.map(work), watch(), watch()])
  })

  test('show a labeler or reviewer his own row alone', async () => {
    const scene = await aTaskAtWork(server, { samples: 2, labelers: 2, reviewers: 1, managers: 1 })
    const rowsFor = async (caller: Caller) => (await describeTask(scene, caller)).worker_stats!.map((row) => row.email)
    const metricsFor = async (caller: Caller) =>
      Object.keys((await caller.call('GetWorkforceTaskMetrics', scene)).sample_stats)
    expect(await rowsFor(scene.labeler)).toEqual([scene.labeler.email])
    expect(await metricsFor(scene.labeler)).toEqual([scene.labeler.email])
    expect(await rowsFor(scene.reviewer)).toEqual([scene.reviewer.email])
    expect(await metricsFor(scene.reviewer)).toEqual([])
    expect(await rowsFor(scene.team.managers[0]!)).toHaveLength(4)
    expect(await metricsFor(scene.team.managers[0]!)).toHaveLength(2)
  })

  test('show the acceptance, also when it has ended', async () => {
    const scene = await aTaskAtWork(server, { samples: 4, labelers: 1 })
    await scene.label(scene.labeler, scene.sample_ids, [{ name: 'ham' }])
    const checking_task_id = await scene.startAcceptance({ sampling_num: 2 })
    const open = await describeTask(scene)
    expect(open.sample_stats).toMatchObject({ uncheck_sample_count: 4, sampled_sample_count: 2 })
    expect(open.checking_task_desc).toMatchObject({
      checking_task_id,
      overwrite_last_result: false,
      checking_stats: { task_id: checking_task_id, sampling_num: 2, total_sample_count: 4 },
    })
    expect(open.checking_task_desc).not.toHaveProperty('action')
    const drawn = (await scene.entries()).filter(({ drawn_in }) => drawn_in === 1)
    await scene.judge([
      { sample_id: drawn[0]!.sample_id, accept: true, score: 'A' },
      { sample_id: drawn[1]!.sample_id, accept: false },
    ])
    await scene.finish(4, true)
    const ended = await describeTask(scene)
    expect(ended).toMatchObject({
      status: 4,
      check_rate: 0.5,
      pass_rate: 0.5,
      score: 2,
      sample_stats: { accepted_sample_count: 3, rejected_sample_count: 1, sampled_sample_count: 0 },
      checking_task_desc: { checking_task_id, action: 4, overwrite_last_result: true },
      worker_stats: [{ task_status: 4, pass_rate: 0.5, score: 2 }],
    })
    const { tasks } = await owner.call('ListWorkforceTasks', scene)
    expect(tasks[0]!.checking_task_desc).toEqual({ checking_task_id, action: 4, overwrite_last_result: true })
  })
})

describe('the list of tasks', () => {
  test('is newest first and cut into pages', async () => {
    const dataset = await aDataset(server, { lines: lines(1) })
    const tasks: Task[] = []
    for (let i = 0; i < 5; i++) {
      tasks.push(await create(dataset, { task_name: `t${i}` }))
      await setTask(tasks[i]!, { create_time: 1000 + i })
    }
    const namesOf = async (query: object) => {
      const { count, tasks } = await owner.call('ListWorkforceTasks', { ...dataset, ...query })
      expect(count).toBe(5)
      return tasks.map(({ task_name }) => task_name)
    }
    expect(await namesOf({})).toEqual(['t4', 't3', 't2', 't1', 't0'])
    expect(await namesOf({ limit: 2 })).toEqual(['t4', 't3'])
    expect(await namesOf({ limit: 2, offset: 2 })).toEqual(['t0'])
    expect(await namesOf({ limit: 2, offset: 3 })).toEqual([])
    for (const query of [{ limit: 0 }, { limit: 1001 }, { offset: -1 }]) {
      const refused = await owner.refused('ListWorkforceTasks', { ...dataset, ...query })
      expect(refused).toMatchObject({ status: 400, error_code: 'ModelArts.4396' })
    }
  })

  test('shows the same as the details, but for the members', async () => {
    const scene = await aTaskAtWork(server, { samples: 3, labelers: 2, reviewers: 1 })
    const { worker_stats, ...rest } = await describeTask(scene)
    expect((await owner.call('ListWorkforceTasks', scene)).tasks).toEqual([rest])
    expect(worker_stats).toHaveLength(3)
  })

  test('has for a manager the tasks that are his, and nothing for labelers and reviewers', async () => {
    const own = await aTeam(server, { labelers: 1, reviewers: 1, managers: 1 })
    const other = await aTeam(server, { labelers: 1 })
    const dataset = await aDataset(server, { lines: lines(1) })
    const mine = await create(dataset, { workforces_config: everybodyOf(own) })
    await create(dataset, { workforces_config: everybodyOf(other) })
    await create(dataset, {})
    const { count, tasks } = await own.managers[0]!.call('ListWorkforceTasks', dataset)
    expect([count, tasks.map(({ task_id }) => task_id)]).toEqual([1, [mine.workforce_task_id]])
    for (const caller of [own.labelers[0]!, own.reviewers[0]!]) {
      expect(await caller.refused('ListWorkforceTasks', dataset)).toMatchObject({ status: 403 })
    }
  })
})

describe('deleting a task', () => {
  test.each([0, 1, 2, 3, 4, 5, 6, 7])('works in status %i and leaves nothing', async (status) => {
    const scene = await aTaskAtWork(server, { samples: 3, labelers: 1 })
    await scene.label(scene.labeler, scene.sample_ids.slice(0, 2), [{ name: 'ham' }])
    await scene.startAcceptance()
    await setTask(scene, { status })
    expect(await owner.call('DeleteWorkforceTask', scene)).toBeNull()
    for (const caller of [owner, scene.labeler]) {
      expect(await caller.refused('DescWorkforceTask', scene)).toMatchObject({ status: 404 })
    }
    expect(await owner.call('ListWorkforceTasks', scene)).toEqual({ count: 0, tasks: [] })
    await server.idle()
    const { db } = server.services.store
    for (const table of ['entry', 'entry_tally', 'entry_label', 'entry_label_tally', 'acceptance', 'mail'] as const) {
      const rows = await db.selectFrom(table).selectAll().where('task_id', '=', scene.workforce_task_id).execute()
      expect([table, rows]).toEqual([table, []])
    }
    expect(await owner.refused('DeleteWorkforceTask', scene)).toMatchObject({
      status: 404,
      error_code: 'ModelArts.4619',
    })
    const audit = await db.selectFrom('audit').selectAll().where('object_id', '=', scene.workforce_task_id).execute()
    expect(audit.at(-1)).toMatchObject({ action: 'workforce_task.delete' })
  })

  test('frees the name at once and keeps what was accepted in the dataset', async () => {
    const scene = await aTaskAtWork(server, { samples: 1, labelers: 1 })
    await scene.label(scene.labeler, scene.sample_ids, [{ name: 'ham' }])
    await scene.startAcceptance()
    await scene.finish(0)
    const { task_name } = await describeTask(scene)
    await owner.call('DeleteWorkforceTask', scene)
    await owner.call('CreateWorkforceTask', scene, { task_name })
    await server.idle()
    expect(await scene.names((await scene.sample(scene.sample_ids[0]!)).labels)).toEqual(['ham'])
  })

  test('is for the owner alone', async () => {
    const scene = await aTaskAtWork(server, { labelers: 1, managers: 1 })
    for (const caller of [scene.labeler, scene.team.managers[0]!]) {
      expect(await caller.refused('DeleteWorkforceTask', scene)).toMatchObject({ status: 403 })
    }
  })
})
