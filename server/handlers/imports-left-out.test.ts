import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import { errors } from '#contract/errors.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { blobsWith } from '#tests/blobs/blobs-with.ts'
import { aDataset } from '#tests/builders.ts'
import { cocoCars } from '#tests/fixtures/coco-cars.ts'
import { blackPng } from '#tests/fixtures/png.ts'
import { type Files, importFiles, labelsOf, problemsOf, putFiles, runImport } from '#tests/imports.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const picture = blackPng(100, 80)
const detected = { type: DatasetType.objectDetection }
const pictures = (...names: string[]): Files => Object.fromEntries(names.map((name) => [name, picture]))

test('files that no document names are told in one line, by a check too, until the folder is imported as files', async () => {
  const dataset = await aDataset(server, detected)
  const files = { 'all.json': cocoCars('1.png'), ...pictures('1.png', 'a/2.png', 'b/3.png'), 'notes.md': '' }
  const told = ['skipped: a/2.png stays out: no document names it; it is the first of 2 such files']
  const lines = told.map((line) => `${line}; importing the folder as "files" adds them`)
  const checked = await importFiles(server, dataset, files, { muster: { dry_run: true } })
  expect(await problemsOf(server, dataset, checked)).toEqual(lines)
  const import_path = `/${dataset.bucket}/from/`
  const done = await runImport(server, dataset, { import_path })
  expect(done).toMatchObject({ status: 'COMPLETED', imported_sample_count: 1, muster: { skipped: 1, failed: 0 } })
  expect(await problemsOf(server, dataset, done)).toEqual(lines)
  await runImport(server, dataset, { import_path, muster: { format: 'files' } })
  expect(await labelsOf(server, dataset)).toEqual({ 'in/1.png': 'car', 'in/a/2.png': '', 'in/b/3.png': '' })
  const again = await runImport(server, dataset, { import_path })
  expect(await problemsOf(server, dataset, again)).toEqual(['skipped: 1.png is labelled in the dataset already'])
})

test('files that no document names may be those of which a document says what cannot be read, or what was not asked for', async () => {
  const dataset = await aDataset(server, detected)
  const wrong = cocoCars('1.png', '2.png').replace('[1,2,30,40]', '[1,2,300,40]')
  const muster = { format: 'coco' }
  const body = { included_labels: ['bus'], muster }
  const done = await importFiles(server, dataset, { 'all.json': wrong, ...pictures('1.png', '2.png') }, body)
  expect((await problemsOf(server, dataset, done)).at(-1)).toBe(
    'skipped: 1.png stays out: no document names it, or it is among what failed or was not asked for; it is the first of 2 such files; importing the folder as "files" adds them',
  )
})

test('files that no document names are no masks, and of labels for samples that are there nothing is missed', async () => {
  const segmented = await aDataset(server, { type: DatasetType.imageSegmentation })
  const files = { 'all.json': cocoCars('1.png'), ...pictures('1.png', '1_mask.png', 'masks/1.png') }
  const coco = { muster: { format: 'coco' } }
  expect((await importFiles(server, segmented, files, coco)).muster).toMatchObject({ skipped: 0, failed: 0 })
  const dataset = await aDataset(server, { ...detected, files: pictures('1.png') })
  const named = { 'all.json': cocoCars('1.png'), ...pictures('1.png', '2.png') }
  const done = await importFiles(server, dataset, named, { import_samples: false })
  expect(done.muster).toMatchObject({ relabelled: 1, skipped: 0 })
})

test('files that no document names are told once, although the work stops and fails on its way', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {})
  const dataset = await aDataset(server, detected)
  const import_path = await putFiles(server, dataset, {
    'all.json': cocoCars('1.png'),
    ...pictures('1.png', '2.png'),
  })
  const { blobs, jobs } = server.services
  const { dataset_id } = dataset
  // The store fails at one listing after the other, and the work begins anew each time.
  let [asked, worked, runs] = [0, 0, 0]
  server.services.blobs = blobsWith(blobs, {
    async *listBlobs(...args) {
      if (++asked > worked) {
        worked++
        throw errors.storageFailed()
      }
      yield* blobs.listBlobs(...args)
    },
  })
  try {
    const { task_id } = await server.owner.call('ImportTask', { dataset_id }, { import_path })
    await server.idle()
    const told = () => server.owner.call('DescImportTask', { dataset_id, task_id })
    for (; (await told()).status !== 'COMPLETED' && runs < 20; runs++) {
      asked = 0
      server.advance(60_000)
      await jobs.sweep()
      await server.idle()
    }
    const done = { ...(await told()), task_id }
    expect(done).toMatchObject({ status: 'COMPLETED', imported_sample_count: 1, muster: { skipped: 1, failed: 0 } })
    expect(await problemsOf(server, dataset, done)).toEqual([
      'skipped: 2.png stays out: no document names it; importing the folder as "files" adds it',
    ])
  } finally {
    server.services.blobs = blobs
    log.mockRestore()
  }
  expect(worked).toBeGreaterThan(3)
})
