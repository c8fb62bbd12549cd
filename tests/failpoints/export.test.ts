import { describe, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import type { ExportReq } from '#contract/exports.ts'
import type { TestServer } from '#tests/app.ts'
import { aDataset, type TestDataset } from '#tests/builders.ts'
import { blackPng } from '#tests/fixtures/png.ts'
import { dieAndGoOn } from './die-and-go-on.ts'
import { boxes, manyLabelledTexts, masked } from './sources.ts'

const picture = blackPng(100, 80)

async function someCars(server: TestServer): Promise<TestDataset> {
  const dataset = await aDataset(server, {
    type: DatasetType.objectDetection,
    files: {
      'a/1.png': picture,
      'a/1.xml': boxes('bus', 'car'),
      'b/1.png': picture,
      'b/1.xml': boxes('car'),
      '2.png': picture,
      '3.png': picture,
    },
  })
  // A file that is gone is a problem of the export.
  await server.services.blobs.deleteBlob(dataset.bucket, 'in/2.png')
  return dataset
}

const exporting =
  (...bodies: ExportReq[]) =>
  async (server: TestServer, dataset: TestDataset) => {
    for (const [n, body] of bodies.entries()) {
      await server.owner.call('ExportTask', dataset, { path: `/${dataset.bucket}/to/${n}/`, ...body })
    }
  }

describe('an export that dies at any moment ends as if nothing had happened', () => {
  test.each<[string, ExportReq]>([
    ['VOC files beside the pictures', {}],
    ['COCO in folders', { annotation_format: 'COCO', export_format: 2 }],
    [
      'YOLO, split',
      { muster: { format: 'yolo' }, export_params: { ratio_sample_usage: true, train_sample_ratio: 0.5 } },
    ],
    ['Label Studio', { muster: { format: 'label-studio' } }],
    ['a manifest', { muster: { format: 'manifest' } }],
  ])('%s', async (_, body) => {
    const { records } = await dieAndGoOn({ prepare: someCars, ask: exporting(body) })
    expect(records.data_task!.at(-1)).toContain('"SUCCESSED"')
    expect(records.data_task_problem).toContainEqual(expect.stringContaining('is missing'))
  })

  test('masks', async () => {
    const { files } = await dieAndGoOn({
      prepare: async (server) => aDataset(server, { type: DatasetType.imageSegmentation, files: await masked() }),
      ask: exporting({ muster: { format: 'masks' } }),
    })
    expect(files).toContainEqual(expect.stringContaining('SegmentationClass/1.png'))
  })

  test('of many samples, in several steps', async () => {
    const { records } = await dieAndGoOn({
      prepare: manyLabelledTexts,
      ask: exporting({ muster: { format: 'jsonl' } }),
    })
    expect(records.data_task!.at(-1)).toContain('\\"finished_sample_count\\":1188')
  })

  test('a new dataset', async () => {
    const asked = (name: string) => async (server: TestServer, dataset: TestDataset) => {
      const place = `/${dataset.bucket}/${name}`
      await server.owner.call('ExportTask', dataset, {
        path: `${place}-data/`,
        export_params: {
          export_dest: 'NEW_DATASET',
          export_new_dataset_name: name,
          export_new_dataset_work_path: `${place}-work/`,
        },
      })
    }
    const { records } = await dieAndGoOn({ prepare: someCars, ask: asked('one'), again: asked('two') })
    expect([records.dataset, records.sample]).toMatchObject([{ length: 2 }, { length: 7 }])
  })
})
