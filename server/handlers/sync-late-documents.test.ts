import { afterAll, beforeAll, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { holdListings } from '#tests/blobs/held-listings.ts'
import { aDataset } from '#tests/builders.ts'
import { cocoCars } from '#tests/fixtures/coco-cars.ts'
import { blackPng } from '#tests/fixtures/png.ts'
import { labelsOf, putFiles } from '#tests/imports.ts'
import { runSync } from '#tests/syncs.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const picture = blackPng(100, 80)

test('a document that is written while pictures come that it did not name yet labels them the next time', async () => {
  const type = DatasetType.objectDetection
  const dataset = await aDataset(server, { type, files: { '1.png': picture, 'all.json': cocoCars('1.png') } })
  await putFiles(server, dataset, { '2.png': picture }, 'in')
  // Files are compared, the format is found, documents are looked for; the listing of what they did not name comes last.
  const release = holdListings(server, 3)
  await server.owner.call('SyncDataSource', dataset)
  await release.reached
  await putFiles(server, dataset, { 'all.json': cocoCars('1.png', '2.png') }, 'in')
  // So many pictures come that it takes a while.
  server.advance(10 * 60_000)
  release()
  await server.idle()
  expect(await labelsOf(server, dataset)).toEqual({ 'in/1.png': 'car', 'in/2.png': '' })
  expect(await runSync(server, dataset)).toMatchObject({ add_sample_count: 0, muster: { relabelled: 1 } })
  expect(await labelsOf(server, dataset)).toEqual({ 'in/1.png': 'car', 'in/2.png': 'car' })
})
