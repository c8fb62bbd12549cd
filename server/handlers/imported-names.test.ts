import { afterAll, beforeAll, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { aDataset, sampleIdsOf, type TestDataset } from '#tests/builders.ts'
import { blackPng } from '#tests/fixtures/png.ts'
import { importLines, labelsOf, problemsOf } from '#tests/imports.ts'
import { faultsOfCounters } from '#tests/recount.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const picture = blackPng(100, 80)

/** A dataset of pictures and the import of a manifest that labels each of them with one of these names. */
async function labelledWith(names: readonly string[]) {
  const files = Object.fromEntries(names.map((_, n) => [`${n}.png`, picture]))
  const dataset = await aDataset(server, { files })
  const lines = names.map((name, n) => ({
    source: `s3://${dataset.bucket}/in/${n}.png`,
    annotation: [{ type: 'modelarts/image_classification', name }],
  }))
  return { dataset, done: await importLines(server, dataset, lines) }
}

const namesOf = async (dataset: TestDataset) =>
  (await server.owner.call('ListLabels', dataset)).labels.map(({ name }) => name)

const names = [
  'traffic light',
  'a/b?c#d%25',
  'Fish & "chips" <b>',
  ' edge ',
  '😀 深圳',
  '__proto__',
  'a;b,c|d',
  '%',
  '+',
]

test('names come in as they are, and are used, found, counted, renamed and deleted like all others', async () => {
  const { dataset, done } = await labelledWith(names)
  expect(done).toMatchObject({ status: 'COMPLETED', annotated_sample_count: names.length, muster: { failed: 0 } })
  expect((await namesOf(dataset)).sort()).toEqual([...names].sort())
  const samples = await sampleIdsOf(server, dataset.dataset_id)
  for (const [n, name] of names.entries()) {
    const found = await server.owner.call('ListSamples', { ...dataset, label_name: name })
    expect(found.samples.map(({ sample_id }) => sample_id)).toEqual([samples[n]])
    const search_conditions = JSON.stringify([{ label_list: { labels: [{ name }] } }])
    const searched = await server.owner.call('ListSamples', { ...dataset, search_conditions })
    expect(searched.samples.map(({ sample_id }) => sample_id)).toEqual([samples[n]])
  }
  const { label_stats } = await server.owner.call('GetDatasetStats', dataset)
  expect(label_stats!.map(({ name, count }) => [name, count]).sort()).toEqual(names.map((name) => [name, 1]).sort())

  const relabelled = names.map((name, n) => ({
    sample_id: samples[(n + 1) % names.length]!,
    labels: [{ name, type: DatasetType.imageClassification }],
  }))
  await server.owner.call('UpdateSamples', dataset, { samples: relabelled })
  expect(Object.values(await labelsOf(server, dataset))).toEqual([names.at(-1), ...names.slice(0, -1)])

  for (const [n, label_name] of names.entries()) {
    await server.owner.call('UpdateLabel', { ...dataset, label_name }, { '@modelarts:color': '#3399ff' })
    const property = { '@modelarts:rename_to': `plain${n}` }
    if (n % 2 === 0) await server.owner.call('UpdateLabel', { ...dataset, label_name }, property)
    else await server.owner.call('DeleteLabelAndSamples', { ...dataset, label_name })
  }
  expect((await namesOf(dataset)).sort()).toEqual(['plain0', 'plain2', 'plain4', 'plain6', 'plain8'])
  expect(await sampleIdsOf(server, dataset.dataset_id)).toHaveLength(5)
  expect(await faultsOfCounters(server.services.store, dataset.dataset_id)).toEqual([])
})

test('lists of labels take such names too; new ones of a client obey the rule', async () => {
  const { dataset } = await labelledWith(names)
  const refused = await server.owner.call('CreateLabels', dataset, { labels: [{ name: 'stop sign' }] })
  expect(refused).toMatchObject({ success: false, results: [{ error_code: 'ModelArts.4396' }] })
  const [first, ...others] = names
  const property = { '@modelarts:rename_to': first!, '@modelarts:color': '#3399ff' }
  await server.owner.call('UpdateLabels', dataset, { labels: [{ name: first!, property }] })
  await server.owner.call('DeleteLabels', dataset, { labels: others.map((name) => ({ name })) })
  expect(await namesOf(dataset)).toEqual([first])
})

test('what no label can be called is a fault of its sample alone', async () => {
  const { dataset, done } = await labelledWith(['good', 'x'.repeat(1024), 'x'.repeat(1025), 'a\tb', ''])
  expect(await namesOf(dataset)).toEqual(['good', 'x'.repeat(1024)])
  expect(done).toMatchObject({ status: 'COMPLETED', annotated_sample_count: 2, muster: { failed: 3 } })
  const problems = await problemsOf(server, dataset, done)
  expect(problems.map((one) => one.replace(/^failed: .*\//, ''))).toEqual([
    'a.manifest:5 has a bad annotation[0].name: it must be given',
    '2.png keeps its labels: labels[0].name: must have at most 1024 characters',
    '3.png keeps its labels: labels[0].name: "a\\tb" must not contain control characters',
  ])
})
