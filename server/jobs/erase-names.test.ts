import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Tables } from '#adapters/sql/tables.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { faultsOfCounters } from '#tests/recount.ts'
import { aLabelledTask, type TaskScene } from '#tests/scenes.ts'
import { eraseNames } from './erase-names.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const TABLES = ['sample', 'entry', 'label_history', 'audit', 'worker', 'account', 'mail', 'erasure'] as const

/** The tables in which a text stands anywhere. */
async function tablesWith(text: string): Promise<(keyof Tables)[]> {
  const found: (keyof Tables)[] = []
  for (const table of TABLES) {
    const rows = await server.services.store.db.selectFrom(table).selectAll().execute()
    if (JSON.stringify(rows).includes(text)) found.push(table)
  }
  return found
}

/** A task that is over, with traces of a labeler and a reviewer in every record that keeps names. */
async function aFinishedTask(): Promise<TaskScene> {
  const scene = await aLabelledTask(server, { samples: 6, reviewers: 1 })
  const { labeler, reviewer, sample_ids } = scene
  await scene.label(labeler, sample_ids, [{ name: 'ham' }])
  await scene.review(
    reviewer,
    sample_ids.map((sample_id) => ({ sample_id, worker_id: labeler.worker_id, accept: true, score: 'A' })),
  )
  await scene.startAcceptance()
  await scene.finish(0)
  return scene
}

test('the address of a deleted member is gone from every record, and his id stands in its place', async () => {
  const scene = await aFinishedTask()
  const { labeler, reviewer, team, dataset_id } = scene
  expect(await tablesWith(labeler.email)).toEqual(expect.arrayContaining(['sample', 'label_history', 'worker']))
  expect(await tablesWith(reviewer.email)).toEqual(expect.arrayContaining(['entry', 'audit', 'worker']))
  for (const { worker_id } of [labeler, reviewer]) {
    await scene.owner.call('DeleteWorker', { workforce_id: team.workforce_id, worker_id })
  }
  await server.idle()
  expect(await tablesWith(labeler.email)).toEqual([])
  expect(await tablesWith(reviewer.email)).toEqual([])
  for (const sample of (await scene.samples()).values()) {
    expect(sample.annotated_by).toBe(`human/${labeler.worker_id}`)
    expect(JSON.parse(sample.labelers)).toEqual([`human/${labeler.worker_id}`])
  }
  expect(await faultsOfCounters(scene.store, dataset_id)).toEqual([])
})

test('an erasure that was cut off goes on where it was, and leaves the names of others alone', async () => {
  const scene = await aFinishedTask()
  const other = await aFinishedTask()
  const { labeler, team } = scene
  const { jobs, store } = server.services
  const { start, sweep } = jobs
  jobs.start = () => {}
  jobs.sweep = async () => {}
  await scene.owner.call('DeleteWorker', { workforce_id: team.workforce_id, worker_id: labeler.worker_id })
  const transaction = store.transaction.bind(store)
  let left = 3
  store.transaction = (work) => (left-- > 0 ? transaction(work) : Promise.reject(new Error('the process has died')))
  const job = eraseNames(server.services, 2)
  await expect(job.run(labeler.worker_id)).rejects.toThrow('the process has died')
  store.transaction = transaction
  expect(await job.unfinished()).toEqual([labeler.worker_id])
  await Promise.all([job.run(labeler.worker_id), job.run(labeler.worker_id)])
  Object.assign(jobs, { start, sweep })
  expect(await tablesWith(labeler.email)).toEqual([])
  expect(await tablesWith(other.labeler.email)).toEqual(expect.arrayContaining(['sample', 'worker']))
})
