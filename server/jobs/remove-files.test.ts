import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { errors } from '#contract/errors.ts'
import { removeFiles } from '#server/jobs/remove-files.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { aDataset, sampleIdsOf, type TestDataset } from '#tests/builders.ts'
import { blackPng } from '#tests/fixtures/png.ts'

let server: TestServer
let dataset: TestDataset
let ids: string[]
beforeEach(async () => {
  server = await aServer()
  dataset = await aDataset(server, { images: 3 })
  ids = await sampleIdsOf(server, dataset.dataset_id)
})
afterEach(() => server.close())

/** The store of files fails to delete until the returned function is called. */
function breakStore(): () => void {
  const spy = vi.spyOn(server.services.blobs, 'deleteBlob').mockImplementation(async () => {
    throw errors.storageFailed()
  })
  return () => spy.mockRestore()
}

const deleteAll = () => server.owner.call('DeleteSamples', dataset, { samples: ids, delete_source: true })

async function filesLeft(): Promise<string[]> {
  const names: string[] = []
  for await (const page of server.services.blobs.listBlobs(dataset.bucket, { prefix: 'in/' })) {
    names.push(...page.map(({ key }) => key.slice('in/'.length)))
  }
  return names
}

async function sweep() {
  await server.services.jobs.sweep()
  await server.idle()
}

const queue = () => server.services.store.db.selectFrom('file_removal').selectAll().execute()

test('files are gone when the call that deletes their samples is answered', async () => {
  expect(await deleteAll()).toEqual({ success: true })
  expect(await filesLeft()).toEqual([])
  expect(await queue()).toEqual([])
})

test('where the store fails the samples go all the same, and the files later', async () => {
  const mend = breakStore()
  expect(await deleteAll()).toEqual({ success: true })
  await server.idle()
  expect(await sampleIdsOf(server, dataset.dataset_id)).toEqual([])
  expect(await filesLeft()).toHaveLength(3)
  expect(server.log.filter((line) => line.startsWith('3 files of deleted samples'))).toHaveLength(1)
  mend()
  await sweep()
  expect(await filesLeft()).toHaveLength(3)
  server.advance(30_000)
  await sweep()
  expect(await filesLeft()).toEqual([])
  expect(await queue()).toEqual([])
})

test('tries come later and later, once an hour in the end', async () => {
  breakStore()
  await deleteAll()
  await server.idle()
  const pauses: number[] = []
  for (let i = 0; i < 9; i++) {
    const { due_at } = (await queue())[0]!
    const pause = due_at - server.services.now()
    server.advance(pause)
    await sweep()
    pauses.push(Math.round(pause / 1000))
  }
  expect(pauses).toEqual([30, 60, 120, 240, 480, 960, 1920, 3600, 3600])
})

test('a process that dies before it has begun leaves the files to the next one', async () => {
  vi.spyOn(server.services.jobs, 'start').mockImplementation(() => {})
  await deleteAll()
  expect(await filesLeft()).toHaveLength(3)
  await sweep()
  expect(await filesLeft()).toEqual([])
})

test('two at once delete every file', async () => {
  vi.spyOn(server.services.jobs, 'start').mockImplementation(() => {})
  await deleteAll()
  const one = removeFiles(server.services, 1)
  await Promise.all([one.run('queue'), one.run('queue')])
  expect(await filesLeft()).toEqual([])
  expect(await queue()).toEqual([])
})

test('a file that has become a sample of another dataset meanwhile is spared', async () => {
  const mend = breakStore()
  await deleteAll()
  await server.idle()
  mend()
  const other = await aDataset(server, { images: 1 })
  await server.services.store.db
    .updateTable('sample')
    .set({ object_key: 'in/002.png', bucket: dataset.bucket })
    .where('dataset_id', '=', other.dataset_id)
    .execute()
  server.advance(30_000)
  await sweep()
  expect(await filesLeft()).toEqual(['002.png'])
  expect(await queue()).toEqual([])
})

test('a name is not taken up while its old file is still to be deleted', async () => {
  const mend = breakStore()
  await deleteAll()
  await server.idle()
  mend()
  const samples = [{ name: '001.png', data: Buffer.from(blackPng(100, 80)).toString('base64') }]
  const refused = await server.owner.call('UploadSamplesJson', dataset, { samples })
  expect(refused).toMatchObject({ success: false, error_code: 'ModelArts.4422' })
  expect(refused.error_msg).toMatch(
    /^samples\[0\]\.name: the file at .*001\.png is still being deleted; try again later$/,
  )
  server.advance(30_000)
  await sweep()
  expect(await server.owner.call('UploadSamplesJson', dataset, { samples })).toMatchObject({ success: true })
  expect(await filesLeft()).toEqual(['001.png'])
})

test('a new dataset over the folder takes no file that is still to be deleted', async () => {
  breakStore()
  await server.owner.call('DeleteSamples', dataset, { samples: ids.slice(1), delete_source: true })
  await server.idle()
  const { dataset_id } = await server.owner.call(
    'CreateDataset',
    {},
    {
      dataset_name: 'second',
      data_sources: [{ data_path: dataset.input }],
      work_path: `/${dataset.bucket}/out/`,
      work_path_type: 0,
    },
  )
  await server.idle()
  expect(await sampleIdsOf(server, dataset_id!)).toHaveLength(1)
})
