import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { DatasetStatus, DatasetType } from '#contract/codes.ts'
import { errors } from '#contract/errors.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { blobsWith } from '#tests/blobs/blobs-with.ts'
import { aDataset, aTeam, type TestDataset } from '#tests/builders.ts'
import { blackPng } from '#tests/fixtures/png.ts'
import { importLines, labelsOf, putFiles, sampleNamed } from '#tests/imports.ts'
import { faultsOfCounters } from '#tests/recount.ts'
import { dropFiles, runSync } from '#tests/syncs.ts'
import { everybodyOf, tasksOf } from '#tests/tasks.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const picture = blackPng(100, 80)
const statusOf = async (dataset: TestDataset) => (await server.owner.call('DescDataset', dataset)).status
const put = (dataset: TestDataset, files: Record<string, string | Uint8Array>) => putFiles(server, dataset, files, 'in')

/** Leaves work that is begun undone, as a server does that is stopped. */
async function whileStopped<Result>(during: () => Promise<Result>): Promise<Result> {
  const { jobs } = server.services
  Object.defineProperty(jobs, 'stopped', { configurable: true, get: () => true })
  try {
    return await during()
  } finally {
    Reflect.deleteProperty(jobs, 'stopped')
  }
}

describe('what a synchronisation takes over', () => {
  test('new files come with the labels of their folders, those that are gone leave, and all is counted', async () => {
    const dataset = await aDataset(server, { files: { 'cat/1.png': picture, 'cat/2.png': picture, '3.png': picture } })
    await put(dataset, { 'dog/4.png': picture, 'dog/deep/5.png': picture, 'notes.md': 'no picture' })
    await dropFiles(server, dataset, 'cat/2.png')
    const done = await runSync(server, dataset)
    expect(done).toEqual({
      task_id: expect.stringMatching(/^\w{19}$/),
      dataset_id: dataset.dataset_id,
      status: 'COMPLETED',
      add_sample_count: 2,
      deleted_sample_count: 1,
      total_sample_count: 4,
      duration_time: expect.any(Number),
      create_time: expect.any(Number),
      muster: { content_changed: 0, relabelled: 0, skipped: 0, failed: 0, changed: 0 },
    })
    expect(await labelsOf(server, dataset)).toEqual({
      'in/3.png': '',
      'in/cat/1.png': 'cat',
      'in/dog/4.png': 'dog',
      'in/dog/deep/5.png': 'deep',
    })
    expect(await statusOf(dataset)).toBe(DatasetStatus.normal)
    expect(await faultsOfCounters(server.services.store, dataset.dataset_id)).toEqual([])
    const audit = await server.services.store.db
      .selectFrom('audit')
      .select(['action', 'actor', 'detail'])
      .where('object_id', '=', dataset.dataset_id)
      .execute()
    expect(audit).toEqual([
      { action: 'samples.delete', actor: 'human/Default/admin', detail: expect.stringContaining(done.task_id!) },
    ])
  })

  test('what has not changed stays as it is, also once more', async () => {
    const dataset = await aDataset(server, { images: 3 })
    const nothing = { status: 'COMPLETED', add_sample_count: 0, deleted_sample_count: 0, total_sample_count: 3 }
    expect(await runSync(server, dataset)).toMatchObject(nothing)
    await dropFiles(server, dataset, '002.png')
    expect(await runSync(server, dataset)).toMatchObject({ deleted_sample_count: 1, total_sample_count: 2 })
    expect(await runSync(server, dataset)).toMatchObject({ deleted_sample_count: 0, total_sample_count: 2 })
  })

  test('a dataset made without annotations gets none', async () => {
    const settings = { import_annotations: false }
    const dataset = await aDataset(server, { files: { 'cat/1.png': picture }, settings })
    await put(dataset, { 'cat/2.png': picture })
    expect(await runSync(server, dataset)).toMatchObject({ add_sample_count: 1 })
    expect(await labelsOf(server, dataset)).toEqual({ 'in/cat/1.png': '', 'in/cat/2.png': '' })
  })

  test('a sample whose file lies elsewhere is left alone, and an empty input path is no fault then', async () => {
    const dataset = await aDataset(server, { files: {} })
    await putFiles(server, dataset, { '1.png': picture }, 'pictures')
    await importLines(server, dataset, [{ source: `s3://${dataset.bucket}/pictures/1.png` }])
    await server.services.blobs.deleteBlob(dataset.bucket, 'pictures/1.png')
    expect(await runSync(server, dataset)).toMatchObject({ status: 'COMPLETED', deleted_sample_count: 0 })
    expect(await labelsOf(server, dataset)).toEqual({ 'pictures/1.png': '' })
  })

  test('a file is told from one of the same size that was written just before', async () => {
    const [first, second] = ['a', 'b'].map((end) => Buffer.concat([picture, Buffer.from(end)]))
    const dataset = await aDataset(server, { files: { '1.png': first!, '2.png': first!, '3.png': first! } })
    await server.services.store.db
      .updateTable('sample')
      .set({ sample_etag: null })
      .where('sample_name', '=', '3.png')
      .execute()
    await put(dataset, { '1.png': second! })
    expect(await runSync(server, dataset)).toMatchObject({ muster: { content_changed: 1 } })
    expect(await sampleNamed(server, dataset, '1.png')).toMatchObject({ metadata: { '@muster:content_changed': 1 } })
    expect(await runSync(server, dataset)).toMatchObject({ muster: { content_changed: 0 } })
  })

  test('a file of other content: labels stay, size and time are the new ones, and it is marked', async () => {
    const labels = [{ name: 'cat', type: 0 as const }]
    const dataset = await aDataset(server, { images: 2, labels })
    const before = await sampleNamed(server, dataset, '001.png')
    const samples = [{ sample_id: before.sample_id!, labels: [{ name: 'cat' }] }]
    await server.owner.call('UpdateSamples', dataset, { samples })
    await put(dataset, { '001.png': blackPng(50, 40) })
    const done = await runSync(server, dataset)
    expect(done).toMatchObject({ add_sample_count: 0, deleted_sample_count: 0, muster: { content_changed: 1 } })
    const after = await sampleNamed(server, dataset, '001.png')
    expect(after).toMatchObject({
      sample_id: before.sample_id,
      sample_size: blackPng(50, 40).length,
      labels: [{ name: 'cat' }],
      metadata: { '@modelarts:size': [50, 40, 1], '@muster:content_changed': 1 },
      muster: { revision: 1 },
    })
    expect(after.sample_time).toBe((await server.services.blobs.statBlob(dataset.bucket, 'in/001.png'))!.mtime)
    expect((await sampleNamed(server, dataset, '002.png')).metadata).not.toHaveProperty('@muster:content_changed')
    expect(await runSync(server, dataset)).toMatchObject({ muster: { content_changed: 0 } })
    expect(await faultsOfCounters(server.services.store, dataset.dataset_id)).toEqual([])
  })

  test('tasks lose the entries of samples that are gone, and their files are not touched', async () => {
    const dataset = await aDataset(server, { images: 4 })
    const team = await aTeam(server, { labelers: 2 })
    const tasks = tasksOf(server)
    const task = await tasks.create(dataset, { workforces_config: everybodyOf(team) })
    await dropFiles(server, dataset, '001.png', '003.png')
    expect(await runSync(server, dataset)).toMatchObject({ deleted_sample_count: 2, total_sample_count: 2 })
    expect(await tasks.entriesOf(task)).toHaveLength(2)
    expect(await tasks.describeTask(task)).toMatchObject({ sample_stats: { deleted_sample_count: 2 } })
    expect(await faultsOfCounters(server.services.store, dataset.dataset_id)).toEqual([])
    const { blobs } = server.services
    expect(await blobs.statBlob(dataset.bucket, 'in/002.png')).toBeDefined()
  })

  test('a task that takes new data is dealt what has come', async () => {
    const dataset = await aDataset(server, { images: 2 })
    const team = await aTeam(server, { labelers: 1 })
    const tasks = tasksOf(server)
    const task = await tasks.create(dataset, { synchronize_data: true, workforces_config: everybodyOf(team) })
    await put(dataset, { '003.png': picture })
    await runSync(server, dataset)
    expect(await tasks.entriesOf(task)).toHaveLength(3)
  })

  test.each([
    ['tables', DatasetType.table, 'csv'],
    ['the free format', DatasetType.free, 'bin'],
    ['sounds', DatasetType.soundClassification, 'wav'],
  ])('%s: files come and go as well', async (_, type, ending) => {
    const settings = type === DatasetType.table ? { import_data: true } : {}
    const dataset = await aDataset(server, { type, files: { [`a.${ending}`]: 'a', [`b.${ending}`]: 'b' }, settings })
    await put(dataset, { [`c.${ending}`]: 'c' })
    await dropFiles(server, dataset, `a.${ending}`)
    expect(await runSync(server, dataset)).toMatchObject({ add_sample_count: 1, deleted_sample_count: 1 })
    expect(Object.keys(await labelsOf(server, dataset))).toEqual([`in/b.${ending}`, `in/c.${ending}`])
  })
})

describe('what is refused, and what fails', () => {
  test('a dataset that was never synchronised says so', async () => {
    const dataset = await aDataset(server, { images: 1 })
    const { dataset_id } = dataset
    expect(await server.owner.call('SyncDataSourceState', dataset)).toEqual({ dataset_id, status: 'NOT_EXIST' })
  })

  test('texts cannot be synchronised, for a line is no file', async () => {
    for (const type of [DatasetType.textClassification, DatasetType.namedEntities, DatasetType.textTriplets]) {
      const refused = await server.owner.refused('SyncDataSource', await aDataset(server, { type, lines: ['a'] }))
      expect([refused.status, refused.error_code]).toEqual([501, errors.notSupported.error_code])
    }
  })

  test('a body may be empty or {}', async () => {
    const { dataset_id } = await aDataset(server, { images: 1 })
    for (const body of [undefined, '{}']) {
      const url = `/v2/${server.projectId}/datasets/${dataset_id}/sync-data`
      const { status, text } = await server.owner.request('POST', url, { body })
      expect([status, text]).toEqual([200, '{}'])
      await server.idle()
    }
  })

  test('one at a time, and nothing else beside it; labels may be written', async () => {
    const dataset = await aDataset(server, { images: 2 })
    await whileStopped(async () => {
      await server.owner.call('SyncDataSource', dataset)
      await server.idle()
    })
    expect(await statusOf(dataset)).toBe(DatasetStatus.synchronizing)
    const { jobs } = await server.owner.call('ListJobs', {})
    expect(jobs).toContainEqual({
      kind: 'sync',
      data_task_id: expect.any(String),
      dataset_id: dataset.dataset_id,
      dataset_name: dataset.dataset_name,
      done: 0,
    })
    const codes = [
      await server.owner.refused('SyncDataSource', dataset),
      await server.owner.refused('ImportTask', dataset, { import_path: dataset.input }),
      await server.owner.refused('CreateDatasetVersion', dataset, {}),
      await server.owner.refused('DeleteSamples', dataset, { samples: ['x'] }),
    ].map(({ status, error_code }) => `${status} ${error_code}`)
    const running = '400 ModelArts.4355'
    expect(codes).toEqual([running, running, running, '500 ModelArts.4424'])
    const { sample_id } = await sampleNamed(server, dataset, '001.png')
    const samples = [{ sample_id: sample_id!, labels: [{ name: 'cat', type: 0 as const }] }]
    expect(await server.owner.call('UpdateSamples', dataset, { samples })).toMatchObject({ success: true })
    expect(await server.owner.call('SyncDataSourceState', dataset)).toMatchObject({
      status: 'STARTING',
      total_sample_count: 2,
    })
    await server.services.jobs.sweep()
    await server.idle()
    expect(await server.owner.call('SyncDataSourceState', dataset)).toMatchObject({ status: 'COMPLETED' })
    expect(await statusOf(dataset)).toBe(DatasetStatus.normal)
  })

  test('an empty input path under a dataset that is not: it fails, and removes nothing', async () => {
    const dataset = await aDataset(server, { images: 2 })
    await dropFiles(server, dataset, '001.png', '002.png')
    await put(dataset, { 'lost+found.txt': 'another disk' })
    expect(await runSync(server, dataset)).toMatchObject({
      status: 'FAILED',
      error_code: errors.syncFailed.error_code,
      error_msg: 'The input path holds no file of the dataset any more; none of its samples was removed.',
      deleted_sample_count: 0,
      total_sample_count: 2,
    })
    expect(await statusOf(dataset)).toBe(DatasetStatus.normal)
    await put(dataset, { '001.png': picture })
    expect(await runSync(server, dataset)).toMatchObject({ status: 'COMPLETED', deleted_sample_count: 1 })
  })

  test('an annotation file that the store refuses ends it failed, and nothing comes in without its labels', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    const dataset = await aDataset(server, { type: DatasetType.objectDetection, files: { '1.png': picture } })
    await put(dataset, { '2.png': picture, '2.xml': '<annotation/>' })
    const { blobs } = server.services
    const refuses: typeof blobs.openBlob = async (bucket, key, range) => {
      if (key.endsWith('.xml')) throw errors.storageFailed('The store refuses the file.')
      return blobs.openBlob(bucket, key, range)
    }
    server.services.blobs = blobsWith(blobs, { openBlob: refuses })
    try {
      expect(await runSync(server, dataset)).toMatchObject({ status: 'RUNNING' })
      server.advance(11 * 60_000)
      await server.services.jobs.sweep()
      await server.idle()
    } finally {
      server.services.blobs = blobs
      log.mockRestore()
    }
    const failed = { status: 'FAILED', error_code: errors.storageFailed.error_code, add_sample_count: 0 }
    expect(await server.owner.call('SyncDataSourceState', dataset)).toMatchObject(failed)
    expect(await statusOf(dataset)).toBe(DatasetStatus.normal)
  })
})
