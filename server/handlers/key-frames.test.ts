import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readBlob } from '#adapters/blobs/read-blob.ts'
import { DatasetType } from '#contract/codes.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { aDataset, type TestDataset } from '#tests/builders.ts'
import { blackPng } from '#tests/fixtures/png.ts'
import { importLines, labelsOf, problemsOf, putFiles, sampleNamed } from '#tests/imports.ts'
import { faultsOfCounters } from '#tests/recount.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const MINUTE = 60_000

/** A car from 1, 2 to 20, 22 in a picture of 40 × 30 pixels. */
const VOC = `<annotation><folder>Images</folder><filename>gate.2.480.png</filename><source><database>Unknown</database></source>
<size><width>40</width><height>30</height><depth>3</depth></size><segmented>0</segmented><object><name>car</name>
<pose>Unspecified</pose><truncated>0</truncated><occluded>0</occluded><difficult>0</difficult>
<bndbox><xmin>1</xmin><ymin>2</ymin><xmax>20</xmax><ymax>22</ymax></bndbox></object></annotation>`

const frameLine = (bucket: string, time: string, more: object = {}) => ({
  source: `s3://${bucket}/in/images/gate/gate.${time}.png`,
  'sample-type': 0,
  property: {
    '@modelarts:parent_source': `s3://${bucket}/in/gate.mp4`,
    '@modelarts:parent_duration': 12.04,
    '@modelarts:time_in_video': Number(time),
  },
  ...more,
})

const labelled = (bucket: string) => ({
  usage: 'TRAIN',
  annotation: [
    {
      type: 'modelarts/object_detection',
      'annotation-loc': `s3://${bucket}/in/images/gate/gate.2.480.xml`,
      'annotation-format': 'PASCAL VOC',
      'annotated-by': 'human',
      'creation-time': '2026-03-02 10:10:00',
    },
  ],
})

/** A dataset with one video, and two of its frames by a manifest, one of them with a car. */
async function aDatasetWithFrames() {
  const dataset = await aDataset(server, { type: DatasetType.video, files: { 'gate.mp4': 'film' } })
  const { bucket } = dataset
  await putFiles(
    server,
    dataset,
    {
      'images/gate/gate.2.480.png': blackPng(40, 30),
      'images/gate/gate.2.480.xml': VOC,
      'images/gate/gate.5.000.png': blackPng(40, 30),
    },
    'in',
  )
  const task = await importLines(server, dataset, [
    frameLine(bucket, '2.480', labelled(bucket)),
    frameLine(bucket, '5.000'),
  ])
  return { dataset, task }
}

/** Samples in all, those labelled, parts among them, parts labelled. */
async function countsOf(dataset: TestDataset) {
  const view = await server.owner.call('DescDataset', dataset)
  const { total_sample_count, annotated_sample_count, total_sub_sample_count, annotated_sub_sample_count } = view
  return [total_sample_count, annotated_sample_count, total_sub_sample_count, annotated_sub_sample_count]
}

async function sampleNamesOf(dataset: TestDataset, search: object) {
  const search_conditions = JSON.stringify([search])
  const { samples } = await server.owner.call('ListSamples', { ...dataset, search_conditions })
  return samples.map(({ sample_name }) => sample_name)
}

const typesOf = ({ dataset_id }: Pick<TestDataset, 'dataset_id'>) =>
  server.services.store.db
    .selectFrom('sample')
    .select(['sample_name', 'sample_type', 'is_part'])
    .where('dataset_id', '=', dataset_id)
    .orderBy('sample_name')
    .execute()

const FRAMES_AND_VIDEO = [
  { sample_name: 'gate.2.480.png', sample_type: 0, is_part: 1 },
  { sample_name: 'gate.5.000.png', sample_type: 0, is_part: 1 },
  { sample_name: 'gate.mp4', sample_type: 6, is_part: 0 },
]

describe('key frames of a video', () => {
  test('come in as pictures with their labels, and are counted as parts', async () => {
    const { dataset, task } = await aDatasetWithFrames()
    expect(await problemsOf(server, dataset, task)).toEqual([])
    expect(task).toMatchObject({ imported_sample_count: 2, total_sub_sample_count: 2, imported_sub_sample_count: 2 })
    expect(await labelsOf(server, dataset)).toEqual({
      'in/gate.mp4': '',
      'in/images/gate/gate.2.480.png': 'car',
      'in/images/gate/gate.5.000.png': '',
    })
    expect(await typesOf(dataset)).toEqual(FRAMES_AND_VIDEO)
    expect(await countsOf(dataset)).toEqual([3, 1, 2, 1])
  })

  test('tell their video and their time, and are found by them', async () => {
    const { dataset } = await aDatasetWithFrames()
    const video = await sampleNamed(server, dataset, 'gate.mp4')
    const frame = await sampleNamed(server, dataset, 'gate.2.480.png')
    expect(frame.metadata).toEqual({
      '@modelarts:import_origin': 0,
      '@modelarts:size': [40, 30, 1],
      '@modelarts:parent_sample_id': video.sample_id,
      '@modelarts:parent_source': `/${dataset.bucket}/in/gate.mp4`,
      '@modelarts:parent_duration': 12.04,
      '@modelarts:time_in_video': 2.48,
    })
    expect(frame.labels).toMatchObject([{ name: 'car', type: 600, property: { '@modelarts:shape': 'bndbox' } }])
    const frames = ['gate.2.480.png', 'gate.5.000.png']
    expect((await sampleNamesOf(dataset, { parent_sample_id: video.sample_id })).sort()).toEqual(frames)
    expect(await sampleNamesOf(dataset, { time_in_video: '2.48' })).toEqual(['gate.2.480.png'])
  })

  test('stay parts when they are labelled, relabelled and deleted', async () => {
    const { dataset } = await aDatasetWithFrames()
    const [first, second] = await Promise.all(
      ['gate.2.480.png', 'gate.5.000.png'].map((name) => sampleNamed(server, dataset, name)),
    )
    const { labels } = first!
    await server.owner.call('UpdateSamples', dataset, { samples: [{ sample_id: second!.sample_id!, labels: labels! }] })
    expect(await countsOf(dataset)).toEqual([3, 2, 2, 2])
    await server.owner.call('UpdateSamples', dataset, { samples: [{ sample_id: first!.sample_id!, labels: [] }] })
    expect(await countsOf(dataset)).toEqual([3, 1, 2, 1])
    await server.owner.call('DeleteSamples', dataset, { samples: [second!.sample_id!] })
    expect(await countsOf(dataset)).toEqual([2, 0, 1, 0])
    expect(await faultsOfCounters(server.services.store, dataset.dataset_id)).toEqual([])
  })

  test('are told where their picture is none or is missing', async () => {
    const dataset = await aDataset(server, { type: DatasetType.video, files: { 'images/gate/gate.2.480.mp4': '' } })
    const { bucket } = dataset
    const film = { ...frameLine(bucket, '2.480'), source: `s3://${bucket}/in/images/gate/gate.2.480.mp4` }
    const noFrame = { ...frameLine(bucket, '5.000'), property: {} }
    const task = await importLines(server, dataset, [film, frameLine(bucket, '5.000'), noFrame])
    expect(await problemsOf(server, dataset, task)).toEqual([
      expect.stringMatching(/^failed: .*gate\.5\.000\.png"?$/),
      `failed: /${bucket}/in/images/gate/gate.2.480.mp4 is no file of such a dataset`,
      `failed: /${bucket}/in/images/gate/gate.5.000.png is missing`,
    ])
  })

  test('keep their place in the video where their labels are refused', async () => {
    const dataset = await aDataset(server, { type: DatasetType.video, files: { 'gate.2.480.png': blackPng(40, 30) } })
    const { bucket } = dataset
    const noName = '<properties><property><key>&lt;x&gt;</key><value>1</value></property></properties>'
    await putFiles(server, dataset, { 'a.xml': VOC.replace('<bndbox>', `${noName}<bndbox>`) }, 'in')
    const annotation = [{ ...labelled(bucket).annotation[0], 'annotation-loc': `s3://${bucket}/in/a.xml` }]
    const line = { ...frameLine(bucket, '2.480', { annotation }), source: `s3://${bucket}/in/gate.2.480.png` }
    const task = await importLines(server, dataset, [line])
    expect(await problemsOf(server, dataset, task)).toEqual([expect.stringContaining('without its labels')])
    const { metadata, labels } = await sampleNamed(server, dataset, 'gate.2.480.png')
    expect(labels).toEqual([])
    expect(metadata).toMatchObject({ '@modelarts:parent_duration': 12.04, '@modelarts:time_in_video': 2.48 })
  })
})

describe('a synchronisation', () => {
  async function synchronize(dataset: TestDataset) {
    server.advance(MINUTE)
    await server.owner.call('SyncDataSource', dataset)
    await server.idle()
    return server.owner.call('SyncDataSourceState', dataset)
  }

  test('keeps key frames, takes new bytes of them, and removes those that are gone', async () => {
    const { dataset } = await aDatasetWithFrames()
    expect(await synchronize(dataset)).toMatchObject({
      status: 'COMPLETED',
      add_sample_count: 0,
      deleted_sample_count: 0,
    })
    await putFiles(server, dataset, { 'images/gate/gate.5.000.png': blackPng(80, 60) }, 'in')
    await synchronize(dataset)
    expect((await sampleNamed(server, dataset, 'gate.5.000.png')).metadata).toMatchObject({
      '@modelarts:size': [80, 60, 1],
      '@muster:content_changed': 1,
    })
    expect(await typesOf(dataset)).toEqual(FRAMES_AND_VIDEO)
    await server.services.blobs.deleteBlob(dataset.bucket, 'in/images/gate/gate.5.000.png')
    await server.services.blobs.deleteBlob(dataset.bucket, 'in/gate.mp4')
    expect(await synchronize(dataset)).toMatchObject({ status: 'COMPLETED', deleted_sample_count: 2 })
    expect(await countsOf(dataset)).toEqual([1, 1, 1, 1])
    expect(await faultsOfCounters(server.services.store, dataset.dataset_id)).toEqual([])
  })

  test('makes no samples of pictures beside videos', async () => {
    const dataset = await aDataset(server, { type: DatasetType.video, files: { 'gate.mp4': 'film' } })
    await putFiles(server, dataset, { 'cover.png': blackPng(8, 8), 'door.mp4': 'film' }, 'in')
    await synchronize(dataset)
    expect(Object.keys(await labelsOf(server, dataset))).toEqual(['in/door.mp4', 'in/gate.mp4'])
  })
})

describe('a version', () => {
  async function publish(dataset: TestDataset) {
    server.advance(MINUTE)
    const { version_id } = await server.owner.call('CreateDatasetVersion', dataset, { remove_sample_usage: false })
    await server.idle()
    return server.owner.call('DescribeDatasetVersion', { ...dataset, version_id: version_id! })
  }

  test('has key frames in the layout of the pages, and counts them', async () => {
    const { dataset } = await aDatasetWithFrames()
    const { bucket } = dataset
    const version = await publish(dataset)
    expect(version).toMatchObject({ total_sample_count: 3, total_sub_sample_count: 2, annotated_sub_sample_count: 1 })
    const key = version.manifest_path!.slice(`/${bucket}/`.length)
    const text = Buffer.from(await readBlob(server.services.blobs, bucket, key)).toString()
    const folder = version.manifest_path!.replace(/[^/]*$/, '')
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.map((line) => line['sample-type'])).toEqual([6, 0, 0])
    expect(lines[1]).toMatchObject({
      ...frameLine(bucket, '2.480'),
      usage: 'TRAIN',
      annotation: [
        {
          type: 'modelarts/object_detection',
          'annotation-loc': `s3:/${folder}annotations/images/gate/gate.2.480.xml`,
          'annotation-format': 'PASCAL VOC',
        },
      ],
    })
    expect(Object.keys(lines[1].property)).not.toContain('@modelarts:parent_sample_id')
  })

  test('brings back key frames that were deleted', async () => {
    const { dataset } = await aDatasetWithFrames()
    const { version_id } = await publish(dataset)
    const { sample_id } = await sampleNamed(server, dataset, 'gate.2.480.png')
    await server.owner.call('DeleteSamples', dataset, { samples: [sample_id!] })
    expect(await publish(dataset)).toMatchObject({ total_sub_sample_count: 1, annotated_sub_sample_count: 0 })
    await server.owner.call('UpdateDataset', dataset, { current_version_id: version_id! })
    await server.idle()
    expect(await countsOf(dataset)).toEqual([3, 1, 2, 1])
    expect(await typesOf(dataset)).toEqual(FRAMES_AND_VIDEO)
    expect(await faultsOfCounters(server.services.store, dataset.dataset_id)).toEqual([])
  })
})

test('a new dataset has the video as well, and its key frames name that one', async () => {
  const { dataset } = await aDatasetWithFrames()
  const { bucket } = dataset
  const { task_id } = await server.owner.call('ExportTask', dataset, {
    path: `/${bucket}/copy/`,
    export_params: {
      export_dest: 'NEW_DATASET',
      export_new_dataset_name: `copy-${dataset.dataset_id}`,
      export_new_dataset_work_path: `/${bucket}/copy-out/`,
    },
  })
  await server.idle()
  const names = { resource_id: dataset.dataset_id, task_id: task_id! }
  const { muster } = await server.owner.call('GetExportTaskStatusOfDataset', names)
  const copy = { ...dataset, dataset_id: muster!.dataset_id! }
  expect(await typesOf(copy)).toEqual(FRAMES_AND_VIDEO)
  const video = await sampleNamed(server, copy, 'gate.mp4')
  const { metadata } = await sampleNamed(server, copy, 'gate.2.480.png')
  expect(metadata).toMatchObject({
    '@modelarts:parent_source': `/${bucket}/copy/gate.mp4`,
    '@modelarts:parent_sample_id': video.sample_id,
  })
})
