import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DatasetStatus, WorkforceTaskStatus } from '#contract/codes.ts'
import { copyResults } from '#server/jobs/copy-results.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { faultsOfCounters } from '#tests/recount.ts'
import { aLabelledTask, type TaskScene } from '#tests/scenes.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

/** A task that keeps its results to itself and has accepted everything. */
async function anAcceptedTask(options: { samples?: number; repetition?: number } = {}): Promise<TaskScene> {
  const scene = await aLabelledTask(server, { samples: 3, auto_sync_dataset: false, ...options })
  await scene.startAcceptance()
  await scene.finish(0)
  return scene
}

async function copy(scene: TaskScene, overwrite = false): Promise<void> {
  await scene.owner.call('CopyAcceptedResults', scene, { overwrite })
  await server.idle()
}

async function namesInDataset(scene: TaskScene): Promise<string[]> {
  const samples = await scene.samples()
  return Promise.all(scene.sample_ids.map(async (id) => (await scene.names(samples.get(id)!.labels)).join()))
}

describe('results of a task that does not bring them to the dataset itself', () => {
  test('stay in the task until the owner copies them', async () => {
    const scene = await anAcceptedTask()
    expect(await namesInDataset(scene)).toEqual(['', '', ''])
    await copy(scene)
    expect(await namesInDataset(scene)).toEqual(['spam', 'spam', 'spam'])
    const sample = await scene.sample(scene.sample_ids[0]!)
    expect(sample.annotated_by).toBe(`human/${scene.labeler.email}`)
    expect((await scene.task()).copy_request).toBeNull()
    expect(await faultsOfCounters(scene.store, scene.dataset_id)).toEqual([])
    const audit = await scene.store.db
      .selectFrom('audit')
      .select(['action', 'detail'])
      .where('object_id', '=', scene.workforce_task_id)
      .where('action', '=', 'acceptance.copy')
      .execute()
    expect(audit.map(({ detail }) => JSON.parse(detail))).toEqual([{ overwrite: false, accepted: 3 }])
  })

  test('replace other labels of the dataset only when the owner says so, and the history keeps them', async () => {
    const scene = await anAcceptedTask()
    const [first] = scene.sample_ids as [string]
    await scene.labelInDataset([first], [{ name: 'ham' }])
    await copy(scene)
    expect(await namesInDataset(scene)).toEqual(['ham', 'spam', 'spam'])
    await copy(scene, true)
    expect(await namesInDataset(scene)).toEqual(['spam', 'spam', 'spam'])
    const { sample_key, revision } = await scene.sample(first)
    const history = await scene.store.db
      .selectFrom('label_history')
      .select('labels')
      .where('sample_key', '=', sample_key)
      .where('task_id', 'is', null)
      .execute()
    expect(await Promise.all(history.map(({ labels }) => scene.names(labels)))).toEqual([['ham']])
    await copy(scene, true)
    expect((await scene.sample(first)).revision).toBe(revision)
  })

  test('of a repeated sample come once, the best rated', async () => {
    const scene = await aLabelledTask(server, { samples: 1, repetition: 2, auto_sync_dataset: false })
    const [sample_id] = scene.sample_ids as [string]
    const [first, second] = scene.team.labelers as [typeof scene.labeler, typeof scene.labeler]
    await scene.label(second, [sample_id], [{ name: 'ham' }])
    await scene.startAcceptance()
    await scene.judge([
      { sample_id, worker_id: first.worker_id, accept: true, score: 'A' },
      { sample_id, worker_id: second.worker_id, accept: true, score: 'B' },
    ])
    await scene.finish(0)
    await copy(scene)
    expect(await namesInDataset(scene)).toEqual(['spam'])
  })

  test('are copied to the end after a crash, by two at once as well', async () => {
    const scene = await anAcceptedTask({ samples: 50 })
    const { jobs, store } = server.services
    const begin = jobs.start
    jobs.start = () => {}
    await scene.owner.call('CopyAcceptedResults', scene, { overwrite: false })
    await scene.owner.call('CopyAcceptedResults', scene, { overwrite: false })
    jobs.start = begin
    const transaction = store.transaction.bind(store)
    let left = 2
    store.transaction = (work) => (left-- > 0 ? transaction(work) : Promise.reject(new Error('the process has died')))
    const job = copyResults(server.services, 10)
    await expect(job.run(scene.workforce_task_id)).rejects.toThrow('the process has died')
    store.transaction = transaction
    expect((await namesInDataset(scene)).filter((name) => name === 'spam')).toHaveLength(20)
    expect(JSON.parse((await scene.task()).copy_request!)).toMatchObject({ done: 20, total: 50 })
    const { jobs: listed } = await scene.owner.call('ListJobs', {})
    const { workforce_task_id, dataset_id } = scene
    const names = { dataset_name: `scene-${dataset_id}`, task_name: `task-${workforce_task_id}` }
    expect(listed).toEqual([{ kind: 'copy_accepted', dataset_id, workforce_task_id, ...names, done: 20, total: 50 }])
    expect((await scene.owner.refused('CopyAcceptedResults', scene, { overwrite: true })).error_code).toBe(
      'ModelArts.4623',
    )
    expect(await job.unfinished()).toEqual([workforce_task_id])
    await Promise.all([job.run(workforce_task_id), job.run(workforce_task_id)])
    expect(new Set(await namesInDataset(scene))).toEqual(new Set(['spam']))
    expect(await job.unfinished()).toEqual([])
    expect(await faultsOfCounters(store, dataset_id)).toEqual([])
  })

  test('are refused when there are none, when the task brings them itself, while it finishes and while labels must stand still', async () => {
    const code = async (scene: TaskScene) =>
      (await scene.owner.refused('CopyAcceptedResults', scene, { overwrite: false })).error_code
    const scene = await aLabelledTask(server, { auto_sync_dataset: false })
    expect(await code(scene)).toBe('ModelArts.4625')
    await scene.setTask({ status: WorkforceTaskStatus.synchronizing })
    expect(await code(scene)).toBe('ModelArts.4623')
    const bySelf = await aLabelledTask(server)
    await bySelf.startAcceptance()
    await bySelf.finish(0)
    expect(await code(bySelf)).toBe('ModelArts.4625')
    const accepted = await anAcceptedTask()
    await scene.store.db
      .updateTable('dataset')
      .set({ status: DatasetStatus.publishing })
      .where('dataset_id', '=', accepted.dataset_id)
      .execute()
    expect(await code(accepted)).toBe('ModelArts.4381')
    expect((await accepted.labeler.refused('CopyAcceptedResults', accepted, { overwrite: false })).status).toBe(403)
    expect((await accepted.owner.refused('CopyAcceptedResults', accepted, {})).error_code).toBe('ModelArts.4396')
  })
})
