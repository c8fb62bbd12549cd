import { afterAll, beforeAll, expect, test } from 'vitest'
import { readBlob } from '#adapters/blobs/read-blob.ts'
import { encodeIndexedPng } from '#adapters/images/indexed-png.ts'
import { DatasetType } from '#contract/codes.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { aDataset } from '#tests/builders.ts'
import { blackPng } from '#tests/fixtures/png.ts'
import { pictureOf } from '#tests/formats/mask-pictures.ts'
import { importFiles, labelsOf, problemsOf, sampleNamed } from '#tests/imports.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const picture = blackPng(20, 10)
const staysOut = 'stays out: no document names it, or it is among what failed; importing the folder as "files" adds it'
const detected = { type: DatasetType.objectDetection }

test('a task of CVAT is found out and read: shapes, attributes and problems', async () => {
  const dataset = await aDataset(server, detected)
  const box =
    '<box label="car" source="manual" occluded="1" xtl="1.5" ytl="2" xbr="9" ybr="8" rotation="30" z_order="0">'
  const mask = '<mask label="cat" occluded="0" rle="0, 4" left="3" top="4" width="2" height="2" z_order="0"/>'
  const done = await importFiles(server, dataset, {
    'annotations.xml': `<?xml version="1.0" encoding="utf-8"?>
<annotations><version>1.1</version><meta><task><subset>Train</subset></task></meta>
<image id="0" name="1.png" width="20" height="10">${box}<attribute name="colour">red</attribute></box>${mask}</image>
<image id="1" name="2.png" width="20" height="10"><polygon label="car" points="1,1;30,1;2,2"/></image>
<image id="2" name="3.png" subset="Validation" width="20" height="10"/>
</annotations>`,
    'images/1.png': picture,
    'images/2.png': picture,
    'images/3.png': picture,
  })
  expect(done).toMatchObject({ status: 'COMPLETED', annotated_sample_count: 1, muster: { format: 'cvat', failed: 1 } })
  expect(await problemsOf(server, dataset, done)).toEqual([
    'failed: annotations.xml:4 has in "2.png" a <polygon> that holds the point [30, 1] outside the picture, 20 x 10 pixels',
    `skipped: images/2.png ${staysOut}`,
  ])
  expect(await labelsOf(server, dataset)).toEqual({ 'in/images/1.png': 'car cat', 'in/images/3.png': '' })
  const { labels } = await sampleNamed(server, dataset, '1.png')
  expect(labels!.map(({ name, property }) => [name, property])).toEqual([
    [
      'car',
      {
        '@modelarts:shape': 'bndbox',
        '@modelarts:feature': [
          [1.5, 2],
          [9, 8],
        ],
        '@modelarts:clockwise_angle': 30,
        occluded: '1',
        colour: 'red',
      },
    ],
    [
      'cat',
      {
        '@modelarts:shape': 'polygon',
        '@modelarts:feature': [
          [3, 4],
          [5, 4],
          [5, 6],
          [3, 6],
        ],
        '@muster:mask': { size: [10, 20], counts: expect.any(String) },
      },
    ],
  ])
})

test('documents of LabelMe are found out and read, with their masks', async () => {
  const dataset = await aDataset(server, detected)
  const document = (name: string, shapes: object[]) =>
    JSON.stringify({ version: '5.5.0', flags: {}, shapes, imagePath: name, imageData: null })
  const mask = Buffer.from(await encodeIndexedPng(pictureOf('11', '.1'))).toString('base64')
  const masked = (text: string) => ({
    label: 'cat',
    points: [
      [3, 4],
      [4, 5],
    ],
    shape_type: 'mask',
    mask: text,
  })
  const done = await importFiles(server, dataset, {
    '1.json': document('1.png', [
      {
        label: 'car',
        points: [
          [9, 8],
          [1, 2],
        ],
        group_id: 4,
        shape_type: 'rectangle',
        flags: { wet: true },
      },
      masked(mask),
    ]),
    '1.png': picture,
    '2.json': document('2.png', [masked(mask.slice(0, 60))]),
    '2.png': picture,
    '3.png': picture,
  })
  expect(done).toMatchObject({
    status: 'COMPLETED',
    annotated_sample_count: 1,
    muster: { format: 'labelme', failed: 1 },
  })
  expect(await problemsOf(server, dataset, done)).toEqual(['failed: 2.json is cut off', `skipped: 2.png ${staysOut}`])
  expect(await labelsOf(server, dataset)).toEqual({ 'in/1.png': 'car cat', 'in/3.png': '' })
  const { labels } = await sampleNamed(server, dataset, '1.png')
  expect(labels![0]!.property).toMatchObject({ '@muster:group': 4, wet: 'true' })
  expect(labels![1]!.property).toMatchObject({ '@muster:mask': { size: [10, 20] } })
  expect(labels![1]!.property!['@modelarts:feature']).toEqual([
    [3, 4],
    [5, 4],
    [5, 6],
    [4, 6],
    [4, 5],
    [3, 5],
  ])
})

test('a folder of pictures as Hugging Face has them is found out and read, and written so again', async () => {
  const dataset = await aDataset(server, { type: DatasetType.imageClassification })
  const done = await importFiles(server, dataset, {
    'train/metadata.csv': 'file_name,label,city\n1.png,traffic light,Rome\n2.png,cat,\n7.png,cat,\n',
    'train/1.png': picture,
    'train/2.png': picture,
    'test/metadata.jsonl': '{"file_name":"3.png","labels":["cat","dog"],"seen":2}\n',
    'test/3.png': picture,
  })
  expect(done).toMatchObject({
    status: 'COMPLETED',
    annotated_sample_count: 3,
    muster: { format: 'metadata', failed: 1 },
  })
  expect(await problemsOf(server, dataset, done)).toEqual([
    'failed: train/metadata.csv:4 names "7.png", which is missing',
  ])
  expect(await labelsOf(server, dataset)).toEqual({
    'in/test/3.png': 'cat dog',
    'in/train/1.png': 'traffic light',
    'in/train/2.png': 'cat',
  })
  const { metadata } = await sampleNamed(server, dataset, '1.png')
  expect(metadata).toMatchObject({ city: 'Rome' })

  const body = { path: `/${dataset.bucket}/to/`, muster: { format: 'metadata' } }
  const { task_id } = await server.owner.call('ExportTask', dataset, body)
  await server.idle()
  const names = { resource_id: dataset.dataset_id, task_id: task_id! }
  const { status, muster } = await server.owner.call('GetExportTaskStatusOfDataset', names)
  expect(status).toBe('SUCCESSED')
  expect(muster!.losses!.map(({ field }) => field)).toEqual([
    'labels[].annotated_by',
    'labels[].creation_time',
    'metadata.seen',
  ])
  const text = async (key: string) => Buffer.from(await readBlob(server.services.blobs, dataset.bucket, key)).toString()
  expect(await text('to/train/metadata.jsonl')).toBe(
    '{"file_name":"1.png","label":"traffic light","labels":["traffic light"],"city":"Rome"}\n' +
      '{"file_name":"2.png","label":"cat","labels":["cat"],"city":""}\n',
  )
  expect(await text('to/test/metadata.jsonl')).toBe(
    '{"file_name":"3.png","label":"cat","labels":["cat","dog"],"city":""}\n',
  )
})
