import { readdir, readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DatasetStatus, DatasetType } from '#contract/codes.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { aDataset, sampleIdsOf, type TestDataset } from '#tests/builders.ts'
import { tinyImage } from '#tests/fixtures/images.ts'
import { blackPng } from '#tests/fixtures/png.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const base64 = (bytes: string | Uint8Array) => Buffer.from(bytes).toString('base64')
const png = base64(blackPng(100, 80))
const upload = (dataset: TestDataset, samples: object[], more: object = {}) =>
  server.owner.call('UploadSamplesJson', dataset, { samples, ...more })
const samplesOf = (dataset_id: string) =>
  server.services.store.db
    .selectFrom('sample')
    .selectAll()
    .where('dataset_id', '=', dataset_id)
    .orderBy('sample_key')
    .execute()
const file = (dataset: TestDataset, path: string) =>
  server.services.blobs.statBlob(dataset.bucket, `in/${path}`)

describe('uploading', () => {
  test('stores the bytes below the input path and answers path and id of the sample', async () => {
    const dataset = await aDataset(server)
    const reply = await upload(dataset, [{ name: '2.png', data: png }, { name: 'a/3.png', data: base64(tinyImage('pngRgba')) }])
    const samples = await samplesOf(dataset.dataset_id)
    expect(reply).toEqual({
      success: true,
      results: [
        { success: true, name: `${dataset.input}2.png`, info: samples[0]!.sample_id },
        { success: true, name: `${dataset.input}a/3.png`, info: samples[1]!.sample_id },
      ],
    })
    expect(samples).toMatchObject([
      { sample_name: '2.png', sample_dir: dataset.input, width: 100, height: 80, depth: 1, state: 0, sample_type: 0 },
      { sample_name: '3.png', sample_dir: `${dataset.input}a/`, width: 7, height: 5, depth: 4 },
    ])
    expect(samples[0]!.sample_time).toBe((await file(dataset, '2.png'))!.mtime)
    expect(await server.owner.call('DescDataset', dataset)).toMatchObject({ total_sample_count: 2 })
  })
})
