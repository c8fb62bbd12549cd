import { mkdir } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DatasetStatus, DatasetType, WorkforceTaskStatus } from '#contract/codes.ts'
import { NO_PROGRESS } from '#server/imports/import-plan.ts'
import { importData } from '#server/jobs/import-data.ts'
import { aServer, signInOwner, type TestServer } from '#tests/app.ts'
import { aDataset, aTeam, sampleIdsOf } from '#tests/builders.ts'
import { tinyImage } from '#tests/fixtures/images.ts'
import { faultsOfCounters } from '#tests/recount.ts'
import { aTaskAtWork } from '#tests/scenes.ts'

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

const setStatus = (dataset_id: string, status: DatasetStatus) =>
  server.services.store.db.updateTable('dataset').set({ status }).where('dataset_id', '=', dataset_id).execute()

/** As it was when the creating call was answered, but for the samples that are there. Answers the id of its import. */
async function createAgain(dataset_id: string): Promise<string> {
  const { db } = server.services.store
  await setStatus(dataset_id, DatasetStatus.creating)
  await db
    .updateTable('data_task')
    .set({ status: 'QUEUING', progress: JSON.stringify(NO_PROGRESS), cursor: null, start_time: null, end_time: null })
    .where('dataset_id', '=', dataset_id)
    .execute()
  const { import_task_id } = await server.owner.call('DescDataset', { dataset_id })
  return import_task_id!
}

async function countRows(): Promise<number> {
  const { rows } = await server.services.store.db
    .selectFrom('dataset')
    .select((eb) => eb.fn.countAll<number>().as('rows'))
    .executeTakeFirstOrThrow()
  return rows
}

describe('creating', () => {
  test('a dataset over images holds a sample for each of them, with its size from the header', async () => {
    const { dataset_id, bucket, dataset_name } = await aDataset(server, {
      files: { 'b/2.JPG': tinyImage('jpegGrey'), '1.png': tinyImage('pngRgba'), 'notes.txt': 'x', '3.bmp': 'broken' },
      settings: { import_annotations: false },
    })
    const seen = await server.owner.call('DescDataset', { dataset_id })
    const inner = `/${bucket}/out/${dataset_name}-${dataset_id}/`
    expect(seen).toEqual({
      dataset_id,
      dataset_name,
      dataset_type: 0,
      dataset_format: 0,
      data_format: 'Default',
      status: 1,
      description: '',
      data_sources: [{ data_type: 0, data_path: `/${bucket}/in/` }],
      schema: [],
      labels: [],
      versions: [],
      create_time: expect.any(Number),
      update_time: expect.any(Number),
      data_update_time: expect.any(Number),
      next_version_num: 1,
      dataset_version_count: 0,
      total_sample_count: 3,
      annotated_sample_count: 0,
      unconfirmed_sample_count: 0,
      deleted_sample_count: 0,
      total_sub_sample_count: 0,
      annotated_sub_sample_count: 0,
      work_path: `/${bucket}/out/`,
      work_path_type: 0,
      inner_work_path: inner,
      inner_annotation_path: `${inner}annotation/`,
      inner_data_path: `${inner}data/`,
      inner_log_path: `${inner}logs/`,
      inner_temp_path: `${inner}temp/`,
      inner_task_path: `${inner}task/`,
      workspace_id: '0',
      enterprise_project_id: '0',
      exist_running_task: false,
      running_tasks_id: [],
      exist_workforce_task: false,
      workforce_task_count: 0,
      label_task_count: 1,
      feature_supports: ['0'],
      managed: false,
      import_data: false,
      import_task_id: expect.stringMatching(new RegExp(`^${dataset_id}_[A-Za-z0-9]{19}$`)),
      content_labeling: true,
      muster: { text_offset_unit: 'code_point', text_overlaps: true },
    })
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
    const stored = await server.services.blobs.statBlob(bucket, 'in/1.png')
    expect(samples[0]).toMatchObject({
      sample_size: stored!.size,
      sample_time: stored!.mtime,
      sample_type: 0,
      metadata: '{"@modelarts:import_origin":0}',
    })
    expect(samples[0]!.sample_id).toMatch(/^[0-9a-f]{32}$/)
  })

  test('a dataset over text holds a sample for each line that is not blank', async () => {
    const { dataset_id } = await aDataset(server, { lines: ['one', '', ' ', '😀 two', 'x'.repeat(200_000), 'three'] })
    const samples = await samplesOf(dataset_id)
    expect(
      samples.map(({ line, content, text_length, sample_size }) => [line, content, text_length, sample_size]),
    ).toEqual([
      [1, 'one', 3, 3],
      [4, '😀 two', 5, 5],
      [6, 'three', 5, 5],
    ])
  })

  test('a text file in GBK is read as such', async () => {
    const gbk = Buffer.from([0xc4, 0xe3, 0xba, 0xc3, 0x0a, 0x6f, 0x6b]) // 你好, ok
    const { dataset_id } = await aDataset(server, { type: DatasetType.namedEntities, files: { 'a.csv': gbk } })
    expect((await samplesOf(dataset_id)).map(({ content }) => content)).toEqual(['你好', 'ok'])
  })

  test.each([
    [DatasetType.imageSegmentation, { 'a.png': tinyImage('gif') }, 0],
    [DatasetType.soundClassification, { 'a.wav': wavOf(1500), 'b.png': '' }, 2],
    [DatasetType.speechContent, { 'a.mp3': 'x' }, 2],
    [DatasetType.speechParagraphs, { 'a.wav': wavOf(1500) }, 2],
    [DatasetType.video, { 'a.mp4': 'x', 'a.txt': '' }, 6],
    [DatasetType.free, { 'a.anything': 'x' }, 9],
  ])('a dataset of type %i takes its files, of sample type %3$i', async (type, files, sample_type) => {
    const { dataset_id } = await aDataset(server, { type, files: files as Record<string, string> })
    const samples = await samplesOf(dataset_id)
    expect(samples).toMatchObject([{ sample_type }])
    if ('a.wav' in files) expect(samples[0]!.duration).toBe(1500)
  })

  test('a table keeps its columns, and its files are read when import_data says so', async () => {
    const schema = [{ schema_id: 1, name: 'a', type: 'STRING' }]
    const files = { 'a.csv': 'x\n' }
    const table = { type: DatasetType.table, files }
    const read = await aDataset(server, { ...table, settings: { schema, import_data: true } })
    expect(await server.owner.call('DescDataset', read)).toMatchObject({
      dataset_format: 1,
      total_sample_count: 1,
      schema,
      import_data: true,
    })
    const unread = await aDataset(server, { ...table, settings: { schema } })
    const seen = await server.owner.call('DescDataset', unread)
    expect(seen).toMatchObject({ status: 1, total_sample_count: 0 })
    expect(seen).not.toHaveProperty('import_task_id')
  })

  test('what known clients send is accepted: null labels, empty label_format, empty schema, no type', async () => {
    const bucket = `b-${Date.now()}`
    await mkdir(`${await server.bucket(bucket)}/in`)
    const { dataset_id } = await server.owner.call(
      'CreateDataset',
      {},
      {
        dataset_name: 'terraform',
        data_sources: [{ data_path: `obs://${bucket}/in`, source_info: { user_password: 'secret' } }],
        work_path: `/${bucket}/out`,
        work_path_type: 0,
        labels: null,
        label_format: {},
        schema: [],
        import_data: true,
        description: '',
      },
    )
    await server.idle()
    const seen = await server.owner.call('DescDataset', { dataset_id: dataset_id! })
    expect(seen).toMatchObject({
      dataset_type: 0,
      status: 1,
      total_sample_count: 0,
      data_sources: [{ data_type: 0, data_path: `obs://${bucket}/in` }],
      inner_work_path: `/${bucket}/out/terraform-${dataset_id}/`,
    })
    expect(JSON.stringify(seen)).not.toContain('secret')
  })

  test('settings, labels and description are kept', async () => {
    const dataset = await aDataset(server, {
      type: DatasetType.speechParagraphs,
      labels: [{ name: 'speech', property: { '@modelarts:color': '#3399ff' } }],
      settings: {
        description: 'calls',
        managed: true,
        workspace_id: '7',
        muster: { text_offset_unit: 'utf16', content_labeling: false, text_overlaps: false },
      },
    })
    expect(await server.owner.call('DescDataset', dataset)).toMatchObject({
      description: 'calls',
      managed: true,
      workspace_id: '7',
      content_labeling: false,
      muster: { text_offset_unit: 'utf16', text_overlaps: false },
      labels: [{ name: 'speech', type: 202, attributes: [], property: { '@modelarts:color': '#3399ff' } }],
    })
  })

  test('with workforce_information its first team task is dealt once the samples are there', async () => {
    const { labelers, workforce_id } = await aTeam(server, { labelers: 2 })
    const information = { task_name: 'first', workforces_config: { workforces: [{ workforce_id }] } }
    const dataset = await aDataset(server, {
      lines: ['a', 'b', 'c', 'd'],
      settings: { workforce_information: information },
    })
    const seen = await server.owner.call('DescDataset', dataset)
    expect(seen).toMatchObject({
      exist_workforce_task: true,
      workforce_task_count: 1,
      label_task_count: 2,
      workforce_descriptor: { current_task_name: 'first', reject_num: 0, repetition: 1, workforce_id },
    })
    const emails = seen.workforce_descriptor!.workers!.map(({ email }) => email)
    expect(emails.sort()).toEqual(labelers.map(({ email }) => email).sort())
    const task = await server.services.store.db
      .selectFrom('workforce_task')
      .selectAll()
      .where('dataset_id', '=', dataset.dataset_id)
      .executeTakeFirstOrThrow()
    expect(task.status).toBe(WorkforceTaskStatus.running)
    expect(await faultsOfCounters(server.services.store)).toEqual([])
  })

  test('its first team task is known by its id: done again it is there, a stranger of its name is told', async () => {
    const { workforce_id } = await aTeam(server, { labelers: 1 })
    const information = { task_name: 'first', workforces_config: { workforces: [{ workforce_id }] } }
    const dataset = await aDataset(server, { lines: ['a'], settings: { workforce_information: information } })
    const { db } = server.services.store
    const { task_id } = await db
      .selectFrom('workforce_task')
      .select('task_id')
      .where('dataset_id', '=', dataset.dataset_id)
      .executeTakeFirstOrThrow()
    /** As a crash leaves it: the import has not ended yet. */
    const importAgain = async (promised: string) => {
      const import_task_id = await createAgain(dataset.dataset_id)
      await db
        .updateTable('dataset')
        .set({ workforce_information: JSON.stringify({ ...information, task_id: promised }) })
        .where('dataset_id', '=', dataset.dataset_id)
        .execute()
      await importData(server.services).run(import_task_id)
      return server.owner.call('DescDataset', dataset)
    }
    const again = await importAgain(task_id)
    expect(again).toMatchObject({ status: 1, workforce_task_count: 1 })
    expect(again.muster).not.toHaveProperty('error_code')
    expect(await importAgain('another')).toMatchObject({
      status: 1,
      workforce_task_count: 1,
      muster: { error_code: 'ModelArts.4620' },
    })
  })
})

describe('refusing to create', () => {
  const bucket = 'refusals'
  beforeAll(async () => {
    await mkdir(`${await server.bucket(bucket)}/in/deep`, { recursive: true })
  })
  const valid = {
    dataset_name: 'refused',
    data_sources: [{ data_path: `/${bucket}/in/` }],
    work_path: `/${bucket}/out/`,
    work_path_type: 0,
  }
  const team = { task_name: 't', workforces_config: { workforces: [{ workforce_id: 'nobody' }] } }

  test.each<[string, object, number, string]>([
    ['no name', { dataset_name: undefined }, 400, '4396'],
    ['an empty name', { dataset_name: '' }, 400, '4396'],
    ['a name with a blank', { dataset_name: 'a b' }, 400, '4396'],
    ['a name of 101 characters', { dataset_name: 'x'.repeat(101) }, 400, '4396'],
    ['no data source', { data_sources: [] }, 400, '4202'],
    ['two data sources', { data_sources: [valid.data_sources[0], valid.data_sources[0]] }, 400, '4396'],
    ['a source that is a database', { data_sources: [{ data_type: 3, data_path: '/b/in/' }] }, 400, '4396'],
    ['a source without a path', { data_sources: [{}] }, 400, '4396'],
    ['an unknown bucket', { data_sources: [{ data_path: '/nowhere/in/' }] }, 400, '4311'],
    ['a work path in an unknown bucket', { work_path: '/nowhere/out/' }, 400, '4311'],
    ['a missing input path', { data_sources: [{ data_path: `/${bucket}/none/` }] }, 400, '4312'],
    ['a path that climbs', { data_sources: [{ data_path: `/${bucket}/in/../../` }] }, 400, '4313'],
    ['a backslash', { work_path: `/${bucket}/o\\ut/` }, 400, '4313'],
    ['a double slash', { work_path: `/${bucket}//out/` }, 400, '4315'],
    ['a bucket as the input path', { data_sources: [{ data_path: `/${bucket}/` }] }, 400, '4205'],
    ['a bucket as the work path', { work_path: `/${bucket}/` }, 400, '4205'],
    ['the input path as the work path', { work_path: `obs://${bucket}/in` }, 400, '4205'],
    ['a work path in the input path', { work_path: `/${bucket}/in/deep/` }, 400, '4205'],
    ['a work path of 2 characters', { work_path: '/b' }, 400, '4396'],
    ['a work path of 701 characters', { work_path: `/${bucket}/${'x'.repeat(690)}/` }, 400, '4350'],
    ['another kind of work path', { work_path_type: 1 }, 400, '4396'],
    ['CarbonData', { data_format: 'CarbonData', dataset_type: 400 }, 400, '4396'],
    ['an unlisted type', { dataset_type: 7 }, 400, '4396'],
    ['a forbidden character', { description: 'a<b' }, 400, '4396'],
    ['a label twice', { labels: [{ name: 'a' }, { name: 'a' }] }, 400, '4411'],
    ['a label of another type', { labels: [{ name: 'a', type: 1 }] }, 400, '4413'],
    ['a task without a name', { workforce_information: {} }, 400, '4396'],
    ['a task of an unknown team', { workforce_information: team }, 400, '4601'],
    ['a task for videos', { dataset_type: 600, workforce_information: { task_name: 't' } }, 501, '4383'],
    ['a repetition of 101', { workforce_information: { task_name: 't', repetition: 101 } }, 400, '4396'],
  ])('%s', async (_, change, status, code) => {
    const before = await countRows()
    const refusal = await server.owner.refused('CreateDataset', {}, { ...valid, ...change })
    expect(refusal).toMatchObject({ status, error_code: `ModelArts.${code}` })
    expect(await countRows()).toBe(before)
  })

  test('700 characters of work path are enough, of whatever script', async () => {
    const work_path = `/${bucket}/😀/`.padEnd(701, 'x')
    expect(Array.from(work_path)).toHaveLength(700)
    const made = await server.owner.call('CreateDataset', {}, { ...valid, dataset_name: 'long', work_path })
    await server.owner.call('DeleteDataset', { dataset_id: made.dataset_id! })
  })

  test('a taken name, and of ten at once nine', async () => {
    const create = () => server.owner.call('CreateDataset', {}, { ...valid, dataset_name: 'race' })
    const results = await Promise.allSettled(Array.from({ length: 10 }, create))
    const refused = results.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[]
    expect(refused).toHaveLength(9)
    for (const { reason } of refused) expect(reason).toMatchObject({ status: 400, error_code: 'ModelArts.4351' })
    const { owner } = await server.makeProject()
    await owner.call('CreateDataset', {}, { ...valid, dataset_name: 'race' })
  })
})

describe('the first import', () => {
  test('goes on where it was cut off, and the same file is the same sample', async () => {
    const dataset = await aDataset(server, { lines: Array.from({ length: 2500 }, (_, i) => `line ${i}`) })
    const { dataset_id } = dataset
    const ids = await sampleIdsOf(server, dataset_id)
    expect(ids).toHaveLength(2500)
    const half = (await samplesOf(dataset_id)).slice(1000, 2000).map(({ sample_id }) => sample_id)
    await server.owner.call('DeleteSamples', dataset, { samples: half })
    await importData(server.services).run(await createAgain(dataset_id))
    expect((await sampleIdsOf(server, dataset_id)).sort()).toEqual(ids.sort())
    expect(await server.owner.call('DescDataset', dataset)).toMatchObject({ status: 1, total_sample_count: 2500 })
    expect(await faultsOfCounters(server.services.store)).toEqual([])
  })

  test('twice at once stores every sample once', async () => {
    const dataset = await aDataset(server, { lines: Array.from({ length: 1500 }, (_, i) => `line ${i}`) })
    await server.owner.call('DeleteSamples', dataset, { samples: await sampleIdsOf(server, dataset.dataset_id) })
    const import_task_id = await createAgain(dataset.dataset_id)
    const run = () => importData(server.services).run(import_task_id)
    // What one of them leaves when the other was faster, the look for unfinished work finds.
    await Promise.all([run(), run()])
    await server.services.jobs.sweep()
    await server.idle()
    expect(await sampleIdsOf(server, dataset.dataset_id)).toHaveLength(1500)
    expect(
      await server.owner.call('DescImportTask', { dataset_id: dataset.dataset_id, task_id: import_task_id }),
    ).toMatchObject({ status: 'COMPLETED', total_sample_count: 1500, muster: { skipped: 0 } })
    expect(await faultsOfCounters(server.services.store)).toEqual([])
  })

  test('more samples than a dataset may hold make it abnormal, with the reason', async () => {
    const dataset = await aDataset(server, { lines: ['a', 'b', 'c'] })
    await server.owner.call('DeleteSamples', dataset, { samples: await sampleIdsOf(server, dataset.dataset_id) })
    await importData(server.services, 2).run(await createAgain(dataset.dataset_id))
    expect(await server.owner.call('DescDataset', dataset)).toMatchObject({
      status: 4,
      muster: { error_code: 'ModelArts.0118', error_msg: 'A dataset has at most 2 samples.' },
    })
  })

  test('a bucket that vanished makes the dataset abnormal', async () => {
    const dataset = await aDataset(server)
    const task_id = await createAgain(dataset.dataset_id)
    const { db } = server.services.store
    const { request } = await db
      .selectFrom('data_task')
      .select('request')
      .where('task_id', '=', task_id)
      .executeTakeFirstOrThrow()
    const plan = { ...JSON.parse(request), source: { bucket: 'vanished', key: 'in/' } }
    await db
      .updateTable('data_task')
      .set({ request: JSON.stringify(plan) })
      .where('task_id', '=', task_id)
      .execute()
    await importData(server.services).run(task_id)
    expect(await server.owner.call('DescDataset', dataset)).toMatchObject({
      status: 4,
      muster: { error_code: 'ModelArts.4311' },
    })
    expect(await server.owner.call('DescImportTask', { dataset_id: dataset.dataset_id, task_id })).toMatchObject({
      status: 'FAILED',
      error_code: 'ModelArts.4311',
    })
  })
})

describe('listing', () => {
  let own: Awaited<ReturnType<TestServer['makeProject']>>
  const made: string[] = []
  const list = (query: object = {}) => own.owner.call('ListDatasets', query)
  const names = async (query: object = {}) => (await list(query)).datasets.map(({ dataset_name }) => dataset_name)

  beforeAll(async () => {
    own = await server.makeProject()
    for (const [i, name] of ['b_one', 'Two', 'a-one', 'bXone'].entries()) {
      const type = i === 1 ? DatasetType.textClassification : DatasetType.imageClassification
      const labels = [{ name: 'cat' }]
      const { dataset_id } = await aDataset(server, {
        project: own,
        type,
        labels,
        images: i === 0 ? 6 : 0,
        settings: { dataset_name: name },
      })
      made.push(dataset_id)
      server.advance(1000)
    }
  })

  test('newest first, ten a page; pages are counted by number, past the end there is nothing', async () => {
    expect(await names()).toEqual(['bXone', 'a-one', 'Two', 'b_one'])
    expect(await list({ limit: 3, offset: 1 })).toMatchObject({
      total_number: 4,
      datasets: [{ dataset_name: 'b_one' }],
    })
    expect(await list({ limit: 3, offset: 2 })).toEqual({ total_number: 4, datasets: [] })
  })

  test('by name in the order of the bytes, on every engine', async () => {
    expect(await names({ sort_by: 'dataset_name', order: 'asc' })).toEqual(['Two', 'a-one', 'bXone', 'b_one'])
    expect(await names({ order: 'asc' })).toEqual(['b_one', 'Two', 'a-one', 'bXone'])
  })

  test('those made in the same millisecond stay in one order over the pages', async () => {
    await server.services.store.db
      .updateTable('dataset')
      .set({ create_time: 7 })
      .where('dataset_id', 'in', made)
      .execute()
    const pages = [
      await names({ limit: 1 }),
      await names({ limit: 2, offset: 1 }),
      await names({ limit: 1, offset: 1 }),
    ]
    expect(new Set([...pages[0]!, ...pages[2]!, ...pages[1]!]).size).toBe(4)
    for (const [i, dataset_id] of made.entries()) {
      await server.services.store.db
        .updateTable('dataset')
        .set({ create_time: 1000 + i })
        .where('dataset_id', '=', dataset_id)
        .execute()
    }
  })

  test('search_content finds a part of the name in any case; nothing in it is a wildcard', async () => {
    expect(await names({ search_content: 'ONE' })).toEqual(['bXone', 'a-one', 'b_one'])
    expect(await names({ search_content: 'b_o' })).toEqual(['b_one'])
    expect(await names({ search_content: '%' })).toEqual([])
    expect(await names({ search_content: '\\' })).toEqual([])
  })

  test('by type, workspace, kind of labelling, version, and whether they can be exported', async () => {
    expect(await names({ dataset_type: 100 })).toEqual(['Two'])
    expect(await list({ dataset_type: 100 })).toMatchObject({ total_number: 1 })
    expect(await names({ workspace_id: '1' })).toEqual([])
    expect(await names({ dataset_version: 'v1' })).toHaveLength(4)
    expect(await names({ dataset_version: 'all' })).toHaveLength(4)
    expect(await list({ dataset_version: 'v2' })).toEqual({ datasets: [], total_number: 0 })
    expect(await names({ contain_versions: false })).toHaveLength(4)
    expect(await names({ contain_versions: true })).toEqual([])
    expect(await names({ version_format: 0 })).toEqual([])
    expect(await names({ train_evaluate_ratio: '0.0,1.0' })).toEqual([])
    await setStatus(made[0]!, DatasetStatus.abnormal)
    expect(await names({ support_export: true })).toEqual(['bXone', 'a-one', 'Two'])
    await setStatus(made[0]!, DatasetStatus.normal)
  })

  test('with running tasks asked for: none runs', async () => {
    const { datasets } = await list({ check_running_task: true, running_task_type: 6 })
    expect(datasets).toHaveLength(4)
    expect(datasets[0]).toMatchObject({ exist_running_task: false, running_tasks_id: [] })
    const dataset = { dataset_id: made[0]!, check_running_task: true, running_task_type: 0 as const }
    expect(await own.owner.call('DescDataset', dataset)).toMatchObject({ exist_running_task: false })
  })

  test('labels come when they are asked for', async () => {
    const [bare] = (await list()).datasets
    expect(bare).not.toHaveProperty('labels')
    const [labelled] = (await list({ with_labels: true })).datasets
    expect(labelled!.labels).toMatchObject([{ name: 'cat', type: 0 }])
  })

  test('four preview files come when they are asked for, at addresses that serve them', async () => {
    const { datasets } = await list({ file_preview: true })
    expect(datasets[0]!.samples).toEqual([])
    const files = datasets.at(-1)!.samples!
    expect(files.map(({ file_Name }) => file_Name)).toEqual(['001.png', '002.png', '003.png', '004.png'])
    expect(files[0]).toMatchObject({ width: 100, height: 80, depth: 1, dataset_id: made[0] })
    const { pathname, search } = new URL(files[0]!.url!)
    expect((await own.owner.request('GET', `${pathname}${search}`)).status).toBe(200)
    expect((await list()).datasets[0]).not.toHaveProperty('samples')
  })

  test.each([
    ['limit', 0],
    ['limit', 101],
    ['offset', -1],
    ['order', 'up'],
    ['sort_by', 'status'],
    ['dataset_type', 5],
    ['running_task_type', 10],
    ['version_format', 3],
    ['dataset_version', 'v3'],
    ['train_evaluate_ratio', '1.0,0.5'],
    ['train_evaluate_ratio', 'x'],
    ['contain_versions', 'maybe'],
  ])('%s=%s is refused', async (name, value) => {
    const refusal = await own.owner.refused('ListDatasets', { [name]: value })
    expect(refusal).toMatchObject({ status: 400, error_code: 'ModelArts.4396' })
  })
})

describe('members', () => {
  test('see the datasets of their tasks, and of those name, type, label set and what it allows', async () => {
    const team = await aTeam(server, { labelers: 1, reviewers: 1 })
    const [labeler, reviewer] = [team.labelers[0]!, team.reviewers[0]!]
    await aDataset(server, { lines: ['x'] })
    const information = { task_name: 'mine', workforces_config: { workforces: [{ workforce_id: team.workforce_id }] } }
    const { dataset_id, dataset_name } = await aDataset(server, {
      lines: ['a'],
      labels: [{ name: 'spam' }],
      settings: { workforce_information: information },
    })
    const seen = { dataset_id, dataset_name, dataset_type: 100, muster: { text_overlaps: true } }
    const labels = [{ name: 'spam', type: 100, attributes: [], property: {} }]
    expect(await labeler.call('DescDataset', { dataset_id })).toEqual({ ...seen, labels })
    expect(await reviewer.call('ListDatasets', {})).toEqual({ total_number: 1, datasets: [seen] })
    expect(await reviewer.call('ListDatasets', { with_labels: true, file_preview: true })).toEqual({
      total_number: 1,
      datasets: [{ ...seen, labels }],
    })
    for (const id of ['UpdateDataset', 'DeleteDataset', 'GetDatasetMetrics'] as const) {
      expect(await labeler.refused(id, { dataset_id }, {})).toMatchObject({ status: 403, error_code: 'ModelArts.4600' })
    }
    expect(await labeler.refused('CreateDataset', {}, {})).toMatchObject({ status: 403 })
  })
})

describe('updating', () => {
  test('name and description; an empty description clears; what is not sent stays', async () => {
    const dataset = await aDataset(server, { settings: { description: 'first' } })
    const { dataset_id } = dataset
    const before = await server.owner.call('DescDataset', dataset)
    server.advance(5)
    const renamed = `${dataset.dataset_name}-2`
    expect(await server.owner.call('UpdateDataset', dataset, { dataset_name: renamed })).toEqual({ dataset_id })
    const after = await server.owner.call('DescDataset', dataset)
    expect(after).toMatchObject({
      dataset_name: renamed,
      description: 'first',
      inner_work_path: before.inner_work_path,
    })
    expect(after.update_time).toBeGreaterThan(before.update_time!)
    await server.owner.call('UpdateDataset', dataset, {
      description: "it's new",
      muster: { text_offset_unit: 'utf16', text_overlaps: false },
    })
    expect(await server.owner.call('DescDataset', dataset)).toMatchObject({
      description: "it's new",
      muster: { text_offset_unit: 'utf16', text_overlaps: false },
    })
    await server.owner.call('UpdateDataset', dataset, { description: '' })
    expect(await server.owner.call('DescDataset', dataset)).toMatchObject({ description: '' })
    expect(await server.owner.call('UpdateDataset', dataset, {})).toEqual({ dataset_id })
  })

  test('a taken name is refused, its own is not', async () => {
    const [one, two] = [await aDataset(server), await aDataset(server)]
    const { dataset_name } = one
    await server.owner.call('UpdateDataset', one, { dataset_name })
    const refusal = await server.owner.refused('UpdateDataset', two, { dataset_name, description: 'x' })
    expect(refusal).toMatchObject({ status: 400, error_code: 'ModelArts.4351' })
    expect(await server.owner.call('DescDataset', two)).toMatchObject({ description: '' })
  })

  test('labels are deleted, updated, added; a label deleted and added keeps its annotations', async () => {
    const dataset = await aDataset(server, { images: 1, labels: [{ name: 'old' }, { name: 'kept' }, { name: 'dull' }] })
    const [sample_id] = await sampleIdsOf(server, dataset.dataset_id)
    await server.owner.call('UpdateSamples', dataset, { samples: [{ sample_id, labels: [{ name: 'kept' }] }] })
    await server.owner.call('UpdateDataset', dataset, {
      delete_labels: [{ name: 'old' }, { name: 'kept' }],
      update_labels: [{ name: 'dull', property: { '@modelarts:color': '#ff0000' } }],
      add_labels: [{ name: 'kept', property: { '@modelarts:shortcut': 'k' } }, { name: 'new' }],
    })
    const { labels } = await server.owner.call('DescDataset', dataset)
    expect(labels).toMatchObject([
      { name: 'kept', property: { '@modelarts:shortcut': 'k' } },
      { name: 'dull', property: { '@modelarts:color': '#ff0000' } },
      { name: 'new' },
    ])
    expect(await server.owner.call('DescDataset', dataset)).toMatchObject({ annotated_sample_count: 1 })
    expect(await faultsOfCounters(server.services.store)).toEqual([])
  })

  test('all or nothing: one bad label leaves name and labels as they are', async () => {
    const dataset = await aDataset(server, { labels: [{ name: 'a' }] })
    const body = { dataset_name: 'never', add_labels: [{ name: 'b' }], update_labels: [{ name: 'none' }] }
    const refusal = await server.owner.refused('UpdateDataset', dataset, body)
    expect(refusal).toMatchObject({ status: 400, error_code: 'ModelArts.4410' })
    expect(await server.owner.call('DescDataset', dataset)).toMatchObject({
      dataset_name: dataset.dataset_name,
      labels: [{ name: 'a' }],
    })
  })

  test('labels wait until a version is published or switched', async () => {
    const dataset = await aDataset(server)
    for (const status of [DatasetStatus.publishing, DatasetStatus.switching]) {
      await setStatus(dataset.dataset_id, status)
      const refusal = await server.owner.refused('UpdateDataset', dataset, { add_labels: [{ name: 'a' }] })
      expect(refusal).toMatchObject({ status: 400, error_code: 'ModelArts.4381' })
    }
  })

  test('no version can be made current: none exists', async () => {
    const dataset = await aDataset(server, { lines: ['a'] })
    const refused = () =>
      server.owner.refused('UpdateDataset', dataset, { current_version_id: 'V1', description: 'never' })
    expect(await refused()).toMatchObject({ status: 400, error_code: 'ModelArts.4353' })
    await setStatus(dataset.dataset_id, DatasetStatus.publishing)
    expect(await refused()).toMatchObject({ status: 400, error_code: 'ModelArts.4343' })
    await setStatus(dataset.dataset_id, DatasetStatus.switching)
    expect(await refused()).toMatchObject({ status: 400, error_code: 'ModelArts.4349' })
    await setStatus(dataset.dataset_id, DatasetStatus.normal)
    const { workforce_id } = await aTeam(server, { labelers: 1 })
    const workforces_config = { workforces: [{ workforce_id }] }
    await server.owner.call('CreateWorkforceTask', dataset, { workforces_config })
    expect(await refused()).toMatchObject({ status: 400, error_code: 'ModelArts.4615' })
    expect(await server.owner.call('DescDataset', dataset)).toMatchObject({ description: '' })
  })

  test.each([
    ['a name with a dot', { dataset_name: 'a.b' }, '4396'],
    ['a description of 257 characters', { description: 'x'.repeat(257) }, '4396'],
    ['a forbidden character', { description: 'a>b' }, '4396'],
    ['too many labels', { add_labels: Array.from({ length: 10_001 }, (_, i) => ({ name: `l${i}` })) }, '0118'],
  ])('%s is refused', async (_, body, code) => {
    const dataset = await aDataset(server)
    expect(await server.owner.refused('UpdateDataset', dataset, body)).toMatchObject({
      status: 400,
      error_code: `ModelArts.${code}`,
    })
  })
})

describe('deleting', () => {
  test('the dataset is gone at once, its name is free, its rows go, its files stay', async () => {
    const dataset = await aDataset(server, { images: 3, labels: [{ name: 'a' }] })
    const { dataset_id, dataset_name, bucket } = dataset
    const samples = (await sampleIdsOf(server, dataset_id)).map((sample_id) => ({ sample_id, labels: [{ name: 'a' }] }))
    await server.owner.call('UpdateSamples', dataset, { samples })
    expect(await server.owner.call('DeleteDataset', dataset)).toBe(null)
    const gone = await server.owner.refused('DescDataset', dataset)
    expect(gone).toMatchObject({ status: 404, error_code: 'ModelArts.4352' })
    expect(await server.owner.refused('DeleteDataset', dataset)).toMatchObject({ status: 404 })
    await aDataset(server, { settings: { dataset_name } })
    await server.idle()
    const { db } = server.services.store
    expect(await samplesOf(dataset_id)).toEqual([])
    expect(await db.selectFrom('label').selectAll().where('dataset_id', '=', dataset_id).execute()).toEqual([])
    expect(await db.selectFrom('sample_tally').selectAll().where('dataset_id', '=', dataset_id).execute()).toEqual([])
    expect(await db.selectFrom('dataset').select('status').where('dataset_id', '=', dataset_id).execute()).toEqual([
      { status: DatasetStatus.deleted },
    ])
    expect(await server.services.blobs.statBlob(bucket, 'in/001.png')).toBeDefined()
    expect(await faultsOfCounters(server.services.store)).toEqual([])
  })

  test('an unfinished team task keeps it; a created or completed one goes with it', async () => {
    const dataset = await aDataset(server, { lines: ['a', 'b'] })
    const { workforce_id } = await aTeam(server, { labelers: 1 })
    const workforces_config = { workforces: [{ workforce_id }] }
    await server.owner.call('CreateWorkforceTask', dataset, {})
    const { task_id } = await server.owner.call('CreateWorkforceTask', dataset, { workforces_config })
    await server.idle()
    const refusal = await server.owner.refused('DeleteDataset', dataset)
    expect(refusal).toMatchObject({ status: 403, error_code: 'ModelArts.4803' })
    expect(await server.owner.call('DescDataset', dataset)).toMatchObject({ status: 1, workforce_task_count: 2 })
    const { db } = server.services.store
    await db
      .updateTable('workforce_task')
      .set({ status: WorkforceTaskStatus.accepted })
      .where('task_id', '=', task_id)
      .execute()
    await server.owner.call('DeleteDataset', dataset)
    await server.idle()
    expect(
      await db.selectFrom('workforce_task').selectAll().where('dataset_id', '=', dataset.dataset_id).execute(),
    ).toEqual([])
    expect(await samplesOf(dataset.dataset_id)).toEqual([])
    expect(await faultsOfCounters(server.services.store)).toEqual([])
  })

  test('one that is still being read is read no further', async () => {
    const dataset = await aDataset(server, { lines: ['a'] })
    const import_task_id = await createAgain(dataset.dataset_id)
    await server.owner.call('DeleteDataset', dataset)
    await importData(server.services).run(import_task_id)
    await server.idle()
    expect(await samplesOf(dataset.dataset_id)).toEqual([])
  })

  test('a deletion that was cut off is found again', async () => {
    const dataset = await aDataset(server, { lines: ['a', 'b'] })
    await setStatus(dataset.dataset_id, DatasetStatus.deleting)
    await server.services.jobs.sweep()
    await server.idle()
    expect(await samplesOf(dataset.dataset_id)).toEqual([])
  })
})

describe('metrics', () => {
  const day = 24 * 3_600_000
  const midnight = (time: number) => new Date(time).setHours(0, 0, 0, 0)

  // A server of its own: its clock is moved on by days, and a token lives for one.
  let server: TestServer
  beforeAll(async () => {
    server = await aServer()
  })
  afterAll(() => server.close())

  async function nextDay(): Promise<number> {
    server.advance(day)
    server.owner = await signInOwner(server, server.projectId)
    await server.services.jobs.sweep()
    await server.services.jobs.sweep()
    await server.idle()
    return midnight(server.services.now())
  }

  test('hold one value a day, at local midnight, and the present', async () => {
    const dataset = await aDataset(server, { images: 3, labels: [{ name: 'a' }] })
    const [first] = await sampleIdsOf(server, dataset.dataset_id)
    const begin = server.services.now()
    const today = await server.owner.call('GetDatasetMetrics', dataset)
    expect(Object.keys(today.metrics).sort()).toEqual([
      'failed',
      'failed_system',
      'failed_user',
      'manual_annotation',
      'queuing',
      'success',
      'total',
      'un_annotation',
      'unfinished',
    ])
    expect(Object.values(today.metrics.total!)).toEqual([3])
    expect(today.metrics.queuing).toEqual({})

    const one = await nextDay()
    await server.owner.call('UpdateSamples', dataset, { samples: [{ sample_id: first, labels: [{ name: 'a' }] }] })
    const two = await nextDay()
    const span = { ...dataset, start_time: begin, end_time: two }
    const { metrics } = await server.owner.call('GetDatasetMetrics', span)
    expect(metrics.total).toEqual({ [one]: 3, [two]: 3 })
    expect(metrics.un_annotation).toEqual({ [one]: 3, [two]: 2 })
    expect(metrics.manual_annotation).toEqual({ [one]: 0, [two]: 1 })
    const later = await server.owner.call('GetDatasetMetrics', { ...dataset, start_time: two + 1 })
    expect(Object.values(later.metrics.manual_annotation!)).toEqual([1])
  })

  test('of a team task are nothing while it is being dealt: nobody is shown half a deal', async () => {
    const scene = await aTaskAtWork(server, { samples: 3 })
    const task = { dataset_id: scene.dataset_id, workforce_task_id: scene.workforce_task_id }
    const today = async () => Object.values((await server.owner.call('GetDatasetMetrics', task)).metrics.total!)
    for (const [status, total] of [
      [WorkforceTaskStatus.running, 3],
      [WorkforceTaskStatus.starting, 0],
      [WorkforceTaskStatus.created, 0],
    ] as const) {
      await scene.setTask({ status })
      expect(await today()).toEqual([total])
    }
    await scene.setTask({ status: WorkforceTaskStatus.running })
  })

  test('narrow to a team task of the dataset', async () => {
    const dataset = await aDataset(server, { lines: ['a', 'b'] })
    const { workforce_id } = await aTeam(server, { labelers: 1 })
    const workforces_config = { workforces: [{ workforce_id }] }
    const { task_id } = await server.owner.call('CreateWorkforceTask', dataset, { workforces_config })
    await server.idle()
    await nextDay()
    const { metrics } = await server.owner.call('GetDatasetMetrics', { ...dataset, workforce_task_id: task_id })
    expect(Object.values(metrics.total!)).toEqual([2, 2])
    expect(Object.values(metrics.un_annotation!)).toEqual([2, 2])
    const unknown = await server.owner.refused('GetDatasetMetrics', { ...dataset, workforce_task_id: 'none' })
    expect(unknown).toMatchObject({ status: 404, error_code: 'ModelArts.4619' })
    const other = await aDataset(server)
    const foreign = await server.owner.refused('GetDatasetMetrics', { ...other, workforce_task_id: task_id })
    expect(foreign).toMatchObject({ status: 404, error_code: 'ModelArts.4619' })
  })

  test.each([[{ start_time: -1 }], [{ start_time: 2, end_time: 1 }], [{ start_time: 'x' }]])(
    '%j is refused',
    async (query) => {
      const dataset = await aDataset(server)
      const refusal = await server.owner.refused('GetDatasetMetrics', { ...dataset, ...(query as object) })
      expect(refusal).toMatchObject({ status: 400, error_code: 'ModelArts.4396' })
    },
  )
})

/** A WAV file of silence with the header of so many milliseconds. */
function wavOf(milliseconds: number): Buffer {
  const data = Buffer.alloc(8 * milliseconds)
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + data.length, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(8000, 24)
  head.writeUInt32LE(8000, 28)
  head.writeUInt16LE(1, 32)
  head.writeUInt16LE(8, 34)
  head.write('data', 36)
  head.writeUInt32LE(data.length, 40)
  return Buffer.concat([head, data])
}
