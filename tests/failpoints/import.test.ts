import { describe, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import { aDataset, aTeam, type TestDataset } from '#tests/builders.ts'
import { blackPng } from '#tests/fixtures/png.ts'
import { putFiles } from '#tests/imports.ts'
import { dieAndGoOn } from './die-and-go-on.ts'
import { boxes, manyTexts, masked } from './sources.ts'

const picture = blackPng(100, 80)

describe('an import that dies at any moment ends as if nothing had happened', () => {
  test('of pictures that are copied, with masks', async () => {
    const { records } = await dieAndGoOn<TestDataset>({
      prepare: async (server) => {
        const type = DatasetType.imageSegmentation
        const dataset = await aDataset(server, { type, labels: [{ name: 'cat', type: 3 as const }] })
        await putFiles(server, dataset, await masked())
        return dataset
      },
      ask: (server, dataset) => server.owner.call('ImportTask', dataset, { import_path: `/${dataset.bucket}/from/` }),
    })
    expect([records.sample, records.data_task_problem]).toMatchObject([{ length: 3 }, { length: 1 }])
  })

  test('of boxes for samples that are labelled already, in place of their labels', async () => {
    const { records } = await dieAndGoOn<TestDataset>({
      prepare: async (server) => {
        const dataset = await aDataset(server, {
          type: DatasetType.objectDetection,
          files: { 'a/1.png': picture, 'a/1.xml': boxes('car'), 'a/2.png': picture, 'a/2.xml': boxes('car') },
        })
        await putFiles(server, dataset, {
          'a/1.png': picture,
          'a/1.xml': boxes('bus', 'car'),
          'a/2.png': picture,
          'a/2.xml': '<annotation',
          'b/3.png': picture,
          'b/3.xml': boxes('tram'),
        })
        return dataset
      },
      ask: (server, dataset) =>
        server.owner.call('ImportTask', dataset, {
          import_path: `/${dataset.bucket}/from/`,
          muster: { duplicates: 'replace' },
        }),
    })
    expect([records.sample, records.label_history]).toMatchObject([{ length: 3 }, { length: 1 }])
  })

  test('of a manifest in several steps, with lines that cannot be read', async () => {
    const { records } = await dieAndGoOn<TestDataset>({
      prepare: async (server) => {
        const dataset = await aDataset(server, { type: DatasetType.textClassification, files: {} })
        await putFiles(server, dataset, { 'a.manifest': manyTexts(500) }, 'lists')
        return dataset
      },
      ask: (server, dataset) =>
        server.owner.call('ImportTask', dataset, {
          import_path: `/${dataset.bucket}/lists/a.manifest`,
          import_type: 'manifest',
        }),
    })
    expect([records.sample, records.data_task_problem]).toMatchObject([{ length: 495 }, { length: 5 }])
  })

  test('that is to end at the first fault, and meets it behind its first step', async () => {
    const { records } = await dieAndGoOn<TestDataset>({
      prepare: async (server) => {
        const dataset = await aDataset(server, { type: DatasetType.textClassification, files: {} })
        await putFiles(
          server,
          dataset,
          { 'a.manifest': `${manyTexts(300).replaceAll(/^{"source":$/gm, '')}\n{` },
          'lists',
        )
        return dataset
      },
      ask: (server, dataset) =>
        server.owner.call('ImportTask', dataset, {
          import_path: `/${dataset.bucket}/lists/a.manifest`,
          import_type: 'manifest',
          muster: { strict: true },
        }),
    })
    expect(records.data_task).toContainEqual(expect.stringContaining('"FAILED"'))
    expect(records.sample).toHaveLength(200)
  })

  test('that makes a dataset and its first team task', async () => {
    const { records } = await dieAndGoOn({
      prepare: (server) => aTeam(server, { labelers: 1 }),
      ask: (server, { workforce_id }) =>
        aDataset(server, {
          files: { 'cat/1.png': picture, 'dog/2.png': picture, '3.png': picture },
          settings: {
            workforce_information: { task_name: 'first', workforces_config: { workforces: [{ workforce_id }] } },
          },
        }),
    })
    expect([records.sample, records.entry]).toMatchObject([{ length: 3 }, { length: 1 }])
  })
})
