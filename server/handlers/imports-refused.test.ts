import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DatasetStatus, DatasetType } from '#contract/codes.ts'
import type { ImportReq } from '#contract/imports.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { aDataset, type TestDataset } from '#tests/builders.ts'
import { blackPng } from '#tests/fixtures/png.ts'
import { importFiles, importLines, problemsOf, putFiles, runImport } from '#tests/imports.ts'

let server: TestServer
let dataset: TestDataset
beforeAll(async () => {
  server = await aServer()
  dataset = await aDataset(server, { images: 1 })
})
afterAll(() => server.close())

const picture = blackPng(100, 80)

async function refusal(body: Partial<ImportReq>, of: TestDataset = dataset) {
  const { status, error_code, error_msg } = await server.owner.refused('ImportTask', of, {
    import_path: of.input,
    ...body,
  })
  return `${status} ${error_code.slice(-4)} ${error_msg}`
}

describe('what is refused before anything begins', () => {
  test.each([
    ['an unknown bucket', { import_path: 's3://no-such-bucket/a/' }, '400 4311 import_path: there is no bucket'],
    ['a path with nothing there', { import_path: '/{bucket}/nothing/' }, '400 4312 import_path: there is nothing at'],
    [
      'a file as a folder',
      { import_path: '/{bucket}/in/001.png' },
      '400 4312 import_path: .* is a file; name its folder',
    ],
    ['a manifest that is not there', { import_path: '/{bucket}/a.manifest', import_type: 'manifest' }, '400 4312'],
    ['a folder as a manifest', { import_type: 'manifest' }, '400 4396 import_path: must name the manifest file'],
    ['a path out of its bucket', { import_path: '/{bucket}/../x/' }, '400 4313'],
    ['a path with an empty part', { import_path: '/{bucket}//in/' }, '400 4315'],
    ['a folder out of the input path', { import_path: '/{bucket}/x/', import_folder: '../x' }, '400 4313 '],
    ['an address of the web', { import_path: 'https://example.com/a/' }, '400 43'],
    ['another origin', { import_origin: 'dws' }, '400 4396 import_origin: "dws" is not supported'],
    ['a database', { data_source: { data_type: 2 } }, '400 4396 data_source.data_type: 2 is not supported'],
    ['an unknown format', { muster: { format: 'toString' } }, '400 4396 muster.format: must be one of files, '],
    ['a format of other types', { muster: { format: 'modelarts-voc' } }, '400 4396 muster.format: must be one of'],
    [
      'a manifest in another format',
      { import_type: 'manifest', import_path: '/{bucket}/in/001.png', muster: { format: 'folders' } },
      '400 4396 muster.format',
    ],
  ] as [string, Partial<ImportReq>, string][])('%s', async (_, body, expected) => {
    const sent = JSON.parse(JSON.stringify(body).replaceAll('{bucket}', dataset.bucket))
    expect(await refusal(sent)).toMatch(new RegExp(`^${expected}`))
    expect((await server.owner.call('DescDataset', dataset)).status).toBe(DatasetStatus.normal)
    // The one that made the dataset.
    expect((await server.owner.call('ListImportTasks', dataset)).total_count).toBe(1)
  })

  test('a folder that holds the input path: its copies would be found and copied again without an end', async () => {
    const { bucket } = dataset
    await server.services.blobs.writeBlob(bucket, 'all/in/1.png', picture)
    await server.services.blobs.writeBlob(bucket, 'elsewhere/2.png', picture)
    const inner = await aDataset(server, {
      settings: { data_sources: [{ data_path: `/${bucket}/all/in/` }], work_path: `/${bucket}/out/` },
    })
    for (const body of [{}, { import_folder: 'new' }, { muster: { dry_run: true } }]) {
      const refused = await refusal({ import_path: `/${bucket}/all/`, ...body }, inner)
      expect(refused).toMatch(/^400 4396 import_path: must not hold the input path/)
    }
    const beside = await runImport(server, inner, { import_path: `/${bucket}/elsewhere/` })
    expect(beside).toMatchObject({ status: 'COMPLETED', imported_sample_count: 1 })
  })

  test('labels that wait, where the type has none; a manifest of free files', async () => {
    const text = await aDataset(server, { lines: ['a'] })
    expect(await refusal({ final_annotation: false }, text)).toMatch(/^400 4396 final_annotation/)
    const free = await aDataset(server, { type: DatasetType.free, files: { a: 'x' } })
    const body = { import_path: `${free.input}a`, import_type: 'manifest' as const }
    expect(await refusal(body, free)).toMatch(/^501 4383 import_type/)
  })

  test.each([
    [DatasetStatus.publishing, '4343'],
    [DatasetStatus.switching, '4349'],
    [DatasetStatus.synchronizing, '4355'],
    [DatasetStatus.importing, '4356'],
    [DatasetStatus.creating, '4356'],
    [DatasetStatus.abnormal, '4392'],
  ])('while the dataset is in status %i: E%s', async (status, code) => {
    const set = (to: DatasetStatus) =>
      server.services.store.db
        .updateTable('dataset')
        .set({ status: to })
        .where('dataset_id', '=', dataset.dataset_id)
        .execute()
    await set(status)
    expect(await refusal({})).toMatch(new RegExp(`^400 ${code} `))
    await set(DatasetStatus.normal)
  })

  test('of several at once one begins, and labels are written meanwhile', async () => {
    const { jobs } = server.services
    const begin = jobs.start
    jobs.start = () => {}
    const body = { import_path: dataset.input }
    const all = await Promise.all(
      [1, 2, 3, 4].map(() =>
        server.owner.call('ImportTask', dataset, body).catch(({ error_code }: { error_code: string }) => error_code),
      ),
    )
    expect(all.filter((one) => one === 'ModelArts.4356')).toHaveLength(3)
    expect((await server.owner.call('DescDataset', dataset)).status).toBe(DatasetStatus.importing)
    const { samples } = await server.owner.call('ListSamples', dataset)
    await server.owner.call('UpdateSamples', dataset, { samples: [{ sample_id: samples![0]!.sample_id!, labels: [] }] })
    const { error_code } = await server.owner.refused('DeleteSamples', dataset, { samples: [samples![0]!.sample_id!] })
    expect(error_code).toBe('ModelArts.4424')
    const { jobs: listed } = await server.owner.call('ListJobs', {})
    const { dataset_id, dataset_name } = dataset
    const begun = all.find((one) => typeof one === 'object')!
    expect(listed).toEqual([{ kind: 'import', data_task_id: begun.task_id, dataset_id, dataset_name, done: 0 }])
    jobs.start = begin
    await jobs.sweep()
    await server.idle()
    expect((await server.owner.call('ListJobs', {})).jobs).toEqual([])
    expect((await server.owner.call('DescDataset', dataset)).status).toBe(DatasetStatus.normal)
  })
})

describe('tasks', () => {
  test('a source without a file of the type ends failed', async () => {
    const into = await aDataset(server, { images: 1 })
    const done = await importFiles(server, into, { 'notes.md': 'x' })
    expect(done).toMatchObject({ status: 'FAILED', error_code: 'ModelArts.4340' })
    expect((await server.owner.call('DescDataset', into)).status).toBe(DatasetStatus.normal)
  })

  test('a manifest that is packed ends failed, with one sentence', async () => {
    const folder = await putFiles(
      server,
      dataset,
      { 'a.manifest': gzipSync('{"source":"1.png"}\n'.repeat(500)) },
      'packed',
    )
    const task = await runImport(server, dataset, { import_path: `${folder}a.manifest`, import_type: 'manifest' })
    expect(task).toMatchObject({
      status: 'FAILED',
      error_code: 'ModelArts.4362',
      error_msg: expect.stringMatching(/a\.manifest is packed with gzip/),
    })
    expect(await problemsOf(server, dataset, task)).toEqual([])
  })

  test('a task that nobody knows, or of another dataset, is told with 200', async () => {
    const one = await aDataset(server, { images: 1 })
    const { task_id } = await runImport(server, one, { import_path: one.input })
    const { dataset_id } = await aDataset(server, { images: 1 })
    for (const id of ['nothing', task_id]) {
      const told = await server.owner.call('DescImportTask', { dataset_id, task_id: id })
      expect(told).toEqual({ dataset_id, task_id: id, status: 'NOT_EXIST' })
      const { problems } = await server.owner.call('ListDataTaskProblems', { dataset_id, task_id: id })
      expect(problems).toEqual([])
    }
    expect((await server.owner.refused('DescImportTask', { dataset_id: 'none', task_id })).status).toBe(404)
  })

  test('the newest first, in pages, or behind a marker', async () => {
    const into = await aDataset(server, { images: 1 })
    const { import_task_id } = await server.owner.call('DescDataset', into)
    const ids = [import_task_id!]
    for (let n = 0; n < 4; n++) {
      server.advance(1)
      ids.unshift((await runImport(server, into, { import_path: into.input })).task_id)
    }
    const list = async (query: { offset?: number; limit?: number; marker?: string }) => {
      const { total_count, import_tasks } = await server.owner.call('ListImportTasks', { ...into, ...query })
      expect(total_count).toBe(5)
      return import_tasks.map(({ task_id }) => task_id)
    }
    expect(await list({})).toEqual(ids)
    expect(await list({ limit: 2 })).toEqual(ids.slice(0, 2))
    expect(await list({ limit: 2, offset: 2 })).toEqual(ids.slice(4))
    expect(await list({ limit: 2, offset: 3 })).toEqual([])
    expect(await list({ limit: 2, marker: ids[1]! })).toEqual(ids.slice(2, 4))
    expect(await list({ marker: ids[4]! })).toEqual([])
  })

  test('problems in pages, and as a file in which no cell is a formula', async () => {
    const into = await aDataset(server, {})
    const names = ['=1+1', '+1', '-1', '@a', 'plain', 'a,b']
    const done = await importLines(
      server,
      into,
      names.map((name) => ({ source: `s3://${into.bucket}/p/${name}.png` })),
    )
    const all = await problemsOf(server, into, done)
    expect(all).toHaveLength(6)
    const { task_id } = done
    const found: string[] = []
    for (let after: string | undefined, n = 0; n < 3; n++) {
      const page = await server.owner.call('ListDataTaskProblems', { ...into, task_id, limit: 2, after })
      found.push(...page.problems.map(({ path, reason }) => `failed: ${path} ${reason}`))
      after = page.cursor
      expect(after === undefined).toBe(n === 2)
    }
    expect(found).toEqual(all)
    const bad = await server.owner.refused('ListDataTaskProblems', { ...into, task_id, after: 'x' })
    expect(bad.error_code).toBe('ModelArts.4396')

    await server.services.store.db
      .updateTable('data_task_problem')
      .set((eb) => ({ path: eb.fn('substr', ['path', eb.val(`/${into.bucket}/p/`.length + 1)]) }))
      .where('task_id', '=', task_id)
      .execute()
    const url = `/muster/v1/datasets/${into.dataset_id}/data-tasks/${task_id}/problems.csv`
    const { status, text, headers } = await server.owner.request('GET', url)
    expect([status, headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8'])
    expect(text.split('\n')).toEqual([
      'kind,path,line,reason',
      "failed,'=1+1.png,,is missing",
      "failed,'+1.png,,is missing",
      "failed,'-1.png,,is missing",
      "failed,'@a.png,,is missing",
      'failed,plain.png,,is missing',
      'failed,"a,b.png",,is missing',
      '',
    ])
    expect((await server.owner.request('GET', url, { headers: { 'x-auth-token': '' } })).status).toBe(401)
    const elsewhere = await server.makeProject()
    expect((await elsewhere.owner.request('GET', url)).status).toBe(404)
  })

  test('a file in a bucket that is not there is told like any other that is missing, and stops nothing', async () => {
    const into = await aDataset(server, { images: 0 })
    const folder = await putFiles(server, into, { '1.png': picture })
    const done = await importLines(server, into, [
      { source: 's3://no-such-bucket/1.png' },
      { source: `s3:/${folder}1.png` },
    ])
    expect(done).toMatchObject({ status: 'COMPLETED', total_sample_count: 2, imported_sample_count: 1 })
    expect(await problemsOf(server, into, done)).toEqual(['failed: /no-such-bucket/1.png is missing'])
  })

  test('labels in a bucket that is not there are missing, and stop nothing', async () => {
    const into = await aDataset(server, { type: DatasetType.objectDetection, images: 0 })
    const folder = await putFiles(server, into, { '1.png': picture })
    const annotation = [
      { type: 'modelarts/object_detection', 'annotation-format': 'PASCAL VOC', 'annotation-loc': 's3://nowhere/1.xml' },
    ]
    const done = await importLines(server, into, [{ source: `s3:/${folder}1.png`, annotation }])
    expect(done).toMatchObject({ status: 'COMPLETED', muster: { failed: 1 } })
    expect(await problemsOf(server, into, done)).toEqual([expect.stringContaining('nowhere/1.xml')])
  })

  test('a picture that stands beside what cannot be read is told by its file and line', async () => {
    const into = await aDataset(server, { type: DatasetType.objectDetection })
    const done = await importFiles(server, into, {
      '1.png': picture,
      '1.xml': '<annotation>\n<object',
      '2.png': picture,
    })
    expect(done).toMatchObject({ status: 'COMPLETED', imported_sample_count: 1, muster: { failed: 1 } })
    expect(await problemsOf(server, into, done)).toEqual([expect.stringMatching(/^failed: 1\.xml/)])
  })
})
