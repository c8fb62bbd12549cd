import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aServer, type TestServer } from '#tests/app.ts'
import { aDataset, aTeam } from '#tests/builders.ts'
import type { Caller } from '#tests/caller.ts'
import { aTaskAtWork } from '#tests/scenes.ts'
import { everybodyOf, lines, tasksOf } from '#tests/tasks.ts'

let server: TestServer
let owner: Caller
let create: ReturnType<typeof tasksOf>['create']
let describeTask: ReturnType<typeof tasksOf>['describeTask']
let mailsOf: ReturnType<typeof tasksOf>['mailsOf']
let setTask: ReturnType<typeof tasksOf>['setTask']
beforeAll(async () => {
  // A mail server that nobody can reach: what is to be sent stays in the outbox, where the tests see it.
  server = await aServer({ SMTP_URL: 'smtp://127.0.0.1:9' })
  owner = server.owner
  ;({ create, describeTask, mailsOf, setTask } = tasksOf(server))
})
afterAll(() => server.close())

describe('starting a created task', () => {
  test('deals to the people the call names', async () => {
    const team = await aTeam(server, { labelers: 3, reviewers: 1 })
    const task = await create(await aDataset(server, { lines: lines(4) }), {})
    const [one, two] = team.labelers as [Caller, Caller]
    const workers = [{ email: one.email }, { email: two.email }]
    const workforces_config = { workforces: [{ workforce_id: team.workforce_id, workers }] }
    const body = { dataset_id: task.dataset_id, task_id: task.workforce_task_id, workforces_config }
    expect(await owner.call('StartWorkforceTask', task, body)).toEqual({})
    await server.idle()
    expect(await describeTask(task)).toMatchObject({
      status: 1,
      workforce_stats: { labeler_count: 2, reviewer_count: 0, workforce_count: 1 },
      sample_stats: { total_sample_count: 4 },
    })
  })

  test('takes the people the task was created with when the call names none', async () => {
    const team = await aTeam(server, { labelers: 2, managers: 1 })
    const [manager] = team.managers
    const workforces_config = { agency: manager!.email, ...everybodyOf(team) }
    const task = await create(await aDataset(server, { lines: lines(4) }), { workforces_config })
    await owner.call('StartWorkforceTask', task, {})
    await server.idle()
    expect(await describeTask(task)).toMatchObject({ status: 1, workforce_stats: { labeler_count: 2 } })
    expect((await mailsOf(task)).map(({ kind }) => kind).sort()).toEqual([
      'task_assign',
      'task_started',
      'task_started',
    ])
  })

  test('is for its manager as well, with people of his own teams', async () => {
    const own = await aTeam(server, { labelers: 2, managers: 1 })
    const other = await aTeam(server, { labelers: 1, managers: 1 })
    const [manager] = own.managers
    const task = await create(await aDataset(server, { lines: lines(4) }), {
      workforces_config: { agency: manager!.email },
    })
    const foreign = { workforces_config: everybodyOf(other) }
    expect(await manager!.refused('StartWorkforceTask', task, foreign)).toMatchObject({ error_code: 'ModelArts.4601' })
    await manager!.call('StartWorkforceTask', task, { workforces_config: everybodyOf(own) })
    await server.idle()
    expect(await describeTask(task, manager)).toMatchObject({
      status: 1,
      workforces_config: { agency: manager!.email, workforces: [{ workforce_id: own.workforce_id }] },
    })
    const scene = await aTaskAtWork(server, { managers: 1, status: 4 })
    expect(await scene.team.managers[0]!.refused('StartWorkforceTask', scene, {})).toMatchObject({
      status: 403,
      error_code: 'ModelArts.4600',
    })
    expect(await scene.labeler.refused('StartWorkforceTask', scene, {})).toMatchObject({ status: 403 })
  })

  test('shows a manager without a team at work as agency alone', async () => {
    const own = await aTeam(server, { managers: 1 })
    const working = await aTeam(server, { labelers: 1 })
    const task = await create(await aDataset(server, { lines: lines(1) }), {
      workforces_config: { agency: own.managers[0]!.email },
    })
    await owner.call('StartWorkforceTask', task, { workforces_config: everybodyOf(working) })
    await server.idle()
    const { workforces_config, workforce_stats } = await describeTask(task)
    expect(workforces_config!.agency).toBe(own.managers[0]!.email)
    expect(workforces_config!.workforces).toHaveLength(1)
    expect(workforce_stats!.workforce_count).toBe(1)
    expect(await describeTask(task, own.managers[0])).toMatchObject({ status: 1 })
  })

  test('needs labelers, members of the team, and leaves the task in 6 otherwise', async () => {
    const team = await aTeam(server, { labelers: 1, reviewers: 1 })
    const task = await create(await aDataset(server, { lines: lines(1) }), { repetition: 2 })
    const withWorkers = (...workers: object[]) => ({
      workforces_config: { workforces: [{ workforce_id: team.workforce_id, workers }] },
    })
    const cases: [object, string][] = [
      [{}, '4621'],
      [withWorkers({ email: team.reviewers[0]!.email }), '4621'],
      [withWorkers({ email: 'stranger@example.com' }), '4604'],
      [withWorkers({ email: team.labelers[0]!.email }), '4822'],
      [{ task_id: 'another' }, '4619'],
      [{ dataset_id: 'another' }, '4396'],
    ]
    for (const [body, code] of cases) {
      const refused = await owner.refused('StartWorkforceTask', task, body)
      expect(refused).toMatchObject({ status: 400, error_code: `ModelArts.${code}` })
    }
    expect(await describeTask(task)).toMatchObject({ status: 6, workforce_stats: { labeler_count: 0 } })
  })

  test('waits for another deal of the dataset', async () => {
    const dataset = await aDataset(server, { lines: lines(1) })
    const [first, second] = [await create(dataset, {}), await create(dataset, {})]
    await setTask(first, { status: 0 })
    const body = { workforces_config: everybodyOf(await aTeam(server, { labelers: 1 })) }
    expect(await owner.refused('StartWorkforceTask', second, body)).toMatchObject({ error_code: 'ModelArts.4621' })
    await setTask(first, { status: 6 })
    await owner.call('StartWorkforceTask', second, body)
  })

  test.each([0, 1, 2, 3, 5, 7])('is refused in status %i', async (status) => {
    const scene = await aTaskAtWork(server)
    await setTask(scene, { status })
    expect(await owner.refused('StartWorkforceTask', scene, {})).toMatchObject({
      status: 400,
      error_code: 'ModelArts.4621',
    })
  })

  test('takes a rejected task up again', async () => {
    const scene = await aTaskAtWork(server, { status: 4, samples: 2 })
    await owner.call('StartWorkforceTask', scene, {})
    expect(await describeTask(scene)).toMatchObject({ status: 1, sample_stats: { total_sample_count: 2 } })
  })

  test('takes a rejected task up again with other people', async () => {
    const scene = await aTaskAtWork(server, { status: 4, samples: 4 })
    const others = await aTeam(server, { labelers: 2 })
    await owner.call('StartWorkforceTask', scene, { workforces_config: everybodyOf(others) })
    await server.idle()
    const { status, worker_stats } = await describeTask(scene)
    expect(status).toBe(1)
    expect(worker_stats!.map(({ email, sample_stats }) => [email, sample_stats!.total_sample_count])).toEqual(
      others.labelers.map(({ email }) => [email, 2]),
    )
  })
})
