import { afterAll, beforeAll, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { aDataset } from '#tests/builders.ts'
import { blackPng } from '#tests/fixtures/png.ts'
import { importFiles, labelsOf, problemsOf, sampleNamed } from '#tests/imports.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const picture = blackPng(20, 10)

test('boxes of Label Studio are found out and read, those of models to be confirmed', async () => {
  const dataset = await aDataset(server, { type: DatasetType.objectDetection })
  const box = (x: number) => ({
    id: 'Dx_aB91ISN',
    type: 'rectanglelabels',
    from_name: 'tag',
    to_name: 'img',
    original_width: 20,
    original_height: 10,
    image_rotation: 0,
    value: { x, y: 20, width: 20, height: 50, rotation: 0, rectanglelabels: ['traffic light'] },
  })
  const task = (image: string, more: object) => ({ id: 1, data: { image }, predictions: [], ...more })
  const done = await importFiles(server, dataset, {
    'project-1.json': JSON.stringify([
      task('/data/upload/1/0a1b2c3d-1.png', { annotations: [{ id: 1, result: [box(10)], was_cancelled: false }] }),
      task('2.png', { annotations: [], predictions: [{ id: 1, result: [box(50)], score: 0.5, model_version: 'v1' }] }),
      task('3.png', { annotations: [{ id: 1, result: [box(95)] }] }),
    ]),
    'in/1.png': picture,
    'in/2.png': picture,
    'in/3.png': picture,
  })
  expect(done).toMatchObject({
    status: 'COMPLETED',
    annotated_sample_count: 1,
    unconfirmed_sample_count: 1,
    muster: { format: 'label-studio', failed: 1 },
  })
  expect(await problemsOf(server, dataset, done)).toEqual([
    'failed: project-1.json has a task 3 that has a result "Dx_aB91ISN" that holds the point [23, 7] outside the picture, 20 x 10 pixels',
    'skipped: in/3.png stays out: no document names it, or it is among what failed; importing the folder as "files" adds it',
  ])
  const { labels } = await sampleNamed(server, dataset, '1.png')
  expect(labels).toMatchObject([
    {
      name: 'traffic light',
      property: {
        '@modelarts:feature': [
          [2, 2],
          [6, 7],
        ],
      },
    },
  ])
})

test('texts of Label Studio are samples of their own, with their words and relations', async () => {
  const dataset = await aDataset(server, { type: DatasetType.textTriplets, files: {} })
  const word = (id: string, start: number, end: number, name: string) => ({
    id,
    type: 'labels',
    from_name: 'label',
    to_name: 'text',
    value: { start, end, labels: [name] },
  })
  const relation = { type: 'relation', from_id: 'xYz', to_id: 'aBc', direction: 'right', labels: ['wrote'] }
  const result = [word('xYz', 0, 3, 'Person'), word('aBc', 10, 15, 'Text'), relation]
  const done = await importFiles(server, dataset, {
    'tasks.json': JSON.stringify([{ data: { text: 'Ada wrote notes' }, annotations: [{ id: 1, result }] }]),
  })
  expect(await problemsOf(server, dataset, done)).toEqual([])
  expect(done).toMatchObject({ status: 'COMPLETED', annotated_sample_count: 1, muster: { format: 'label-studio' } })
  expect(Object.values(await labelsOf(server, dataset))).toEqual(['Person Text wrote'])
})

test('texts of Label Studio come in where their labels are not asked for', async () => {
  const dataset = await aDataset(server, { type: DatasetType.textClassification, files: {} })
  const result = [{ from_name: 'kind', to_name: 'text', type: 'choices', value: { choices: ['praise'] } }]
  const tasks = ['good', 'bad'].map((text, id) => ({ id, data: { text }, annotations: [{ id, result }] }))
  const files = { 'project-2.json': JSON.stringify(tasks) }
  const done = await importFiles(server, dataset, files, { import_annotations: false })
  expect(done).toMatchObject({ imported_sample_count: 2, annotated_sample_count: 0, muster: { failed: 0 } })
})
