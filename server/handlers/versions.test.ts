import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DatasetStatus, DatasetType, VersionStatus } from '#contract/codes.ts'
import type { CreateDatasetVersionReq, DatasetVersion } from '#contract/versions.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { aDataset, type TestDataset } from '#tests/builders.ts'
import { blackPng } from '#tests/fixtures/png.ts'
import { importFiles, labelsOf, sampleNamed } from '#tests/imports.ts'
import { faultsOfCounters } from '#tests/recount.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const picture = blackPng(100, 80)
const MINUTE = 60_000

/** Six pictures of cats, six of dogs and one of nobody. */
const animals = Object.fromEntries([
  ...Array.from({ length: 6 }, (_, n) => [`cat/${n}.png`, picture]),
  ...Array.from({ length: 6 }, (_, n) => [`dog/1${n}.png`, picture]),
  ['99.png', picture],
])

async function aLabelledDataset(): Promise<TestDataset> {
  const dataset = await aDataset(server, { labels: [{ name: 'cat' }, { name: 'dog' }] })
  await importFiles(server, dataset, animals)
  return dataset
}

async function publish({ dataset_id }: TestDataset, body: CreateDatasetVersionReq = {}): Promise<DatasetVersion> {
  server.advance(MINUTE)
  const { version_id } = await server.owner.call('CreateDatasetVersion', { dataset_id }, body)
  await server.idle()
  return server.owner.call('DescribeDatasetVersion', { dataset_id, version_id: version_id! })
}

async function linesOf({ manifest_path }: DatasetVersion) {
  const [, bucket, ...key] = manifest_path!.split('/')
  const { stream } = await server.services.blobs.openBlob(bucket!, key.join('/'))
  const text = Buffer.concat(await stream.toArray()).toString()
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
}

async function relabel({ dataset_id }: TestDataset, path: string, names: readonly string[]): Promise<void> {
  const { sample_id } = await server.services.store.db
    .selectFrom('sample')
    .select('sample_id')
    .where('dataset_id', '=', dataset_id)
    .where('object_key', '=', path)
    .executeTakeFirstOrThrow()
  const labels = names.map((name) => ({ name, type: 0 as const }))
  await server.owner.call('UpdateSamples', { dataset_id }, { samples: [{ sample_id, labels }] })
}

async function switchTo({ dataset_id }: TestDataset, version_id: string): Promise<void> {
  await server.owner.call('UpdateDataset', { dataset_id }, { current_version_id: version_id })
  await server.idle()
}

describe('publishing', () => {
  test('writes a manifest of all samples and becomes the current version', async () => {
    const dataset = await aLabelledDataset()
    const version = await publish(dataset)
    const folder = `/${dataset.bucket}/out/${dataset.dataset_name}-${dataset.dataset_id}/annotation/V001/`
    expect(version).toMatchObject({
      version_name: 'V001',
      version_format: 'Default',
      status: VersionStatus.normal,
      is_current: true,
      total_sample_count: 13,
      annotated_sample_count: 12,
      add_sample_count: 13,
      modified_sample_count: 0,
      deleted_sample_count: 0,
      label_type: 'single',
      manifest_path: `${folder}V001.manifest`,
      data_path: `${folder}data/`,
      train_evaluate_sample_ratio: '1.00',
      task_type: DatasetType.imageClassification,
      muster: { usage_stats: { TRAIN: 12 }, losses: [] },
    })
    expect(version.label_stats).toMatchObject([
      { name: 'cat', count: 6, sample_count: 6 },
      { name: 'dog', count: 6, sample_count: 6 },
    ])
    const lines = await linesOf(version)
    expect(lines).toHaveLength(13)
    expect(lines.find(({ source }) => source.endsWith('/cat/0.png'))).toMatchObject({
      source: `s3://${dataset.bucket}/in/cat/0.png`,
      usage: 'TRAIN',
      annotation: [{ type: 'modelarts/image_classification', name: 'cat' }],
    })
    const described = await server.owner.call('DescDataset', dataset)
    expect(described).toMatchObject({
      status: DatasetStatus.normal,
      next_version_num: 2,
      dataset_version_count: 1,
      current_version_name: 'V001',
      versions: [{ version_id: version.version_id }],
    })
  })

  test('counts what was added, deleted and labelled otherwise since the version before', async () => {
    const dataset = await aLabelledDataset()
    const first = await publish(dataset)
    await relabel(dataset, 'in/cat/0.png', ['dog'])
    await importFiles(server, dataset, { 'dog/77.png': picture })
    const { samples } = await server.owner.call('ListSamples', { ...dataset, limit: 100 })
    const gone = samples!.find(({ sample_name }) => sample_name === '99.png')!.sample_id!
    await server.owner.call('DeleteSamples', dataset, { samples: [gone] })
    const second = await publish(dataset)
    expect(second).toMatchObject({
      version_name: 'V002',
      previous_version_id: first.version_id,
      add_sample_count: 1,
      deleted_sample_count: 1,
      modified_sample_count: 1,
      previous_total_sample_count: 13,
      previous_annotated_sample_count: 12,
    })
    const { versions, total_number } = await server.owner.call('ListDatasetVersions', dataset)
    expect(total_number).toBe(2)
    expect(versions.map(({ version_name, is_current }) => [version_name, is_current])).toEqual([
      ['V002', true],
      ['V001', false],
    ])
  })

  test('splits each label as the ratio says, the same for the same seed, and keeps sides in the next version', async () => {
    const dataset = await aLabelledDataset()
    const split = { train_evaluate_sample_ratio: '0.5', muster: { seed: 'animals' } }
    const version = await publish(dataset, split)
    expect(version.muster!.usage_stats).toEqual({ TRAIN: 6, EVAL: 6 })
    const sides = async (of: DatasetVersion) =>
      Object.fromEntries((await linesOf(of)).map(({ source, usage }) => [source, usage]))
    const first = await sides(version)
    expect(Object.entries(first).filter(([path, side]) => path.includes('/cat/') && side === 'TRAIN')).toHaveLength(3)
    expect(await sides(await publish(dataset, { ...split, muster: { seed: 'another' } }))).toEqual(first)
    const anew = await publish(dataset, { ...split, muster: { seed: 'animals', stable_split: false } })
    expect(await sides(anew)).toEqual(first)
  })

  test('copies the files where asked to, and names the copies', async () => {
    const dataset = await aLabelledDataset()
    const version = await publish(dataset, { export_images: true })
    const [line] = await linesOf(version)
    expect(line.source).toMatch(new RegExp(`^s3://${dataset.bucket}/out/.*/annotation/V001/data/`))
    expect(
      await server.services.blobs.statBlob(dataset.bucket, line.source.split('/').slice(3).join('/')),
    ).toMatchObject({
      size: picture.length,
    })
  })

  test('is refused within a minute of another, for a name that is taken and for what cannot be split', async () => {
    const dataset = await aLabelledDataset()
    await publish(dataset, { version_name: 'mine' })
    const refused = (body: CreateDatasetVersionReq) => server.owner.refused('CreateDatasetVersion', dataset, body)
    expect(await refused({})).toMatchObject({ error_code: 'ModelArts.4370' })
    server.advance(MINUTE)
    expect(await refused({ version_name: 'mine' })).toMatchObject({ error_code: 'ModelArts.4371' })
    expect(await refused({ train_evaluate_sample_ratio: '1.5' })).toMatchObject({ error_code: 'ModelArts.4396' })
    expect(await refused({ version_format: 'CarbonData' })).toMatchObject({ error_code: 'ModelArts.4396' })
    const small = await aDataset(server, { images: 2 })
    expect(
      await server.owner.refused('CreateDatasetVersion', small, { train_evaluate_sample_ratio: '0.8' }),
    ).toMatchObject({ error_code: 'ModelArts.4711' })
  })
})

describe('publishing a table', () => {
  test('names its files with their columns, or writes them again as CSV without what does not fit', async () => {
    const schema = [
      { schema_id: 1, name: 'city', type: 'STRING' },
      { schema_id: 2, name: 'people', type: 'INT' },
    ]
    const lines = 'name,count\nUlm,126949\n=Bonn,many\nOulu\n'
    const dataset = await aDataset(server, {
      type: DatasetType.table,
      files: { 'cities.csv': lines },
      settings: { schema, import_data: true },
    })
    await server.services.store.db
      .updateTable('dataset')
      .set({ data_sources: JSON.stringify([{ data_path: dataset.input, with_column_header: true }]) })
      .where('dataset_id', '=', dataset.dataset_id)
      .execute()
    const named = await linesOf(await publish(dataset))
    expect(named).toEqual([
      {
        source: `s3://${dataset.bucket}/in/cities.csv`,
        id: expect.any(String),
        property: { '@modelarts:schema': { city: 'STRING', people: 'INT' } },
        'source-type': 'CSV',
      },
    ])
    const version = await publish(dataset, { version_format: 'CSV' })
    const [line] = await linesOf(version)
    const key = line.source.split('/').slice(3).join('/')
    const { stream } = await server.services.blobs.openBlob(dataset.bucket, key)
    expect(Buffer.concat(await stream.toArray()).toString()).toBe('city,people\nUlm,126949\n\t=Bonn,\n')
    expect(version.muster!.losses).toEqual([
      { field: 'people', reason: 'is no value of type INT', count: 1 },
      { field: '', reason: 'has 1 cell, and the table 2 columns', count: 1 },
    ])
  })

  test('tells a file of which not even the header can be read', async () => {
    const dataset = await aDataset(server, {
      type: DatasetType.table,
      files: { 'cities.csv': 'Ulm\n' },
      settings: { schema: [{ name: 'city', type: 'STRING' }], import_data: true },
    })
    await server.services.store.db
      .updateTable('dataset')
      .set({ data_sources: JSON.stringify([{ data_path: dataset.input, with_column_header: true }]) })
      .where('dataset_id', '=', dataset.dataset_id)
      .execute()
    await server.services.blobs.writeBlob(dataset.bucket, 'in/cities.csv', Buffer.from('"city\nUlm\n'))
    const version = await publish(dataset, { version_format: 'CSV' })
    expect(version.muster!.losses).toEqual([
      { field: '', reason: expect.stringMatching(/^is not valid CSV/), count: 1 },
    ])
  })

  test('parts files with Tabs at these, and leaves Parquet as it is', async () => {
    const dataset = await aDataset(server, {
      type: DatasetType.table,
      files: { 'a.parquet': 'PAR1', 'cities.TSV': 'Ulm, Donau\t126949\n' },
      settings: {
        schema: [
          { name: 'city', type: 'STRING' },
          { name: 'people', type: 'INT' },
        ],
        import_data: true,
      },
    })
    const version = await publish(dataset, { version_format: 'CSV', with_column_header: false })
    const lines = await linesOf(version)
    expect(lines.map((line) => [line['source-type'], line.source.split('/').at(-1)])).toEqual([
      ['Parquet', 'a.parquet'],
      ['CSV', 'cities.csv'],
    ])
    const key = lines[1].source.split('/').slice(3).join('/')
    const { stream } = await server.services.blobs.openBlob(dataset.bucket, key)
    expect(Buffer.concat(await stream.toArray()).toString()).toBe('"Ulm, Donau",126949\n')
    expect(version.muster!.losses).toEqual([
      { field: '', reason: 'is a Parquet file, which is named as it is', count: 1 },
    ])
  })
})

describe('making a version the current one', () => {
  test('gives the dataset the labels of then, and keeps the present state to come back to', async () => {
    const dataset = await aLabelledDataset()
    const first = await publish(dataset)
    const before = await labelsOf(server, dataset)
    await relabel(dataset, 'in/cat/0.png', ['dog', 'cat'])
    await relabel(dataset, 'in/dog/10.png', [])
    await server.owner.call('DeleteLabels', { ...dataset, delete_policy: 0 }, { labels: [{ name: 'dog' }] })
    await importFiles(server, dataset, { 'new/5.png': picture })
    const { samples } = await server.owner.call('ListSamples', { ...dataset, limit: 100 })
    const gone = samples!.find(({ sample_name }) => sample_name === '99.png')!.sample_id!
    await server.owner.call('DeleteSamples', dataset, { samples: [gone] })
    const present = await labelsOf(server, dataset)
    expect(present).not.toEqual(before)
    await publish(dataset)

    await switchTo(dataset, first.version_id!)
    expect(await labelsOf(server, dataset)).toEqual({ ...before, 'in/new/5.png': '' })
    expect(await faultsOfCounters(server.services.store)).toEqual([])
    expect(await server.owner.call('DescDataset', dataset)).toMatchObject({
      status: DatasetStatus.normal,
      current_version_name: 'V001',
      dataset_version_count: 2,
    })

    const { states } = await server.owner.call('ListDatasetStates', dataset)
    expect(states).toMatchObject([{ status: VersionStatus.normal, muster: { hidden: true } }])
    await switchTo(dataset, states[0]!.version_id!)
    const { 'in/99.png': _, ...back } = await labelsOf(server, dataset)
    expect(back).toEqual(present)
    expect((await server.owner.call('DescDataset', dataset)).current_version_name).toBe('V002')
  })

  test('tells how many samples could not come back, for their file is gone', async () => {
    const dataset = await aLabelledDataset()
    const first = await publish(dataset)
    const { sample_id } = await sampleNamed(server, dataset, '99.png')
    await server.owner.call('DeleteSamples', dataset, { samples: [sample_id!], delete_source: true })
    await server.idle()
    await publish(dataset)
    await switchTo(dataset, first.version_id!)
    const { states } = await server.owner.call('ListDatasetStates', dataset)
    expect(states).toMatchObject([{ muster: { hidden: true, missing_sample_count: 1 } }])
  })

  test('changes nothing where the state of the version is gone', async () => {
    const dataset = await aLabelledDataset()
    const first = await publish(dataset)
    await relabel(dataset, 'in/cat/0.png', ['dog'])
    await publish(dataset)
    const before = await labelsOf(server, dataset)
    const key = first.manifest_path!.split('/').slice(2).join('/').replace('.manifest', '.state.gz')
    await server.services.blobs.writeBlob(dataset.bucket, key, Buffer.from('no state'))
    await switchTo(dataset, first.version_id!)
    expect(await labelsOf(server, dataset)).toEqual(before)
    const described = await server.owner.call('DescDataset', dataset)
    expect(described).toMatchObject({ status: DatasetStatus.normal, current_version_name: 'V002' })
    const { states } = await server.owner.call('ListDatasetStates', dataset)
    expect(states).toMatchObject([
      {
        status: VersionStatus.error,
        muster: { error_code: 'ModelArts.4314', error_msg: expect.stringContaining('damaged') },
      },
    ])
  })

  test('is refused for an unknown version', async () => {
    const dataset = await aLabelledDataset()
    const refused = await server.owner.refused('UpdateDataset', dataset, { current_version_id: 'none' })
    expect(refused).toMatchObject({ status: 400, error_code: 'ModelArts.4353' })
  })
})

describe('a bucket that is gone', () => {
  const loseBucket = ({ dataset_id }: TestDataset) =>
    server.services.store.db
      .updateTable('dataset')
      .set({ inner_work_path: '/no-such-bucket/out/' })
      .where('dataset_id', '=', dataset_id)
      .execute()

  test('ends a publishing with the reason, and other work on the dataset goes on', async () => {
    const dataset = await aLabelledDataset()
    await loseBucket(dataset)
    const version = await publish(dataset)
    expect(version).toMatchObject({
      status: VersionStatus.error,
      is_current: false,
      muster: { error_code: 'ModelArts.4311', error_msg: expect.stringContaining('no-such-bucket') },
    })
    expect(await server.owner.call('DescDataset', dataset)).toMatchObject({ status: DatasetStatus.normal })
    expect((await publish(dataset)).version_name).toBe('V002')
  })

  test('does not hold a version that is deleted', async () => {
    const dataset = await aLabelledDataset()
    const { version_id } = await publish(dataset)
    await loseBucket(dataset)
    await server.owner.call('DeleteDatasetVersion', { ...dataset, version_id: version_id! })
    await server.idle()
    const row = await server.services.store.db
      .selectFrom('dataset_version')
      .select('status')
      .where('version_id', '=', version_id!)
      .executeTakeFirstOrThrow()
    expect(row.status).toBe(VersionStatus.deleted)
  })
})

describe('deleting a version', () => {
  test('removes its files and frees its name; the labels stay', async () => {
    const dataset = await aLabelledDataset()
    const version = await publish(dataset, { export_images: true })
    const before = await labelsOf(server, dataset)
    await server.owner.call('DeleteDatasetVersion', { ...dataset, version_id: version.version_id! })
    await server.idle()
    const names = { ...dataset, version_id: version.version_id! }
    expect(await server.owner.refused('DescribeDatasetVersion', names)).toMatchObject({ status: 404 })
    const folder = version.manifest_path!.split('/').slice(2, -1).join('/')
    const left = []
    for await (const page of server.services.blobs.listBlobs(dataset.bucket, { prefix: `${folder}/` }))
      left.push(...page)
    expect(left.every(({ key }) => key.startsWith(`${folder}/data/`))).toBe(true)
    expect(left).toHaveLength(13)
    expect(await labelsOf(server, dataset)).toEqual(before)
    expect((await publish(dataset, { version_name: 'V001' })).status).toBe(VersionStatus.normal)
    expect((await publish(dataset)).version_name).toBe('V003')
  })
})
