import { randomUUID } from 'node:crypto'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { type FaultyStore, startFaultyStore } from '#tests/blobs/faulty-store.ts'
import { type S3Server, startS3Server } from '#tests/blobs/s3-server.ts'
import type { BlobInfo } from './blob-store.ts'
import { readBlob } from './read-blob.ts'
import type { S3Settings } from './s3-client.ts'
import { S3BlobStore } from './s3-store.ts'

const MIB = 2 ** 20
/** Long enough for a machine with much else to do. */
const SILENCE = 2_000

const server: { s3?: S3Server } = {}
let line: FaultyStore
let store: S3BlobStore
let bucket: string
let log: string[]

beforeAll(async () => {
  server.s3 = await startS3Server()
})
afterAll(() => server.s3?.stop())
beforeEach(async () => {
  line = await startFaultyStore(server.s3!.settings.endpoint)
  store = openStore({})
  bucket = `zoo-${randomUUID()}`
  await store.createBucket(bucket)
  line.seen.length = 0
  log = []
  vi.spyOn(console, 'error').mockImplementation((said) => void log.push(said))
})
afterEach(async () => {
  vi.restoreAllMocks()
  await line.stop()
})

const openStore = (settings: Partial<S3Settings>, { tries = 3, silence = SILENCE } = {}) =>
  new S3BlobStore({ ...server.s3!.settings, endpoint: line.endpoint, ...settings }, { connect: 5_000, silence, tries })
const failed = expect.objectContaining({ error_code: 'ModelArts.4314', message: 'The storage could not be accessed.' })
const put = (key: string, bytes: string | Uint8Array) => store.writeBlob(bucket, key, Buffer.from(bytes))
const read = async (key: string) => Buffer.from(await readBlob(store, bucket, key)).toString()
async function list(): Promise<BlobInfo[]> {
  const infos: BlobInfo[] = []
  for await (const page of store.listBlobs(bucket, { pageSize: 2 })) infos.push(...page)
  return infos
}

/** Every call once. */
const everyCall: [string, () => Promise<unknown>][] = [
  ['bucketExists', () => store.bucketExists(bucket)],
  ['createBucket', () => store.createBucket(bucket)],
  ['listBuckets', () => store.listBuckets(10)],
  ['listFolder', () => store.listFolder(bucket, '', 10)],
  ['folderExists', () => store.folderExists(bucket, 'in/')],
  ['listBlobs', () => list()],
  ['statBlob', () => store.statBlob(bucket, 'a.txt')],
  ['openBlob', () => store.openBlob(bucket, 'a.txt')],
  ['writeBlob', () => put('a.txt', 'text')],
  ['deleteBlob', () => store.deleteBlob(bucket, 'a.txt')],
]

describe.each(everyCall)('%s', (_name, call) => {
  test('is E4314 where nobody listens', async () => {
    await line.stop()
    await expect(call()).rejects.toEqual(failed)
    expect(log).toEqual([expect.stringMatching(/^The storage failed: .*ECONNREFUSED/)])
  })

  test('is E4314 where no answer comes, after a bounded time', async () => {
    store = openStore({}, { tries: 1, silence: 100 })
    line.decide = () => 'silent'
    await expect(call()).rejects.toEqual(failed)
    expect(log).toEqual([expect.stringMatching(/^The storage failed: TimeoutError/)])
  })

  test('is E4314 where every line is cut, after some tries', async () => {
    line.decide = () => 'reset'
    await expect(call()).rejects.toEqual(failed)
    expect(line.seen).toHaveLength(3)
  })

  test('is E4314 where access is denied, at once', async () => {
    line.decide = () => ({ status: 403, body: '<Error><Code>AccessDenied</Code><Message>No.</Message></Error>' })
    await expect(call()).rejects.toEqual(failed)
    expect(line.seen).toHaveLength(1)
  })
})

test('a store that is busy twice is asked a third time', async () => {
  await put('a.txt', 'text')
  const busy = { status: 503, body: '<Error><Code>SlowDown</Code></Error>' }
  line.seen.length = 0
  line.decide = (_call, count) => (count <= 2 ? busy : 'pass')
  expect(await read('a.txt')).toBe('text')
  expect(line.seen).toHaveLength(3)
  line.seen.length = 0
  expect(await list()).toMatchObject([{ key: 'a.txt' }])
  line.seen.length = 0
  expect(await put('b.txt', 'more')).toMatchObject({ size: 4 })
  expect(log).toEqual([])
})

test('neither answers nor log hold the keys, whatever the store says about them', async () => {
  store = openStore({ accessKey: 'MY-KEY-ID', secretKey: 'top-secret' })
  const words = '<Code>SignatureDoesNotMatch</Code><Message>The signature is another one.</Message>'
  const more = '<AWSAccessKeyId>MY-KEY-ID</AWSAccessKeyId><StringToSign>Credential=MY-KEY-ID</StringToSign>'
  line.decide = () => ({ status: 403, body: `<Error>${words}${more}</Error>` })
  const error = await store.listBuckets(1).catch((error) => error)
  expect(error).toEqual(failed)
  expect(log).toEqual(['The storage failed: SignatureDoesNotMatch: The signature is another one. (status 403)'])
  const { cause } = error
  expect(JSON.stringify([error.message, { ...error, cause: { ...cause } }, cause.message])).not.toContain('MY-KEY-ID')
})

test.each([
  [400, 'The storage failed: the store gave no reason; MUSTER_S3_REGION may be wrong (status 400)'],
  [
    403,
    'The storage failed: the store refused access; its key, its secret key or the clock of this machine may be wrong (status 403)',
  ],
  [418, 'The storage failed: the store gave no reason (status 418)'],
])('an answer of %d without words is told by what may be wrong', async (status, said) => {
  line.decide = () => ({ status })
  await expect(store.statBlob(bucket, 'a.txt')).rejects.toEqual(failed)
  expect(log).toEqual([said])
})

describe('reading', () => {
  test.each([0, 1, 70_000])('a line that is cut after %d bytes is never a short file', async (cut) => {
    await put('a.bin', Buffer.alloc(200_000, 'x'))
    line.decide = () => ({ cut })
    await expect(read('a.bin')).rejects.toEqual(failed)
    expect(log).toHaveLength(1)
  })

  test('a line that is cut before anybody reads is told to the reader', async () => {
    await put('a.bin', Buffer.alloc(200_000, 'x'))
    line.decide = () => ({ cut: 10 })
    const { stream } = await store.openBlob(bucket, 'a.bin')
    await new Promise((done) => stream.on('close', done))
    await expect(text(stream)).rejects.toThrow()
  })

  test('an answer that ends early without saying so is never a short file', async () => {
    const headers = { 'content-range': 'bytes 0-9/10', 'last-modified': new Date().toUTCString() }
    line.decide = () => ({ status: 206, body: '01234', headers })
    const { info, stream } = await store.openBlob(bucket, 'a.txt')
    expect(info.size).toBe(10)
    await expect(text(stream)).rejects.toEqual(failed)
    expect(log).toEqual(['The storage failed: Error: the file ended 5 bytes early'])
  })

  test('bytes that stay away while somebody waits are an error', async () => {
    await put('a.bin', Buffer.alloc(200_000, 'x'))
    line.decide = () => ({ stall: 1000 })
    await expect(read('a.bin')).rejects.toEqual(failed)
    expect(log).toEqual([`The storage failed: Error: nothing came for ${SILENCE} ms`])
  })

  test('a reader may rest for longer than the store may be silent', async () => {
    const bytes = Buffer.alloc(8 * MIB, 'x')
    await put('a.bin', bytes)
    const { stream } = await store.openBlob(bucket, 'a.bin')
    let size = 0
    for await (const chunk of stream) {
      if (size === 0) await sleep(SILENCE * 1.5)
      size += chunk.length
    }
    expect(size).toBe(bytes.length)
  })

  describe('damaged bytes of the announced number', () => {
    const wrong =
      'The storage failed: Error: the bytes that came are not those of the file: their MD5 sum is not its ETag'
    beforeEach(async () => {
      await put('a.bin', Buffer.alloc(200_000, 'x'))
      await put('good.txt', 'good')
    })

    test.each([0, 100_000, 199_999])('are an error where the ETag is their sum: byte %d', async (damage) => {
      await read('good.txt')
      line.decide = () => ({ damage })
      await expect(read('a.bin')).rejects.toEqual(failed)
      expect(log).toEqual([wrong])
    })

    test('become no copy', async () => {
      await read('good.txt')
      line.decide = (call) => (call.startsWith('GET') ? { damage: 150_000 } : 'pass')
      const { stream } = await store.openBlob(bucket, 'a.bin')
      await expect(store.writeBlob(bucket, 'copy.bin', stream)).rejects.toEqual(failed)
      line.decide = () => 'pass'
      expect(await store.statBlob(bucket, 'copy.bin')).toBeUndefined()
    })

    const answered = (headers: Record<string, string>) => ({ status: 200, body: 'other', headers })
    const tag = { 'content-length': '5', etag: '"00112233445566778899aabbccddeeff"' }
    test.each([
      ['is that of an object in parts', { ...tag, etag: '"00112233445566778899aabbccddeeff-2"' }],
      ['belongs to encrypted bytes', { ...tag, 'x-amz-server-side-encryption': 'aws:kms' }],
    ])('are not looked for where the ETag %s', async (_, headers) => {
      await read('good.txt')
      line.decide = () => answered(headers)
      expect(await read('a.bin')).toBe('other')
    })

    test('are not looked for in a store none of whose ETags was a sum', async () => {
      line.decide = () => answered(tag)
      expect(await read('a.bin')).toBe('other')
    })
  })

  test('other bytes than were asked for are an error', async () => {
    line.decide = () => ({ status: 200, body: '0123456789', headers: { 'content-length': '10' } })
    await expect(store.openBlob(bucket, 'a.txt', { offset: 3, length: 4 })).rejects.toEqual(failed)
  })
})

describe('listing', () => {
  const page = (keys: string[], more: boolean) => {
    const contents = keys.map((key) => `<Contents><Key>${key}</Key><Size>1</Size></Contents>`)
    return {
      status: 200,
      body: `<ListBucketResult><IsTruncated>${more}</IsTruncated>${contents.join('')}</ListBucketResult>`,
    }
  }

  test('in another order than that of the bytes is an error, for the rest would be lost', async () => {
    line.decide = () => page(['b', 'a'], false)
    await expect(list()).rejects.toEqual(failed)
    expect(log).toEqual(['The storage failed: Error: the keys do not come in the order of their bytes'])
  })

  test('that begins from the start again is an error, not an endless one', async () => {
    line.decide = () => page(['a', 'b'], true)
    await expect(list()).rejects.toEqual(failed)
    expect(line.seen).toHaveLength(2)
  })

  test('goes on behind the last key when a page was cut', async () => {
    for (const key of ['a', 'b', 'c', 'd', 'e']) await put(key, key)
    line.seen.length = 0
    line.decide = (_call, count) => (count === 2 ? { cut: 200 } : 'pass')
    expect((await list().catch(() => list())).map(({ key }) => key)).toEqual(['a', 'b', 'c', 'd', 'e'])
  })
})

describe('writing', () => {
  async function* manyBytes(then?: Error) {
    for (let i = 0; i < 20; i++) yield Buffer.alloc(MIB, 'x')
    if (then) throw then
  }
  const calls = (pattern: RegExp) => line.seen.filter((call) => pattern.test(call))

  test('of what fits into one call is one call', async () => {
    await put('a.txt', 'text')
    expect(line.seen).toEqual([
      expect.stringMatching(/^PUT .*\/a\.txt\?x-id=PutObject$/),
      expect.stringMatching(/^HEAD /),
    ])
  })

  test('whose source breaks takes back the parts that were sent', async () => {
    const broken = store.writeBlob(bucket, 'big', manyBytes(new Error('the line dropped')))
    await expect(broken).rejects.toThrow('the line dropped')
    expect(calls(/^PUT .*partNumber=1/)).toHaveLength(1)
    expect(calls(/^DELETE .*uploadId=/).length).toBeGreaterThan(0)
    expect(calls(/^POST .*uploadId=/)).toEqual([])
    expect(await store.statBlob(bucket, 'big')).toBeUndefined()
  })

  test('is E4314 and takes back the parts when the store takes no more of them', async () => {
    line.decide = (call) => (call.includes('partNumber=2') ? { status: 500 } : 'pass')
    await expect(store.writeBlob(bucket, 'big', manyBytes())).rejects.toEqual(failed)
    expect(calls(/^PUT .*partNumber=2/)).toHaveLength(3)
    expect(calls(/^DELETE .*uploadId=/).length).toBeGreaterThan(0)
    expect(await store.statBlob(bucket, 'big')).toBeUndefined()
  })

  test('goes on after a part that was cut', async () => {
    let cuts = 0
    line.decide = (call) => (call.includes('partNumber=2') && cuts++ === 0 ? 'reset' : 'pass')
    expect(await store.writeBlob(bucket, 'big', manyBytes())).toMatchObject({ size: 20 * MIB })
    expect(await readBlob(store, bucket, 'big')).toHaveLength(20 * MIB)
  })

  test.each([
    [412, 0],
    [412, 12],
    [409, 0],
  ])(
    'with ifAbsent, and an answer of %d about %d MiB, is none: the object came meanwhile',
    async (status, megabytes) => {
      await put('a.txt', 'first')
      line.seen.length = 0
      const isFirst = () => line.seen.filter((call) => call.startsWith('HEAD')).length === 1
      line.decide = (call) => {
        if (/^PUT .*PutObject|^POST .*uploadId=/.test(call))
          return { status, body: '<Error><Code>Taken</Code></Error>' }
        return call.startsWith('HEAD') && isFirst() ? { status: 404 } : 'pass'
      }
      const bytes = Buffer.alloc(megabytes * MIB)
      expect(await store.writeBlob(bucket, 'a.txt', bytes, { ifAbsent: true })).toBeUndefined()
      expect(await read('a.txt')).toBe('first')
      expect(log).toEqual([])
    },
  )
})
