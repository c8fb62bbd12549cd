import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readFromBytes } from '#adapters/files/header-reader.ts'
import { probeImage } from '#adapters/files/image-size.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { aDataset, type TestDataset } from '#tests/builders.ts'
import { tinyImage } from '#tests/fixtures/images.ts'
import { blackPng } from '#tests/fixtures/png.ts'

const small = 'image/resize,m_lfit,h_20'
let server: TestServer
let images: TestDataset
let folder: string
beforeAll(async () => {
  server = await aServer()
  images = await aDataset(server, {
    files: {
      'board.png': blackPng(1500, 1100),
      'broken.png': blackPng(100, 80).subarray(0, 33),
      'huge.png': blackPng(100, 80),
      'turned.jpg': tinyImage('jpegTurned'),
      'wide.png': blackPng(100, 80),
    },
  })
  folder = join(server.services.config.dataFolder, 'cache', 'images')
})
afterAll(() => server.close())

/** The addresses of the samples by their names, as the list of samples has them. */
async function sources(process_parameter?: string): Promise<Record<string, string>> {
  const { samples } = await server.owner.call('ListSamples', { ...images, process_parameter })
  return Object.fromEntries(
    samples!.map(({ sample_name, source }) => {
      const { pathname, search } = new URL(source!)
      return [sample_name!, pathname + search]
    }),
  )
}

async function load(url: string, headers: Record<string, string> = {}) {
  const { statusCode: status, headers: got, rawPayload: bytes } = await server.app.inject({ url, headers })
  return { status, headers: got, bytes }
}

async function sizeOf(bytes: Uint8Array) {
  const { size } = await probeImage(readFromBytes(bytes))
  return [size?.width, size?.height]
}

/** Counts how often pictures are made. */
function countWorks() {
  const { images } = server.services
  const { run } = images
  let works = 0
  images.run = (prepare) => {
    works++
    return run.call(images, prepare)
  }
  return { works: () => works, [Symbol.dispose]: () => (images.run = run) }
}

describe('a small image', () => {
  test('has the size that the list asked for, and the whole one its own', async () => {
    const { status, headers, bytes } = await load((await sources(small))['wide.png']!)
    expect([status, headers['content-type']]).toEqual([200, 'image/png'])
    expect(await sizeOf(bytes)).toEqual([25, 20])
    expect(headers['cache-control']).toMatch(/^private, max-age=\d+, immutable$/)
    expect(headers['content-security-policy']).toBe("sandbox; default-src 'none'")
    expect(await sizeOf((await load((await sources())['wide.png']!)).bytes)).toEqual([100, 80])
  })

  test('stands as people see the picture, and so do its recorded sides', async () => {
    const path = (await sources('image/resize,m_lfit,h_70,limit_0'))['turned.jpg']!
    expect(await sizeOf((await load(path)).bytes)).toEqual([50, 70])
    const { samples } = await server.owner.call('ListSamples', { ...images })
    const turned = samples!.find(({ sample_name }) => sample_name === 'turned.jpg')!
    expect(turned.metadata).toMatchObject({ '@modelarts:size': [5, 7, 3], '@muster:orientation': 6 })
    const wide = samples!.find(({ sample_name }) => sample_name === 'wide.png')!
    expect(wide.metadata).not.toHaveProperty('@muster:orientation')
  })

  test('is made once, however many ask and whenever', async () => {
    const path = (await sources('image/resize,w_30'))['wide.png']!
    using counted = countWorks()
    const loads = await Promise.all(Array.from({ length: 20 }, () => load(path)))
    expect(new Set(loads.map(({ bytes }) => bytes.toString('base64'))).size).toBe(1)
    const { etag } = (await load(path)).headers
    expect((await load(path, { 'if-none-match': etag as string })).status).toBe(304)
    expect(counted.works()).toBe(1)
  })

  test('is made again when its folder was deleted, and anew when its file has changed', async () => {
    const path = (await sources('image/resize,w_31'))['wide.png']!
    const { headers } = await load(path)
    await rm(folder, { recursive: true })
    expect((await load(path)).headers.etag).toBe(headers.etag)
    expect((await readdir(folder)).length).toBe(1)
    await server.services.blobs.writeBlob(images.bucket, 'in/wide.png', blackPng(62, 62))
    const changed = await load(path)
    expect(changed.headers.etag).not.toBe(headers.etag)
    expect(await sizeOf(changed.bytes)).toEqual([31, 31])
    await server.services.blobs.writeBlob(images.bucket, 'in/wide.png', blackPng(100, 80))
  })

  test('can be had in another format', async () => {
    const { headers } = await load((await sources('image/resize,h_20/format,webp/quality,q_50'))['turned.jpg']!)
    expect(headers['content-type']).toBe('image/webp')
  })

  test('of a text is the text', async () => {
    const texts = await aDataset(server, { lines: ['eins'] })
    const { samples } = await server.owner.call('ListSamples', { ...texts, process_parameter: small })
    const { pathname, search } = new URL(samples![0]!.source!)
    expect((await load(pathname + search)).bytes.toString()).toBe('eins')
  })
})

describe('parts of a picture', () => {
  const part = async (name: string, part: string) => load(`${(await sources())[name]}&part=${part}`)

  test('are tiles of its own pixels, smaller at the border, at the address of the whole', async () => {
    const corner = await part('board.png', '1,1')
    expect([corner.status, corner.headers['content-type']]).toEqual([200, 'image/png'])
    expect(corner.headers['cache-control']).toMatch(/immutable$/)
    expect(await sizeOf(corner.bytes)).toEqual([476, 76])
    expect(await sizeOf((await part('board.png', '0,1')).bytes)).toEqual([1024, 76])
    expect(await sizeOf((await part('board.png', '0,0')).bytes)).toEqual([1024, 1024])
  })

  test('are made by rows, each once', async () => {
    await rm(folder, { recursive: true })
    using counted = countWorks()
    await Promise.all([part('board.png', '0,0'), part('board.png', '1,0')])
    await part('board.png', '1,0')
    expect(counted.works()).toBe(1)
    await part('board.png', '0,1')
    expect(counted.works()).toBe(2)
  })

  test('have an overview, which of a small picture is as large as that', async () => {
    expect(await sizeOf((await part('wide.png', 'overview')).bytes)).toEqual([100, 80])
    expect(await sizeOf((await part('turned.jpg', 'overview')).bytes)).toEqual([5, 7])
  })

  test('that it has not are refused without any work, and spoil nothing', async () => {
    using counted = countWorks()
    for (const missing of ['2,0', '0,2', '999,999']) {
      const { status, bytes } = await part('board.png', missing)
      const { error_code, error_msg } = JSON.parse(bytes.toString())
      expect([status, error_code, error_msg]).toEqual([400, 'ModelArts.4421', 'The image has no such tile.'])
    }
    expect(counted.works()).toBe(0)
    expect((await part('board.png', '1,1')).status).toBe(200)
  })

  test('of a broken picture are refused, and tried once', async () => {
    using counted = countWorks()
    for (let i = 0; i < 3; i++) expect((await part('broken.png', '0,0')).status).toBe(400)
    expect(counted.works()).toBe(1)
  })

  test.each([
    ['1', undefined, 'part: must be overview or a tile as 3,0, not "1"'],
    ['0,0', small, 'part: goes with the address of a whole image alone'],
  ])('%s of %s is no part', async (text, process, error_msg) => {
    const { status, bytes } = await load(`${(await sources(process))['wide.png']}&part=${text}`)
    expect([status, JSON.parse(bytes.toString())]).toEqual([400, { error_code: 'ModelArts.4396', error_msg }])
  })
})

describe('what cannot be shown is refused', () => {
  test('where the list is asked for', async () => {
    const refusal = await server.owner.refused('ListSamples', { ...images, process_parameter: 'image/rotate,90' })
    expect([refusal.status, refusal.error_code]).toEqual([400, 'ModelArts.4396'])
    expect(refusal.error_msg).toMatch(/^process_parameter: /)
  })

  test('and tried once: a picture that is broken, and a file that is none', async () => {
    using counted = countWorks()
    const path = (await sources(small))['broken.png']!
    for (let i = 0; i < 3; i++) {
      const { status, headers, bytes } = await load(path)
      expect([status, headers['cache-control']]).toEqual([400, 'no-store'])
      expect(JSON.parse(bytes.toString())).toEqual({
        error_code: 'ModelArts.4421',
        error_msg: 'The image cannot be decoded.',
      })
    }
    expect(counted.works()).toBe(1)
  })

  test('for a file that is too large', async () => {
    const large = Buffer.concat([blackPng(100, 80), Buffer.alloc(25 * 2 ** 20)])
    await server.services.blobs.writeBlob(images.bucket, 'in/huge.png', large)
    const { status, bytes } = await load((await sources(small))['huge.png']!)
    expect([status, JSON.parse(bytes.toString()).error_msg]).toEqual([400, 'The image is larger than 25 MiB.'])
  })

  test('for a file that is gone', async () => {
    const path = (await sources(small))['huge.png']!
    await server.services.blobs.deleteBlob(images.bucket, 'in/huge.png')
    const { status, bytes } = await load(path)
    expect([status, JSON.parse(bytes.toString()).error_code]).toEqual([404, 'ModelArts.4420'])
  })
})
