import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aServer, type TestServer } from '#tests/app.ts'
import { aDataset, aMember, aTeam } from '#tests/builders.ts'
import type { Caller } from '#tests/caller.ts'
import { everybodyOf, lines, tasksOf } from '#tests/tasks.ts'

let server: TestServer
let owner: Caller
let create: ReturnType<typeof tasksOf>['create']
let describeTask: ReturnType<typeof tasksOf>['describeTask']
let entriesOf: ReturnType<typeof tasksOf>['entriesOf']
let mailsOf: ReturnType<typeof tasksOf>['mailsOf']
beforeAll(async () => {
  // A mail server that nobody can reach: what is to be sent stays in the outbox, where the tests see it.
  server = await aServer({ SMTP_URL: 'smtp://127.0.0.1:9' })
  owner = server.owner
  ;({ create, describeTask, entriesOf, mailsOf } = tasksOf(server))
})
afterAll(() => server.close())

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
    const dataset = await aDataset(server, {
      images: 3,
      files: { 'deep/a.png': 'x', 'deep/b.png': 'x' },
      settings: { import_annotations: false },
    })
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
