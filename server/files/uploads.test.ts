import { mkdir, open, readdir, readFile, symlink, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { aServer, type TestServer } from '#tests/app.ts'
import { aDataset, aTeam, sampleIdsOf } from '#tests/builders.ts'
import type { Caller } from '#tests/caller.ts'
import { blackPng } from '#tests/fixtures/png.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer({ MUSTER_LARGEST_UPLOAD: '30' })
})
afterAll(() => server.close())

const path = '/muster/v1/uploads'
const tus = { 'tus-resumable': '1.0.0' }
const base64 = (text: string) => Buffer.from(text).toString('base64')
const metadata = (names: Record<string, string>) =>
  Object.entries(names)
    .map(([name, value]) => `${name} ${base64(value)}`)
    .join(',')

type Headers = Record<string, string>

function begin(
  names: Record<string, string>,
  length: number | string,
  by: Caller = server.owner,
  headers: Headers = {},
) {
  const sent = { ...tus, 'upload-length': String(length), 'upload-metadata': metadata(names), ...headers }
  return by.request('POST', path, { headers: sent })
}

function send(address: string, offset: number, bytes: Uint8Array, by: Caller = server.owner) {
  const headers = { ...tus, 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) }
  return by.request('PATCH', address, { headers, body: bytes })
}

const ask = (address: string, by: Caller = server.owner) => by.request('HEAD', address, { headers: tus })

async function begun(names: Record<string, string>, length: number): Promise<string> {
  const { status, headers, text } = await begin(names, length)
  expect([status, text]).toEqual([201, ''])
  return headers.location as string
}

async function upload(names: Record<string, string>, bytes: Uint8Array) {
  return send(await begun(names, bytes.length), 0, bytes)
}

const uploadsFolder = () => join(server.services.config.dataFolder, 'uploads')
const onDisk = (object: string) => readFile(join(server.services.config.bucketsFolder, object))

describe('an upload to a path', () => {
  test('arrives piece by piece, and has its name only when it is whole', async () => {
    await server.bucket('photos')
    const bytes = Buffer.from('abcdefghij')
    const address = await begun({ path: '/photos/new/größe 1.bin' }, 10)
    expect((await ask(address)).headers).toMatchObject({ 'upload-offset': '0', 'upload-length': '10' })
    const first = await send(address, 0, bytes.subarray(0, 4))
    expect([first.status, first.headers['upload-offset'], first.headers['muster-path']]).toEqual([204, '4', undefined])
    expect((await ask(address)).headers).toMatchObject({ 'upload-offset': '4', 'cache-control': 'no-store' })
    await expect(onDisk('photos/new/größe 1.bin')).rejects.toThrow('ENOENT')
    const last = await send(address, 4, bytes.subarray(4))
    expect([last.status, last.headers['upload-offset']]).toEqual([204, '10'])
    expect(decodeURI(last.headers['muster-path'] as string)).toBe('/photos/new/größe 1.bin')
    expect((await onDisk('photos/new/größe 1.bin')).equals(bytes)).toBe(true)
  })

  test('makes the bucket that is missing', async () => {
    const { status } = await upload({ path: '/fresh-bucket/in/a.txt' }, Buffer.from('hello'))
    expect(status).toBe(204)
    expect((await onDisk('fresh-bucket/in/a.txt')).toString()).toBe('hello')
  })

  test('tells where it went again, to whoever missed the answer', async () => {
    const address = await begun({ path: '/fresh-bucket/in/b.txt' }, 5)
    await send(address, 0, Buffer.from('hello'))
    expect((await ask(address)).headers['upload-offset']).toBe('5')
    const again = await send(address, 5, Buffer.alloc(0))
    expect([again.status, again.headers['muster-path']]).toEqual([204, '/fresh-bucket/in/b.txt'])
    expect((await readdir(uploadsFolder())).some((name) => name.endsWith('.part'))).toBe(false)
  })

  test('goes on after the last piece came and the server was killed before it answered', async () => {
    const address = await begun({ path: '/fresh-bucket/in/c.txt' }, 5)
    await send(address, 0, Buffer.from('hell'))
    const { writeBlob } = server.services.blobs
    server.services.blobs.writeBlob = async () => {
      throw new Error('killed')
    }
    const { error } = console
    console.error = () => {}
    expect((await send(address, 4, Buffer.from('o'))).status).toBe(500)
    console.error = error
    server.services.blobs.writeBlob = writeBlob
    expect((await ask(address)).headers['upload-offset']).toBe('5')
    expect((await send(address, 5, Buffer.alloc(0))).headers['muster-path']).toBe('/fresh-bucket/in/c.txt')
  })

  test('does not go where a file is still to be deleted, for it would be deleted in its place', async () => {
    await upload({ path: '/fresh-bucket/leaving.txt' }, Buffer.from('hello'))
    const leaving = { bucket: 'fresh-bucket', object_key: 'leaving.txt' }
    const due_at = server.services.now() + 60_000
    await server.services.store.db
      .insertInto('file_removal')
      .values({ ...leaving, due_at, attempts: 1 })
      .execute()
    const { status, json } = await upload({ path: '/fresh-bucket/leaving.txt' }, Buffer.from('hello'))
    expect([status, json.error_code]).toEqual([400, 'ModelArts.4422'])
    server.advance(120_000)
    await server.services.jobs.sweep()
    await server.idle()
    expect((await upload({ path: '/fresh-bucket/leaving.txt' }, Buffer.from('hello'))).status).toBe(204)
  })

  test('is told of a full disk, and goes on when there is room again', async () => {
    const address = await begun({ path: '/fresh-bucket/full.txt' }, 5)
    const handle = await open(server.services.config.dataFolder)
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), {
      code: 'ENOSPC',
      syscall: 'write',
    })
    const disk = vi.spyOn(Object.getPrototypeOf(handle), 'write').mockRejectedValue(full)
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    await handle.close()
    const { status, json } = await send(address, 0, Buffer.from('hello'))
    expect([status, json.error_code]).toEqual([400, 'ModelArts.4314'])
    expect(log.mock.calls).toEqual([['The storage failed: ENOSPC: no space left on device, write']])
    disk.mockRestore()
    log.mockRestore()
    expect((await ask(address)).headers['upload-offset']).toBe('0')
    expect((await send(address, 0, Buffer.from('hello'))).status).toBe(204)
  })

  test('takes the same bytes over, and never replaces others', async () => {
    await upload({ path: '/fresh-bucket/same.txt' }, Buffer.from('hello'))
    expect((await upload({ path: '/fresh-bucket/same.txt' }, Buffer.from('hello'))).status).toBe(204)
    for (const other of ['HELLO', 'hello you']) {
      const { status, json } = await upload({ path: '/fresh-bucket/same.txt' }, Buffer.from(other))
      expect([status, json.error_code]).toEqual([400, 'ModelArts.4422'])
    }
    expect((await onDisk('fresh-bucket/same.txt')).toString()).toBe('hello')
  })

  test.each([
    '/fresh-bucket/../secret.key',
    '/fresh-bucket/a/./b',
    '/fresh-bucket/.hidden',
    '/fresh-bucket/.git/config',
    '/fresh-bucket/a\\b',
    '/fresh-bucket/a%2e%2e/b',
    '/fresh-bucket/a\nb',
    '/fresh-bucket//b',
    '/fresh-bucket/dir/',
    '/fresh-bucket',
    '/../x/y',
    'relative',
    `/fresh-bucket/${'x'.repeat(1100)}`,
  ])('%j is refused before its bytes come', async (path) => {
    const { status, json } = await begin({ path }, 5)
    expect([status, json.error_code]).toEqual([400, expect.stringMatching(/ModelArts\.431[35]/)])
  })

  test('follows no link', async () => {
    const root = server.services.config.bucketsFolder
    await mkdir(join(server.services.config.dataFolder, 'outside'))
    await symlink(join(server.services.config.dataFolder, 'outside'), join(root, 'fresh-bucket', 'link'))
    await symlink(join(server.services.config.dataFolder, 'outside'), join(root, 'linked-bucket'))
    for (const path of ['/fresh-bucket/link/a.txt', '/linked-bucket/a.txt']) {
      expect((await upload({ path }, Buffer.from('x'))).status).toBe(400)
    }
    expect(await readdir(join(server.services.config.dataFolder, 'outside'))).toEqual([])
  })
})

describe('an upload to a data set', () => {
  test('becomes a sample, the same one when it comes again', async () => {
    const { dataset_id, bucket } = await aDataset(server)
    const png = blackPng(30, 20)
    const { status, headers } = await upload({ dataset_id, filename: 'new/one.png' }, png)
    expect(status).toBe(204)
    const [sample_id] = await sampleIdsOf(server, dataset_id)
    expect(headers).toMatchObject({ 'muster-sample-id': sample_id, 'muster-path': `/${bucket}/in/new/one.png` })
    const sample = await server.owner.call('DescribeSample', { dataset_id, sample_id: sample_id! })
    expect(sample).toMatchObject({ sample_name: 'one.png', metadata: { '@modelarts:size': [30, 20, 1] } })
    const again = await upload({ dataset_id, filename: 'new/one.png' }, png)
    expect([again.status, again.headers['muster-sample-id']]).toEqual([204, sample_id])
    expect(await sampleIdsOf(server, dataset_id)).toEqual([sample_id])
  })

  test('is a sample for each line of a text, in whatever it is written', async () => {
    const { dataset_id } = await aDataset(server, { type: 100 })
    const gbk = Buffer.from('d6d0cec40ab5dab6fed0d00a', 'hex')
    const { headers } = await upload({ dataset_id, filename: 'lines.txt' }, gbk)
    const { samples } = await server.owner.call('ListSamples', { dataset_id })
    expect(samples!.map(({ sample_data }) => sample_data?.[0]).toSorted()).toEqual(['中文', '第二行'].toSorted())
    const again = await upload({ dataset_id, filename: 'lines.txt' }, gbk)
    expect(again.headers['muster-sample-id']).toBe(headers['muster-sample-id'])
  })

  test('that the data set does not take leaves nothing behind', async () => {
    const { dataset_id, bucket } = await aDataset(server)
    const address = await begun({ dataset_id, filename: 'page.png' }, 5)
    const { status, json } = await send(address, 0, Buffer.from('<html'))
    expect([status, json]).toEqual([
      400,
      { error_code: 'ModelArts.4421', error_msg: 'The file: is no image of a known format' },
    ])
    await expect(onDisk(`${bucket}/in/page.png`)).rejects.toThrow('ENOENT')
    expect((await ask(address)).status).toBe(404)
    expect(await sampleIdsOf(server, dataset_id)).toEqual([])
  })

  test.each([
    ['a name of another kind of file', { filename: 'a.txt' }, 5, 400, 'ModelArts.4396'],
    ['a name that leads elsewhere', { filename: '../a.png' }, 5, 400, 'ModelArts.4313'],
    ['an image that is too large', { filename: 'a.png' }, 25 * 2 ** 20 + 1, 413, 'ModelArts.4104'],
    ['a data set that is not there', { filename: 'a.png', dataset_id: 'nowhere' }, 5, 404, 'ModelArts.4352'],
  ])('%s is refused before its bytes come', async (_, names, length, status, error_code) => {
    const { dataset_id } = await aDataset(server)
    const refused = await begin({ dataset_id, ...names }, length)
    expect([refused.status, refused.json.error_code]).toEqual([status, error_code])
  })
})

describe('the protocol', () => {
  test('tells what it can', async () => {
    const { status, headers } = await server.owner.request('OPTIONS', path)
    expect(status).toBe(204)
    expect(headers).toMatchObject({
      'tus-resumable': '1.0.0',
      'tus-version': '1.0.0',
      'tus-extension': 'creation,termination,expiration',
      'tus-max-size': String(30 * 2 ** 20),
    })
  })

  test('is spoken in version 1.0.0 alone', async () => {
    const { status, headers, json } = await begin({ path: '/b/c' }, 5, server.owner, { 'tus-resumable': '0.2.2' })
    expect([status, headers['tus-version'], json.error_code]).toEqual([412, '1.0.0', 'ModelArts.4210'])
  })

  test.each([
    ['no length', { path: '/b/c' }, '', 400, 'ModelArts.4396'],
    ['a length that is none', { path: '/b/c' }, '1e3', 400, 'ModelArts.4396'],
    ['an empty file', { path: '/b/c' }, 0, 400, 'ModelArts.4396'],
    ['more than is allowed', { path: '/b/c' }, 30 * 2 ** 20 + 1, 413, 'ModelArts.4104'],
    ['no target', {}, 5, 400, 'ModelArts.4396'],
    ['two targets', { path: '/b/c', dataset_id: 'x', filename: 'y' }, 5, 400, 'ModelArts.4396'],
  ])('refuses %s', async (_, names, length, status, error_code) => {
    const refused = await begin(names as Record<string, string>, length)
    expect([refused.status, refused.json.error_code]).toEqual([status, error_code])
  })

  test('bytes follow those that have come, and are no more than was said', async () => {
    const address = await begun({ path: '/fresh-bucket/d.txt' }, 5)
    await send(address, 0, Buffer.from('he'))
    for (const offset of [0, 1, 3]) {
      const { status, json } = await send(address, offset, Buffer.from('x'))
      expect([status, json.error_code]).toEqual([409, 'ModelArts.4209'])
    }
    const { status } = await send(address, 2, Buffer.from('llo, and more'))
    expect(status).toBe(413)
    expect((await ask(address)).headers['upload-offset']).toBe('2')
    const json = await server.owner.request('PATCH', address, { headers: { ...tus, 'upload-offset': '2' }, body: '{}' })
    expect(json.status).toBe(415)
  })

  test('an upload can be given up', async () => {
    const address = await begun({ path: '/fresh-bucket/e.txt' }, 5)
    await send(address, 0, Buffer.from('he'))
    expect((await server.owner.request('DELETE', address, { headers: tus })).status).toBe(204)
    expect((await ask(address)).status).toBe(404)
    expect((await send(address, 2, Buffer.from('llo'))).status).toBe(404)
  })

  test('belongs to its owner: members may not, and for others it does not exist', async () => {
    const { labelers } = await aTeam(server, { labelers: 1 })
    const elsewhere = await server.makeProject()
    const address = await begun({ path: '/fresh-bucket/f.txt' }, 5)
    const member = await begin({ path: '/fresh-bucket/g.txt' }, 5, labelers[0])
    expect([member.status, member.json.error_code]).toEqual([403, 'ModelArts.4600'])
    expect((await ask(address, labelers[0])).status).toBe(403)
    expect((await ask(address, elsewhere.owner)).status).toBe(404)
    expect((await send(address, 0, Buffer.from('x'), elsewhere.owner)).status).toBe(404)
    const { dataset_id } = await aDataset(server)
    expect((await begin({ dataset_id, filename: 'a.png' }, 5, elsewhere.owner)).status).toBe(404)
    expect((await server.owner.request('HEAD', `${path}/..%2f..%2fsecret`, { headers: tus })).status).toBe(404)
  })

  test('what nobody goes on with for a day is removed', async () => {
    const [old, young] = [await begun({ path: '/b/old.txt' }, 5), await begun({ path: '/b/young.txt' }, 5)]
    expect(Date.parse((await ask(young)).headers['upload-expires'] as string)).toBeGreaterThan(Date.now() + 86_000_000)
    const yesterday = new Date(Date.now() - 25 * 3_600_000)
    for (const name of await readdir(uploadsFolder())) {
      if (name.startsWith(old.slice(path.length + 1))) await utimes(join(uploadsFolder(), name), yesterday, yesterday)
    }
    server.advance(700_000)
    await server.services.jobs.sweep()
    await server.idle()
    expect([(await ask(old)).status, (await ask(young)).status]).toEqual([404, 200])
  })
})
