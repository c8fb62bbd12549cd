import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { DatasetStatus, DatasetType } from '#contract/codes.ts'
import { errors } from '#contract/errors.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { blobsWith } from '#tests/blobs/blobs-with.ts'
import { aDataset, type TestDataset } from '#tests/builders.ts'
import { blackPng } from '#tests/fixtures/png.ts'
import { labelsOf, problemsOf, putFiles, runImport } from '#tests/imports.ts'
import { faultsOfCounters } from '#tests/recount.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

/** More than three chunks of lines, some of them bad, and each text with its label. */
const LINES = 700
const names = ['good', 'bad', 'mixed']
const manifest = Array.from({ length: LINES }, (_, n) =>
  n % 100 === 7
    ? '{"source":'
    : JSON.stringify({
        source: `content://text ${n}`,
        annotation: [{ type: 'modelarts/text_classification', name: names[n % names.length] }],
      }),
).join('\n')

async function aTextSet() {
  const dataset = await aDataset(server, { type: DatasetType.textClassification, files: {} })
  const folder = await putFiles(server, dataset, { 'a.manifest': manifest }, 'lists')
  return { dataset, body: { import_path: `${folder}a.manifest`, import_type: 'manifest' as const } }
}

/** Lets the server stop after every chunk, as long as `during` goes on. */
async function stoppingOften<Result>(during: () => Promise<Result>): Promise<Result> {
  const { jobs } = server.services
  let asked = 0
  Object.defineProperty(jobs, 'stopped', { configurable: true, get: () => asked++ % 2 === 1 })
  try {
    return await during()
  } finally {
    Reflect.deleteProperty(jobs, 'stopped')
  }
}

async function startImport(
  { dataset_id }: TestDataset,
  body: { import_path: string; import_type?: 'dir' | 'manifest' },
) {
  const { task_id } = await server.owner.call('ImportTask', { dataset_id }, body)
  await server.idle()
  const told = () => server.owner.call('DescImportTask', { dataset_id, task_id })
  return { task_id, told }
}

const counted = {
  status: 'COMPLETED',
  total_sample_count: 700,
  imported_sample_count: 693,
  annotated_sample_count: 693,
  finished_file_count: 1,
  muster: { failed: 7, skipped: 0 },
}

test('an import of several chunks in one go, and one that is stopped after each: the same', async () => {
  const plain = await aTextSet()
  const done = await runImport(server, plain.dataset, plain.body)
  expect(done).toMatchObject(counted)
  const { dataset, body } = await aTextSet()
  const states: unknown[] = []
  const stopped = await stoppingOften(async () => {
    const { task_id, told } = await startImport(dataset, body)
    for (let rounds = 0; rounds < 10; rounds++) {
      const now = await told()
      states.push([now.status, now.total_sample_count])
      if (now.status === 'COMPLETED') break
      expect((await server.owner.call('DescDataset', dataset)).status).toBe(DatasetStatus.importing)
      await server.services.jobs.sweep()
      await server.idle()
    }
    return { ...(await told()), task_id }
  })
  expect(states).toEqual([
    ['RUNNING', 200],
    ['RUNNING', 400],
    ['COMPLETED', 700],
  ])
  expect(stopped).toMatchObject(counted)
  const relative = async (of: TestDataset) => Object.values(await labelsOf(server, of))
  expect(await relative(dataset)).toEqual(await relative(plain.dataset))
  const faults = await problemsOf(server, dataset, stopped)
  expect(faults).toHaveLength(7)
  expect(faults[1]).toMatch(/a\.manifest:108 is not valid JSON/)
  expect(await faultsOfCounters(server.services.store, dataset.dataset_id)).toEqual([])
})

test('a step that fails on its way into the records is taken again, once', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {})
  const { dataset, body } = await aTextSet()
  const { store } = server.services
  const transaction = store.transaction.bind(store)
  let calls = 0
  store.transaction = ((work: Parameters<typeof transaction>[0]) =>
    transaction(async (tx) => {
      const result = await work(tx)
      // The rows are written by then; the third transaction is the first chunk after the format was found.
      if (++calls % 4 === 3) throw new Error('the power is cut')
      return result
    })) as typeof store.transaction
  try {
    const { told } = await startImport(dataset, body)
    await vi.waitFor(
      async () => {
        await server.services.jobs.sweep()
        await server.idle()
        expect(await told()).toMatchObject(counted)
      },
      { timeout: 50_000, interval: 50 },
    )
  } finally {
    store.transaction = transaction
    log.mockRestore()
  }
  expect(calls).toBeGreaterThan(4)
  expect(Object.keys(await labelsOf(server, dataset))).toHaveLength(693)
  expect(await faultsOfCounters(store, dataset.dataset_id)).toEqual([])
})

test('a dataset that is deleted meanwhile takes nothing more, and leaves nothing behind', async () => {
  const { dataset, body } = await aTextSet()
  const { dataset_id } = dataset
  const { task_id } = await stoppingOften(() => startImport(dataset, body))
  await server.owner.call('DeleteDataset', dataset)
  await server.services.jobs.sweep()
  await server.idle()
  const { db } = server.services.store
  const left = [
    await db.selectFrom('sample').select('sample_id').where('dataset_id', '=', dataset_id).execute(),
    await db.selectFrom('label').select('name').where('dataset_id', '=', dataset_id).execute(),
    await db.selectFrom('data_task').select('task_id').where('dataset_id', '=', dataset_id).execute(),
    await db.selectFrom('data_task_problem').select('path').where('task_id', '=', task_id).execute(),
  ]
  expect(left).toEqual([[], [], [], []])
})

test('a store that fails is waited for, and after some minutes the import ends failed', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {})
  const away = await aDataset(server, {})
  const back = await aDataset(server, {})
  const files = { 'cat/1.png': blackPng(100, 80) }
  const { blobs } = server.services
  const fails = async () => {
    throw errors.storageFailed('The store does not answer.')
  }
  const paths = [await putFiles(server, away, files), await putFiles(server, back, files)] as const
  server.services.blobs = blobsWith(blobs, { openBlob: fails })
  try {
    const first = await startImport(away, { import_path: paths[0] })
    const status = async (of: TestDataset) => (await server.owner.call('DescDataset', of)).status
    expect([(await first.told()).status, await status(away)]).toEqual(['RUNNING', DatasetStatus.importing])
    server.advance(11 * 60_000)
    const second = await startImport(back, { import_path: paths[1] })
    await server.services.jobs.sweep()
    await server.idle()
    expect(await first.told()).toMatchObject({
      status: 'FAILED',
      error_code: 'ModelArts.4314',
      error_msg: 'The store does not answer.',
    })
    expect([(await second.told()).status, await status(away)]).toEqual(['RUNNING', DatasetStatus.normal])
    server.services.blobs = blobs
    await sleep(0)
    await server.services.jobs.sweep()
    await server.idle()
    expect(await second.told()).toMatchObject({ status: 'COMPLETED', annotated_sample_count: 1 })
    expect(await labelsOf(server, back)).toEqual({ 'in/cat/1.png': 'cat' })
  } finally {
    server.services.blobs = blobs
    log.mockRestore()
  }
})
