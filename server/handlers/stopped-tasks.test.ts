import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { DatasetStatus } from '#contract/codes.ts'
import { errors } from '#contract/errors.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { holdListings } from '#tests/blobs/held-listings.ts'
import { aDataset, aTeam, type TestDataset } from '#tests/builders.ts'
import { blackPng } from '#tests/fixtures/png.ts'
import { labelsOf, putFiles, runImport } from '#tests/imports.ts'
import { faultsOfCounters } from '#tests/recount.ts'
import { dropFiles, runSync } from '#tests/syncs.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterEach(() => {
  Reflect.deleteProperty(server.services.jobs, 'stopped')
})
afterAll(() => server.close())

/** More than two chunks. */
const COUNT = 450
const picture = blackPng(4, 4)
const pictures = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`cat/${String(n).padStart(3, '0')}.png`, picture]))

const stopped = { status: 'FAILED', error_code: errors.workStopped.error_code }

/** Lets the server end its work after one chunk. */
function pauseAfterAChunk(): void {
  let asked = 0
  Object.defineProperty(server.services.jobs, 'stopped', { configurable: true, get: () => asked++ > 0 })
}

/** Lets the work go on as after a start of the server, and waits until it is done. */
async function goOn(): Promise<void> {
  Reflect.deleteProperty(server.services.jobs, 'stopped')
  await server.services.jobs.sweep()
  await server.idle()
}

const statusOf = async (dataset: TestDataset) => (await server.owner.call('DescDataset', dataset)).status
const samplesOf = async (dataset: TestDataset) => Object.keys(await labelsOf(server, dataset)).length

/** What the owner sees going on. */
async function jobsOf({ dataset_id }: TestDataset) {
  const { jobs } = await server.owner.call('ListJobs', {})
  return jobs.filter((job) => job.dataset_id === dataset_id)
}

async function expectSound(dataset: TestDataset): Promise<void> {
  expect(await statusOf(dataset)).toBe(DatasetStatus.normal)
  expect(await faultsOfCounters(server.services.store, dataset.dataset_id)).toEqual([])
}

/** A dataset with a team task to come, held at a listing of its files: the first ends before its format is known. */
async function aPromise(dataset_name: string, files: Record<string, Uint8Array>, first: number) {
  const { dataset_id: _, ...paths } = await aDataset(server, { files })
  const { workforce_id } = await aTeam(server, { labelers: 1 })
  const release = holdListings(server, first)
  const made = await server.owner.call(
    'CreateDataset',
    {},
    {
      dataset_name,
      data_sources: [{ data_path: paths.input }],
      work_path: `/${paths.bucket}/work/`,
      work_path_type: 0,
      workforce_information: { task_name: 'first', workforces_config: { workforces: [{ workforce_id }] } },
    },
  )
  const dataset = { ...paths, dataset_id: made.dataset_id! }
  return { dataset, import_task_id: made.import_task_id!, release }
}

describe('stopping an import', () => {
  test('keeps what had come in, says who stopped it, and the next import brings the rest', async () => {
    const dataset = await aDataset(server, { files: {} })
    const import_path = await putFiles(server, dataset, pictures(COUNT))
    pauseAfterAChunk()
    const { task_id } = await server.owner.call('ImportTask', dataset, { import_path })
    await server.idle()
    const names = { ...dataset, task_id }
    expect(await server.owner.call('DescImportTask', names)).toMatchObject({ status: 'RUNNING' })
    expect(await jobsOf(dataset)).toMatchObject([{ kind: 'import', data_task_id: task_id }])
    await server.owner.call('StopDataTask', names)
    expect(await jobsOf(dataset)).toEqual([])
    await goOn()
    const task = await server.owner.call('DescImportTask', names)
    expect(task).toMatchObject({ ...stopped, error_msg: expect.stringContaining('human/Default/admin stopped it.') })
    const some = await samplesOf(dataset)
    expect(some).toBe(task.imported_sample_count)
    expect([0 < some, some < COUNT]).toEqual([true, true])
    await expectSound(dataset)
    const { imported_sample_count, muster } = await runImport(server, dataset, { import_path })
    expect([imported_sample_count, muster?.skipped]).toEqual([COUNT - some, some])
    await expectSound(dataset)
  })

  test('is answered at once while its store does not answer, and nothing comes in afterwards', async () => {
    const dataset = await aDataset(server, { files: {} })
    const import_path = await putFiles(server, dataset, pictures(3))
    const release = holdListings(server)
    const { task_id } = await server.owner.call('ImportTask', dataset, { import_path })
    expect(await statusOf(dataset)).toBe(DatasetStatus.importing)
    await server.owner.call('StopDataTask', { ...dataset, task_id })
    await expectSound(dataset)
    release()
    await server.idle()
    expect(await server.owner.call('DescImportTask', { ...dataset, task_id })).toMatchObject(stopped)
    expect(await samplesOf(dataset)).toBe(0)
    await expectSound(dataset)
  })

  test('that makes a dataset leaves one to work with, without the team task that waited for its samples', async () => {
    const { dataset, import_task_id, release } = await aPromise('stopped-at-once', pictures(2), 0)
    await server.owner.call('StopDataTask', { ...dataset, task_id: import_task_id })
    release()
    await server.idle()
    const told = await server.owner.call('DescDataset', dataset)
    expect(told).toMatchObject({
      status: DatasetStatus.normal,
      total_sample_count: 0,
      muster: { error_code: stopped.error_code, error_msg: expect.stringMatching(/stopped it.* team task/) },
    })
    expect((await server.owner.call('ListWorkforceTasks', dataset)).count).toBe(0)
    expect(await runSync(server, dataset)).toMatchObject({ status: 'COMPLETED', add_sample_count: 2 })
    expect((await server.owner.call('DescDataset', dataset)).muster).not.toHaveProperty('error_code')
    await expectSound(dataset)
  })

  test('that has read all there is makes no team task either', async () => {
    const { dataset, import_task_id, release } = await aPromise('stopped-late', { 'note.md': Buffer.from('-') }, 1)
    await release.reached
    await server.owner.call('StopDataTask', { ...dataset, task_id: import_task_id })
    release()
    await server.idle()
    expect((await server.owner.call('ListWorkforceTasks', dataset)).count).toBe(0)
    await expectSound(dataset)
  })
})

test('stopping a synchronisation keeps what it did, and the next one does the rest', async () => {
  const dataset = await aDataset(server, { files: pictures(COUNT) })
  await putFiles(server, dataset, { 'dog/1.png': picture, 'dog/2.png': picture }, 'in')
  await dropFiles(server, dataset, 'cat/000.png')
  const release = holdListings(server)
  await server.owner.call('SyncDataSource', dataset)
  const { task_id } = await server.owner.call('SyncDataSourceState', dataset)
  await server.owner.call('StopDataTask', { ...dataset, task_id: task_id! })
  release()
  await server.idle()
  expect(await server.owner.call('SyncDataSourceState', dataset)).toMatchObject({ ...stopped, add_sample_count: 0 })
  await expectSound(dataset)
  const counts = { status: 'COMPLETED', add_sample_count: 2, deleted_sample_count: 1, total_sample_count: COUNT + 1 }
  expect(await runSync(server, dataset)).toMatchObject(counts)
})

test('stopping an export makes no dataset, and its name is free', async () => {
  const dataset = await aDataset(server, { files: pictures(COUNT) })
  const body = {
    path: `/${dataset.bucket}/exported/`,
    export_params: {
      export_dest: 'NEW_DATASET' as const,
      export_new_dataset_name: 'of-a-stopped-export',
      export_new_dataset_work_path: `/${dataset.bucket}/work/`,
    },
  }
  pauseAfterAChunk()
  const { task_id } = await server.owner.call('ExportTask', dataset, body)
  await server.idle()
  expect(await jobsOf(dataset)).toMatchObject([{ kind: 'export', data_task_id: task_id, total: COUNT }])
  await server.owner.call('StopDataTask', { ...dataset, task_id: task_id! })
  await goOn()
  const of = (id: string) =>
    server.owner.call('GetExportTaskStatusOfDataset', { resource_id: dataset.dataset_id, task_id: id })
  expect(await of(task_id!)).toMatchObject(stopped)
  const named = await server.owner.call('ListDatasets', { search_content: 'of-a-stopped-export' })
  expect(named.total_number).toBe(0)
  const again = await server.owner.call('ExportTask', dataset, body)
  await server.idle()
  expect(await of(again.task_id!)).toMatchObject({ status: 'SUCCESSED' })
})

test('what is done stays as it is, and what is not a task of this dataset is not found', async () => {
  const dataset = await aDataset(server, { files: {} })
  const done = await runImport(server, dataset, { import_path: await putFiles(server, dataset, pictures(1)) })
  await server.owner.call('StopDataTask', { ...dataset, task_id: done.task_id })
  expect(await server.owner.call('DescImportTask', { ...dataset, task_id: done.task_id })).toMatchObject({
    status: 'COMPLETED',
    imported_sample_count: 1,
  })
  const other = await aDataset(server, { files: {} })
  for (const names of [
    { ...other, task_id: done.task_id },
    { ...dataset, task_id: 'none' },
  ]) {
    expect(await server.owner.refused('StopDataTask', names)).toMatchObject({
      status: 404,
      error_code: errors.dataTaskNotFound.error_code,
    })
  }
})
