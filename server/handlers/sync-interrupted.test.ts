import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { DatasetStatus } from '#contract/codes.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { blobsWith } from '#tests/blobs/blobs-with.ts'
import { aDataset, type TestDataset } from '#tests/builders.ts'
import { blackPng } from '#tests/fixtures/png.ts'
import { labelsOf, putFiles } from '#tests/imports.ts'
import { faultsOfCounters } from '#tests/recount.ts'
import { dropFiles, runSync } from '#tests/syncs.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

/** Thousands of files are put into an S3 server one by one. */
const SLOW = 240_000
/** Pictures that were there, as many that come, and of the first those that go and those that change. */
const COUNT = 1100
const GONE = 1050
const picture = blackPng(4, 4)
const nameOf = (n: number) => `${String(n).padStart(4, '0')}.png`
const named = (folder: string, count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`${folder}/${nameOf(n)}`, picture]))

async function aChangedSet(): Promise<TestDataset> {
  const dataset = await aDataset(server, { files: named('cat', COUNT) })
  await putFiles(server, dataset, named('dog', COUNT), 'in')
  await putFiles(server, dataset, { [`cat/${nameOf(COUNT - 1)}`]: blackPng(6, 6) }, 'in')
  await dropFiles(server, dataset, ...Array.from({ length: GONE }, (_, n) => `cat/${nameOf(n)}`))
  return dataset
}

const counted = {
  status: 'COMPLETED',
  add_sample_count: COUNT,
  deleted_sample_count: GONE,
  total_sample_count: 2 * COUNT - GONE,
  muster: { content_changed: 1, failed: 0, skipped: 0 },
}

const stateOf = (dataset: TestDataset) => server.owner.call('SyncDataSourceState', dataset)

async function expectSynchronized(dataset: TestDataset): Promise<void> {
  expect(await stateOf(dataset)).toMatchObject(counted)
  const labels = Object.values(await labelsOf(server, dataset))
  expect([labels.length, labels.filter((label) => label === 'dog').length]).toEqual([2 * COUNT - GONE, COUNT])
  expect((await server.owner.call('DescDataset', dataset)).status).toBe(DatasetStatus.normal)
  expect(await faultsOfCounters(server.services.store, dataset.dataset_id)).toEqual([])
}

test('a synchronisation that is stopped again and again ends as one in one go', { timeout: SLOW }, async () => {
  const dataset = await aChangedSet()
  const { jobs } = server.services
  const states: unknown[] = []
  // One step more each time: what a run has to look at again comes before what it gets on with.
  let [allowed, asked] = [0, 0]
  Object.defineProperty(jobs, 'stopped', { configurable: true, get: () => asked++ >= allowed })
  await server.owner.call('SyncDataSource', dataset)
  for (; allowed < 20; allowed++) {
    asked = 0
    await jobs.sweep()
    await server.idle()
    const { status, add_sample_count, deleted_sample_count } = await stateOf(dataset)
    states.push([add_sample_count, deleted_sample_count])
    if (status === 'COMPLETED') break
    expect((await server.owner.call('DescDataset', dataset)).status).toBe(DatasetStatus.synchronizing)
  }
  Reflect.deleteProperty(jobs, 'stopped')
  expect(new Set(states.map(String)).size).toBeGreaterThan(3)
  await expectSynchronized(dataset)
})

test('a step that fails on its way into the records is taken again, once', { timeout: SLOW }, async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {})
  const dataset = await aChangedSet()
  const { store } = server.services
  const transaction = store.transaction.bind(store)
  let calls = 0
  store.transaction = ((work: Parameters<typeof transaction>[0]) =>
    transaction(async (tx) => {
      const result = await work(tx)
      // The rows are written by then.
      if (++calls % 5 === 0 && calls < 40) throw new Error('the power is cut')
      return result
    })) as typeof store.transaction
  try {
    await server.owner.call('SyncDataSource', dataset)
    await vi.waitFor(
      async () => {
        await server.services.jobs.sweep()
        await server.idle()
        expect(await stateOf(dataset)).toMatchObject({ status: 'COMPLETED' })
      },
      { timeout: 100_000, interval: 50 },
    )
  } finally {
    store.transaction = transaction
    log.mockRestore()
  }
  expect(calls).toBeGreaterThan(10)
  await expectSynchronized(dataset)
})

test('a dataset that is deleted meanwhile takes nothing more', async () => {
  const dataset = await aDataset(server, { files: { 'cat/1.png': picture } })
  await putFiles(server, dataset, named('dog', 3), 'in')
  const { jobs } = server.services
  Object.defineProperty(jobs, 'stopped', { configurable: true, get: () => true })
  await server.owner.call('SyncDataSource', dataset)
  await server.idle()
  Reflect.deleteProperty(jobs, 'stopped')
  await server.owner.call('DeleteDataset', dataset)
  await jobs.sweep()
  await server.idle()
  const left = await server.services.store.db
    .selectFrom('data_task')
    .select('task_id')
    .where('dataset_id', '=', dataset.dataset_id)
    .execute()
  expect(left).toEqual([])
})

test('a sample that is uploaded while files are compared is not taken for gone', async () => {
  const dataset = await aDataset(server, { files: { '1.png': picture } })
  const { blobs } = server.services
  async function* list(...[bucket, options]: Parameters<typeof blobs.listBlobs>) {
    yield* blobs.listBlobs(bucket, options)
    const samples = [{ name: 'late.png', data: picture.toString('base64') }]
    await server.owner.call('UploadSamplesJson', dataset, { samples })
  }
  server.services.blobs = blobsWith(blobs, { listBlobs: list })
  try {
    expect(await runSync(server, dataset)).toMatchObject({ deleted_sample_count: 0, total_sample_count: 2 })
  } finally {
    server.services.blobs = blobs
  }
})
