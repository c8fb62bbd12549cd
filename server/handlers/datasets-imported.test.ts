import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import { errors } from '#contract/errors.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { blobsWith } from '#tests/blobs/blobs-with.ts'
import { aDataset, aTeam, type TestDataset } from '#tests/builders.ts'
import { blackPng } from '#tests/fixtures/png.ts'
import { labelsOf, problemsOf } from '#tests/imports.ts'
import { faultsOfCounters } from '#tests/recount.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const picture = blackPng(100, 80)

/** The dataset as its owner sees it, and the import that made it. */
async function madeBy(dataset: TestDataset) {
  const seen = await server.owner.call('DescDataset', dataset)
  const task_id = seen.import_task_id!
  const task = await server.owner.call('DescImportTask', { ...dataset, task_id })
  return { seen, task, problems: await problemsOf(server, dataset, { ...task, task_id }) }
}

const box = `<annotation><folder>in</folder><filename>1.png</filename>
  <size><width>100</width><height>80</height><depth>3</depth></size>
  <object><name>traffic light</name><bndbox><xmin>1</xmin><ymin>2</ymin><xmax>30</xmax><ymax>40</ymax></bndbox></object>
</annotation>`

describe('a new dataset takes the annotations that lie in its input path', () => {
  test('pictures in folders, with the figures of its import', async () => {
    const files = { 'cat/1.png': picture, 'dog/2.png': picture, '3.png': picture, 'cat/notes.md': 'x' }
    const dataset = await aDataset(server, { files, labels: [{ name: 'cat' }] })
    const { seen, task, problems } = await madeBy(dataset)
    expect(seen).toMatchObject({ status: 1, total_sample_count: 3, annotated_sample_count: 2 })
    expect(seen.labels!.map(({ name }) => name).sort()).toEqual(['cat', 'dog'])
    expect(task).toMatchObject({
      status: 'COMPLETED',
      import_path: `obs://${dataset.bucket}/in/`,
      import_type: 0,
      total_sample_count: 3,
      imported_sample_count: 3,
      annotated_sample_count: 2,
      finished_file_count: 3,
      finished_file_size: 3 * picture.length,
      muster: { format: 'folders', failed: 0, skipped: 0 },
    })
    expect(problems).toEqual([])
    expect(await labelsOf(server, dataset)).toEqual({ 'in/3.png': '', 'in/cat/1.png': 'cat', 'in/dog/2.png': 'dog' })
    const listed = await server.owner.call('ListImportTasks', dataset)
    expect(listed.import_tasks.map(({ task_id }) => task_id)).toEqual([task.task_id])
    expect(await faultsOfCounters(server.services.store)).toEqual([])
  })

  test('and its new labels look different from each other and from those that were named', async () => {
    const red = '#e31a1c'
    const files = { 'a/1.png': picture, 'b/2.png': picture, 'c/3.png': picture, 'd/4.png': picture }
    const dataset = await aDataset(server, {
      files,
      labels: [{ name: 'a', property: { '@modelarts:color': red } }, { name: 'b' }],
    })
    const { labels } = await server.owner.call('ListLabels', dataset)
    const colours = new Map(labels.map(({ name, property }) => [name, property?.['@modelarts:color']]))
    expect([colours.get('a'), colours.get('b')]).toEqual([red, undefined])
    const [c, d] = [colours.get('c'), colours.get('d')]
    expect([c, d]).toEqual([expect.stringMatching(/^#[0-9a-f]{6}$/), expect.stringMatching(/^#[0-9a-f]{6}$/)])
    expect(new Set([red, c, d]).size).toBe(3)
  })

  test.each<[string, Parameters<typeof aDataset>[1], string, Record<string, string>]>([
    [
      'boxes',
      { type: DatasetType.objectDetection, files: { '1.png': picture, '1.xml': box, '2.png': picture } },
      'modelarts-voc',
      { 'in/1.png': 'traffic light', 'in/2.png': '' },
    ],
    [
      'texts with labels behind them',
      {
        type: DatasetType.textClassification,
        files: { 'a.txt': 'one|x;y\ntwo' },
        settings: { label_format: { label_type: '1', text_sample_separator: '|', text_label_separator: ';' } },
      },
      'text-lines',
      { 'in/a.txt:1': 'x y', 'in/a.txt:2': '' },
    ],
    [
      'entities in JSON lines',
      { type: DatasetType.namedEntities, files: { 'a.ndjson': '{"text":"I am Ann","label":[[5,8,"name"]]}' } },
      'jsonl',
      { 'in/a.ndjson:1': 'name' },
    ],
    [
      'entities in columns',
      { type: DatasetType.namedEntities, files: { 'a.conll': 'Ann B-name\nran O\n' } },
      'conll',
      { 'in/a.conll:1': 'name' },
    ],
    ['speech', { type: DatasetType.speechContent, files: { 'x/a.wav': 'x' } }, 'files', { 'in/x/a.wav': '' }],
    ['any files', { type: DatasetType.free, files: { 'x/a.xml': '<a>' } }, 'files', { 'in/x/a.xml': '' }],
  ])('%s', async (_, made, format, labels) => {
    const dataset = await aDataset(server, made)
    const { seen, task, problems } = await madeBy(dataset)
    expect([seen.status, task.status, task.muster!.format, problems]).toEqual([1, 'COMPLETED', format, []])
    expect(await labelsOf(server, dataset)).toEqual(labels)
  })

  test('not where import_annotations says so: texts are read all the same', async () => {
    const settings = { import_annotations: false }
    const pictures = await aDataset(server, { files: { 'cat/1.png': picture }, settings })
    expect((await madeBy(pictures)).seen).toMatchObject({ annotated_sample_count: 0, labels: [] })
    const objects = '{"text":"Ann","label":[[0,3,"name"]]}'
    const texts = await aDataset(server, { type: DatasetType.namedEntities, files: { 'a.jsonl': objects }, settings })
    const { content, labels } = await server.services.store.db
      .selectFrom('sample')
      .select(['content', 'labels'])
      .where('dataset_id', '=', texts.dataset_id)
      .executeTakeFirstOrThrow()
    expect([content, labels]).toEqual(['Ann', '[]'])
    const lines = await aDataset(server, { lines: ['a\tb'], settings })
    expect(await labelsOf(server, lines)).toEqual({ 'in/lines.txt:1': '' })
  })
})

test('a folder without a usable file makes a normal dataset without samples', async () => {
  const dataset = await aDataset(server, { files: { 'a.docx': 'x' } })
  const { seen, task } = await madeBy(dataset)
  expect(seen).toMatchObject({ status: 1, total_sample_count: 0 })
  expect(seen.muster).not.toHaveProperty('error_code')
  expect(task).toMatchObject({ status: 'COMPLETED', total_sample_count: 0, finished_file_count: 0 })
  expect(task).not.toHaveProperty('error_code')
})

test('only what has no labels is dealt to the first team', async () => {
  const { workforce_id } = await aTeam(server, { labelers: 1 })
  const information = { task_name: 'first', workforces_config: { workforces: [{ workforce_id }] } }
  const files = { 'cat/1.png': picture, '2.png': picture, '3.png': picture }
  const dataset = await aDataset(server, { files, settings: { workforce_information: information } })
  const entries = await server.services.store.db
    .selectFrom('entry as e')
    .innerJoin('workforce_task as t', 't.task_id', 'e.task_id')
    .select('e.sample_key')
    .where('t.dataset_id', '=', dataset.dataset_id)
    .execute()
  expect(entries).toHaveLength(2)
})

test('a file that vanishes while it is read is told, and all others are samples', async () => {
  const { blobs } = server.services
  const openBlob: typeof blobs.openBlob = async (bucket, key, range) => {
    if (key === 'in/2.png') throw errors.pathNotFound('There is no such object.')
    return blobs.openBlob(bucket, key, range)
  }
  server.services.blobs = blobsWith(blobs, { openBlob })
  try {
    const dataset = await aDataset(server, { images: 3, files: { '2.png': picture } })
    const { seen, task, problems } = await madeBy(dataset)
    expect(seen).toMatchObject({ status: 1, total_sample_count: 3 })
    expect(task).toMatchObject({ status: 'COMPLETED', imported_sample_count: 3, muster: { failed: 1 } })
    expect(problems).toEqual(['failed: 2.png is missing'])
  } finally {
    server.services.blobs = blobs
  }
})
