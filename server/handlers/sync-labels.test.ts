import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import type { ImportReq } from '#contract/imports.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { aDataset, type TestDataset } from '#tests/builders.ts'
import { cocoCars } from '#tests/fixtures/coco-cars.ts'
import { blackPng } from '#tests/fixtures/png.ts'
import { importLines, labelsOf, problemsOf, putFiles, runImport, sampleNamed } from '#tests/imports.ts'
import { faultsOfCounters } from '#tests/recount.ts'
import { runSync } from '#tests/syncs.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const picture = blackPng(100, 80)
const voc = (...names: string[]) => {
  const box = '<bndbox><xmin>1</xmin><ymin>2</ymin><xmax>30</xmax><ymax>40</ymax></bndbox>'
  return `<annotation>${names.map((name) => `<object><name>${name}</name>${box}</object>`).join('')}</annotation>`
}
const put = (dataset: TestDataset, files: Record<string, string | Uint8Array>) => putFiles(server, dataset, files, 'in')
const type = DatasetType.objectDetection

async function labelByHand(dataset: TestDataset, sample_name: string, name: string) {
  const { sample_id } = await sampleNamed(server, dataset, sample_name)
  const property = {
    '@modelarts:shape': 'bndbox' as const,
    '@modelarts:feature': [
      [5, 5],
      [20, 20],
    ],
  }
  const samples = [{ sample_id: sample_id!, labels: [{ name, type: 1 as const, property }] }]
  expect(await server.owner.call('UpdateSamples', dataset, { samples })).toMatchObject({ success: true })
}

test('new pictures come with the boxes beside them; a file that cannot be read is told', async () => {
  const dataset = await aDataset(server, { type, files: { '1.png': picture, '1.xml': voc('car') } })
  await put(dataset, { '2.png': picture, '2.xml': voc('bus', 'car'), '3.png': picture, '3.xml': '<annotation>' })
  const done = await runSync(server, dataset)
  expect(done).toMatchObject({ status: 'COMPLETED', add_sample_count: 1, muster: { failed: 1 } })
  expect(await labelsOf(server, dataset)).toEqual({ 'in/1.png': 'car', 'in/2.png': 'bus car' })
  const problems = await problemsOf(server, dataset, done as { task_id: string })
  expect(problems).toEqual([expect.stringMatching(/^failed: 3\.(png|xml)/)])
  await put(dataset, { '3.xml': voc('car') })
  expect(await runSync(server, dataset)).toMatchObject({ add_sample_count: 1, muster: { failed: 0 } })
  expect(await faultsOfCounters(server.services.store, dataset.dataset_id)).toEqual([])
})

describe('pictures that a document names', () => {
  test('come with their labels, and those that it does not name without any', async () => {
    const dataset = await aDataset(server, { type, files: { '1.png': picture, 'all.json': cocoCars('1.png') } })
    expect(await labelsOf(server, dataset)).toEqual({ 'in/1.png': 'car' })
    await put(dataset, { 'all.json': cocoCars('1.png', '2.png'), '2.png': picture, '3.png': picture, 'a.txt': 'x' })
    expect(await runSync(server, dataset)).toMatchObject({
      status: 'COMPLETED',
      add_sample_count: 2,
      total_sample_count: 3,
      muster: { failed: 0, skipped: 0 },
    })
    expect(await labelsOf(server, dataset)).toEqual({ 'in/1.png': 'car', 'in/2.png': 'car', 'in/3.png': '' })
    expect(await runSync(server, dataset)).toMatchObject({ add_sample_count: 0, muster: { skipped: 0 } })
    expect(await faultsOfCounters(server.services.store, dataset.dataset_id)).toEqual([])
  })

  test('have masks beside them that are no pictures, though no document names them', async () => {
    const dataset = await aDataset(server, {
      type: DatasetType.imageSegmentation,
      files: { '1.png': picture, 'all.json': cocoCars('1.png'), 'masks/1.png': picture, '1_mask.png': picture },
    })
    await put(dataset, { '2.png': picture, 'SegmentationClass/2.png': picture })
    expect(await runSync(server, dataset)).toMatchObject({ add_sample_count: 1, muster: { failed: 0, skipped: 0 } })
    expect(await labelsOf(server, dataset)).toEqual({ 'in/1.png': 'car', 'in/2.png': '' })
  })

  test('come once, also where the server stops again and again', async () => {
    const name = (n: number) => `${String(n).padStart(3, '0')}.png`
    const [named, others] = [0, 300].map((from) => Array.from({ length: 300 }, (_, n) => name(from + n)))
    const dataset = await aDataset(server, { type, files: { 'a.png': picture, 'all.json': cocoCars('a.png') } })
    await put(dataset, Object.fromEntries([...named!, ...others!].map((path) => [path, picture])))
    await put(dataset, { 'all.json': cocoCars('a.png', ...named!) })
    const { jobs } = server.services
    let [allowed, asked] = [0, 0]
    Object.defineProperty(jobs, 'stopped', { configurable: true, get: () => asked++ >= allowed })
    await server.owner.call('SyncDataSource', dataset)
    const state = () => server.owner.call('SyncDataSourceState', dataset)
    do {
      await server.idle()
      ;[allowed, asked] = [allowed + 1, 0]
      await jobs.sweep()
      await server.idle()
    } while ((await state()).status !== 'COMPLETED')
    Reflect.deleteProperty(jobs, 'stopped')
    expect(await state()).toMatchObject({ add_sample_count: 600, total_sample_count: 601, muster: { skipped: 0 } })
    const labels = Object.values(await labelsOf(server, dataset))
    expect([labels.length, labels.filter((label) => label === 'car').length]).toEqual([601, 301])
    expect(await faultsOfCounters(server.services.store, dataset.dataset_id)).toEqual([])
  })
})

test('a changed file relabels a sample that no person has touched, as often as it changes', async () => {
  const dataset = await aDataset(server, { type, files: { '1.png': picture, '1.xml': voc('car'), '2.png': picture } })
  for (const name of ['bus', 'van']) {
    await put(dataset, { '1.xml': voc(name) })
    expect(await runSync(server, dataset)).toMatchObject({ add_sample_count: 0, muster: { relabelled: 1 } })
    expect(await labelsOf(server, dataset)).toEqual({ 'in/1.png': name, 'in/2.png': '' })
    expect(await runSync(server, dataset)).toMatchObject({ muster: { relabelled: 0 } })
  }
  const { sample_id } = await sampleNamed(server, dataset, '1.png')
  const { history } = await server.owner.call('ListSampleHistory', { ...dataset, sample_id: sample_id! })
  expect(history.map(({ labels }) => labels.map(({ name }) => name))).toEqual([['van'], ['bus'], ['car']])
  expect(await faultsOfCounters(server.services.store, dataset.dataset_id)).toEqual([])
})

test('labels that come late are taken, and so is that there is nothing to mark', async () => {
  const dataset = await aDataset(server, { type, files: { '1.png': picture, '2.png': picture } })
  await put(dataset, { '1.xml': voc('car'), '2.xml': voc() })
  expect(await runSync(server, dataset)).toMatchObject({ muster: { relabelled: 2 } })
  const { samples } = await server.owner.call('ListSamples', { ...dataset, sample_state: '__ALL__' })
  expect(samples!.map(({ sample_name }) => sample_name).sort()).toEqual(['1.png', '2.png'])
})

test('labels of a person win over a changed file, also those of a person who took some away', async () => {
  const files = { '1.png': picture, '1.xml': voc('car'), '2.png': picture, '2.xml': voc('car') }
  const dataset = await aDataset(server, { type, files })
  await labelByHand(dataset, '1.png', 'tram')
  const { sample_id } = await sampleNamed(server, dataset, '2.png')
  await server.owner.call('UpdateSamples', dataset, { samples: [{ sample_id: sample_id!, labels: [] }] })
  await put(dataset, { '1.xml': voc('bus'), '2.xml': voc('bus') })
  expect(await runSync(server, dataset)).toMatchObject({ muster: { relabelled: 0 } })
  expect(await labelsOf(server, dataset)).toEqual({ 'in/1.png': 'tram', 'in/2.png': '' })
})

test('what a synchronisation has labelled is a person’s once a person has labelled it', async () => {
  const dataset = await aDataset(server, { type, files: { '1.png': picture } })
  await put(dataset, { '1.xml': voc('car') })
  await runSync(server, dataset)
  server.advance(1000)
  await labelByHand(dataset, '1.png', 'tram')
  await put(dataset, { '1.xml': voc('bus') })
  expect(await runSync(server, dataset)).toMatchObject({ muster: { relabelled: 0 } })
  expect(await labelsOf(server, dataset)).toEqual({ 'in/1.png': 'tram' })
})

test('a folder says nothing new of a picture that has lain in it', async () => {
  const dataset = await aDataset(server, { files: { 'cat/1.png': picture } })
  const { sample_id } = await sampleNamed(server, dataset, '1.png')
  await server.owner.call('UpdateSamples', dataset, {
    samples: [{ sample_id: sample_id!, labels: [{ name: 'dog', type: 0 }] }],
  })
  await put(dataset, { 'cat/2.png': picture, 'cat/readme.md': 'cats' })
  expect(await runSync(server, dataset)).toMatchObject({ add_sample_count: 1, muster: { relabelled: 0 } })
  expect(await labelsOf(server, dataset)).toEqual({ 'in/cat/1.png': 'dog', 'in/cat/2.png': 'cat' })
})

test('of a document about all pictures only what is new is taken, and what has changed', async () => {
  const task = (...names: string[]) => {
    const box = (name: string) => `<box label="${name}" occluded="0" xtl="1" ytl="2" xbr="30" ybr="40" z_order="0"/>`
    const image = (name: string, id: number) =>
      `<image id="${id}" name="${id + 1}.png" width="100" height="80">${box(name)}</image>`
    return `<?xml version="1.0"?><annotations><version>1.1</version>${names.map(image).join('')}</annotations>`
  }
  const files = { '1.png': picture, '2.png': picture, 'annotations.xml': task('car', 'car') }
  const dataset = await aDataset(server, { type, files })
  expect(await labelsOf(server, dataset)).toEqual({ 'in/1.png': 'car', 'in/2.png': 'car' })
  await labelByHand(dataset, '1.png', 'tram')
  await put(dataset, { '3.png': picture, 'annotations.xml': task('bus', 'bus', 'bus') })
  expect(await runSync(server, dataset)).toMatchObject({ add_sample_count: 1, muster: { relabelled: 1, skipped: 0 } })
  expect(await labelsOf(server, dataset)).toEqual({ 'in/1.png': 'tram', 'in/2.png': 'bus', 'in/3.png': 'bus' })
})

test.each<[string, Omit<ImportReq, 'import_path'>, string]>([
  ['gave other names or left out', { muster: { label_names: { Auto: 'car', Baum: '' } } }, 'car'],
  ['brought to be confirmed', { final_annotation: false }, '? Auto Baum'],
])('labels that an import %s stay so, although their files are as new', async (_, body, expected) => {
  const dataset = await aDataset(server, { type, files: { '1.png': picture, '1.xml': voc('car') } })
  server.advance(1000)
  const import_path = await putFiles(server, dataset, { '2.png': picture, '2.xml': voc('Auto', 'Baum') }, 'in/more')
  await runImport(server, dataset, { import_path, ...body })
  await put(dataset, { '1.xml': voc('bus'), '3.png': picture })
  expect(await runSync(server, dataset)).toMatchObject({ add_sample_count: 1, muster: { relabelled: 1 } })
  expect(await labelsOf(server, dataset)).toEqual({ 'in/1.png': 'bus', 'in/3.png': '', 'in/more/2.png': expected })
})

test('labels of a manifest stay although an older file beside the picture says something else', async () => {
  const dataset = await aDataset(server, { type, files: { '1.png': picture } })
  await put(dataset, { 'new/2.png': picture, 'new/2.xml': voc('car'), 'new/2-other.xml': voc('bus') })
  // The last test: afterwards files are older than the clock of the server.
  server.advance(10 * 60_000)
  const annotation = [
    { type: 'modelarts/object_detection', 'annotation-loc': `s3://${dataset.bucket}/in/new/2-other.xml` },
  ]
  await importLines(server, dataset, [{ source: `s3://${dataset.bucket}/in/new/2.png`, annotation }])
  expect(await runSync(server, dataset)).toMatchObject({ muster: { relabelled: 0 } })
  expect(await labelsOf(server, dataset)).toEqual({ 'in/1.png': '', 'in/new/2.png': 'bus' })
})
