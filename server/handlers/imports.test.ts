import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DatasetType, ImportType } from '#contract/codes.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { aDataset } from '#tests/builders.ts'
import { blackPng } from '#tests/fixtures/png.ts'
import { importFiles, importLines, labelsOf, problemsOf, putFiles, runImport, sampleNamed } from '#tests/imports.ts'
import { faultsOfCounters } from '#tests/recount.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const picture = blackPng(100, 80)
const classified = { 'cat/1.png': picture, 'cat/2.png': picture, 'dog/3.png': picture, '4.png': picture }
const noLabels = { labels: [{ name: 'cat', type: 0 as const }] }

/** A line of a manifest about a picture of the dataset's bucket. */
const line = (bucket: string, name: string, labels: readonly (string | object)[] = [], more: object = {}) => ({
  source: `s3://${bucket}/pictures/${name}`,
  ...(labels.length > 0 && {
    annotation: labels.map((label) =>
      typeof label === 'string' ? { type: 'modelarts/image_classification', name: label } : label,
    ),
  }),
  ...more,
})

/** A dataset with three pictures beside its input path, to be named by manifests. */
async function beside(options: Parameters<typeof aDataset>[1] = {}) {
  const dataset = await aDataset(server, options)
  await putFiles(server, dataset, { '1.png': picture, '2.png': picture, '3.png': picture }, 'pictures')
  return dataset
}

describe('what an import reads', () => {
  test('pictures in folders: copied to the input path, labelled by their folder, counted', async () => {
    const dataset = await aDataset(server, noLabels)
    const done = await importFiles(server, dataset, classified)
    expect(done).toMatchObject({
      status: 'COMPLETED',
      dataset_id: dataset.dataset_id,
      import_path: `obs://${dataset.bucket}/from/`,
      import_type: ImportType.folder,
      total_sample_count: 4,
      imported_sample_count: 4,
      annotated_sample_count: 3,
      unconfirmed_sample_count: 0,
      total_sub_sample_count: 0,
      finished_file_count: 4,
      finished_file_size: 4 * picture.length,
      file_statistics: { file_num_finished: 4, file_size_total: 4 * picture.length },
      muster: { format: 'folders', relabelled: 0, left_out: 0, skipped: 0, failed: 0 },
    })
    expect(done.task_id).toMatch(new RegExp(`^${dataset.dataset_id}_\\w{19}$`))
    expect(await labelsOf(server, dataset)).toEqual({
      'in/4.png': '',
      'in/cat/1.png': 'cat',
      'in/cat/2.png': 'cat',
      'in/dog/3.png': 'dog',
    })
    const { labels } = await server.owner.call('ListLabels', dataset)
    expect(labels.map(({ name, type }) => [name, type])).toEqual([
      ['cat', 0],
      ['dog', 0],
    ])
    const { status } = await server.owner.call('DescDataset', dataset)
    expect(status).toBe(1)
    expect(await faultsOfCounters(server.services.store, dataset.dataset_id)).toEqual([])
  })

  test('the same path once more doubles nothing', async () => {
    const dataset = await aDataset(server)
    await importFiles(server, dataset, classified)
    const labels = await labelsOf(server, dataset)
    const again = await importFiles(server, dataset, classified)
    expect(again).toMatchObject({ status: 'COMPLETED', total_sample_count: 4, imported_sample_count: 0 })
    expect(again.muster).toMatchObject({ skipped: 4, relabelled: 0 })
    expect(await labelsOf(server, dataset)).toEqual(labels)
    expect(await problemsOf(server, dataset, again)).toEqual([
      'skipped: 4.png is in the dataset already',
      'skipped: cat/1.png is labelled in the dataset already',
      'skipped: cat/2.png is labelled in the dataset already',
      'skipped: dog/3.png is labelled in the dataset already',
    ])
  })

  test('import_folder: a folder below the input path takes the copies', async () => {
    const dataset = await aDataset(server)
    await importFiles(server, dataset, { 'cat/1.png': picture }, { import_folder: 'march/late' })
    expect(await labelsOf(server, dataset)).toEqual({ 'in/march/late/cat/1.png': 'cat' })
  })

  test('a folder of the input path itself is read where it is', async () => {
    const dataset = await aDataset(server)
    await putFiles(server, dataset, { 'dog/1.png': picture }, 'in/new')
    const done = await runImport(server, dataset, { import_path: `${dataset.input}new/` })
    expect(done.imported_sample_count).toBe(1)
    expect(await labelsOf(server, dataset)).toEqual({ 'in/new/dog/1.png': 'dog' })
  })

  test('boxes beside pictures, with attributes that nobody has defined', async () => {
    const dataset = await aDataset(server, { type: DatasetType.objectDetection })
    const box = '<bndbox><xmin>1</xmin><ymin>2</ymin><xmax>30</xmax><ymax>40</ymax></bndbox>'
    const colour = '<properties><property><key>colour</key><value>red</value></property></properties>'
    const xml = `<annotation><filename>1.png</filename><object><name>car</name>${colour}${box}</object></annotation>`
    const done = await importFiles(server, dataset, { '1.png': picture, '1.xml': xml })
    expect(done).toMatchObject({ status: 'COMPLETED', annotated_sample_count: 1, muster: { format: 'modelarts-voc' } })
    const { labels } = await server.owner.call('ListLabels', dataset)
    expect(labels).toMatchObject([{ name: 'car', type: 1, attributes: [{ name: 'colour', type: 'text' }] }])
    const sample = await sampleNamed(server, dataset, '1.png')
    expect(sample.labels).toMatchObject([{ name: 'car', property: { colour: 'red' } }])
  })

  test('lines of a text, each once, of a file that is copied once', async () => {
    const dataset = await aDataset(server, { type: DatasetType.namedEntities, files: {} })
    const done = await importFiles(server, dataset, { 'a.txt': 'one\n\nthree\nfour' })
    expect(done).toMatchObject({ imported_sample_count: 3, finished_file_count: 1, finished_file_size: 15 })
    expect(Object.keys(await labelsOf(server, dataset))).toEqual(['in/a.txt:1', 'in/a.txt:3', 'in/a.txt:4'])
  })

  test('relations of a manifest bring their labels, with the ends they are met with', async () => {
    const dataset = await aDataset(server, { type: DatasetType.textTriplets, files: {} })
    const entity = (id: string, name: string, from: number, to: number) => {
      const property = { '@modelarts:start_index': from, '@modelarts:end_index': to }
      return { type: 'modelarts/text_entity', id, name, property }
    }
    const relation = { '@modelarts:from': 'E1', '@modelarts:to': 'E2' }
    const done = await importLines(server, dataset, [
      {
        source: 'content://Ada knows engines',
        annotation: [
          entity('E1', 'Person', 0, 3),
          entity('E2', 'Thing', 10, 17),
          { type: 'modelarts/text_triplet', id: 'R1', name: 'knows', property: relation },
        ],
      },
    ])
    expect(await problemsOf(server, dataset, done)).toEqual([])
    expect(done).toMatchObject({ annotated_sample_count: 1, import_type: ImportType.manifest })
    const { labels } = await server.owner.call('ListLabels', dataset)
    expect(labels).toMatchObject([
      { name: 'Person', type: 103 },
      { name: 'Thing', type: 103 },
      {
        name: 'knows',
        type: 102,
        property: { '@modelarts:from_type': 'Person', '@modelarts:to_type': 'Thing' },
      },
    ])
  })

  test('a published text comes back onto its own sample by its id, and twice is once', async () => {
    const dataset = await aDataset(server, { lines: ['a text'] })
    const { samples } = await server.owner.call('ListSamples', dataset)
    const published = { source: 'content://a text', id: samples![0]!.sample_id }
    const foreign = { source: 'content://another', id: '0123456789abcdef0123456789abcdef.000000001' }
    const label = { type: 'modelarts/text_classification', name: 'good' }
    const lines = [published, foreign].map((one) => ({ ...one, annotation: [label] }))
    await importLines(server, dataset, lines)
    expect(await labelsOf(server, dataset)).toEqual({ 'in/lines.txt:1': 'good', 'lists/a.manifest:2': 'good' })
    const again = await importLines(server, dataset, lines)
    expect(again).toMatchObject({ status: 'COMPLETED', imported_sample_count: 0, muster: { skipped: 2 } })
  })
})

describe('what an import is asked for', () => {
  test('import_annotations=false: files only', async () => {
    const dataset = await aDataset(server)
    const done = await importFiles(server, dataset, classified, { import_annotations: false })
    expect(done).toMatchObject({ imported_sample_count: 4, annotated_sample_count: 0 })
    expect(Object.values(await labelsOf(server, dataset))).toEqual(['', '', '', ''])
    const manifested = await beside()
    await importLines(server, manifested, [line(manifested.bucket, '1.png', ['cat'])], { import_annotations: false })
    expect(await labelsOf(server, manifested)).toEqual({ 'pictures/1.png': '' })
  })

  test('final_annotation=false: labels wait, on new samples and on those that nobody has labelled', async () => {
    const dataset = await beside()
    const lines = (name: string) => [line(dataset.bucket, '1.png', [name]), line(dataset.bucket, '2.png', [name])]
    await importLines(server, dataset, [line(dataset.bucket, '1.png'), line(dataset.bucket, '3.png', ['cat'])])
    const done = await importLines(server, dataset, [...lines('dog'), line(dataset.bucket, '3.png', ['dog'])], {
      final_annotation: false,
      muster: { duplicates: 'replace' },
    })
    expect(done).toMatchObject({ annotated_sample_count: 0, unconfirmed_sample_count: 2, imported_sample_count: 1 })
    expect(done.muster).toMatchObject({ relabelled: 1, skipped: 1 })
    const labels = { 'pictures/1.png': '? dog', 'pictures/2.png': '? dog', 'pictures/3.png': 'cat' }
    expect(await labelsOf(server, dataset)).toEqual(labels)
    const waiting = await server.owner.call('ListSamples', { ...dataset, sample_state: '__AUTO_ANNOTATION__' })
    expect(waiting.sample_count).toBe(2)
    await importLines(server, dataset, lines('cow'), { final_annotation: false })
    expect(await labelsOf(server, dataset)).toEqual({
      'pictures/1.png': '? cow',
      'pictures/2.png': '? cow',
      'pictures/3.png': 'cat',
    })
    expect(await faultsOfCounters(server.services.store, dataset.dataset_id)).toEqual([])
  })

  test('difficult_only: hard examples', async () => {
    const dataset = await beside()
    const { bucket } = dataset
    const lines = [line(bucket, '1.png', ['cat'], { hard: 'true' }), line(bucket, '2.png', ['cat'])]
    const done = await importLines(server, dataset, lines, { difficult_only: true })
    expect(done).toMatchObject({ total_sample_count: 2, imported_sample_count: 1, muster: { left_out: 1 } })
    expect(await labelsOf(server, dataset)).toEqual({ 'pictures/1.png': 'cat' })
  })

  test.each([
    ['included_labels as words', { included_labels: ['cat'] }, ['1.png', '3.png']],
    ['included_labels as labels', { included_labels: [{ name: 'dog', type: 0 as const }] }, ['2.png', '3.png']],
    ['included_tags', { included_tags: ['cat'] }, ['1.png', '3.png']],
    ['excluded_labels', { excluded_labels: ['dog'] }, ['1.png']],
    ['included_tags beside an empty list', { included_labels: [], included_tags: ['dog'] }, ['2.png', '3.png']],
    ['both', { included_labels: ['cat'], excluded_labels: [{ name: 'dog' }] }, ['1.png']],
    ['no names at all', { included_labels: [], excluded_labels: null }, ['1.png', '2.png', '3.png']],
  ])('%s', async (_, body, names) => {
    const dataset = await beside()
    const { bucket } = dataset
    const lines = [
      line(bucket, '1.png', ['cat']),
      line(bucket, '2.png', ['dog']),
      line(bucket, '3.png', ['cat', 'dog']),
    ]
    const done = await importLines(server, dataset, lines, body)
    expect(Object.keys(await labelsOf(server, dataset))).toEqual(names.map((name) => `pictures/${name}`))
    expect(done.muster).toMatchObject({ left_out: 3 - names.length })
  })

  test('label_names: other names, and none', async () => {
    const dataset = await beside()
    const lines = [line(dataset.bucket, '1.png', ['cat', 'dog']), line(dataset.bucket, '2.png', ['cow'])]
    await importLines(server, dataset, lines, { muster: { label_names: { cat: 'feline', dog: '' } } })
    expect(await labelsOf(server, dataset)).toEqual({ 'pictures/1.png': 'feline', 'pictures/2.png': 'cow' })
    const { labels } = await server.owner.call('ListLabels', dataset)
    expect(labels.map(({ name }) => name).sort()).toEqual(['cow', 'feline'])
  })

  test('duplicates: labels that are there stay, or give way', async () => {
    const dataset = await beside()
    const about = (name: string) => [line(dataset.bucket, '1.png', [name])]
    await importLines(server, dataset, about('cat'))
    const skipped = await importLines(server, dataset, about('dog'))
    expect(skipped.muster).toMatchObject({ skipped: 1, relabelled: 0 })
    expect(await labelsOf(server, dataset)).toEqual({ 'pictures/1.png': 'cat' })
    const replaced = await importLines(server, dataset, about('dog'), { muster: { duplicates: 'replace' } })
    expect(replaced).toMatchObject({ annotated_sample_count: 1, muster: { relabelled: 1 } })
    expect(await labelsOf(server, dataset)).toEqual({ 'pictures/1.png': 'dog' })
    const { history } = await server.owner.call('ListSampleHistory', {
      ...dataset,
      sample_id: (await sampleNamed(server, dataset, '1.png')).sample_id!,
    })
    expect(history.map(({ labels }) => labels.map(({ name }) => name))).toEqual([['dog'], ['cat']])
  })

  test('import_samples=false: samples of the dataset, found by the name of their file', async () => {
    const dataset = await aDataset(server, {
      files: { 'a/1.png': picture, '2.png': picture, 'b/3.png': picture },
      settings: { import_annotations: false },
    })
    await putFiles(server, dataset, { 'c/2.png': picture }, 'in')
    await runImport(server, dataset, { import_path: `${dataset.input}c/`, import_annotations: false })
    const lines = ['1.png', '2.png', '4.png'].map((name) => line(dataset.bucket, name, ['cat']))
    const done = await importLines(server, dataset, lines, { import_samples: false })
    expect(done).toMatchObject({ imported_sample_count: 0, annotated_sample_count: 1, muster: { relabelled: 1 } })
    expect(await problemsOf(server, dataset, done)).toEqual([
      `failed: /${dataset.bucket}/pictures/2.png is the name of several samples of the dataset`,
      `failed: /${dataset.bucket}/pictures/4.png is no sample of the dataset`,
    ])
    expect(await labelsOf(server, dataset)).toEqual({
      'in/2.png': '',
      'in/a/1.png': 'cat',
      'in/b/3.png': '',
      'in/c/2.png': '',
    })
    const named = await importFiles(
      server,
      dataset,
      { 'dog/1.png': picture, 'b/3.png': picture },
      {
        import_samples: false,
      },
    )
    expect(named.muster).toMatchObject({ relabelled: 1, skipped: 1 })
    expect((await labelsOf(server, dataset))['in/b/3.png']).toBe('b')
  })

  test('dry_run: counts the same and changes nothing', async () => {
    const dataset = await aDataset(server, {
      files: { 'dog/3.png': picture },
      settings: { import_annotations: false },
      ...noLabels,
    })
    const before = await labelsOf(server, dataset)
    const body = { muster: { dry_run: true } }
    const dry = await importFiles(server, dataset, { ...classified, 'bad.png': 'x', 'dog/3.png': picture }, body)
    expect(await labelsOf(server, dataset)).toEqual(before)
    expect((await server.owner.call('ListLabels', dataset)).labels.map(({ name }) => name)).toEqual(['cat'])
    expect(await server.services.blobs.statBlob(dataset.bucket, 'in/cat/1.png')).toBeUndefined()
    const wet = await runImport(server, dataset, { import_path: `/${dataset.bucket}/from/` })
    const counts = ({ task_id: _, create_time: __, update_ms: ___, elapsed_time: ____, ...others }: typeof wet) =>
      others
    const { labels, ...told } = dry.muster!
    expect({ ...counts(dry), muster: { ...told, dry_run: false } }).toEqual({
      ...counts(wet),
      muster: { ...wet.muster, dry_run: false },
    })
    expect(dry.muster).toMatchObject({ dry_run: true })
    expect(labels).toEqual([
      { name: 'cat', type: 0, count: 2, known: true },
      { name: 'dog', type: 0, count: 1, known: false },
    ])
    expect((await server.owner.call('DescDataset', dataset)).status).toBe(1)
  })

  test('dry_run: labels are told as the source names them, whatever they will be called, and not in lists', async () => {
    const dataset = await aDataset(server, noLabels)
    const muster = { dry_run: true, label_names: { dog: 'cat' } }
    const dry = await importFiles(server, dataset, classified, { muster })
    expect(dry.muster!.labels!.map(({ name, known }) => [name, known])).toEqual([
      ['cat', true],
      ['dog', false],
    ])
    const { import_tasks } = await server.owner.call('ListImportTasks', dataset)
    expect(import_tasks[0]!.muster).not.toHaveProperty('labels')
  })

  test('strict: the first fault ends it, otherwise each is told with its line', async () => {
    const dataset = await beside()
    const { bucket } = dataset
    const lines = [
      line(bucket, '1.png', ['cat']),
      '{"source"',
      line(bucket, 'gone.png', ['cat']),
      line(bucket, '2.png'),
    ]
    const strict = await importLines(server, dataset, lines, { muster: { strict: true } })
    expect(strict).toMatchObject({ status: 'FAILED', error_code: 'ModelArts.4362' })
    expect(strict.error_msg).toContain(`/${bucket}/lists/a.manifest, line 2 is not valid JSON`)
    expect(await labelsOf(server, dataset)).toEqual({})
    expect((await server.owner.call('DescDataset', dataset)).status).toBe(1)
    const done = await importLines(server, dataset, lines)
    expect(done).toMatchObject({ status: 'COMPLETED', total_sample_count: 4, imported_sample_count: 2 })
    expect(done.muster).toMatchObject({ failed: 2 })
    expect(await problemsOf(server, dataset, done)).toEqual([
      expect.stringMatching(/^failed: \/.*a\.manifest:2 is not valid JSON/),
      `failed: /${bucket}/pictures/gone.png is missing`,
    ])
  })
})
