import { afterAll, beforeAll, expect, test } from 'vitest'
import { DatasetStatus, DatasetType, VersionStatus } from '#contract/codes.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { aDataset, sampleIdsOf, type TestDataset } from '#tests/builders.ts'
import { blackPng } from '#tests/fixtures/png.ts'
import { importLines, labelsOf } from '#tests/imports.ts'
import { faultsOfCounters } from '#tests/recount.ts'
import { dropFiles, runSync } from '#tests/syncs.ts'
import { namesInZip } from '#tests/unzip.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const picture = blackPng(100, 80)
const MINUTE = 60_000

const voc = (name: string) => `<annotation><filename>${name}.png</filename>
<size><width>100</width><height>80</height><depth>1</depth></size>
<object><name>car</name><bndbox><xmin>10</xmin><ymin>10</ymin><xmax>50</xmax><ymax>60</ymax></bndbox></object></annotation>`

async function keysOf(bucket: string, prefix: string): Promise<string[]> {
  const keys: string[] = []
  for await (const page of server.services.blobs.listBlobs(bucket, { prefix })) keys.push(...page.map(({ key }) => key))
  return keys.map((key) => key.slice(prefix.length))
}

async function publish(dataset: TestDataset, body: object) {
  server.advance(MINUTE)
  const { version_id } = await server.owner.call('CreateDatasetVersion', dataset, body)
  await server.idle()
  return server.owner.call('DescribeDatasetVersion', { ...dataset, version_id })
}

async function exportTo(dataset: TestDataset, path: string, body: object) {
  const { task_id } = await server.owner.call('ExportTask', dataset, { path, ...body })
  await server.idle()
  const names = { resource_id: dataset.dataset_id, task_id: task_id! }
  return server.owner.call('GetExportTaskStatusOfDataset', names)
}

test('a dataset goes in, is published, goes out, comes back and follows its folder', async () => {
  const { owner } = server
  const names = ['a', 'b', 'ä c']
  const dataset = await aDataset(server, {
    type: DatasetType.objectDetection,
    files: Object.fromEntries(
      names.flatMap((name) => [
        [`${name}.png`, picture],
        [`${name}.xml`, voc(name)],
      ]),
    ),
    labels: [{ name: 'car', type: 1 }],
    settings: { import_annotations: true },
  })
  const { bucket } = dataset
  const first = { 'in/a.png': 'car', 'in/b.png': 'car', 'in/ä c.png': 'car' }
  expect(await labelsOf(server, dataset)).toEqual(first)

  await server.services.blobs.writeBlob(bucket, 'more/d.png', picture)
  const lines = [{ source: `s3://${bucket}/more/d.png` }, { source: `s3://${bucket}/more/none.png` }]
  expect(await importLines(server, dataset, lines)).toMatchObject({
    status: 'COMPLETED',
    imported_sample_count: 1,
    muster: { failed: 1 },
  })

  const version = await publish(dataset, { export_images: true })
  expect(version).toMatchObject({ status: VersionStatus.normal, total_sample_count: 4, annotated_sample_count: 3 })
  expect(await keysOf(bucket, version.data_path!.split('/').slice(2).join('/'))).toHaveLength(4)

  const coco = await exportTo(dataset, `/${bucket}/coco/`, { annotation_format: 'COCO' })
  expect(coco).toMatchObject({ status: 'SUCCESSED', finished_sample_count: 4, muster: { failed: 0 } })
  const archive = await server.app.inject({
    url: coco.muster!.archive!,
    headers: { 'x-auth-token': owner.token },
  })
  expect(await namesInZip(archive.rawPayload)).toEqual((await keysOf(bucket, 'coco/')).sort())

  const made = await exportTo(dataset, `/${bucket}/new/`, {
    export_params: {
      export_dest: 'NEW_DATASET',
      export_new_dataset_name: `again-${dataset.dataset_id}`,
      export_new_dataset_work_path: `/${bucket}/work/`,
    },
  })
  expect(made.status).toBe('SUCCESSED')
  const again = { ...dataset, dataset_id: made.muster!.dataset_id! }
  expect(await owner.call('DescDataset', again)).toMatchObject({ status: DatasetStatus.normal, total_sample_count: 4 })
  expect(Object.values(await labelsOf(server, again)).sort()).toEqual(['', 'car', 'car', 'car'])

  const samples = await sampleIdsOf(server, dataset.dataset_id)
  await owner.call('UpdateSamples', dataset, { samples: samples.map((sample_id) => ({ sample_id, labels: [] })) })
  await publish(dataset, {})
  await owner.call('UpdateDataset', dataset, { current_version_id: version.version_id })
  await server.idle()
  expect(await labelsOf(server, dataset)).toMatchObject(first)

  await dropFiles(server, dataset, 'a.png')
  await server.services.blobs.writeBlob(bucket, 'in/e.png', picture)
  expect(await runSync(server, dataset)).toMatchObject({ add_sample_count: 1, deleted_sample_count: 1 })
  expect(Object.keys(await labelsOf(server, dataset)).sort()).toEqual(
    expect.arrayContaining(['in/b.png', 'in/e.png', 'in/ä c.png']),
  )
  for (const { dataset_id } of [dataset, again]) {
    expect(await faultsOfCounters(server.services.store, dataset_id)).toEqual([])
  }
})
