import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LabelChoice } from '#contract/acceptance.ts'
import { applyVerdict } from '#server/jobs/apply-verdict.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import type { Caller } from '#tests/caller.ts'
import { faultsOfCounters } from '#tests/recount.ts'
import { aLabelledTask, aTaskAtWork, type TaskOptions, type TaskScene } from '#tests/scenes.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const ham = [{ name: 'ham' }]
const spam = [{ name: 'spam' }]

const finish = async (
  scene: TaskScene,
  choices: readonly LabelChoice[],
  { action = 0, overwrite_last_result = false } = {},
) => {
  const body = { action: action as 0, overwrite_last_result, muster: { choices } }
  const reply = await scene.owner.call('UpdateWorkforceSamplingTask', scene, body as never)
  await server.idle()
  return reply
}
const refusalOf = (scene: TaskScene, choices: readonly LabelChoice[]) =>
  finish(scene, choices).then(
    () => null,
    (error) => error,
  )
const labelsOf = async (scene: TaskScene, sample_id: string) => scene.names((await scene.sample(sample_id)).labels)

/** Everybody said spam, and an acceptance is open; the dataset says ham of the first samples. */
async function aConflict(inDataset: number, options: TaskOptions = {}) {
  const scene = await aLabelledTask(server, { samples: 4, ...options })
  await scene.startAcceptance()
  await scene.labelInDataset(scene.sample_ids.slice(0, inDataset), ham)
  return { scene, ids: scene.sample_ids as [string, string, string, string], worker_id: scene.labeler.worker_id }
}

describe('what the owner chose for single samples when an acceptance ends', () => {
  test('replaces the labels of some, while the others keep theirs', async () => {
    const { scene, ids, worker_id } = await aConflict(3)
    await finish(scene, [{ sample_id: ids[1], worker_id }])
    expect(await Promise.all(ids.map((id) => labelsOf(scene, id)))).toEqual([['ham'], ['spam'], ['ham'], ['spam']])
    expect((await scene.entries()).every(({ state }) => state === 5)).toBe(true)
    expect(await faultsOfCounters(scene.store, scene.dataset_id)).toEqual([])
  })

  test('keeps the labels of some, while those of the others are replaced', async () => {
    const { scene, ids } = await aConflict(3)
    await finish(scene, [{ sample_id: ids[1] }], { overwrite_last_result: true })
    expect(await Promise.all(ids.map((id) => labelsOf(scene, id)))).toEqual([['spam'], ['ham'], ['spam'], ['spam']])
    expect(await faultsOfCounters(scene.store, scene.dataset_id)).toEqual([])
  })

  test('decides between workers who differ, against the better rating', async () => {
    const scene = await aTaskAtWork(server, { samples: 2, labelers: 2, repetition: 2 })
    const [first, second] = scene.team.labelers as [Caller, Caller]
    const [a, b] = scene.sample_ids as [string, string]
    await scene.label(first, [a, b], spam)
    await scene.label(second, [a, b], ham)
    await scene.startAcceptance()
    for (const sample_id of [a, b]) {
      await scene.judge([
        { sample_id, worker_id: first.worker_id, accept: true, score: 'A' },
        { sample_id, worker_id: second.worker_id, accept: true, score: 'D' },
      ])
    }
    await finish(scene, [{ sample_id: b, worker_id: second.worker_id }])
    expect(await labelsOf(scene, a)).toEqual(['spam'])
    expect(await labelsOf(scene, b)).toEqual(['ham'])
  })

  test('does not bring what is not accepted', async () => {
    const { scene, ids, worker_id } = await aConflict(1)
    await scene.judge([{ sample_id: ids[0], accept: false, comment: 'no' }])
    await finish(scene, [{ sample_id: ids[0], worker_id }], { action: 4 })
    expect(await labelsOf(scene, ids[0])).toEqual(['ham'])
  })

  test('is kept until it is applied: a server that goes on after a crash applies the same', async () => {
    const { scene, ids, worker_id } = await aConflict(4)
    const { jobs } = server.services
    const begin = jobs.start
    jobs.start = () => {}
    await finish(scene, [{ sample_id: ids[3], worker_id }, { sample_id: ids[0] }])
    jobs.start = begin
    const { last_checking_task_id } = await scene.task()
    await applyVerdict(server.services, 1).run(last_checking_task_id!)
    expect(await Promise.all(ids.map((id) => labelsOf(scene, id)))).toEqual([['ham'], ['ham'], ['ham'], ['spam']])
  })

  test('belongs to what a retry repeats: said otherwise it comes too late', async () => {
    const { scene, ids, worker_id } = await aConflict(2)
    const choices = [{ sample_id: ids[0], worker_id }, { sample_id: ids[1] }]
    await finish(scene, choices)
    expect(await finish(scene, choices.toReversed())).toEqual({})
    expect(await refusalOf(scene, choices.slice(1))).toMatchObject({ error_code: 'ModelArts.4624' })
    expect(await refusalOf(scene, [])).toMatchObject({ error_code: 'ModelArts.4624' })
    expect(await labelsOf(scene, ids[0])).toEqual(['spam'])
  })
})

describe('choices are refused, and nothing ends,', () => {
  test('of a sample or a worker that the acceptance does not have', async () => {
    const { scene, ids } = await aConflict(1)
    const other = await aLabelledTask(server, { samples: 1 })
    for (const choice of [
      { sample_id: other.sample_ids[0]! },
      { sample_id: ids[0], worker_id: other.labeler.worker_id },
    ]) {
      expect(await refusalOf(scene, [{ sample_id: ids[1] }, choice])).toMatchObject({
        status: 400,
        error_code: 'ModelArts.4420',
        message: expect.stringContaining('muster.choices[1]'),
      })
    }
    expect(await scene.status()).toBe(2)
  })

  test('of a sample that is named twice', async () => {
    const { scene, ids, worker_id } = await aConflict(1)
    const twice = [{ sample_id: ids[0] }, { sample_id: ids[0], worker_id }]
    expect(await refusalOf(scene, twice)).toMatchObject({ error_code: 'ModelArts.4396' })
    expect(await scene.status()).toBe(2)
  })

  test('where the results stay in the task', async () => {
    const { scene, ids } = await aConflict(1, { auto_sync_dataset: false })
    expect(await refusalOf(scene, [{ sample_id: ids[0] }])).toMatchObject({ error_code: 'ModelArts.4396' })
  })

  test('in the wrong form', async () => {
    const { scene } = await aConflict(1)
    for (const choices of [[{}], [{ sample_id: 1 }], 'all', [{ sample_id: 'a', worker_id: null }]]) {
      expect(await refusalOf(scene, choices as never)).toMatchObject({ error_code: 'ModelArts.4396' })
    }
  })
})
