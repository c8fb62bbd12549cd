import { describe, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import type { TestServer } from '#tests/app.ts'
import { aDataset, sampleIdsOf, type TestDataset } from '#tests/builders.ts'
import { blackPng } from '#tests/fixtures/png.ts'
import { importFiles } from '#tests/imports.ts'
import { dieAndGoOn } from './die-and-go-on.ts'
import { boxes, importTexts, manyLabelledTexts, manyTexts } from './sources.ts'

const picture = blackPng(100, 80)
/** More than the pause between two versions. */
const LATER = 120_000

type Published = TestDataset & { version_id: string }

async function publish(server: TestServer, { dataset_id }: TestDataset, body = {}): Promise<string> {
  server.advance(LATER)
  const { version_id } = await server.owner.call('CreateDatasetVersion', { dataset_id }, body)
  await server.idle()
  return version_id!
}

/** Six pictures of cats, six of dogs and one of nobody, in a version; then one is labelled otherwise, one added, two deleted. */
async function someAnimals(server: TestServer): Promise<Published> {
  const dataset = await aDataset(server, {
    files: Object.fromEntries([
      ...Array.from({ length: 6 }, (_, n) => [`cat/${n}.png`, picture]),
      ...Array.from({ length: 6 }, (_, n) => [`dog/1${n}.png`, picture]),
      ['99.png', picture],
    ]),
  })
  const { version_id } = await server.owner.call('CreateDatasetVersion', dataset, {})
  await server.idle()
  const ids = await sampleIdsOf(server, dataset.dataset_id)
  const samples = [{ sample_id: ids[3]!, labels: [{ name: 'wolf', type: 0 as const }] }]
  await server.owner.call('UpdateSamples', dataset, { samples })
  await importFiles(server, dataset, { 'dog/77.png': picture })
  await server.owner.call('DeleteSamples', dataset, { samples: [ids[4]!, ids[9]!], delete_source: false })
  // One of them comes again under another key.
  await importFiles(server, dataset, { 'cat/3.png': picture })
  return { ...dataset, version_id: version_id! }
}

const switching = (server: TestServer, { dataset_id, version_id }: Published) =>
  server.owner.call('UpdateDataset', { dataset_id }, { current_version_id: version_id })

describe('as if nothing had happened ends', () => {
  test('a publishing that dies at any moment, with a split and copies', async () => {
    const { records, files } = await dieAndGoOn<Published>({
      prepare: someAnimals,
      ask: async (server, dataset) => {
        const muster = { seed: 'animals' }
        await publish(server, dataset, { train_evaluate_sample_ratio: '0.5', export_images: true, muster })
      },
    })
    expect(records.dataset_version).toMatchObject({ length: 2 })
    expect(files).toContainEqual(expect.stringMatching('V002/data/dog/10.png'))
  })

  test('a publishing that dies at any moment, with annotation files', async () => {
    const { files } = await dieAndGoOn({
      prepare: (server) =>
        aDataset(server, {
          type: DatasetType.objectDetection,
          files: { 'a/1.png': picture, 'a/1.xml': boxes('bus', 'car'), '2.png': picture, '2.xml': boxes('car') },
        }),
      ask: (server, dataset) => publish(server, dataset),
    })
    expect(files.filter((file) => file.includes('/annotation/V001/annotation/'))).toHaveLength(2)
  })

  test('a publishing as tables that dies at any moment', async () => {
    const { files } = await dieAndGoOn({
      prepare: (server) =>
        aDataset(server, {
          type: DatasetType.table,
          files: { 'a.csv': '1,2\n', 'b.csv': '3,4\n5,6\n' },
          settings: {
            import_data: true,
            schema: [
              { schema_id: 1, name: 'a', type: 'STRING' },
              { schema_id: 2, name: 'b', type: 'STRING' },
            ],
          },
        }),
      ask: (server, dataset) => publish(server, dataset, { version_format: 'CSV' }),
    })
    expect(files.filter((file) => /\.csv /.test(file)).length).toBeGreaterThan(2)
  })

  test('a publishing that dies at any moment, of more samples than one step has', async () => {
    const { records } = await dieAndGoOn({
      prepare: manyLabelledTexts,
      ask: (server, dataset) => publish(server, dataset, { train_evaluate_sample_ratio: '0.8' }),
    })
    expect(records.dataset_version).toContainEqual(expect.stringContaining('\\"total_sample_count\\":1188'))
  })

  test('a publishing that cannot be done, and dies at any moment: it fails and leaves no file', async () => {
    const { records, files } = await dieAndGoOn<TestDataset>({
      prepare: async (server) => {
        const dataset = await aDataset(server, { images: 4 })
        await server.services.blobs.deleteBlob(dataset.bucket, 'in/004.png')
        return dataset
      },
      ask: (server, dataset) => server.owner.call('CreateDatasetVersion', dataset, { export_images: true }),
    })
    expect(records.dataset_version).toEqual([expect.stringMatching(/ModelArts\.4314.*004\.png is missing/)])
    expect(files.filter((path) => path.includes('/out/'))).toEqual([])
  })

  test('a switch that dies at any moment, of more samples than one step has', async () => {
    const { records } = await dieAndGoOn<Published>({
      prepare: async (server) => {
        const dataset = await manyLabelledTexts(server)
        const { version_id } = await server.owner.call('CreateDatasetVersion', dataset, {})
        await server.idle()
        await importTexts(server, dataset, manyTexts(1200, ['bad', 'new', 'good', 'newer']))
        await publish(server, dataset)
        return { ...dataset, version_id: version_id! }
      },
      ask: switching,
      again: publish,
    })
    expect([records.dataset_version, records.sample]).toMatchObject([{ length: 3 }, { length: 1188 }])
  })

  test('a switch that dies at any moment, over what was deleted, added and labelled meanwhile', async () => {
    const { records } = await dieAndGoOn<Published>({
      prepare: async (server) => {
        const dataset = await someAnimals(server)
        await publish(server, dataset)
        return dataset
      },
      ask: switching,
      again: publish,
    })
    expect([records.dataset_version, records.sample]).toMatchObject([{ length: 3 }, { length: 14 }])
  })

  test('a deletion of a version that dies at any moment', async () => {
    const { records } = await dieAndGoOn<Published>({
      prepare: someAnimals,
      ask: (server, dataset) => server.owner.call('DeleteDatasetVersion', dataset),
      again: (server, dataset) => publish(server, dataset, { version_name: 'V001' }),
    })
    expect(records.dataset_version).toMatchObject({ length: 1 })
  })
})
