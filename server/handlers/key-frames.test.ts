import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readBlob } from '#adapters/blobs/read-blob.ts'
import { DatasetType } from '#contract/codes.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { aDataset, type TestDataset } from '#tests/builders.ts'
import { blackPng } from '#tests/fixtures/png.ts'
import { importFiles, importLines, labelsOf, problemsOf, putFiles, sampleNamed } from '#tests/imports.ts'
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

describe('of which video a picture is a key frame', () => {
  const ofVideo = (video: string) => ({ '@modelarts:parent_source': video, '@modelarts:time_in_video': 3 })

  test('is settled as it comes in: what calls send for it changes nothing, whatever else they change', async () => {
    const { dataset } = await aDatasetWithFrames()
    const frame = await sampleNamed(server, dataset, 'gate.2.480.png')
    const video = await sampleNamed(server, dataset, 'gate.mp4')
    const samples = [
      {
        sample_id: frame.sample_id!,
        labels: frame.labels!,
        metadata: { '@modelarts:parent_source': null, '@modelarts:parent_sample_id': 'x', mine: 1 },
      },
      { sample_id: video.sample_id!, metadata: { '@modelarts:parent_source': video.sample_dir! } },
    ]
    await server.owner.call('UpdateSamples', dataset, { samples })
    expect((await sampleNamed(server, dataset, 'gate.2.480.png')).metadata).toEqual({ ...frame.metadata, mine: 1 })
    expect((await sampleNamed(server, dataset, 'gate.mp4')).metadata).toEqual(video.metadata)
  })

  test('stays so where a later manifest tells another one, or takes a video for a key frame', async () => {
    const { dataset } = await aDatasetWithFrames()
    const { bucket } = dataset
    const of = (name: string) => sampleNamed(server, dataset, name)
    const { metadata } = await of('gate.5.000.png')
    const property = ofVideo(`s3://${bucket}/in/door.mp4`)
    const lines = [
      { ...frameLine(bucket, '5.000', labelled(bucket)), property },
      { source: `s3://${bucket}/in/gate.mp4`, property, ...labelled(bucket) },
    ]
    await importLines(server, dataset, lines, { import_samples: false })
    const frame = await of('gate.5.000.png')
    expect(frame.labels).toHaveLength(1)
    expect(frame.metadata).toEqual({ ...metadata, '@modelarts:time_in_video': 3 })
    expect((await of('gate.mp4')).metadata).not.toHaveProperty('@modelarts:parent_source')
  })

  test('is told from the top of the store, also by a manifest in a folder that is copied', async () => {
    const dataset = await aDataset(server, { type: DatasetType.video, files: {} })
    const lines = [{ source: './f/a.png', property: ofVideo('./gate.mp4') }, { source: './gate.mp4' }]
    const files = {
      'export.manifest': lines.map((line) => JSON.stringify(line)).join('\n'),
      'f/a.png': blackPng(4, 4),
      'gate.mp4': 'film',
    }
    await importFiles(server, dataset, files, { muster: { format: 'manifest' } })
    const { sample_id } = await sampleNamed(server, dataset, 'gate.mp4')
    expect((await sampleNamed(server, dataset, 'a.png')).metadata).toMatchObject({
      '@modelarts:parent_source': `/${dataset.bucket}/in/gate.mp4`,
      '@modelarts:parent_sample_id': sample_id,
    })
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
  async function publish(dataset: TestDataset, more: object = {}) {
    server.advance(MINUTE)
    const body = { remove_sample_usage: false, ...more }
    const { version_id } = await server.owner.call('CreateDatasetVersion', dataset, body)
    await server.idle()
    return server.owner.call('DescribeDatasetVersion', { ...dataset, version_id: version_id! })
  }

  async function linesOf({ bucket }: TestDataset, { manifest_path }: { manifest_path?: string }) {
    const bytes = await readBlob(server.services.blobs, bucket, manifest_path!.slice(`/${bucket}/`.length))
    const lines = Buffer.from(bytes).toString().trim().split('\n')
    return lines.map((line) => JSON.parse(line))
  }

  test('has key frames in the layout of the pages, and counts them', async () => {
    const { dataset } = await aDatasetWithFrames()
    const { bucket } = dataset
    const version = await publish(dataset)
    expect(version).toMatchObject({ total_sample_count: 3, total_sub_sample_count: 2, annotated_sub_sample_count: 1 })
    const folder = version.manifest_path!.replace(/[^/]*$/, '')
    const lines = await linesOf(dataset, version)
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

  test('with copies of the files has key frames that name the copy of their video', async () => {
    const { dataset } = await aDatasetWithFrames()
    const version = await publish(dataset, { export_images: true })
    const [video, ...frames] = await linesOf(dataset, version)
    expect(video.source).toMatch(/V001\/data\/gate\.mp4$/)
    expect(frames.map(({ property }) => property['@modelarts:parent_source'])).toEqual([video.source, video.source])
  })

  test.each(['', '..mp4', '...mp4', '.mp4', `${'x'.repeat(256)}.mp4`])(
    'has the key frames also of a video that is called "%s", which no folder can be',
    async (name) => {
      const dataset = await aDataset(server, { type: DatasetType.video, files: {} })
      const { bucket } = dataset
      await putFiles(server, dataset, { 'gate.2.480.png': blackPng(40, 30), 'a.xml': VOC }, 'in')
      const annotation = [{ ...labelled(bucket).annotation[0], 'annotation-loc': `s3://${bucket}/in/a.xml` }]
      const property = { '@modelarts:parent_source': `s3://${bucket}/in/${name}` }
      await importLines(server, dataset, [{ source: `s3://${bucket}/in/gate.2.480.png`, property, annotation }])
      const version = await publish(dataset)
      expect(version).toMatchObject({ status: 1, total_sub_sample_count: 1 })
      const [line] = await linesOf(dataset, version)
      expect(line.annotation[0]['annotation-loc']).toMatch(/V001\/annotations\/images\/video\/gate\.2\.480\.xml$/)
    },
  )

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
