import { setImmediate as otherWork } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CreateWorkforceTaskReq } from '#contract/workforce-tasks.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { aDataset, aMember, aTeam, type TestDataset, type TestTeam } from '#tests/builders.ts'
import type { Caller } from '#tests/caller.ts'
import { aTaskAtWork } from '#tests/scenes.ts'

let server: TestServer
let owner: Caller
beforeAll(async () => {
  // A mail server that nobody can reach: what is to be sent stays in the outbox, where the tests see it.
  server = await aServer({ SMTP_URL: 'smtp://127.0.0.1:9' })
  owner = server.owner
})
afterAll(() => server.close())

const lines = (count: number) => Array.from({ length: count }, (_, i) => `line ${i}`)
const everybodyOf = (...teams: TestTeam[]) => ({
  workforces: teams.map(({ workforce_id }) => ({ workforce_id })),
})

/** Creates a task and waits until it is dealt. */
async function create(dataset: TestDataset, body: CreateWorkforceTaskReq): Promise<Task> {
  const { task_id } = await owner.call('CreateWorkforceTask', dataset, body)
  await server.idle()
  return { dataset_id: dataset.dataset_id, workforce_task_id: task_id }
}

type Task = { dataset_id: string; workforce_task_id: string }

const describeTask = (task: Task, caller = owner) => caller.call('DescWorkforceTask', task)

const entriesOf = ({ workforce_task_id }: Task) =>
  server.services.store.db
    .selectFrom('entry')
    .selectAll()
    .where('task_id', '=', workforce_task_id)
    .orderBy('entry_key')
    .execute()

const mailsOf = async ({ workforce_task_id }: Task) => {
  const mails = await server.services.store.db
    .selectFrom('mail')
    .select(['worker_id', 'kind', 'payload'])
    .where('task_id', '=', workforce_task_id)
    .execute()
  return mails.map(({ payload, ...mail }) => ({ ...mail, ...JSON.parse(payload) }))
}

const setTask = ({ workforce_task_id }: Task, changes: { status?: number; create_time?: number }) =>
  server.services.store.db.updateTable('workforce_task').set(changes).where('task_id', '=', workforce_task_id).execute()

describe('creating a team task with teams', () => {
  test('deals every sample to one labeler, evenly, and shows it when all is dealt', async () => {
    const team = await aTeam(server, { labelers: 3, reviewers: 1, managers: 1 })
    const dataset = await aDataset(server, { lines: lines(10) })
    const { task_id } = await owner.call('CreateWorkforceTask', dataset, { workforces_config: everybodyOf(team) })
    expect(task_id).toMatch(/^[A-Za-z0-9]{19}$/)
    await server.idle()

    const task = { dataset_id: dataset.dataset_id, workforce_task_id: task_id }
    const entries = await entriesOf(task)
    expect(new Set(entries.map(({ sample_key }) => sample_key)).size).toBe(10)
    const shares = team.labelers.map(({ worker_id }) => entries.filter((e) => e.worker_id === worker_id).length)
    expect(shares.sort()).toEqual([3, 3, 4])
    const shown = await describeTask(task)
    expect(shown).toMatchObject({
      dataset_id: dataset.dataset_id,
      task_id,
      status: 1,
      description: '',
      repetition: 1,
      synchronize_data: false,
      synchronize_auto_labeling_data: false,
      auto_sync_dataset: true,
      sample_search_conditions: [],
      workforce_stats: { labeler_count: 3, reviewer_count: 1, workforce_count: 1 },
      check_rate: 0,
      pass_rate: 0,
      score: 0,
      sample_stats: {
        total_sample_count: 10,
        unannotated_sample_count: 10,
        auto_annotation_sample_count: 0,
        unreviewed_sample_count: 0,
        uncheck_sample_count: 0,
        sampled_sample_count: 0,
        rejected_sample_count: 0,
        accepted_sample_count: 0,
        deleted_sample_count: 0,
      },
    })
    expect(shown).not.toHaveProperty('version_id')
    expect(shown).not.toHaveProperty('checking_task_desc')
    expect(shown).not.toHaveProperty('muster')
    expect(shown.workforces_config).toEqual({
      workforces: [
        {
          workforce_id: team.workforce_id,
          workforce_name: team.workforce_name,
          workers: [
            ...team.labelers.map(({ email, worker_id }) => ({ email, worker_id, role: 0 })),
            ...team.reviewers.map(({ email, worker_id }) => ({ email, worker_id, role: 1 })),
            ...team.managers.map(({ email, worker_id }) => ({ email, worker_id, role: 2 })),
          ],
        },
      ],
    })
  })

  test('keeps the entries of one labeler together, in an order that is not that of the dataset', async () => {
    const team = await aTeam(server, { labelers: 2 })
    const task = await create(await aDataset(server, { lines: lines(60) }), { workforces_config: everybodyOf(team) })
    const entries = await entriesOf(task)
    const changes = entries.filter((entry, i) => i > 0 && entry.worker_id !== entries[i - 1]!.worker_id)
    expect(changes.length).toBe(1)
    const ofOne = entries.slice(0, 30).map(({ sample_key }) => sample_key)
    expect(ofOne).not.toEqual(ofOne.toSorted((a, b) => a - b))
  })

  test('gives every sample to as many different labelers as asked for', async () => {
    const team = await aTeam(server, { labelers: 3 })
    const task = await create(await aDataset(server, { lines: lines(7) }), {
      repetition: 2,
      workforces_config: everybodyOf(team),
    })
    const entries = await entriesOf(task)
    const holders = Map.groupBy(entries, ({ sample_key }) => sample_key)
    expect([...holders.values()].map((held) => new Set(held.map(({ worker_id }) => worker_id)).size)).toEqual(
      Array(7).fill(2),
    )
    expect((await describeTask(task)).sample_stats).toMatchObject({ total_sample_count: 14 })
  })

  test('takes only samples that are unlabelled in the dataset', async () => {
    const team = await aTeam(server, { labelers: 1 })
    const dataset = await aDataset(server, { lines: lines(3), labels: [{ name: 'ham' }] })
    const { samples } = await owner.call('ListSamples', dataset)
    await owner.call('UpdateSamples', dataset, {
      samples: [{ sample_id: samples![0]!.sample_id, labels: [{ name: 'ham' }] }],
    })
    const task = await create(dataset, { workforces_config: everybodyOf(team) })
    expect((await describeTask(task)).sample_stats).toMatchObject({ total_sample_count: 2 })
  })

  test('is at work at once without any sample, and mails nobody', async () => {
    const team = await aTeam(server, { labelers: 1 })
    const task = await create(await aDataset(server, { lines: [] }), { workforces_config: everybodyOf(team) })
    expect(await describeTask(task)).toMatchObject({ status: 1, sample_stats: { total_sample_count: 0 } })
    expect(await mailsOf(task)).toEqual([])
  })

  test('mails labelers their number of entries and reviewers that of all', async () => {
    const team = await aTeam(server, { labelers: 2, reviewers: 1, managers: 1 })
    const task = await create(await aDataset(server, { lines: lines(5) }), { workforces_config: everybodyOf(team) })
    const mails = await mailsOf(task)
    const [reviewer] = team.reviewers
    expect(mails.every(({ kind }) => kind === 'task_started')).toBe(true)
    expect(mails.find(({ worker_id }) => worker_id === reviewer!.worker_id)).toMatchObject({ entries: 5 })
    const ofLabelers = mails.filter(({ worker_id }) => team.labelers.some((one) => one.worker_id === worker_id))
    expect(ofLabelers.map(({ entries }) => entries).sort()).toEqual([2, 3])
    expect(mails.length).toBe(3)
  })

  test('takes the listed workers only, by e-mail or id, and with the listed role', async () => {
    const team = await aTeam(server, { labelers: 3, reviewers: 1, managers: 1 })
    const [one, two, three] = team.labelers as [Caller, Caller, Caller]
    const task = await create(await aDataset(server, { lines: lines(4) }), {
      workforces_config: {
        workforces: [
          {
            workforce_id: team.workforce_id,
            workers: [
              { email: one.email.toUpperCase() },
              { worker_id: two.worker_id, role: 1 },
              { email: one.email, worker_id: one.worker_id },
            ],
          },
        ],
      },
    })
    const { workforces_config, workforce_stats } = await describeTask(task)
    const people = workforces_config!.workforces![0]!.workers!.map(({ worker_id, role }) => [worker_id, role])
    expect(people).toEqual([
      [one.worker_id, 0],
      [two.worker_id, 1],
      [team.managers[0]!.worker_id, 2],
    ])
    expect(workforce_stats).toEqual({ labeler_count: 1, reviewer_count: 1, workforce_count: 1 })
    expect(await three.refused('DescWorkforceTask', task)).toMatchObject({ status: 404 })
    expect(await describeTask(task, team.managers[0])).toMatchObject({ status: 1 })
  })

  test('finds a team by its name as well', async () => {
    const team = await aTeam(server, { labelers: 1 })
    const { workforce_name } = team
    const task = await create(await aDataset(server, { lines: lines(1) }), {
      workforces_config: { workforces: [{ workforce_name }] },
    })
    expect((await describeTask(task)).workforces_config!.workforces).toMatchObject([
      { workforce_id: team.workforce_id },
    ])
  })

  test('counts somebody in two teams once, where he is listed first', async () => {
    const first = await aTeam(server, { labelers: 1, reviewers: 1 })
    const second = await aTeam(server, { labelers: 1 })
    const [reviewer] = first.reviewers
    await aMember(server, { workforce_id: second.workforce_id, email: reviewer!.email, role: 0 })
    const task = await create(await aDataset(server, { lines: lines(4) }), {
      workforces_config: everybodyOf(first, second),
    })
    const { workforces_config, workforce_stats } = await describeTask(task)
    expect(workforce_stats).toEqual({ labeler_count: 2, reviewer_count: 1, workforce_count: 2 })
    const found = workforces_config!.workforces!.flatMap(({ workforce_id, workers }) =>
      workers!.filter(({ worker_id }) => worker_id === reviewer!.worker_id).map(({ role }) => ({ workforce_id, role })),
    )
    expect(found).toEqual([{ workforce_id: first.workforce_id, role: 1 }])
  })

  test('keeps name, flags and data_sync_type', async () => {
    const team = await aTeam(server, { labelers: 2 })
    const task = await create(await aDataset(server, { lines: lines(1) }), {
      task_name: 'First_task-1',
      repetition: 2,
      synchronize_data: true,
      synchronize_auto_labeling_data: true,
      auto_sync_dataset: false,
      data_sync_type: 3,
      workforces_config: everybodyOf(team),
    })
    expect(await describeTask(task)).toMatchObject({
      task_name: 'First_task-1',
      repetition: 2,
      synchronize_data: true,
      synchronize_auto_labeling_data: true,
      auto_sync_dataset: false,
      muster: { data_sync_type: 3 },
    })
  })

  test('generates a name of task- and four hex digits', async () => {
    const task = await create(await aDataset(server, { lines: lines(1) }), {})
    expect((await describeTask(task)).task_name).toMatch(/^task-[0-9a-f]{4}$/)
  })
})

describe('sample_conditions', () => {
  test('narrow the samples; several must all hold, and they are echoed', async () => {
    const team = await aTeam(server, { labelers: 1 })
    const dataset = await aDataset(server, { images: 3, files: { 'deep/a.png': 'x', 'deep/b.png': 'x' } })
    const all = JSON.stringify({ sample_dir: `${dataset.input}deep/` })
    const deep = await create(dataset, { sample_conditions: all, workforces_config: everybodyOf(team) })
    expect(await describeTask(deep)).toMatchObject({
      sample_stats: { total_sample_count: 2 },
      sample_search_conditions: [{ sample_dir: `${dataset.input}deep/` }],
    })
    const conditions = [{ sample_dir: `${dataset.input}deep/` }, { sample_name: 'a.png' }]
    const sample_conditions = JSON.stringify(conditions)
    const one = await create(dataset, { sample_conditions, workforces_config: everybodyOf(team) })
    expect(await describeTask(one)).toMatchObject({
      sample_stats: { total_sample_count: 1 },
      sample_search_conditions: conditions,
    })
  })

  test.each(['{', '5', '[null]', '{"colour":"red"}', '{"sample_name":5}', '{"sample_time":"20190231-20190301"}'])(
    'refuses %s',
    async (sample_conditions) => {
      const dataset = await aDataset(server, { lines: [] })
      const refused = await owner.refused('CreateWorkforceTask', dataset, { sample_conditions })
      expect(refused).toMatchObject({ status: 400, error_code: 'ModelArts.4396' })
      expect(refused.error_msg).toMatch(/^sample_conditions/)
    },
  )
})

describe('creating a team task for later', () => {
  test('rests in 6 without teams, seen by the owner alone', async () => {
    const task = await create(await aDataset(server, { lines: lines(1) }), {})
    expect(await describeTask(task)).toMatchObject({
      status: 6,
      workforces_config: { workforces: [] },
      workforce_stats: { labeler_count: 0, reviewer_count: 0, workforce_count: 0 },
      sample_stats: { total_sample_count: 0 },
      worker_stats: [],
    })
    expect(await mailsOf(task)).toEqual([])
  })

  test.each(['email', 'worker_id'] as const)('hands it to the manager whom agency names by %s', async (name) => {
    const team = await aTeam(server, { labelers: 2, reviewers: 1, managers: 1 })
    const [manager] = team.managers
    const task = await create(await aDataset(server, { lines: lines(1) }), {
      workforces_config: { agency: manager![name], ...everybodyOf(team) },
    })
    expect(await describeTask(task, manager)).toMatchObject({
      status: 6,
      workforces_config: { agency: manager!.email, workforces: [{ workforce_id: team.workforce_id }] },
      workforce_stats: { labeler_count: 2, reviewer_count: 1, workforce_count: 1 },
      worker_stats: [{ worker_id: manager!.worker_id, role: 2 }],
    })
    expect(await team.labelers[0]!.refused('DescWorkforceTask', task)).toMatchObject({ status: 404 })
    expect(await mailsOf(task)).toEqual([{ worker_id: manager!.worker_id, kind: 'task_assign' }])
    expect(await entriesOf(task)).toEqual([])
  })

  test('keeps people by id, so that no address outlives its member', async () => {
    const team = await aTeam(server, { labelers: 1, managers: 1 })
    const { workforce_id, labelers, managers } = team
    const task = await create(await aDataset(server, { lines: lines(1) }), {
      workforces_config: {
        agency: managers[0]!.email,
        workforces: [{ workforce_id, workers: [{ email: labelers[0]!.email }] }],
      },
    })
    const { workforces_config } = await server.services.store.db
      .selectFrom('workforce_task')
      .select('workforces_config')
      .where('task_id', '=', task.workforce_task_id)
      .executeTakeFirstOrThrow()
    expect(workforces_config).not.toContain('@')
    expect((await describeTask(task)).workforces_config!.workforces![0]!.workers).toEqual([
      { email: labelers[0]!.email, worker_id: labelers[0]!.worker_id, role: 0 },
    ])
  })

  test('an empty agency is none', async () => {
    const team = await aTeam(server, { labelers: 1 })
    const task = await create(await aDataset(server, { lines: lines(1) }), {
      workforces_config: { agency: '', ...everybodyOf(team) },
    })
    expect((await describeTask(task)).status).toBe(1)
  })
})

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
