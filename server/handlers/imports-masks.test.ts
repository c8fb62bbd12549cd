import { afterAll, beforeAll, expect, test } from 'vitest'
import { encodeIndexedPng } from '#adapters/images/indexed-png.ts'
import { DatasetType } from '#contract/codes.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { aDataset } from '#tests/builders.ts'
import { tinyImage } from '#tests/fixtures/images.ts'
import { blackPng } from '#tests/fixtures/png.ts'
import { pictureOf } from '#tests/formats/mask-pictures.ts'
import { importFiles, labelsOf, problemsOf, sampleNamed } from '#tests/imports.ts'
import { faultsOfCounters } from '#tests/recount.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const picture = blackPng(5, 3)
const rows = pictureOf('11..1', '11.22', '...22')
const labelMap = 'background:0,0,0::\ncat:255,0,0::\nred car:0,255,0::\n'
const segmented = { type: DatasetType.imageSegmentation, labels: [{ name: 'cat', type: 3 as const }] }

test('pictures are labelled by the masks beside them; a bad mask is the problem of its picture', async () => {
  const dataset = await aDataset(server, segmented)
  const mask = await encodeIndexedPng(rows)
  const done = await importFiles(server, dataset, {
    'JPEGImages/1.png': picture,
    'JPEGImages/2.png': picture,
    'JPEGImages/3.png': picture,
    'JPEGImages/4.png': picture,
    'SegmentationClass/1.png': mask,
    'SegmentationClass/2.png': mask.subarray(0, -20),
    'SegmentationClass/3.png': tinyImage('jpegTurned'),
    'labelmap.txt': labelMap,
  })
  expect(done).toMatchObject({ status: 'COMPLETED', annotated_sample_count: 1, muster: { format: 'masks', failed: 2 } })
  expect(await problemsOf(server, dataset, done)).toEqual([
    'failed: SegmentationClass/2.png is cut off',
    'failed: SegmentationClass/3.png is no PNG',
  ])
  expect(await labelsOf(server, dataset)).toEqual({
    'in/JPEGImages/1.png': 'cat cat red car',
    'in/JPEGImages/4.png': '',
  })
  const { labels } = await sampleNamed(server, dataset, '1.png')
  expect(labels!.map(({ property }) => [property!['@modelarts:feature'], property!['@muster:mask']])).toEqual([
    [
      [
        [0, 0],
        [2, 0],
        [2, 2],
        [0, 2],
      ],
      { size: [3, 5], counts: '02109' },
    ],
    [
      [
        [4, 0],
        [5, 0],
        [5, 1],
        [4, 1],
      ],
      { size: [3, 5], counts: '<12' },
    ],
    [
      [
        [3, 1],
        [5, 1],
        [5, 3],
        [3, 3],
      ],
      { size: [3, 5], counts: ':210' },
    ],
  ])
  expect(await faultsOfCounters(server.services.store)).toEqual([])
})

test('the mask that an annotation names is read where an object has no polygon', async () => {
  const dataset = await aDataset(server, segmented)
  const object = '<object><name>cat</name><mask_color>0,255,0</mask_color></object>'
  const done = await importFiles(server, dataset, {
    '1.png': picture,
    '1.xml': `<annotation><mask_source>segmentationClassRaw/1.png</mask_source>${object}</annotation>`,
    'segmentationClassRaw/1.png': await encodeIndexedPng(rows),
  })
  expect(done).toMatchObject({ status: 'COMPLETED', muster: { format: 'modelarts-voc', failed: 0 } })
  expect(await labelsOf(server, dataset)).toEqual({ 'in/1.png': 'cat' })
})
