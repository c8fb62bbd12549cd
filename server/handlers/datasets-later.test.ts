import { afterAll, beforeAll, expect, test } from 'vitest'
import { DatasetType, TEXT_DATASET_TYPES } from '#contract/codes.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { aDataset } from '#tests/builders.ts'
import { blackPng } from '#tests/fixtures/png.ts'
import { runImport } from '#tests/imports.ts'
import { runSync } from '#tests/syncs.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

/** A dataset in a bucket of its own name, which nobody has made. */
const later = (dataset_name: string, dataset_type: DatasetType = DatasetType.imageClassification) => ({
  dataset_name,
  dataset_type,
  data_sources: [{ data_path: `/${dataset_name}/input/` }],
  work_path: `/${dataset_name}/output/`,
  work_path_type: 0 as const,
  muster: { source_later: true },
})

test.each(Object.entries(DatasetType))(
  'a dataset of the type %s whose source comes later is there at once, and empty',
  async (name, type) => {
    const body = later(`later-${name.toLowerCase()}`, type)
    const made = await server.owner.call('CreateDataset', {}, body)
    expect(made).toEqual({ dataset_id: made.dataset_id })
    const dataset = { dataset_id: made.dataset_id! } as Parameters<typeof runSync>[1]
    expect(await server.owner.call('DescDataset', dataset)).toMatchObject({ status: 1, total_sample_count: 0 })
    // Texts are only imported.
    if (!TEXT_DATASET_TYPES.includes(type))
      expect(await runSync(server, dataset)).toMatchObject({ status: 'COMPLETED' })
  },
)

test('what is imported later goes into its input folder, which is made for it', async () => {
  const { bucket } = await aDataset(server, { files: { 'cat/1.png': blackPng(9, 9) } })
  const { dataset_id } = await server.owner.call('CreateDataset', {}, later('filled-later'))
  const dataset = { dataset_id: dataset_id! } as Parameters<typeof runImport>[1]
  expect(await runImport(server, dataset, { import_path: `/${bucket}/in/` })).toMatchObject({
    status: 'COMPLETED',
    imported_sample_count: 1,
  })
  expect(await server.owner.call('ListFolder', { path: '/filled-later/input/' })).toMatchObject({
    folders: [{ name: 'cat' }],
  })
})

test('what lies in the input folder already is not read', async () => {
  const { bucket } = await aDataset(server, { files: { '1.png': blackPng(9, 9) } })
  const body = { ...later('not-yet'), data_sources: [{ data_path: `/${bucket}/in/` }] }
  const { dataset_id } = await server.owner.call('CreateDataset', {}, body)
  await server.idle()
  expect(await server.owner.call('DescDataset', { dataset_id: dataset_id! })).toMatchObject({ total_sample_count: 0 })
})

test.each([
  ['a first task', { workforce_information: { task_name: 'first' } }, 'workforce_information: '],
  ['what is loaded into a table', { import_data: true }, 'import_data: '],
])('there is nothing to make %s of', async (_, more, field) => {
  const body = { ...later('nothing-yet', DatasetType.table), ...more }
  expect(await server.owner.refused('CreateDataset', {}, body)).toMatchObject({
    error_code: 'ModelArts.4396',
    error_msg: expect.stringMatching(`^${field}`),
  })
})
