import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aServer, type TestServer } from '#tests/app.ts'
import { aDataset, aMember, aTeam } from '#tests/builders.ts'
import type { Caller } from '#tests/caller.ts'
import { aTaskAtWork } from '#tests/scenes.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

/** Somebody with a task of each name, oldest first. */
async function aBusyLabeler(names: readonly string[]): Promise<Caller> {
  const team = await aTeam(server, { labelers: 1 })
  const dataset = await aDataset(server, { lines: ['a', 'b', 'c'] })
  for (const [i, task_name] of names.entries()) {
    const { task_id } = await server.owner.call('CreateWorkforceTask', dataset, {
      task_name,
      workforces_config: { workforces: [{ workforce_id: team.workforce_id }] },
    })
    await server.idle()
    const { db } = server.services.store
    await db.updateTable('workforce_task').set({ create_time: i }).where('task_id', '=', task_id).execute()
  }
  return team.labelers[0]!
}

const namesFor = async (caller: Caller, query: object = {}) => {
  const { count, worker_tasks } = await caller.call('ListWorkerTasks', query)
  return [count, worker_tasks.map(({ workforce_task_name }) => workforce_task_name)]
}

describe('the tasks of a member', () => {
  test('come with his own figures as a labeler and with those of the task as a reviewer or manager', async () => {
    const scene = await aTaskAtWork(server, { samples: 5, labelers: 2, reviewers: 1, managers: 1 })
    await scene.label(scene.labeler, scene.sample_ids.slice(0, 1), [{ name: 'ham' }])
    const own = await scene.labeler.call('ListWorkerTasks', {})
    const { task_name, create_time } = await scene.task()
    expect(own).toMatchObject({
      count: 1,
      worker_tasks: [
        {
          dataset_id: scene.dataset_id,
          dataset_type: 100,
          email: scene.labeler.email,
          email_status: 0,
          last_notify_time: 0,
          role: 0,
          task_id: scene.workforce_task_id,
          task_status: 1,
          worker_id: scene.labeler.worker_id,
          workforce_task_name: task_name,
          create_time,
          pass_rate: 0,
          score: 0,
          muster: { checked_sample_count: 0 },
          sample_stats: { total_sample_count: 3, unannotated_sample_count: 2, unreviewed_sample_count: 1 },
        },
      ],
    })
    for (const [caller, role] of [
      [scene.reviewer, 1],
      [scene.team.managers[0]!, 2],
    ] as const) {
      expect((await caller.call('ListWorkerTasks', {})).worker_tasks).toMatchObject([
        { role, sample_stats: { total_sample_count: 5, unreviewed_sample_count: 1 } },
      ])
    }
  })

  test('carry the rates of his own entries', async () => {
    const scene = await aTaskAtWork(server, { samples: 4, labelers: 2 })
    for (const labeler of scene.team.labelers) {
      const own = (await scene.entries()).filter(({ worker_id }) => worker_id === labeler.worker_id)
      const ids = own.map(({ sample_id }) => sample_id)
      await scene.label(labeler, ids, [{ name: 'ham' }])
    }
    await scene.startAcceptance()
    const [one, two] = scene.team.labelers as [Caller, Caller]
    for (const { sample_id, worker_id } of await scene.entries()) {
      await scene.judge([
        worker_id === one.worker_id ? { sample_id, accept: true, score: 'A' } : { sample_id, accept: false },
      ])
    }
    const ratesOf = async (caller: Caller) => {
      const { pass_rate, score, muster } = (await caller.call('ListWorkerTasks', {})).worker_tasks[0]!
      return { pass_rate, score, ...muster }
    }
    expect(await ratesOf(one)).toEqual({ pass_rate: 1, score: 4, checked_sample_count: 2 })
    expect(await ratesOf(two)).toEqual({ pass_rate: 0, score: 0, checked_sample_count: 2 })
  })

  test.each([
    [0, 0],
    [1, 1],
    [2, 2],
    [3, 3],
    [4, 4],
    [5, 2],
    [7, 2],
  ])('in status %i are shown to him as %i', async (status, shown) => {
    const scene = await aTaskAtWork(server, { status: status as 1 })
    expect((await scene.labeler.call('ListWorkerTasks', {})).worker_tasks).toMatchObject([{ task_status: shown }])
  })

  test('that are only created are seen by their manager', async () => {
    const team = await aTeam(server, { labelers: 1, managers: 1 })
    const { workforce_id } = team
    const dataset = await aDataset(server, { lines: ['a'] })
    await server.owner.call('CreateWorkforceTask', dataset, {
      workforces_config: { agency: team.managers[0]!.email, workforces: [{ workforce_id }] },
    })
    expect((await team.managers[0]!.call('ListWorkerTasks', {})).worker_tasks).toMatchObject([
      { task_status: 6, role: 2 },
    ])
    expect(await team.labelers[0]!.call('ListWorkerTasks', {})).toEqual({ count: 0, worker_tasks: [] })
  })

  test('of several datasets and roles stand in one list; those he left and deleted ones do not', async () => {
    const first = await aTaskAtWork(server, { labelers: 2 })
    const second = await aTaskAtWork(server, { labelers: 1 })
    const third = await aTaskAtWork(server, { labelers: 1 })
    const [one, two] = first.team.labelers as [Caller, Caller]
    for (const scene of [second, third]) {
      const { workforce_id } = scene.team
      const reviewer = await aMember(server, { workforce_id, email: one.email, role: 1 })
      const workers = [{ email: scene.labeler.email }, { email: reviewer.email }]
      await server.owner.call('UpdateWorkforceTask', scene, {
        workforces_config: { workforces: [{ workforce_id, workers }] },
      })
    }
    const rolesOf = async () =>
      (await one.call('ListWorkerTasks', {})).worker_tasks.map(({ task_id, role }) => [task_id, role])
    expect((await rolesOf()).sort()).toEqual(
      [
        [first.workforce_task_id, 0],
        [second.workforce_task_id, 1],
        [third.workforce_task_id, 1],
      ].sort(),
    )
    const { workforce_id } = first.team
    const stay = { workforces: [{ workforce_id, workers: [{ email: two.email }] }] }
    await server.owner.call('UpdateWorkforceTask', first, { workforces_config: stay })
    await server.owner.call('DeleteWorkforceTask', second)
    expect(await rolesOf()).toEqual([[third.workforce_task_id, 1]])
  })

  test('are none for an owner', async () => {
    await aTaskAtWork(server)
    expect(await server.owner.call('ListWorkerTasks', {})).toEqual({ count: 0, worker_tasks: [] })
  })
})

describe('the list', () => {
  test('is sorted by time, newest first, or by name', async () => {
    const caller = await aBusyLabeler(['b', 'c', 'a'])
    expect(await namesFor(caller)).toEqual([3, ['a', 'c', 'b']])
    expect(await namesFor(caller, { order: 'asc' })).toEqual([3, ['b', 'c', 'a']])
    expect(await namesFor(caller, { sort_by: 'create_time', order: 'desc' })).toEqual([3, ['a', 'c', 'b']])
    expect(await namesFor(caller, { sort_by: 'workforce_task_name' })).toEqual([3, ['c', 'b', 'a']])
    expect(await namesFor(caller, { sort_by: 'workforce_task_name', order: 'asc' })).toEqual([3, ['a', 'b', 'c']])
    const other = await aBusyLabeler(['a_t', 'aZ', 'B'])
    expect(await namesFor(other, { sort_by: 'workforce_task_name', order: 'asc' })).toEqual([3, ['B', 'aZ', 'a_t']])
  })

  test('is cut into pages of ten, the offset counts pages', async () => {
    const names = Array.from({ length: 12 }, (_, i) => `t${String(i).padStart(2, '0')}`)
    const caller = await aBusyLabeler(names)
    expect((await namesFor(caller))[1]).toHaveLength(10)
    expect(await namesFor(caller, { offset: 1 })).toEqual([12, ['t01', 't00']])
    expect(await namesFor(caller, { offset: 2, limit: 5 })).toEqual([12, ['t01', 't00']])
    expect(await namesFor(caller, { offset: 9 })).toEqual([12, []])
    for (const query of [{ limit: 0 }, { limit: 101 }, { offset: -1 }, { order: 'up' }, { sort_by: 'task_name' }]) {
      const refused = await caller.refused('ListWorkerTasks', query as object)
      expect(refused).toMatchObject({ status: 400, error_code: 'ModelArts.4396' })
    }
  })

  test('is searched by a part of the name, in which nothing is a wildcard', async () => {
    const caller = await aBusyLabeler(['Night_shift', 'night-shift', 'day'])
    const found = async (search_content: string) => (await namesFor(caller, { search_content, order: 'asc' }))[1]
    expect(await found('SHIFT')).toEqual(['Night_shift', 'night-shift'])
    expect(await found('t_s')).toEqual(['Night_shift'])
    expect(await found('%')).toEqual([])
    expect(await found('\\')).toEqual([])
    expect(await found('')).toHaveLength(3)
    expect(await namesFor(caller, { search_content: 'ay' })).toEqual([1, ['day']])
  })
})
