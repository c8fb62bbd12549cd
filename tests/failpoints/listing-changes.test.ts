import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BlobStore } from '#adapters/blobs/blob-store.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { blobsWith } from '#tests/blobs/blobs-with.ts'
import { aDataset } from '#tests/builders.ts'
import { blackPng } from '#tests/fixtures/png.ts'
import { importFiles, labelsOf, problemsOf, putFiles, runImport } from '#tests/imports.ts'
import { faultsOfCounters } from '#tests/recount.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const picture = blackPng(100, 80)

/** Lets something happen after the first page of each listing below a folder; pages have two files. */
function changeAfterFirstPage(blobs: BlobStore, folder: string, change: () => Promise<unknown>): BlobStore {
  const listBlobs: BlobStore['listBlobs'] = async function* (bucket, options) {
    let pages = 0
    for await (const page of blobs.listBlobs(bucket, { ...options, pageSize: 2 })) {
      yield page
      if (options?.prefix?.startsWith(folder) && pages++ === 0) await change()
    }
  }
  return blobsWith(blobs, { listBlobs })
}

test('files that come and go while they are listed: what is there is imported, once, and what is gone is told', async () => {
  const { blobs } = server.services
  const dataset = await aDataset(server)
  const { bucket } = dataset
  const import_path = await putFiles(server, dataset, {
    'b/1.png': picture,
    'b/2.png': picture,
    'c/3.png': picture,
    'c/4.png': picture,
  })
  server.services.blobs = changeAfterFirstPage(blobs, 'from/', async () => {
    await blobs.deleteBlob(bucket, 'from/b/1.png')
    await blobs.deleteBlob(bucket, 'from/c/3.png')
    await putFiles(server, dataset, { 'a/0.png': picture, 'c/5.png': picture })
  })
  const done = await runImport(server, dataset, { import_path, muster: { format: 'folders' } })
  server.services.blobs = blobs
  expect(done).toMatchObject({ status: 'COMPLETED', imported_sample_count: 3, muster: { failed: 1 } })
  expect(await problemsOf(server, dataset, done)).toEqual(['failed: b/1.png is missing'])
  const there = { 'in/b/2.png': 'b', 'in/c/4.png': 'c', 'in/c/5.png': 'c' }
  expect(await labelsOf(server, dataset)).toEqual(there)
  await importFiles(server, dataset, {})
  expect(await labelsOf(server, dataset)).toEqual({ 'in/a/0.png': 'a', ...there })
  expect(await faultsOfCounters(server.services.store)).toEqual([])
})
