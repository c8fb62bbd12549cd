import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aServer, type TestServer } from '#tests/app.ts'
import { aDataset, type TestDataset } from '#tests/builders.ts'
import { blackPng } from '#tests/fixtures/png.ts'
import { importFiles } from '#tests/imports.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

type Filters = Record<string, string | number>
type Published = TestDataset & { version_id: string }

/** A version of a cat, a dog and a picture of nobody; since then all became dogs, one was deleted and one added. */
async function someAnimals(): Promise<Published> {
  const dataset = await aDataset(server, { labels: [{ name: 'cat' }, { name: 'dog' }] })
  const picture = blackPng(100, 80)
  await importFiles(server, dataset, { '1.png': picture, 'cat/2.png': picture, 'dog/3.png': picture })
  const { version_id } = await server.owner.call('CreateDatasetVersion', dataset, {})
  await server.idle()
  const { samples } = await server.owner.call('ListSamples', { ...dataset, order: 'asc' })
  const labels = [{ name: 'dog', type: 0 as const }]
  const changed = samples!.map(({ sample_id }) => ({ sample_id, labels }))
  await server.owner.call('UpdateSamples', dataset, { samples: changed })
  await server.owner.call('DeleteSamples', dataset, { samples: [samples![0]!.sample_id!], delete_source: false })
  await server.owner.call('DeleteLabels', dataset, { labels: [{ name: 'cat' }] })
  await importFiles(server, dataset, { 'dog/4.png': picture })
  return { ...dataset, version_id: version_id! }
}

async function listed(dataset: Published, filters: Filters = {}): Promise<string[]> {
  const { samples } = await server.owner.call('ListSamples', { ...dataset, ...filters })
  return samples!.map(({ sample_name, labels }) => [sample_name, ...labels!.map(({ name }) => name)].join(' '))
}

describe('the samples of a version', () => {
  test('are those of then with the labels of then, in pages and in either order', async () => {
    const dataset = await someAnimals()
    expect(await listed(dataset)).toEqual(['3.png dog', '2.png cat', '1.png'])
    expect(await listed(dataset, { order: 'asc' })).toEqual(['1.png', '2.png cat', '3.png dog'])
    expect(await listed(dataset, { limit: 2 })).toEqual(['3.png dog', '2.png cat'])
    expect(await listed(dataset, { limit: 2, offset: 1 })).toEqual(['1.png'])
    expect(await listed(dataset, { limit: 2, offset: 1, order: 'asc' })).toEqual(['3.png dog'])
    expect(await listed(dataset, { limit: 2, offset: 2 })).toEqual([])
    expect(await listed(dataset, { limit: 2, offset: 2, order: 'asc' })).toEqual([])
    const { sample_count } = await server.owner.call('ListSamples', { ...dataset, limit: 1 })
    expect(sample_count).toBe(3)
  })

  test('are found as those of the dataset are', async () => {
    const dataset = await someAnimals()
    expect(await listed(dataset, { label_name: 'cat' })).toEqual(['2.png cat'])
    expect(await listed(dataset, { sample_state: '__NONE__' })).toEqual(['1.png'])
    expect(await listed(dataset, { label_type: 0 })).toEqual(['3.png dog', '2.png cat'])
    expect(await listed(dataset, { search_conditions: '[{"sample_name":"3.png"}]' })).toEqual(['3.png dog'])
    expect(await listed(dataset, { sample_type: 1 })).toEqual([])
    expect(await listed(dataset, { email: 'nobody@example.org' })).toEqual([])
    const refused = await server.owner.refused('ListSamples', { ...dataset, sample_state: '__UNREVIEWED__' } as never)
    expect(refused).toMatchObject({ status: 400, error_code: 'ModelArts.4396' })
    const shown = await server.owner.refused('ListSamples', { ...dataset, process_parameter: 'x'.repeat(1025) })
    expect(shown).toMatchObject({ status: 400, error_code: 'ModelArts.4396' })
  })

  test('cannot be read where their file is gone', async () => {
    const { version_id, ...dataset } = await someAnimals()
    const { manifest_path } = await server.owner.call('DescribeDatasetVersion', { ...dataset, version_id })
    const key = manifest_path!.split('/').slice(2).join('/').replace('.manifest', '.state.gz')
    await server.services.blobs.deleteBlob(dataset.bucket, key)
    const refused = await server.owner.refused('ListSamples', { ...dataset, version_id })
    expect(refused).toMatchObject({ status: 400, error_code: 'ModelArts.4314' })
    expect(refused.error_msg).toContain('is missing')
  })
})
