import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { S3BlobStore } from '#adapters/blobs/s3-store.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { aDataset, sampleIdsOf, type TestDataset } from '#tests/builders.ts'
import { blackPng } from '#tests/fixtures/png.ts'
import { type FaultyStore, startFaultyStore } from './faulty-store.ts'
import { environmentOf, type S3Server, startS3Server } from './s3-server.ts'

/** A whole Muster whose files are in an S3 store. */
let s3: S3Server
let line: FaultyStore
let server: TestServer
let dataset: TestDataset
const pictures = { 'a.png': blackPng(30, 20), 'katzen/ä b.png': blackPng(7, 5), 'z.png': blackPng(100, 80) }

beforeAll(async () => {
  s3 = await startS3Server()
  line = await startFaultyStore(s3.settings.endpoint)
  server = await aServer(environmentOf({ ...s3.settings, endpoint: line.endpoint }))
  dataset = await aDataset(server, {
    files: { ...pictures, 'notes.txt': 'no picture' },
    labels: [{ name: 'cat', type: 0 }],
  })
})
afterAll(async () => {
  await server?.close()
  await line?.stop()
  await s3?.stop()
})

const samples = async () => (await server.owner.call('ListSamples', { ...dataset, limit: 100 })).samples!
const filesInStore = async () => {
  const keys: string[] = []
  for await (const page of server.services.blobs.listBlobs(dataset.bucket)) keys.push(...page.map(({ key }) => key))
  return keys
}

test('a dataset over a bucket has a sample for every picture, with its size', async () => {
  expect(await server.owner.call('DescDataset', dataset)).toMatchObject({ status: 1, total_sample_count: 3 })
  const found = await samples()
  expect(found.map(({ sample_name, sample_dir, metadata }) => [sample_dir, sample_name, metadata])).toEqual(
    expect.arrayContaining([
      [dataset.input, 'a.png', expect.objectContaining({ '@modelarts:size': [30, 20, 1] })],
      [`${dataset.input}katzen/`, 'ä b.png', expect.objectContaining({ '@modelarts:size': [7, 5, 1] })],
      [dataset.input, 'z.png', expect.objectContaining({ '@modelarts:size': [100, 80, 1] })],
    ]),
  )
})

test('a picture is read through its signed address, whole and in part', async () => {
  const { source } = (await samples()).find(({ sample_name }) => sample_name === 'z.png')!
  const { pathname, search } = new URL(source!)
  const whole = await server.app.inject({ url: pathname + search })
  expect([whole.statusCode, whole.rawPayload.equals(pictures['z.png'])]).toEqual([200, true])
  const part = await server.app.inject({ url: pathname + search, headers: { range: 'bytes=10-19' } })
  expect([part.statusCode, part.rawPayload.equals(pictures['z.png'].subarray(10, 20))]).toEqual([206, true])
  expect(part.headers['content-range']).toBe(`bytes 10-19/${pictures['z.png'].length}`)
})

test('with an address of the store for browsers a picture is read there; what is made of it, and what is gone, is told here', async () => {
  const { settings } = s3
  const { blobs, config } = server.services
  const publicEndpoint = settings.endpoint
  server.services.blobs = new S3BlobStore({ ...settings, publicEndpoint })
  server.services.config = { ...config, s3: { ...settings, publicEndpoint } }
  const call = async (source: string, method: 'GET' | 'HEAD' = 'GET') => {
    const { pathname, search } = new URL(source)
    return server.app.inject({ url: pathname + search, method })
  }
  const process_parameter = 'image/resize,w_10'
  const [small] = (await server.owner.call('ListSamples', { ...dataset, limit: 100, process_parameter })).samples!
  const { source } = (await samples()).find(({ sample_name }) => sample_name === 'z.png')!
  const { statusCode, headers } = await call(source!)
  expect([statusCode, headers['cache-control']]).toEqual([302, expect.stringMatching(/^private, max-age=\d{4}$/)])
  const bytes = await fetch(headers.location!)
  expect(Buffer.from(await bytes.arrayBuffer()).equals(pictures['z.png'])).toBe(true)
  expect((await call(source!, 'HEAD')).statusCode).toBe(200)
  expect((await call(small!.source!)).statusCode).toBe(200)
  await blobs.deleteBlob(dataset.bucket, 'in/z.png')
  expect((await call(source!)).statusCode).toBe(404)
  await blobs.writeBlob(dataset.bucket, 'in/z.png', pictures['z.png'])
  server.services.blobs = blobs
  server.services.config = config
})

test('folders are shown to whoever looks for a path', async () => {
  const buckets = await server.owner.call('ListFolder', { path: '/' })
  expect(buckets.folders).toContainEqual({ name: dataset.bucket })
  expect(await server.owner.call('ListFolder', { path: dataset.input })).toMatchObject({
    folders: [{ name: 'katzen' }],
    files: [{ name: 'a.png' }, { name: 'notes.txt' }, { name: 'z.png' }],
    more: false,
  })
})

test('a picture is uploaded, and deleted with its file', async () => {
  const data = blackPng(12, 12).toString('base64')
  const { results } = await server.owner.call('UploadSamplesJson', dataset, { samples: [{ name: 'new.png', data }] })
  const sample = results![0]!.info!
  expect(await filesInStore()).toContain('in/new.png')
  await server.owner.call('DeleteSamples', dataset, { samples: [sample], delete_source: true })
  await server.idle()
  expect(await filesInStore()).not.toContain('in/new.png')
  expect(await sampleIdsOf(server, dataset.dataset_id)).not.toContain(sample)
})

test('a bucket that is not there is the same refusal as in a local folder', async () => {
  const refusal = await server.owner.refused('ListFolder', { path: '/nowhere-at-all/' })
  expect([refusal.status, refusal.error_code]).toEqual([400, 'ModelArts.4311'])
})

test('while the store is down labels are saved, and a picture is a refusal that says so', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {})
  line.decide = () => 'reset'
  const [sample] = await samples()
  const items = [{ sample_id: sample!.sample_id, labels: [{ name: 'cat', type: 0 }] }]
  expect(await server.owner.call('UpdateSamples', dataset, { samples: items })).toEqual({ success: true })
  const { pathname, search } = new URL(sample!.source!)
  const picture = await server.app.inject({ url: pathname + search })
  expect([picture.statusCode, picture.json().error_code]).toEqual([400, 'ModelArts.4314'])
  expect(log).toHaveBeenCalledWith(expect.stringContaining('The storage failed: '))
  log.mockRestore()
  line.decide = () => 'pass'
  expect((await server.app.inject({ url: pathname + search })).statusCode).toBe(200)
})
