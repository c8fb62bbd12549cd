import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readBlob } from '#adapters/blobs/read-blob.ts'
import { DatasetStatus, DatasetType, WorkforceTaskStatus } from '#contract/codes.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { blobsWith } from '#tests/blobs/blobs-with.ts'
import { aDataset, aTeam, sampleIdsOf, type TestDataset } from '#tests/builders.ts'
import { tinyImage } from '#tests/fixtures/images.ts'
import { blackPng } from '#tests/fixtures/png.ts'
import { faultsOfCounters } from '#tests/recount.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const base64 = (bytes: string | Uint8Array) => Buffer.from(bytes).toString('base64')
const png = base64(blackPng(100, 80))

function upload(dataset: TestDataset, samples: object[], more: object = {}) {
  return server.owner.call('UploadSamplesJson', dataset, { samples, ...more })
}

/** Uploads one item that must be refused; answers its code without the prefix, and its sentence. */
async function refusedItem(dataset: TestDataset, item: object, more: object = {}) {
  const before = await sampleIdsOf(server, dataset.dataset_id)
  const reply = await upload(dataset, [item], more)
  expect(reply.success).toBe(false)
  const [result] = reply.results!
  expect(reply).toEqual({ ...result, results: [result] })
  expect(await sampleIdsOf(server, dataset.dataset_id)).toEqual(before)
  return { code: result!.error_code!.replace('ModelArts.', ''), says: result!.error_msg! }
}

const samplesOf = (dataset_id: string) =>
  server.services.store.db
    .selectFrom('sample')
    .selectAll()
    .where('dataset_id', '=', dataset_id)
    .orderBy('sample_key')
    .execute()

const stat = (dataset: TestDataset, path: string) => server.services.blobs.statBlob(dataset.bucket, `in/${path}`)

const setStatus = (dataset_id: string, status: DatasetStatus) =>
  server.services.store.db.updateTable('dataset').set({ status }).where('dataset_id', '=', dataset_id).execute()

const expectSoundCounters = async () => expect(await faultsOfCounters(server.services.store)).toEqual([])

describe('uploading', () => {
  test('stores the bytes below the input path and answers path and id of the sample', async () => {
    const dataset = await aDataset(server)
    const reply = await upload(dataset, [
      { name: '2.png', data: png },
      { name: 'a/3.png', data: base64(tinyImage('pngRgba')) },
    ])
    const samples = await samplesOf(dataset.dataset_id)
    expect(reply).toEqual({
      success: true,
      results: [
        { success: true, name: `${dataset.input}2.png`, info: samples[0]!.sample_id },
        { success: true, name: `${dataset.input}a/3.png`, info: samples[1]!.sample_id },
      ],
    })
    expect(samples).toMatchObject([
      { sample_name: '2.png', sample_dir: dataset.input, width: 100, height: 80, depth: 1, state: 0, sample_type: 0 },
      { sample_name: '3.png', sample_dir: `${dataset.input}a/`, width: 7, height: 5, depth: 4 },
    ])
    expect(samples[0]!.sample_time).toBe((await stat(dataset, '2.png'))!.mtime)
    expect(base64(Buffer.from(await readBlob(server.services.blobs, dataset.bucket, 'in/2.png')))).toBe(png)
    expect(await server.owner.call('DescDataset', dataset)).toMatchObject({ total_sample_count: 2 })
    await expectSoundCounters()
  })

  test('gives the id that a scan would give', async () => {
    const dataset = await aDataset(server, { images: 1 })
    const [scanned] = await sampleIdsOf(server, dataset.dataset_id)
    await server.owner.call('DeleteSamples', dataset, { samples: [scanned!], delete_source: true })
    const { results } = await upload(dataset, [{ name: '001.png', data: png }])
    expect(results![0]!.info).toBe(scanned)
  })

  test('makes a sample of every line of a text; info is the first of them', async () => {
    const dataset = await aDataset(server, { type: DatasetType.textClassification })
    const reply = await upload(dataset, [{ name: 'a.txt', data: base64('one\r\n\n😀\n') }])
    const samples = await samplesOf(dataset.dataset_id)
    expect(samples.map(({ line, content, text_length }) => [line, content, text_length])).toEqual([
      [1, 'one', 3],
      [3, '😀', 1],
    ])
    expect(reply.results).toEqual([{ success: true, name: `${dataset.input}a.txt`, info: samples[0]!.sample_id }])
  })

  test('with lines: false keeps a text whole as one sample', async () => {
    const dataset = await aDataset(server, { type: DatasetType.namedEntities })
    const text = 'Dear Ada,\n\nthe engine works.\n'
    await upload(dataset, [{ name: 'mail.txt', data: base64(text) }], { muster: { lines: false } })
    const samples = await samplesOf(dataset.dataset_id)
    expect(samples).toMatchObject([{ line: null, content: text, text_length: 29, sample_size: 29 }])
  })

  test.each(['GBK', 'GB2312'])('reads text in %s', async (encoding) => {
    const dataset = await aDataset(server, { type: DatasetType.textClassification })
    const data = base64(Buffer.from([0xc4, 0xe3, 0xba, 0xc3]))
    await upload(dataset, [{ name: `${encoding}.txt`, data, encoding }])
    expect((await samplesOf(dataset.dataset_id))[0]!.content).toBe('你好')
    expect(await refusedItem(dataset, { name: 'utf8.txt', data })).toMatchObject({
      code: '4421',
      says: expect.stringContaining('samples[0].data: line 1 is not valid UTF-8'),
    })
  })

  test('takes an object where it lies', async () => {
    const dataset = await aDataset(server)
    await server.services.blobs.writeBlob(dataset.bucket, 'elsewhere/cat.png', blackPng(30, 20))
    const data_path = `obs://${dataset.bucket}/elsewhere/cat.png`
    const reply = await upload(dataset, [{ data_source: { data_path } }])
    expect(reply.results![0]!.name).toBe(`/${dataset.bucket}/elsewhere/cat.png`)
    expect(await samplesOf(dataset.dataset_id)).toMatchObject([
      { sample_name: 'cat.png', sample_dir: `/${dataset.bucket}/elsewhere/`, width: 30, height: 20 },
    ])
    expect(await stat(dataset, 'cat.png')).toBeUndefined()
  })

  test('a text is taken where it lies, too', async () => {
    const dataset = await aDataset(server, { type: DatasetType.textTriplets })
    await server.services.blobs.writeBlob(dataset.bucket, 'elsewhere/a.csv', Buffer.from('x\ny'))
    const data_source = { data_type: 0, data_path: `/${dataset.bucket}/elsewhere/a.csv` }
    await upload(dataset, [{ data_source }])
    expect((await samplesOf(dataset.dataset_id)).map(({ content }) => content)).toEqual(['x', 'y'])
  })

  test('any file is a sample of a free dataset, a csv one of a table, a wav has its duration', async () => {
    const free = await aDataset(server, { type: DatasetType.free })
    const table = await aDataset(server, { type: DatasetType.table })
    expect(await upload(free, [{ name: 'a.bin', data: base64('x'), sample_type: 9 }])).toMatchObject({ success: true })
    expect(await upload(table, [{ name: 'a.csv', data: base64('x'), sample_type: 4 }])).toMatchObject({ success: true })
    expect(await refusedItem(table, { name: 'a.csv.gz', data: base64('x') })).toMatchObject({ code: '4396' })
  })

  test('items are judged one by one, in their order', async () => {
    const dataset = await aDataset(server)
    const reply = await upload(dataset, [
      { name: '1.png', data: '***' },
      { name: '2.png', data: png },
      { name: '2.png', data: png },
      { data: png },
      { name: '5.png', data: png },
    ])
    expect(reply).toMatchObject({ success: false, error_code: 'ModelArts.4421' })
    expect(reply.error_msg).toBe('samples[0].data: is not Base64')
    expect(reply.results!.map(({ success, error_code }) => error_code ?? success)).toEqual([
      'ModelArts.4421',
      true,
      'ModelArts.4422',
      'ModelArts.4396',
      true,
    ])
    expect(await sampleIdsOf(server, dataset.dataset_id)).toHaveLength(2)
    expect(await stat(dataset, '1.png')).toBeUndefined()
  })
})

describe('an item is refused', () => {
  test.each<[string, object, string]>([
    ['that holds neither bytes nor a source', { name: 'a.png' }, '4396'],
    ['that holds both', { name: 'a.png', data: png, data_source: { data_path: '/b/a.png' } }, '4396'],
    ['without a name', { data: png }, '4396'],
    ['with an empty name', { name: '', data: png }, '4396'],
    ['with a name that ends as a folder', { name: 'a.png/', data: png }, '4313'],
    ['with a name that climbs', { name: '../../a.png', data: png }, '4313'],
    ['with a name that starts at the root', { name: '/etc/a.png', data: png }, '4313'],
    ['with an empty part', { name: 'a//b.png', data: png }, '4313'],
    ['with a backslash', { name: '..\\a.png', data: png }, '4313'],
    ['with an encoded dot', { name: '%2e%2e/a.png', data: png }, '4313'],
    ['with a hidden name', { name: '.a.png', data: png }, '4313'],
    ['with a name longer than a file can have', { name: `${'x'.repeat(300)}.png`, data: png }, '4313'],
    ['of another kind of file', { name: 'a.txt', data: base64('x') }, '4396'],
    ['without an extension', { name: 'png', data: png }, '4396'],
    ['of another sample type', { name: 'a.png', data: png, sample_type: 1 }, '4396'],
    ['whose bytes are no Base64', { name: 'a.png', data: `${png.slice(0, -3)}@==` }, '4421'],
    ['whose Base64 has a line end', { name: 'a.png', data: `${png.slice(0, 4)}\n${png.slice(4)}` }, '4421'],
    ['whose Base64 lacks its padding', { name: 'a.png', data: 'QQ' }, '4421'],
    ['without bytes', { name: 'a.png', data: '' }, '4421'],
    ['that is no image', { name: 'a.png', data: base64('<html>') }, '4421'],
    ['whose header is cut off', { name: 'a.png', data: base64(blackPng(9, 9).subarray(0, 20)) }, '4421'],
    ['from a database', { data_source: { data_type: 1, data_path: '/b/a.png' } }, '4396'],
    ['from nowhere', { data_source: {} }, '4396'],
    ['from a folder', { data_source: { data_path: '/b/in/' } }, '4396'],
    ['from a bucket', { data_source: { data_path: '/bucket' } }, '4396'],
    ['from an unknown bucket', { data_source: { data_path: '/nowhere/a.png' } }, '4311'],
    ['from a path that climbs', { data_source: { data_path: '/nowhere/../a.png' } }, '4313'],
    ['from a path with an empty part', { data_source: { data_path: '/nowhere//a.png' } }, '4315'],
    ['with a label that does not fit', { name: 'a.png', data: png, labels: [{ name: 'a', type: 1 }] }, '4413'],
    ['with a label that cannot be made', { name: 'a.png', data: png, labels: [{ name: 'a b' }] }, '4396'],
    ['with a size that is a lie', { name: 'a.png', data: png, metadata: { '@modelarts:size': [1, 1] } }, '4423'],
    ['with bad metadata', { name: 'a.png', data: png, metadata: { '@muster:empty': 7 } }, '4396'],
  ])('%s', async (_, item, code) => {
    const dataset = await aDataset(server)
    const refusal = await refusedItem(dataset, item)
    expect(refusal).toMatchObject({ code, says: expect.stringMatching(/^samples\[0\]/) })
    const { labels } = await server.owner.call('DescDataset', dataset)
    expect(labels).toEqual([])
    for await (const page of server.services.blobs.listBlobs(dataset.bucket)) expect(page).toEqual([])
  })

  test('from a missing object', async () => {
    const dataset = await aDataset(server)
    const data_source = { data_path: `${dataset.input}none.png` }
    expect(await refusedItem(dataset, { data_source })).toMatchObject({ code: '4312' })
  })

  test.each([
    ['of blank lines', ' \n\n'],
    ['with a line of more than 100 KiB', `ok\n${'x'.repeat(102_401)}`],
    ['with a NUL', 'a\0b'],
    ['in UTF-16', '\ufeff' + 'x'],
  ])('a text %s', async (name, text) => {
    const dataset = await aDataset(server, { type: DatasetType.textClassification })
    const bytes = name === 'in UTF-16' ? Buffer.from(text, 'utf16le') : Buffer.from(text)
    expect(await refusedItem(dataset, { name: 'a.txt', data: base64(bytes) })).toMatchObject({ code: '4421' })
    const whole = await upload(dataset, [{ name: 'b.txt', data: base64(bytes) }], { muster: { lines: false } })
    expect(whole.success).toBe(name.startsWith('with a line'))
  })

  test('with labels for many lines: each line is a sample of its own', async () => {
    const dataset = await aDataset(server, { type: DatasetType.textClassification })
    const labels = [{ name: 'spam' }]
    expect(await refusedItem(dataset, { name: 'a.txt', data: base64('a\nb'), labels })).toMatchObject({ code: '4396' })
    await upload(dataset, [{ name: 'a.txt', data: base64('a'), labels }])
    expect(await samplesOf(dataset.dataset_id)).toMatchObject([{ state: 1, content: 'a' }])
  })
})

describe('what one call may hold', () => {
  const MIB = 2 ** 20
  const put = (dataset: TestDataset, name: string, text: string) =>
    server.services.blobs.writeBlob(dataset.bucket, `in/${name}`, Buffer.from(text))
  const from = (dataset: TestDataset, name: string) => ({ data_source: { data_path: `${dataset.input}${name}` } })
  const outcomes = async (dataset: TestDataset, samples: object[], more: object = {}) =>
    (await upload(dataset, samples, more)).results!.map(
      (result) => result.error_code?.replace('ModelArts.', '') ?? 'in',
    )

  test('a file named many times is read once', async () => {
    const dataset = await aDataset(server, { type: DatasetType.textClassification })
    await put(dataset, 'a.txt', 'one\ntwo')
    const items = Array.from({ length: 60 }, () => from(dataset, 'a.txt'))
    const opened: string[] = []
    const { blobs } = server.services
    const openBlob = (bucket: string, key: string) => {
      opened.push(key)
      return blobs.openBlob(bucket, key)
    }
    server.services.blobs = blobsWith(blobs, { openBlob })
    const seen = await outcomes(dataset, [...items, { name: 'a.txt', data: base64('one') }])
    server.services.blobs = blobs
    expect([opened, seen]).toEqual([['in/a.txt'], ['in', ...Array.from({ length: 60 }, () => '4422')]])
    expect(await samplesOf(dataset.dataset_id)).toHaveLength(2)
  })

  test('a whole text of more than 1 MiB is refused, inline or in the store; lines of such a file are fine', async () => {
    const dataset = await aDataset(server, { type: DatasetType.textClassification })
    const line = `${'x'.repeat(1023)}\n`
    await put(dataset, 'most.txt', line.repeat(1024))
    await put(dataset, 'more.txt', `${line.repeat(1024)}x`)
    const items = [
      from(dataset, 'most.txt'),
      from(dataset, 'more.txt'),
      { name: 'inline.txt', data: base64(`${line.repeat(1024)}x`) },
    ]
    const { results } = await upload(dataset, items, { muster: { lines: false } })
    expect(results).toMatchObject([
      { success: true },
      { error_code: 'ModelArts.4421', error_msg: expect.stringMatching(/^samples\[1\]\.data_source.*1048576 bytes/) },
      { error_code: 'ModelArts.4421', error_msg: expect.stringMatching(/^samples\[2\]\.data.*1048576 bytes/) },
    ])
    expect(await outcomes(dataset, [from(dataset, 'more.txt')])).toEqual(['in'])
  })

  test('100,000 lines and 64 MiB of text: an item beyond is refused by itself, a smaller one after it is not', async () => {
    const dataset = await aDataset(server, { type: DatasetType.textClassification })
    await put(dataset, 'many.txt', 'x\n'.repeat(99_999))
    await put(dataset, 'two.txt', 'x\ny')
    await put(dataset, 'one.txt', 'x')
    const names = ['many.txt', 'two.txt', 'one.txt']
    expect(
      await outcomes(
        dataset,
        names.map((name) => from(dataset, name)),
      ),
    ).toEqual(['in', '0118', 'in'])

    const other = await aDataset(server, { type: DatasetType.textClassification })
    const line = `${'x'.repeat(100_000)}\n`
    await put(other, 'long.txt', line.repeat(671))
    await put(other, 'longer.txt', line.repeat(2))
    await put(other, 'short.txt', 'x')
    const { results } = await upload(
      other,
      ['long.txt', 'longer.txt', 'short.txt'].map((name) => from(other, name)),
    )
    expect(results).toMatchObject([{ success: true }, { error_code: 'ModelArts.0118' }, { success: true }])
    expect(results![1]!.error_msg).toContain('67108864 bytes')
  }, 30_000)

  test('a page of a hundred texts of 1 MiB is answered', async () => {
    const dataset = await aDataset(server, { type: DatasetType.textClassification })
    const names = Array.from({ length: 100 }, (_, i) => `${i}.txt`)
    for (const name of names) await put(dataset, name, `${name} `.padEnd(MIB, 'It says "yes". '))
    for (const half of [names.slice(0, 50), names.slice(50)]) {
      const items = half.map((name) => from(dataset, name))
      expect(new Set(await outcomes(dataset, items, { muster: { lines: false } }))).toEqual(new Set(['in']))
    }
    const { samples } = await server.owner.call('ListSamples', { ...dataset, limit: 100 })
    expect(samples!.map(({ sample_data }) => sample_data![0]!.length)).toEqual(names.map(() => MIB))
  }, 30_000)
})

describe('a name that is taken', () => {
  test('is refused, also with the same bytes, whether the sample was scanned or uploaded', async () => {
    const dataset = await aDataset(server, { images: 1 })
    await upload(dataset, [{ name: 'a.png', data: png }])
    for (const name of ['001.png', 'a.png']) {
      expect(await refusedItem(dataset, { name, data: png })).toMatchObject({ code: '4422' })
    }
    const data_source = { data_path: `${dataset.input}a.png` }
    expect(await refusedItem(dataset, { data_source })).toMatchObject({ code: '4422' })
  })

  test('by a file without a sample: the same bytes are taken over, others never replace it', async () => {
    const dataset = await aDataset(server)
    await server.services.blobs.writeBlob(dataset.bucket, 'in/a.png', blackPng(100, 80))
    const other = base64(blackPng(100, 81))
    expect(await refusedItem(dataset, { name: 'a.png', data: other })).toMatchObject({
      code: '4422',
      says: `samples[0].name: another file lies at ${dataset.input}a.png already`,
    })
    expect(await upload(dataset, [{ name: 'a.png', data: png }])).toMatchObject({ success: true })
    expect((await stat(dataset, 'a.png'))!.size).toBe(blackPng(100, 80).length)
  })

  test('of twenty uploads at once one wins', async () => {
    const dataset = await aDataset(server)
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        upload(dataset, [{ name: 'a.png', data: base64(blackPng(10 + (i % 3), 9)) }]),
      ),
    )
    const [winner, ...more] = replies.flatMap(({ results }) => results!).filter(({ success }) => success)
    expect(more).toEqual([])
    const [sample] = await samplesOf(dataset.dataset_id)
    expect(sample!.sample_id).toBe(winner!.info)
    expect((await stat(dataset, 'a.png'))!.size).toBe(sample!.sample_size)
    await expectSoundCounters()
  })
})

describe('labels that come along', () => {
  const box = {
    name: 'cat',
    property: {
      '@modelarts:feature': [
        [1, 2],
        [30, 40],
      ],
    },
  }
  const detection = { type: DatasetType.objectDetection }

  test('are final: the sample is labelled, unknown labels are made, the size comes from the header', async () => {
    const dataset = await aDataset(server, detection)
    await upload(dataset, [{ name: 'a.png', data: png, labels: [box, { ...box, name: 'dog' }] }])
    const seen = await server.owner.call('DescDataset', dataset)
    expect(seen).toMatchObject({ annotated_sample_count: 1, labels: [{ name: 'cat', type: 1 }, { name: 'dog' }] })
    const [sample] = await samplesOf(dataset.dataset_id)
    expect(sample).toMatchObject({ state: 1, annotated_by: 'human/Default/admin', labelers: '["human/Default/admin"]' })
    await upload(dataset, [{ name: 'b.png', data: png, labels: [box] }])
    expect((await server.owner.call('DescDataset', dataset)).labels).toHaveLength(2)
    await expectSoundCounters()
  })

  test('are a prediction with final_annotation false: the sample waits to be confirmed', async () => {
    const dataset = await aDataset(server, detection)
    await upload(
      dataset,
      [
        { name: 'a.png', data: png, labels: [{ ...box, score: 0.5 }] },
        { name: 'b.png', data: png },
      ],
      {
        final_annotation: false,
      },
    )
    expect(await server.owner.call('DescDataset', dataset)).toMatchObject({
      annotated_sample_count: 0,
      unconfirmed_sample_count: 1,
      total_sample_count: 2,
    })
    const [sample] = await samplesOf(dataset.dataset_id)
    expect(sample).toMatchObject({ labels: '[]', annotated_by: null })
    expect(JSON.parse(sample!.prediction!)).toMatchObject([{ score: 0.5 }])
    await expectSoundCounters()
  })

  test('predictions are for images to be classified or searched for objects', async () => {
    for (const type of [DatasetType.imageSegmentation, DatasetType.textClassification]) {
      const dataset = await aDataset(server, { type })
      const body = { final_annotation: false, samples: [{ name: 'a.txt', data: base64('x') }] }
      expect(await server.owner.refused('UploadSamplesJson', dataset, body)).toMatchObject({
        status: 400,
        error_code: 'ModelArts.4396',
      })
    }
  })

  test('metadata is kept; hard marks count; an empty mark makes the sample labelled', async () => {
    const dataset = await aDataset(server)
    await upload(dataset, [
      {
        name: 'a.png',
        data: png,
        metadata: { '@modelarts:hard': 1, camera: 'left', '@modelarts:import_origin': null },
      },
      { name: 'b.png', data: png, metadata: { '@muster:empty': 1 } },
    ])
    const [hard, empty] = await samplesOf(dataset.dataset_id)
    expect(hard).toMatchObject({ hard: 1, state: 0 })
    expect(JSON.parse(hard!.metadata)).toEqual({ '@modelarts:hard': true, camera: 'left' })
    expect(empty).toMatchObject({ hard: 0, state: 1 })
    await expectSoundCounters()
  })

  test('a bad label fails its item alone and makes no labels for it', async () => {
    const dataset = await aDataset(server, detection)
    const far = {
      name: 'far',
      property: {
        '@modelarts:feature': [
          [1, 2],
          [300, 40],
        ],
      },
    }
    const { results } = await upload(dataset, [
      { name: 'a.png', data: png, labels: [{ ...box, name: 'new' }, far] },
      { name: 'b.png', data: png, labels: [box] },
    ])
    expect(results).toMatchObject([{ success: false, error_code: 'ModelArts.4413' }, { success: true }])
    expect((await server.owner.call('DescDataset', dataset)).labels).toMatchObject([{ name: 'cat' }])
    expect(await stat(dataset, 'a.png')).toBeUndefined()
  })
})

describe('a whole upload is refused', () => {
  test.each<[string, object, string]>([
    ['without samples', {}, '4202'],
    ['with an empty list', { samples: [] }, '4202'],
    ['with 10,001 samples', { samples: Array.from({ length: 10_001 }, () => ({})) }, '0118'],
    ['with an unlisted encoding', { samples: [{ name: 'a.png', data: png, encoding: 'UTF-16' }] }, '4396'],
    ['with a forbidden character', { samples: [{ name: 'a<b.png', data: png }] }, '4396'],
    ['with data that is no text', { samples: [{ name: 'a.png', data: 7 }] }, '4396'],
  ])('%s', async (_, body, code) => {
    const dataset = await aDataset(server)
    expect(await server.owner.refused('UploadSamplesJson', dataset, body)).toMatchObject({
      status: 400,
      error_code: `ModelArts.${code}`,
    })
  })

  test('while a version is published or switched', async () => {
    const dataset = await aDataset(server)
    for (const status of [DatasetStatus.publishing, DatasetStatus.switching]) {
      await setStatus(dataset.dataset_id, status)
      const refusal = await server.owner.refused('UploadSamplesJson', dataset, {
        samples: [{ name: 'a.png', data: png }],
      })
      expect(refusal).toMatchObject({ status: 400, error_code: 'ModelArts.4381' })
    }
  })
})

test('unlabelled uploads are dealt to a started task that wants them, labelled ones are not', async () => {
  const dataset = await aDataset(server, { type: DatasetType.textClassification, lines: ['a'] })
  const { workforce_id } = await aTeam(server, { labelers: 2 })
  const { task_id } = await server.owner.call('CreateWorkforceTask', dataset, {
    workforces_config: { workforces: [{ workforce_id }] },
    synchronize_data: true,
  })
  await server.idle()
  await upload(dataset, [
    { name: 'b.txt', data: base64('b\nc') },
    { name: 'd.txt', data: base64('d'), labels: [{ name: 'spam' }] },
  ])
  await server.idle()
  const names = { ...dataset, workforce_task_id: task_id }
  expect(await server.owner.call('DescWorkforceTask', names)).toMatchObject({ sample_stats: { total_sample_count: 3 } })
  await expectSoundCounters()
})

describe('deleting', () => {
  test('takes the samples away and counts them; their files stay', async () => {
    const dataset = await aDataset(server, { images: 3, labels: [{ name: 'a' }] })
    const ids = await sampleIdsOf(server, dataset.dataset_id)
    const labelled = ids.map((sample_id) => ({ sample_id, labels: [{ name: 'a' }] }))
    await server.owner.call('UpdateSamples', dataset, { samples: labelled })
    expect(await server.owner.call('DeleteSamples', dataset, { samples: ids.slice(0, 2) })).toEqual({ success: true })
    expect(await sampleIdsOf(server, dataset.dataset_id)).toEqual([ids[2]])
    expect(await server.owner.call('DescDataset', dataset)).toMatchObject({
      total_sample_count: 1,
      annotated_sample_count: 1,
      deleted_sample_count: 2,
    })
    expect(await stat(dataset, '001.png')).toBeDefined()
    await expectSoundCounters()
    const { db } = server.services.store
    const audit = await db.selectFrom('audit').selectAll().where('object_id', '=', dataset.dataset_id).execute()
    expect(audit.map(({ action, detail }) => [action, JSON.parse(detail)])).toContainEqual([
      'samples.delete',
      { samples: ids.slice(0, 2), delete_source: false },
    ])
  })

  test('an unknown id fails alone; an id named twice is deleted once', async () => {
    const dataset = await aDataset(server, { images: 2 })
    const [one, two] = (await sampleIdsOf(server, dataset.dataset_id)) as [string, string]
    const other = await sampleIdsOf(server, (await aDataset(server, { images: 1 })).dataset_id)
    const reply = await server.owner.call('DeleteSamples', dataset, { samples: [one, 'none', one, ...other, two] })
    expect(reply).toMatchObject({ success: false, error_code: 'ModelArts.4420' })
    expect(reply.error_msg).toBe('samples[1]: there is no sample "none" in the dataset')
    expect(reply.results!.map(({ success }) => success)).toEqual([true, false, true, false, true])
    expect(await server.owner.call('DescDataset', dataset)).toMatchObject({ deleted_sample_count: 2 })
  })

  test('with delete_source takes the files, but not one that another dataset has', async () => {
    const dataset = await aDataset(server, { images: 2 })
    const settings = {
      dataset_name: `${dataset.dataset_name}-b`,
      data_sources: [{ data_path: dataset.input }],
      work_path: `/${dataset.bucket}/out/`,
      work_path_type: 0,
    }
    const second = await server.owner.call('CreateDataset', {}, settings)
    await server.idle()
    const twin = { dataset_id: second.dataset_id! }
    const [shared] = await sampleIdsOf(server, twin.dataset_id)
    await server.owner.call('DeleteSamples', twin, { samples: (await sampleIdsOf(server, twin.dataset_id)).slice(1) })
    expect(shared).toBeDefined()
    const samples = await sampleIdsOf(server, dataset.dataset_id)
    const reply = await server.owner.call('DeleteSamples', dataset, { samples, delete_source: true })
    expect(reply).toEqual({ success: true })
    expect(await stat(dataset, '001.png')).toBeDefined()
    expect(await stat(dataset, '002.png')).toBeUndefined()
  })

  test('with delete_source leaves texts alone: a line is a sample', async () => {
    const dataset = await aDataset(server, { lines: ['a', 'b'] })
    const samples = await sampleIdsOf(server, dataset.dataset_id)
    await server.owner.call('DeleteSamples', dataset, { samples, delete_source: true })
    expect(await stat(dataset, 'lines.txt')).toBeDefined()
  })

  test('takes the entries of every team task along, which count them and may be complete', async () => {
    const dataset = await aDataset(server, { lines: ['a', 'b', 'c'] })
    const team = await aTeam(server, { labelers: 2 })
    const workforces_config = { workforces: [{ workforce_id: team.workforce_id }] }
    const { task_id } = await server.owner.call('CreateWorkforceTask', dataset, { workforces_config, repetition: 2 })
    await server.idle()
    const task = { dataset_id: dataset.dataset_id, workforce_task_id: task_id }
    const ids = await sampleIdsOf(server, dataset.dataset_id)
    await server.owner.call('DeleteSamples', dataset, { samples: ids.slice(0, 1) })
    expect(await server.owner.call('DescWorkforceTask', task)).toMatchObject({
      status: WorkforceTaskStatus.running,
      sample_stats: { total_sample_count: 4, deleted_sample_count: 2 },
    })
    await server.owner.call('DeleteSamples', dataset, { samples: ids.slice(1) })
    expect(await server.owner.call('DescWorkforceTask', task)).toMatchObject({
      status: WorkforceTaskStatus.accepted,
      sample_stats: { total_sample_count: 0, deleted_sample_count: 6 },
    })
    await expectSoundCounters()
  })

  test.each([
    ['is read for the first time', DatasetStatus.creating, 500, '4424'],
    ['imports', DatasetStatus.importing, 500, '4424'],
    ['synchronizes', DatasetStatus.synchronizing, 500, '4424'],
    ['publishes', DatasetStatus.publishing, 400, '4381'],
  ])('is refused while the dataset %s', async (_, status, http, code) => {
    const dataset = await aDataset(server, { images: 1 })
    const samples = await sampleIdsOf(server, dataset.dataset_id)
    await setStatus(dataset.dataset_id, status)
    const refusal = await server.owner.refused('DeleteSamples', dataset, { samples })
    expect(refusal).toMatchObject({ status: http, error_code: `ModelArts.${code}` })
    await setStatus(dataset.dataset_id, DatasetStatus.normal)
    expect(await sampleIdsOf(server, dataset.dataset_id)).toEqual(samples)
  })

  test.each<[string, object, string]>([
    ['no samples', {}, '4202'],
    ['an empty list', { samples: [] }, '4202'],
    ['10,001 samples', { samples: Array.from({ length: 10_001 }, () => 'x') }, '0118'],
    ['a number', { samples: [1] }, '4396'],
    ['a word for a truth value', { samples: ['a'], delete_source: 'true' }, '4396'],
  ])('%s is refused', async (_, body, code) => {
    const dataset = await aDataset(server)
    expect(await server.owner.refused('DeleteSamples', dataset, body)).toMatchObject({
      status: 400,
      error_code: `ModelArts.${code}`,
    })
  })

  test('ten thousand in one call', async () => {
    const dataset = await aDataset(server, { lines: Array.from({ length: 10_000 }, (_, i) => `line ${i}`) })
    const samples = await sampleIdsOf(server, dataset.dataset_id)
    expect(await server.owner.call('DeleteSamples', dataset, { samples })).toEqual({ success: true })
    expect(await server.owner.call('DescDataset', dataset)).toMatchObject({
      total_sample_count: 0,
      deleted_sample_count: 10_000,
    })
    await expectSoundCounters()
  })
})

test('counters add up after any history of uploads, labels and deletions', async () => {
  const labels = fc.subarray(['cat', 'dog', 'bee']).map((names) => names.map((name) => ({ name })))
  const place = fc.nat(9)
  const metadata = fc.constantFrom({}, { '@modelarts:hard': true }, { '@muster:empty': 1 })
  const command = fc.oneof(
    fc.record({ kind: fc.constant('upload' as const), place, labels, metadata, final: fc.boolean() }),
    fc.record({ kind: fc.constant('label' as const), place, labels, metadata }),
    fc.record({ kind: fc.constant('delete' as const), place, delete_source: fc.boolean() }),
    fc.record({ kind: fc.constant('forget' as const), name: fc.constantFrom('cat', 'dog', 'bee') }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(command, { maxLength: 12 }), async (commands) => {
      const dataset = await aDataset(server, { images: 2 })
      for (const step of commands) {
        const ids = await sampleIdsOf(server, dataset.dataset_id)
        if (step.kind === 'upload') {
          const { place, labels, metadata, final } = step
          const sample = { name: `${place}.png`, data: png, labels, metadata }
          await upload(dataset, [sample], { final_annotation: final })
        } else if (step.kind === 'forget') {
          await server.owner.call('DeleteLabels', dataset, { labels: [{ name: step.name }] })
        } else if (ids.length > 0) {
          const sample_id = ids[step.place % ids.length]!
          if (step.kind === 'label') {
            const { labels, metadata } = step
            await server.owner.call('UpdateSamples', dataset, { samples: [{ sample_id, labels, metadata }] })
          } else {
            const { delete_source } = step
            await server.owner.call('DeleteSamples', dataset, { samples: [sample_id], delete_source })
          }
        }
      }
      expect(await faultsOfCounters(server.services.store, dataset.dataset_id)).toEqual([])
      const { total_sample_count } = await server.owner.call('DescDataset', dataset)
      expect(total_sample_count).toBe((await sampleIdsOf(server, dataset.dataset_id)).length)
    }),
    { numRuns: 40 },
  )
})
