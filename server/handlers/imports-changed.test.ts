import { afterAll, beforeAll, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import { LARGEST_IMAGE } from '#server/limits.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { aDataset } from '#tests/builders.ts'
import { blackPng } from '#tests/fixtures/png.ts'
import { importFiles, importLines, labelsOf, problemsOf, putFiles, runImport } from '#tests/imports.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const picture = blackPng(100, 80)
test('a picture that a manifest knows in another size is told, and gets its labels', async () => {
  const files = { '1.png': picture, '2.png': picture, '3.png': picture, '4.png': 'no picture' }
  const dataset = await aDataset(server, { files })
  const line = (name: string, width: number, labels = ['cat']) => ({
    source: `s3://${dataset.bucket}/in/${name}`,
    property: { '@modelarts:size': [width, 80] },
    annotation: labels.map((label) => ({ type: 'modelarts/image_classification', name: label })),
  })
  const lines = [line('1.png', 200), line('2.png', 100), line('3.png', 200, []), line('4.png', 200)]
  const done = await importLines(server, dataset, lines)
  expect(await problemsOf(server, dataset, done)).toEqual(
    [
      'skipped: /{bucket}/in/3.png is in the dataset already',
      'changed: /{bucket}/in/1.png has 100 x 80 pixels, but was labelled as one of 200 x 80',
    ].map((one) => one.replace('{bucket}', dataset.bucket)),
  )
  expect(done).toMatchObject({ status: 'COMPLETED', annotated_sample_count: 3, muster: { changed: 1, failed: 0 } })
  expect((await labelsOf(server, dataset))['in/1.png']).toBe('cat')
})

test('a picture that is too large to be made smaller comes in, and is told', async () => {
  const dataset = await aDataset(server, { files: {} })
  const files = { '1.png': picture, '2.png': Buffer.concat([picture, Buffer.alloc(LARGEST_IMAGE)]) }
  const done = await importFiles(server, dataset, files)
  expect(done).toMatchObject({ status: 'COMPLETED', imported_sample_count: 2, muster: { changed: 1, failed: 0 } })
  expect(await problemsOf(server, dataset, done)).toEqual([
    'changed: 2.png is larger than 25 MiB: it is taken, but not made smaller to be shown',
  ])
})

test('what a reader has no place for is told, unless labels are not wanted at all', async () => {
  const dataset = await aDataset(server, { type: DatasetType.textClassification, files: {} })
  const twice = '__label__a __label__a one\n__label__b two\n'
  const muster = { format: 'fasttext' }
  const done = await importFiles(server, dataset, { 'a.txt': twice }, { muster })
  expect(done.muster).toMatchObject({ changed: 1, failed: 0, skipped: 0 })
  expect(await problemsOf(server, dataset, done)).toEqual([
    'changed: a.txt:1 is taken without the label "a", said again',
  ])
  const plain = await aDataset(server, { type: DatasetType.textClassification, files: {} })
  const unlabelled = await importFiles(server, plain, { 'a.txt': twice }, { muster, import_annotations: false })
  expect(unlabelled.muster).toMatchObject({ changed: 0 })
})

test('labels of several people are told, for a sample is labelled by one', async () => {
  const dataset = await aDataset(server, { files: { '1.png': picture, '2.png': picture } })
  const line = (name: string, second: string) => ({
    source: `s3://${dataset.bucket}/in/${name}`,
    annotation: ['human/acme/lea', second].map((by, n) => ({
      type: 'modelarts/image_classification',
      name: `label-${n}`,
      'annotated-by': by,
    })),
  })
  const lines = [line('1.png', 'modelarts/active-learning'), line('2.png', 'human/acme/lea')]
  const done = await importLines(server, dataset, lines)
  expect(await problemsOf(server, dataset, done)).toEqual([
    `changed: /${dataset.bucket}/in/1.png has labels by "human/acme/lea", "auto/modelarts/active-learning", who count as one`,
  ])
})

test('of very many changes a thousand are listed, so that there is room for faults', async () => {
  const dataset = await aDataset(server, { type: DatasetType.textClassification, files: {} })
  const lines = Array.from({ length: 1100 }, (_, n) => `__label__a __label__a text ${n}`)
  const done = await importFiles(
    server,
    dataset,
    { 'a.txt': [...lines, '__label__a '].join('\n') },
    { muster: { format: 'fasttext' } },
  )
  expect(done.muster).toMatchObject({ changed: 1100, failed: 1 })
  const rows = await server.services.store.db
    .selectFrom('data_task_problem')
    .select('kind')
    .where('task_id', '=', done.task_id)
    .execute()
  expect(rows.filter(({ kind }) => kind === 'changed')).toHaveLength(1000)
  expect(rows.filter(({ kind }) => kind === 'failed')).toHaveLength(1)
})

test('a dry run counts a file that comes twice once, however far apart', async () => {
  const dataset = await aDataset(server, { type: DatasetType.video, files: {} })
  const files = Object.fromEntries(Array.from({ length: 510 }, (_, n) => [`${n}.mp4`, 'x']))
  await putFiles(server, dataset, files, 'films')
  const lines = [...Object.keys(files), '0.mp4', '509.mp4'].map((name) => ({
    source: `s3://${dataset.bucket}/films/${name}`,
  }))
  const counts = { total_sample_count: 512, imported_sample_count: 510, muster: { skipped: 2, failed: 0 } }
  expect(await importLines(server, dataset, lines, { muster: { dry_run: true } })).toMatchObject(counts)
  expect(await importLines(server, dataset, lines)).toMatchObject(counts)
})

test('another file at the place of one of the dataset replaces nothing, and is told', async () => {
  const own = { 'cat/1.png': picture, 'cat/2.png': picture }
  const dataset = await aDataset(server, { files: own })
  const other = blackPng(64, 64)
  const done = await importFiles(server, dataset, { 'cat/1.png': other, 'cat/2.png': picture, 'dog/1.png': other })
  expect(await problemsOf(server, dataset, done)).toEqual([
    'failed: cat/1.png has the path of another file in the input path of the dataset, which stays',
    'skipped: cat/2.png is labelled in the dataset already',
  ])
  expect(await labelsOf(server, dataset)).toEqual({
    'in/cat/1.png': 'cat',
    'in/cat/2.png': 'cat',
    'in/dog/1.png': 'dog',
  })
  const there = await server.services.blobs.statBlob(dataset.bucket, 'in/cat/1.png')
  expect(there!.size).toBe(picture.length)
  const apart = await runImport(server, dataset, { import_path: `/${dataset.bucket}/from/`, import_folder: 'new' })
  expect(apart).toMatchObject({ imported_sample_count: 3, muster: { failed: 0 } })
})

test('another file of the same size is another file, however old it is, and a dry run says so', async () => {
  const dataset = await aDataset(server, { type: DatasetType.video, files: {} })
  const older = await putFiles(server, dataset, { '1.mp4': 'old', '2.mp4': 'same' }, 'older')
  const newer = await putFiles(server, dataset, { '1.mp4': 'new', '2.mp4': 'same' }, 'newer')
  await runImport(server, dataset, { import_path: newer })
  const problems = [
    'failed: 1.mp4 has the path of another file in the input path of the dataset, which stays',
    'skipped: 2.mp4 is in the dataset already',
  ]
  for (const dry_run of [true, false]) {
    const done = await runImport(server, dataset, { import_path: older, muster: { dry_run } })
    expect(await problemsOf(server, dataset, done)).toEqual(problems)
  }
})

test('a text of another content is left alone as well, unless it is to replace what is there', async () => {
  const dataset = await aDataset(server, { type: DatasetType.textClassification, files: { 'a.txt': 'one\ntwo' } })
  const muster = { format: 'fasttext' }
  const files = { 'a.txt': '__label__x one\n__label__y two\n' }
  const kept = await importFiles(server, dataset, files, { muster })
  expect(kept.muster).toMatchObject({ failed: 2, relabelled: 0 })
  const replaced = await importFiles(server, dataset, files, { muster: { ...muster, duplicates: 'replace' } })
  expect(replaced.muster).toMatchObject({ failed: 0, relabelled: 2 })
})
