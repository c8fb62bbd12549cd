import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { errors } from '#contract/errors.ts'
import { aTeam, sampleIdsOf } from '#tests/builders.ts'
import type { Caller } from '#tests/caller.ts'
import { addressOf } from './built.ts'
import { aRightsScenery, type RightsScenery } from './rights-scenery.ts'
import { fullLabel } from './world.ts'

let scenery: RightsScenery
let main: { dataset_id: string; workforce_task_id: string }
let mine: string[]
beforeAll(async () => {
  scenery = await aRightsScenery()
  main = { dataset_id: scenery.id('D1'), workforce_task_id: scenery.id('main') }
  mine = await samplesOf(as('labeler'))
  const samples = mine.slice(0, 2).map((sample_id) => ({ sample_id, labels: [fullLabel] }))
  await as('labeler').call('UpdateWorkforceTaskSamples', main, { samples })
})
afterAll(() => scenery.server.close())

const as = (name: string) => scenery.caller(name)

async function samplesOf(caller: Caller): Promise<string[]> {
  const { samples } = await caller.call('ListWorkforceTaskSamples', { ...main, limit: 100 })
  return samples.map(({ sample_id }) => sample_id!)
}

describe('own rows', () => {
  test('a labeler finds his own entries alone, a reviewer all that are labelled, others all', async () => {
    const { services } = scenery.server
    const entries = await services.store.db
      .selectFrom('entry')
      .innerJoin('sample', 'sample.sample_key', 'entry.sample_key')
      .select(['sample.sample_id', 'entry.worker_id'])
      .where('task_id', '=', main.workforce_task_id)
      .execute()
    const own = entries.filter(({ worker_id }) => worker_id === as('labeler').worker_id)
    expect(mine.toSorted()).toEqual(own.map(({ sample_id }) => sample_id).sort())
    expect((await samplesOf(as('reviewer'))).sort()).toEqual(mine.slice(0, 2).sort())
    for (const name of ['owner', 'manager']) expect(await samplesOf(as(name))).toHaveLength(entries.length)
  })

  test('another entry, another sample and none at all look the same', async () => {
    const [all, elsewhere] = [await samplesOf(as('owner')), await sampleIdsOf(scenery.server, scenery.id('D2'))]
    // The other labeler was removed from the task, so all its entries are the labeler's: a reviewer sees only some.
    const hidden = { reviewer: mine[2]!, labeler: elsewhere[1]!, manager: elsewhere[1]!, owner: elsewhere[1]! }
    expect(all).toContain(hidden.reviewer)
    for (const [name, sample_id] of Object.entries(hidden)) {
      const ids = [sample_id, elsewhere[0]!, scenery.samples.get('D9')!, 'f'.repeat(32), 'no id at all', '💥']
      const calls = ['DescribeWorkforceTaskSample', 'ListEntryHistory', 'ListEntryComments'] as const
      const texts = await Promise.all(
        ids
          .flatMap((id) => calls.map((call) => ({ id, call })))
          .map(async ({ id, call }) => {
            const address = addressOf(call, {
              ...main,
              project_id: as(name).projectId,
              sample_id: id,
            })
            const { status, text } = await as(name).request('GET', address)
            return `${status} ${text}`
          }),
      )
      expect([name, [...new Set(texts)]]).toEqual([name, [expect.stringMatching(/^404 .*ModelArts\.4420/)]])
    }
  })

  test('labelers and reviewers find their own row in a task, manager and owner all rows', async () => {
    const rows = async (name: string) => {
      const { worker_stats } = await as(name).call('DescWorkforceTask', main)
      return worker_stats!.map(({ email }) => email)
    }
    expect(await rows('labeler')).toEqual([as('labeler').email])
    expect(await rows('reviewer')).toEqual([as('reviewer').email])
    const everybody = ['labeler', 'reviewer', 'manager'].map((name) => as(name).email)
    for (const name of ['owner', 'manager']) expect((await rows(name)).sort()).toEqual(everybody.sort())

    const metrics = async (name: string) => {
      const { sample_stats } = await as(name).call('GetWorkforceTaskMetrics', main)
      return Object.keys(sample_stats)
    }
    for (const name of ['labeler', 'owner', 'manager']) expect(await metrics(name)).toEqual([as('labeler').email])
    expect(await metrics('reviewer')).toEqual([])
  })

  test('a member sees the datasets of his tasks, and of them name, type, labels and how texts are marked', async () => {
    for (const [name, seen] of [
      ['labeler', ['D1']],
      ['stranger', ['D2']],
      ['removed', []],
      ['otherOwner', ['D9']],
    ] as const) {
      const { total_number, datasets } = await as(name).call('ListDatasets', { with_labels: true })
      expect(datasets.map(({ dataset_id }) => dataset_id)).toEqual(seen.map((id) => scenery.id(id)))
      expect(total_number).toBe(seen.length)
      if (name !== 'labeler') continue
      const known = ['dataset_id', 'dataset_name', 'dataset_type', 'labels', 'muster']
      expect(Object.keys(datasets[0]!).filter((key) => !known.includes(key))).toEqual([])
      expect(datasets[0]!.muster).toEqual({ text_overlaps: true })
      const described = await as(name).call('DescDataset', main)
      expect(Object.keys(described).filter((key) => !known.includes(key))).toEqual([])
    }
  })

  test('a manager sees the tasks that he manages and his own team', async () => {
    const tasksOf = async (name: string) => {
      const { count, tasks } = await as(name).call('ListWorkforceTasks', main)
      expect(count).toBe(tasks.length)
      return tasks.map(({ task_id }) => task_id)
    }
    expect((await tasksOf('agent')).sort()).toEqual([scenery.id('beside'), scenery.id('handedOver')].sort())
    expect(await tasksOf('manager')).toEqual([scenery.id('main')])
    expect((await tasksOf('owner')).sort()).toEqual(
      ['main', 'beside', 'handedOver'].map((name) => scenery.id(name)).sort(),
    )

    const { total_number, workforces } = await as('manager').call('ListWorkforces', {})
    expect([total_number, workforces.map(({ workforce_id }) => workforce_id)]).toEqual([1, [scenery.id('A')]])
    for (const role of [0, 1, 2] as const) {
      const { total_number: count, workers } = await as('manager').call('ListAllWorkers', { role })
      expect(new Set(workers.map(({ workforce_id }) => workforce_id))).toEqual(new Set([scenery.id('A')]))
      expect(count).toBe(workers.length)
    }
  })

  test('everybody finds his own tasks, and a task that is not started only its manager', async () => {
    for (const [name, seen] of [
      ['labeler', ['main']],
      ['agent', ['beside', 'handedOver']],
      ['neighbour', ['beside']],
      ['stranger', ['sibling']],
      ['removed', []],
      ['owner', []],
    ] as const) {
      const { count, worker_tasks } = await as(name).call('ListWorkerTasks', {})
      const ids = worker_tasks.map(({ task_id }) => task_id).sort()
      expect([name, ids]).toEqual([name, seen.map((task) => scenery.id(task)).sort()])
      expect(count).toBe(seen.length)
      expect(worker_tasks.every(({ worker_id }) => worker_id === as(name).worker_id)).toBe(true)
    }
  })
})

describe('rights over rights', () => {
  test('nobody raises himself and a manager makes no managers', async () => {
    const workforce_id = scenery.id('A')
    const manager = as('manager')
    const other = await aTeam(scenery.server, { labelers: 1, managers: 1 })
    const change = (body: object, worker_id = as('removed').worker_id) =>
      manager.refused('UpdateWorker', { workforce_id, worker_id }, body)
    expect(await change({ role: 0 }, manager.worker_id)).toMatchObject({ error_code: errors.notYourself.error_code })
    expect(await change({ role: 2 })).toMatchObject({ status: 403, error_code: errors.memberMayNot.error_code })
    expect(await change({ role: 3 })).toMatchObject({ status: 400, error_code: errors.parameterInvalid.error_code })
    expect(await change({ role: 1 }, other.labelers[0]!.worker_id)).toMatchObject({ status: 404 })
    const add = (role: number) => manager.refused('CreateWorker', { workforce_id }, { emails: 'x@example.com', role })
    expect(await add(2)).toMatchObject({ status: 403, error_code: errors.memberMayNot.error_code })
    expect(await add(3)).toMatchObject({ status: 400, error_code: errors.parameterInvalid.error_code })
    const leave = await manager.refused('DeleteWorker', { workforce_id, worker_id: manager.worker_id })
    expect(leave).toMatchObject({ error_code: errors.notYourself.error_code })
    const { results } = await manager.call('BatchDeleteWorkers', { workforce_id }, { workers: [manager.worker_id] })
    expect(results).toMatchObject([{ success: false, error_code: errors.notYourself.error_code }])
  })

  test('a labeler writes for nobody else, and nobody reviews his own entries', async () => {
    const item = { sample_id: mine[0], labels: [], worker_id: as('reviewer').worker_id }
    const { results } = await as('labeler').call('UpdateWorkforceTaskSamples', main, { samples: [item] })
    expect(results).toMatchObject([{ success: false, error_code: errors.memberMayNot.error_code }])
    const email = await as('labeler').call('UpdateWorkforceTaskSamples', main, {
      email: as('reviewer').email,
      samples: [{ sample_id: mine[0], labels: [] }],
    })
    expect(email.results).toMatchObject([{ success: false, error_code: errors.memberMayNot.error_code }])
  })

  test('the agent of a task names people of his own team alone, and changes nothing but people', async () => {
    const task = { dataset_id: scenery.id('D1'), workforce_task_id: scenery.id('handedOver') }
    const start = (workforce_id: string) =>
      as('agent').refused('StartWorkforceTask', task, { workforces_config: { workforces: [{ workforce_id }] } })
    const refusals = [await start(scenery.id('A')), await start(scenery.id('Z')), await start('NoSuchTeamAnywhere1')]
    for (const refusal of refusals) {
      expect(refusal).toMatchObject({ status: 400, error_code: errors.workforceUnknown.error_code })
    }
    const renamed = await as('agent').refused('UpdateWorkforceTask', task, { task_name: 'mine-now' })
    expect(renamed).toMatchObject({ status: 403, error_code: errors.memberMayNot.error_code })
  })
})
