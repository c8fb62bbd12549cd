import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CallId, calls } from '#contract/operations.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { aDataset } from '#tests/builders.ts'
import { aTaskAtWork, type TaskScene } from '#tests/scenes.ts'

let server: TestServer
let scene: TaskScene
beforeAll(async () => {
  server = await aServer()
  scene = await aTaskAtWork(server, { samples: 3 })
})
afterAll(() => server.close())

/** Holds a transaction open that has written something, while `work` goes on; then takes it back. */
async function whileWriting(work: () => Promise<void>): Promise<void> {
  const takenBack = new Error('taken back')
  const transaction = server.services.store.transaction(async (tx) => {
    const { dataset_id } = scene
    await tx.updateTable('dataset').set({ description: 'half done' }).where('dataset_id', '=', dataset_id).execute()
    await work()
    throw takenBack
  })
  await expect(transaction).rejects.toBe(takenBack)
}

/** Rejects when the answer takes so long that it must be waiting for the transaction. */
function inTime<T>(answer: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error('It waits for the transaction')), 3000)
  return Promise.race([answer, promise]).finally(() => clearTimeout(timer))
}

describe('while a long change of the records goes on', () => {
  const reads = [
    'ListDatasets',
    'DescDataset',
    'ListLabels',
    'GetDatasetMetrics',
    'ListSamples',
    'ListWorkforces',
    'DescWorkforce',
    'ListWorkers',
    'ListAllWorkers',
    'DescWorker',
    'ListWorkforceTasks',
    'DescWorkforceTask',
    'ListWorkforceTaskSamples',
    'ListWorkerTasks',
    'ListWorkforceTaskStats',
    'GetGuideline',
  ] as const satisfies readonly CallId[]

  test.each(reads)('%s is answered, with what was before', async (id) => {
    const names = {
      ...scene,
      dataset_id: scene.dataset_id,
      workforce_task_id: scene.workforce_task_id,
      workforce_id: scene.team.workforce_id,
      worker_id: scene.labeler.worker_id!,
    }
    expect(calls[id].method).toBe('GET')
    await whileWriting(async () => {
      const answer = await inTime(server.owner.call(id, names as never))
      expect(JSON.stringify(answer)).not.toContain('half done')
    })
  })
})

test('who has written reads what he wrote', async () => {
  const { dataset_id } = await aDataset(server, { images: 1 })
  for (let i = 0; i < 50; i++) {
    await server.owner.call('UpdateDataset', { dataset_id }, { description: `number ${i}` })
    expect(await server.owner.call('DescDataset', { dataset_id })).toMatchObject({ description: `number ${i}` })
  }
})
