import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CreateWorkforceTaskReq } from '#contract/workforce-tasks.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { aDataset, aTeam, type TestDataset } from '#tests/builders.ts'
import type { Caller } from '#tests/caller.ts'
import { aTaskAtWork } from '#tests/scenes.ts'
import { everybodyOf, lines, type Task, tasksOf } from '#tests/tasks.ts'

let server: TestServer
let owner: Caller
let create: ReturnType<typeof tasksOf>['create']
let setTask: ReturnType<typeof tasksOf>['setTask']
beforeAll(async () => {
  // A mail server that nobody can reach: what is to be sent stays in the outbox, where the tests see it.
  server = await aServer({ SMTP_URL: 'smtp://127.0.0.1:9' })
  owner = server.owner
  ;({ create, setTask } = tasksOf(server))
})
afterAll(() => server.close())

describe('a task cannot be created', () => {
  const refusal = async (dataset: TestDataset, body: CreateWorkforceTaskReq) => {
    const before = await owner.call('ListWorkforceTasks', dataset)
    const refused = await owner.refused('CreateWorkforceTask', dataset, body)
    expect((await owner.call('ListWorkforceTasks', dataset)).count).toBe(before.count)
    return refused
  }

  test('with a team or member that is unknown or foreign', async () => {
    const dataset = await aDataset(server, { lines: lines(1) })
    const team = await aTeam(server, { labelers: 1, managers: 1 })
    const elsewhere = await server.makeProject()
    const foreign = await aTeam(server, { labelers: 1, managers: 1, project: elsewhere })
    const stranger = { email: 'stranger@example.com' }
    const withWorkers = (...workers: object[]) => ({ workforces: [{ workforce_id: team.workforce_id, workers }] })
    const cases: [object, string, RegExp][] = [
      [everybodyOf(foreign), '4601', /workforces_config\.workforces\[0\]\.workforce_id/],
      [{ workforces: [{ workforce_name: 'nobody' }] }, '4601', /workforce_name/],
      [{ workforces: [{}] }, '4396', /workforces\[0\]\.workforce_id/],
      [withWorkers(stranger), '4604', /workforces\[0\]\.workers\[0\]/],
      [withWorkers({}), '4396', /email or worker_id/],
      [withWorkers({ email: team.labelers[0]!.email, worker_id: 'another' }), '4604', /another/],
      [withWorkers({ email: team.labelers[0]!.email, role: 3 }), '4396', /role/],
      [{ agency: 'stranger@example.com' }, '4604', /workforces_config\.agency/],
      [{ agency: team.labelers[0]!.email }, '4604', /agency/],
      [{ agency: foreign.managers[0]!.email }, '4604', /agency/],
    ]
    for (const [workforces_config, code, message] of cases) {
      const refused = await refusal(dataset, { workforces_config } as CreateWorkforceTaskReq)
      expect(refused).toMatchObject({ status: 400, error_code: `ModelArts.${code}` })
      expect(refused.error_msg).toMatch(message)
    }
  })

  test('without a labeler', async () => {
    const team = await aTeam(server, { reviewers: 1, managers: 1 })
    const refused = await refusal(await aDataset(server, { lines: lines(1) }), { workforces_config: everybodyOf(team) })
    expect(refused).toMatchObject({ status: 400, error_code: 'ModelArts.4621' })
  })

  test('with a repetition that its labelers cannot meet', async () => {
    const dataset = await aDataset(server, { lines: lines(1) })
    const alone = everybodyOf(await aTeam(server, { labelers: 1 }))
    const pair = everybodyOf(await aTeam(server, { labelers: 2 }))
    const codeOf = async (body: object) => (await refusal(dataset, body)).error_code
    expect(await codeOf({ repetition: 2, workforces_config: alone })).toBe('ModelArts.4822')
    expect(await codeOf({ repetition: 3, workforces_config: pair })).toBe('ModelArts.4396')
    for (const repetition of [0, -1, 1.5, 101, null, '2', true]) {
      expect(await codeOf({ repetition })).toBe('ModelArts.4396')
    }
  })

  test('with a bad or taken name', async () => {
    const dataset = await aDataset(server, { lines: lines(1) })
    await create(dataset, { task_name: 'one' })
    expect(await refusal(dataset, { task_name: 'one' })).toMatchObject({ status: 400, error_code: 'ModelArts.4620' })
    for (const task_name of ['', 'a b', 'ä', 'x'.repeat(65)]) {
      expect(await refusal(dataset, { task_name })).toMatchObject({ error_code: 'ModelArts.4396' })
    }
    await create(await aDataset(server, { lines: lines(1) }), { task_name: 'one' })
    await create(dataset, { task_name: 'x'.repeat(64) })
  })

  test('as the twenty-first unfinished one', async () => {
    const dataset = await aDataset(server, { lines: lines(1) })
    const tasks: Task[] = []
    for (let i = 0; i < 20; i++) tasks.push(await create(dataset, {}))
    expect(await refusal(dataset, {})).toMatchObject({ status: 400, error_code: 'ModelArts.4616' })
    await setTask(tasks[0]!, { status: 3 })
    await create(dataset, {})
  })

  test('while another one of the dataset is dealt', async () => {
    const dataset = await aDataset(server, { lines: lines(1) })
    const workforces_config = everybodyOf(await aTeam(server, { labelers: 1 }))
    const other = await create(dataset, {})
    await setTask(other, { status: 0 })
    const refused = await refusal(dataset, { workforces_config })
    expect(refused).toMatchObject({ status: 400, error_code: 'ModelArts.4621' })
    await create(dataset, {})
    await setTask(other, { status: 1 })
    await create(dataset, { workforces_config })
  })

  test('at the same time as others: each call is done or refused, and no deal runs beside another', async () => {
    const dataset = await aDataset(server, { lines: lines(20) })
    const workforces_config = everybodyOf(await aTeam(server, { labelers: 2 }))
    const calls = Array.from({ length: 8 }, () =>
      owner.call('CreateWorkforceTask', dataset, { workforces_config }).then(
        () => 'done',
        (refused) => refused.error_code,
      ),
    )
    const outcomes = await Promise.all(calls)
    await server.idle()
    expect(outcomes).toContain('done')
    expect(outcomes.filter((outcome) => outcome !== 'done')).toEqual(
      Array(outcomes.filter((outcome) => outcome !== 'done').length).fill('ModelArts.4621'),
    )
    const { tasks, count } = await owner.call('ListWorkforceTasks', dataset)
    expect(count).toBe(outcomes.filter((outcome) => outcome === 'done').length)
    for (const task of tasks) expect(task).toMatchObject({ status: 1, sample_stats: { total_sample_count: 20 } })
  })

  test.each([3, 200, 201, 400, 600, 900] as const)('for datasets of type %i', async (type) => {
    const dataset = await aDataset(server, { type })
    expect(await refusal(dataset, {})).toMatchObject({ status: 501, error_code: 'ModelArts.4383' })
  })

  test('by a member', async () => {
    const scene = await aTaskAtWork(server, { managers: 1 })
    for (const caller of [scene.labeler, scene.team.managers[0]!]) {
      expect(await caller.refused('CreateWorkforceTask', scene, {})).toMatchObject({
        status: 401,
        error_code: 'ModelArts.4804',
      })
    }
  })
})
