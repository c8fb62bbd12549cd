import { afterAll, beforeAll, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { aDataset } from '#tests/builders.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

test('the formats of a dataset are those that its type allows; files alone only come in', async () => {
  const boxes = await server.owner.call(
    'ListFormats',
    await aDataset(server, { type: DatasetType.objectDetection, images: 1 }),
  )
  expect(boxes.import_formats).toEqual(expect.arrayContaining(['files', 'coco', 'yolo']))
  expect(boxes.export_formats).toEqual(boxes.import_formats.filter((format) => format !== 'files'))
  const texts = await server.owner.call('ListFormats', await aDataset(server, { lines: ['a'] }))
  expect(texts.import_formats).toEqual(expect.arrayContaining(['files', 'text-lines', 'fasttext']))
  expect([...texts.import_formats, ...texts.export_formats]).not.toContain('coco')
})
