import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aServer, type TestServer } from '#tests/app.ts'
import { aDataset } from '#tests/builders.ts'
import { tinyImage } from '#tests/fixtures/images.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const samplesOf = (dataset_id: string) =>
  server.services.store.db
    .selectFrom('sample')
    .selectAll()
    .where('dataset_id', '=', dataset_id)
    .orderBy('sample_key')
    .execute()

describe('creating', () => {
  test('a dataset over images holds a sample for each of them, with its size from the header', async () => {
    const { dataset_id, bucket, dataset_name } = await aDataset(server, {
      files: { 'b/2.JPG': tinyImage('jpegGrey'), '1.png': tinyImage('pngRgba'), 'notes.txt': 'x', '3.bmp': 'broken' },
    })
    const seen = await server.owner.call('DescDataset', { dataset_id })
    expect(seen).toMatchObject({
      status: 1,
      total_sample_count: 3,
      annotated_sample_count: 0,
      inner_work_path: `/${bucket}/out/${dataset_name}-${dataset_id}/`,
      labels: [],
    })
    expect(seen).not.toHaveProperty('workforce_descriptor')
    const samples = await samplesOf(dataset_id)
    expect(
      samples.map(({ sample_name, sample_dir, width, height, depth }) => [
        sample_name,
        sample_dir,
        width,
        height,
        depth,
      ]),
    ).toEqual([
      ['1.png', `/${bucket}/in/`, 7, 5, 4],
      ['3.bmp', `/${bucket}/in/`, null, null, null],
      ['2.JPG', `/${bucket}/in/b/`, 7, 5, 1],
    ])
  })

  test('a dataset over text holds a sample for each line that is not blank', async () => {
    const { dataset_id } = await aDataset(server, { lines: ['one', '', ' ', '😀 two', 'x'.repeat(200_000), 'three'] })
    const samples = await samplesOf(dataset_id)
    expect(samples.map(({ line, content, text_length }) => [line, content, text_length])).toEqual([
      [1, 'one', 3],
      [4, '😀 two', 5],
      [6, 'three', 5],
    ])
  })
})
