import { afterAll, beforeAll, expect, test } from 'vitest'
import { DatasetType, ImportType } from '#contract/codes.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { aDataset } from '#tests/builders.ts'
import { importFiles } from '#tests/imports.ts'

/*
 * Where the pages of the service contradict each other (formats 13). The others are settled where they belong: 1 and 9 in
 * versions.test.ts, 2 to 4 in voc-document.test.ts, 5 and 12 in imports.test.ts, 8 in uploads.test.ts, 10 in samples.test.ts, 11 in
 * manifest-faults.test.ts and modelarts-voc.test.ts, 13 in manifest-examples.test.ts, 15 in search-condition.test.ts and
 * exports.test.ts, 16 in manifest-reading.test.ts.
 */
let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

test('6: import_type is sent as a word and answered as a number', async () => {
  const dataset = await aDataset(server)
  const done = await importFiles(server, dataset, { 'cat/1.jpg': 'x' }, { import_type: 'dir' })
  expect(done.import_type).toBe(ImportType.folder)
})

test.each(['0.80', 0.8])('6: train_sample_ratio %j is answered as a number', async (train_sample_ratio) => {
  const dataset = await aDataset(server, { images: 1 })
  const body = {
    path: `/${dataset.bucket}/out-there/`,
    export_params: { ratio_sample_usage: true, train_sample_ratio },
  }
  const { task_id } = await server.owner.call('ExportTask', dataset, body)
  await server.idle()
  const names = { resource_id: dataset.dataset_id, task_id: task_id! }
  const { export_params } = await server.owner.call('GetExportTaskStatusOfDataset', names)
  expect(export_params!.train_sample_ratio).toBe(0.8)
})

test('7: files of free formats are imported from a folder, and have no manifest', async () => {
  const dataset = await aDataset(server, { type: DatasetType.free })
  const done = await importFiles(server, dataset, { 'a.bin': 'x', 'b/c.tar.gz': 'y' })
  expect(done).toMatchObject({ status: 'COMPLETED', imported_sample_count: 2 })
  const body = { import_path: `${dataset.input}a.manifest`, import_type: 'manifest' as const }
  expect(await server.owner.refused('ImportTask', dataset, body)).toMatchObject({ error_code: 'ModelArts.4383' })
})

test('14: names of datasets have up to 100 characters and may begin with any of them', async () => {
  const named = (dataset_name: string) => aDataset(server, { settings: { dataset_name } })
  await named(`7-${'a'.repeat(98)}`)
  await expect(named('a'.repeat(101))).rejects.toThrow('4396')
})
