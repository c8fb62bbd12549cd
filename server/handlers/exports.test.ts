import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DatasetStatus, DatasetType, ExportFormat, ExportType } from '#contract/codes.ts'
import type { ExportReq, ExportTaskStatusResp } from '#contract/exports.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { aDataset, type TestDataset } from '#tests/builders.ts'
import { blackPng } from '#tests/fixtures/png.ts'
import { importFiles, labelsOf } from '#tests/imports.ts'
import { namesInZip } from '#tests/unzip.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const picture = blackPng(100, 80)
const animals = { 'cat/1.png': picture, 'dog/1.png': picture, 'dog/2.png': picture, '3.png': picture }

async function someAnimals(): Promise<TestDataset> {
  const dataset = await aDataset(server, { labels: [{ name: 'cat' }, { name: 'dog' }] })
  await importFiles(server, dataset, animals)
  return dataset
}

async function exported(
  dataset: TestDataset,
  body: Partial<ExportReq> = {},
): Promise<ExportTaskStatusResp & { files: Record<string, string> }> {
  const path = body.path ?? `/${dataset.bucket}/exported/`
  const { task_id } = await server.owner.call('ExportTask', dataset, { path, ...body })
  await server.idle()
  const names = { resource_id: dataset.dataset_id, task_id: task_id! }
  const task = await server.owner.call('GetExportTaskStatusOfDataset', names)
  return { ...task, files: await filesIn(path) }
}

/** The files below a folder with the text of those that are text. */
async function filesIn(path: string): Promise<Record<string, string>> {
  const [, bucket, ...folder] = path.split('/')
  const prefix = folder.join('/')
  const files: Record<string, string> = {}
  for await (const page of server.services.blobs.listBlobs(bucket!, { prefix })) {
    for (const { key } of page) {
      const { stream } = await server.services.blobs.openBlob(bucket!, key)
      const bytes = Buffer.concat(await stream.toArray())
      files[key.slice(prefix.length)] = key.endsWith('.png') ? 'a picture' : bytes.toString()
    }
  }
  return files
}

describe('exporting to a folder', () => {
  test('writes pictures with their labels beside them, all at the top', async () => {
    const task = await exported(await someAnimals(), { export_type: ExportType.labelled })
    expect(task).toMatchObject({
      status: 'SUCCESSED',
      progress: 100,
      total_sample_count: 3,
      finished_sample_count: 3,
      export_type: ExportType.labelled,
      export_format: ExportFormat.flat,
      export_params: {
        export_dest: 'DIR',
        clear_hard_property: true,
        train_sample_ratio: 1,
        ratio_sample_usage: false,
      },
      muster: { format: 'label-texts', failed: 0 },
    })
    expect(task.files).toEqual({
      '1.png': 'a picture',
      '1.txt': 'cat\n',
      '1-2.png': 'a picture',
      '1-2.txt': 'dog\n',
      '2.png': 'a picture',
      '2.txt': 'dog\n',
    })
  })

  test('writes a folder for each label where a tree is asked for', async () => {
    const task = await exported(await someAnimals(), { export_format: ExportFormat.tree })
    expect(Object.keys(task.files).sort()).toEqual(['3.png', 'cat/1.png', 'dog/1.png', 'dog/2.png'])
  })

  test('writes any format that fits the dataset, and tells what it cannot hold', async () => {
    const dataset = await aDataset(server, {
      type: DatasetType.objectDetection,
      images: 1,
      labels: [{ name: 'car', type: 1 }],
    })
    const { samples } = await server.owner.call('ListSamples', dataset)
    const property = {
      '@modelarts:shape': 'bndbox',
      '@modelarts:feature': [
        [1.5, 2],
        [30, 40],
      ],
    }
    await server.owner.call('UpdateSamples', dataset, {
      samples: [{ sample_id: samples![0]!.sample_id, labels: [{ name: 'car', type: 1, property }] }],
    })
    const voc = await exported(dataset)
    expect(voc.files['001.xml']).toContain('<name>car</name>')
    expect(voc.muster).toMatchObject({
      format: 'modelarts-voc',
      losses: expect.arrayContaining([expect.objectContaining({ field: 'labels[].property.@modelarts:feature' })]),
    })
    const coco = await exported(dataset, { annotation_format: 'COCO', path: `/${dataset.bucket}/coco/` })
    const [json] = Object.keys(coco.files).filter((name) => name.endsWith('.json'))
    expect(JSON.parse(coco.files[json!]!)).toMatchObject({ categories: [{ name: 'car' }] })
    const { problems } = await server.owner.call('ListDataTaskProblems', { ...dataset, task_id: voc.task_id! })
    expect(problems).toContainEqual(expect.objectContaining({ kind: 'changed', path: '001.png' }))
  })

  test('takes the samples that meet any of the conditions', async () => {
    const dataset = await someAnimals()
    const search_conditions = [{ sample_name: '2.png' }, { sample_name: '3.png' }]
    const task = await exported(dataset, { export_type: ExportType.searched, export_params: { search_conditions } })
    expect(Object.keys(task.files)).toEqual(['2.png', '2.txt', '3.png'])
  })

  test('takes the samples of a state, in any spelling', async () => {
    const dataset = await someAnimals()
    for (const sample_state of ['__NONE__', '__none__', 'none']) {
      const task = await exported(dataset, {
        path: `/${dataset.bucket}/${sample_state}/`,
        export_params: { sample_state },
      })
      expect(Object.keys(task.files)).toEqual(['3.png'])
    }
  })

  test('exports a version as it was, whatever was labelled since', async () => {
    const dataset = await someAnimals()
    const { version_id } = await server.owner.call('CreateDatasetVersion', dataset, {})
    await server.idle()
    const { samples } = await server.owner.call('ListSamples', { ...dataset, limit: 100 })
    await server.owner.call('DeleteSamples', dataset, { samples: samples!.map(({ sample_id }) => sample_id!) })
    const task = await exported(dataset, { version_id })
    expect(task).toMatchObject({ status: 'SUCCESSED', total_sample_count: 4 })
    expect(Object.keys(task.files)).toHaveLength(7)
  })

  test('tells which files are missing and exports the rest', async () => {
    const dataset = await someAnimals()
    await server.services.blobs.deleteBlob(dataset.bucket, 'in/dog/2.png')
    const task = await exported(dataset)
    expect(task).toMatchObject({ status: 'SUCCESSED', finished_sample_count: 4, muster: { failed: 1 } })
    const { problems } = await server.owner.call('ListDataTaskProblems', { ...dataset, task_id: task.task_id! })
    expect(problems).toContainEqual({ kind: 'failed', path: `/${dataset.bucket}/in/dog/2.png`, reason: 'is missing' })
  })
})

describe('downloading an exported folder', () => {
  test('gives an archive of its files, the same bytes each time, and goes on in the middle', async () => {
    const dataset = await someAnimals()
    const task = await exported(dataset)
    const ask = (headers: Record<string, string> = {}) =>
      server.app.inject({ url: task.muster!.archive!, headers: { 'x-auth-token': server.owner.token, ...headers } })
    const whole = await ask()
    expect(whole.statusCode).toBe(200)
    expect(whole.headers).toMatchObject({ 'content-type': 'application/zip', 'accept-ranges': 'bytes' })
    expect(await namesInZip(whole.rawPayload)).toEqual(Object.keys(task.files).sort())
    const rest = await ask({ range: 'bytes=100-', 'if-range': String(whole.headers.etag) })
    expect(rest.statusCode).toBe(206)
    expect(rest.rawPayload.equals(whole.rawPayload.subarray(100))).toBe(true)
    const middle = await ask({ range: 'bytes=100-149' })
    expect(middle.rawPayload.equals(whole.rawPayload.subarray(100, 150))).toBe(true)
  })

  test('is not for strangers, nor for exports that wrote no folder', async () => {
    const dataset = await someAnimals()
    const task = await exported(dataset)
    expect((await server.app.inject({ url: task.muster!.archive! })).statusCode).toBe(401)
    const url = task.muster!.archive!.replace(task.task_id!, 'none')
    const refused = await server.app.inject({ url, headers: { 'x-auth-token': server.owner.token } })
    expect(refused.json()).toMatchObject({ error_code: 'ModelArts.4359' })
  })
})

describe('exporting to a new dataset', () => {
  test('copies files and labels and makes the dataset of them', async () => {
    const dataset = await someAnimals()
    const name = `copy-of-${dataset.dataset_name}`
    const task = await exported(dataset, {
      path: `/${dataset.bucket}/copy/`,
      export_params: {
        export_dest: 'NEW_DATASET',
        export_new_dataset_name: name,
        export_new_dataset_work_path: `/${dataset.bucket}/copy-out/`,
      },
    })
    expect(task.status).toBe('SUCCESSED')
    const dataset_id = task.muster!.dataset_id!
    expect(await server.owner.call('DescDataset', { dataset_id })).toMatchObject({
      dataset_name: name,
      status: DatasetStatus.normal,
      total_sample_count: 4,
      annotated_sample_count: 3,
      data_sources: [{ data_path: `/${dataset.bucket}/copy/` }],
    })
    expect(await labelsOf(server, { ...dataset, dataset_id })).toEqual({
      'copy/3.png': '',
      'copy/cat/1.png': 'cat',
      'copy/dog/1.png': 'dog',
      'copy/dog/2.png': 'dog',
    })
  })

  test('keeps texts with their labels', async () => {
    const dataset = await aDataset(server, { lines: ['good', 'bad'], labels: [{ name: 'sad', type: 100 }] })
    const { samples } = await server.owner.call('ListSamples', dataset)
    const labels = [{ name: 'sad', type: 100 as const }]
    await server.owner.call('UpdateSamples', dataset, { samples: [{ sample_id: samples![0]!.sample_id, labels }] })
    const task = await exported(dataset, {
      path: `/${dataset.bucket}/copy/`,
      export_params: {
        export_dest: 'NEW_DATASET',
        export_new_dataset_name: `texts-${dataset.dataset_name}`,
        export_new_dataset_work_path: `/${dataset.bucket}/copy-out/`,
      },
    })
    const copy = await server.owner.call('ListSamples', { dataset_id: task.muster!.dataset_id! })
    expect(copy.samples!.map(({ sample_data, labels }) => [sample_data, labels!.map(({ name }) => name)])).toEqual(
      samples!.map(({ sample_data }, index) => [sample_data, index === 0 ? ['sad'] : []]),
    )
  })
})

describe('an export is refused', () => {
  const newDatasetIn = (export_new_dataset_work_path: string) =>
    ({ export_dest: 'NEW_DATASET', export_new_dataset_name: 'copy', export_new_dataset_work_path }) as const
  test.each<[string, Partial<ExportReq>, string]>([
    ['without a path', {}, 'ModelArts.4396'],
    ['into the data of the dataset', { path: '{in}more/' }, 'ModelArts.4358'],
    ['among the versions of the dataset', { path: '{inner}annotation/V001/' }, 'ModelArts.4358'],
    ['to a bucket that is not there', { path: '/nowhere/a/' }, 'ModelArts.4311'],
    ['in a format that does not fit', { muster: { format: 'coco' } }, 'ModelArts.4396'],
    ['of a version that is not there', { version_id: 'none' }, 'ModelArts.4353'],
    ['to a new dataset without a name', { export_params: { export_dest: 'NEW_DATASET' } }, 'ModelArts.4396'],
    [
      'to a new dataset in a bucket that is not there',
      { export_params: newDatasetIn('/nowhere/w/') },
      'ModelArts.4311',
    ],
    ['to a new dataset in too long a path', { export_params: newDatasetIn(`/a/${'w'.repeat(700)}`) }, 'ModelArts.4350'],
    ['with a header nobody reads', { source_type_header: 'http://' }, 'ModelArts.4396'],
    ['in a state that does not exist', { export_params: { sample_state: 'half' } }, 'ModelArts.4396'],
  ])('%s', async (_, body, error_code) => {
    const dataset = await aDataset(server)
    const { inner_work_path } = await server.owner.call('DescDataset', dataset)
    const path =
      body.path?.replace('{in}', dataset.input).replace('{inner}', inner_work_path!) ??
      (Object.keys(body).length > 0 ? `/${dataset.bucket}/x/` : undefined)
    expect(await server.owner.refused('ExportTask', dataset, { ...body, path })).toMatchObject({ error_code })
  })

  test('with the place of what is wrong in its conditions', async () => {
    const dataset = await aDataset(server)
    const body = { path: `/${dataset.bucket}/x/`, export_params: { search_conditions: [{ colour: 'red' }] } }
    const { error_msg } = await server.owner.refused('ExportTask', dataset, body)
    expect(error_msg).toBe('export_params.search_conditions[0].colour: is no search field')
  })

  test('and an unknown one is not found', async () => {
    const { dataset_id: resource_id } = await aDataset(server)
    const names = { resource_id, task_id: 'none' }
    expect(await server.owner.refused('GetExportTaskStatusOfDataset', names)).toMatchObject({
      status: 404,
      error_code: 'ModelArts.4359',
    })
  })
})

test('exports are listed, the newest first, and behind a marker', async () => {
  const dataset = await someAnimals()
  const first = await exported(dataset, { export_type: ExportType.labelled })
  server.advance(1000)
  const second = await exported(dataset, { path: `/${dataset.bucket}/second/` })
  const list = await server.owner.call('GetExportTasksStatusOfDataset', dataset)
  expect(list.total_count).toBe(2)
  expect(list.export_tasks.map(({ task_id }) => task_id)).toEqual([second.task_id, first.task_id])
  const after = await server.owner.call('GetExportTasksStatusOfDataset', { ...dataset, marker: second.task_id })
  expect(after.export_tasks.map(({ task_id }) => task_id)).toEqual([first.task_id])
  const labelled = await server.owner.call('GetExportTasksStatusOfDataset', { ...dataset, export_type: 0 })
  expect(labelled.total_count).toBe(1)
})
