import { once } from 'node:events'
import { type AddressInfo, connect, type Socket } from 'node:net'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DatasetStatus } from '#contract/codes.ts'
import { buildApp } from '#server/app.ts'
import { newId } from '#server/ids.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { blobsWith } from '#tests/blobs/blobs-with.ts'
import { aDataset, sampleIdsOf, type TestDataset } from '#tests/builders.ts'
import { sourceOf } from './source.ts'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=',
  'base64',
)
const html = Buffer.from('<!doctype html><script>alert(1)</script>')
const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
let server: TestServer
let images: TestDataset
let sample_id: string
let other: string
beforeAll(async () => {
  server = await aServer({ MUSTER_PUBLIC_URL: 'https://muster.example.com' })
  images = await aDataset(server, { files: { 'dot.png': png, 'other.png': png } })
  ;[sample_id, other] = (await sampleIdsOf(server, images.dataset_id)) as [string, string]
})
afterAll(() => server.close())

const pathOf = (sample_id: string, process_parameter?: string, dataset_id = images.dataset_id) =>
  sourceOf(server.services, dataset_id, sample_id, process_parameter).replace('https://muster.example.com', '')

async function load(url: string) {
  const reply = await server.app.inject({ url })
  return { status: reply.statusCode, headers: reply.headers, bytes: reply.rawPayload, text: reply.body }
}

/** Loads the sample `other` while these bytes are its file. */
async function loadAs(name: string, bytes: Buffer) {
  await server.services.blobs.writeBlob(images.bucket, `in/${name}`, bytes)
  await moveSample(other, `in/${name}`)
  return load(pathOf(other))
}

describe('the address of a sample', () => {
  test('gives the bytes of its file to whoever has it', async () => {
    const { status, headers, bytes } = await load(pathOf(sample_id))
    expect(status).toBe(200)
    expect(bytes.equals(png)).toBe(true)
    expect(headers).toMatchObject({
      'content-type': 'image/png',
      'content-length': String(png.length),
      'content-disposition': "inline; filename*=UTF-8''dot.png",
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
    })
  })

  test('gives the text of a line, not the file', async () => {
    const { dataset_id } = await aDataset(server, { lines: ['Die erste Zeile', 'Größe 😀 passt <b>gut</b>'] })
    const second = (await sampleIdsOf(server, dataset_id))[1]!
    const { status, headers, text } = await load(pathOf(second, '', dataset_id))
    expect([status, text]).toEqual([200, 'Größe 😀 passt <b>gut</b>'])
    expect(headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': "attachment; filename*=UTF-8''lines-2.txt",
      'x-content-type-options': 'nosniff',
    })
  })

  test('is the same for an hour and works for at least one, at most two', async () => {
    const { services } = server
    // To the beginning of an hour of the server's clock.
    server.advance(3_600_000 - (services.now() % 3_600_000))
    const first = pathOf(sample_id)
    server.advance(3_590_000)
    expect(pathOf(sample_id)).toBe(first)
    expect((await load(first)).headers['cache-control']).toMatch(/^private, max-age=36\d\d$/)
    server.advance(20_000)
    const next = pathOf(sample_id)
    expect(next).not.toBe(first)
    expect((await load(first)).status).toBe(200)
    server.advance(3_600_000)
    expect((await load(next)).status).toBe(200)
    const late = await load(first)
    expect([late.status, JSON.parse(late.text).error_code]).toEqual([403, 'ModelArts.4310'])
    expect(late.headers['cache-control']).toBe('no-store')
  })

  test('that was changed in any part is refused', async () => {
    const address = pathOf(sample_id, 'image/resize,h_100')
    expect((await load(address)).status).toBe(200)
    const url = new URL(address, 'http://x')
    const changed = (change: (to: URL) => void) => {
      const to = new URL(url)
      change(to)
      return `${to.pathname}${to.search}`
    }
    const later = String(Number(url.searchParams.get('expires')) + 3_600_000)
    for (const forged of [
      changed((to) => to.searchParams.set('expires', later)),
      changed((to) => to.searchParams.set('expires', 'Infinity')),
      changed((to) => to.searchParams.set('process', 'image/resize,h_1000')),
      changed((to) => to.searchParams.delete('process')),
      changed((to) => to.searchParams.delete('signature')),
      changed((to) => to.searchParams.append('signature', 'x')),
      changed((to) => to.searchParams.set('signature', pathOf(other).split('signature=')[1]!)),
      address.replace(sample_id, other),
      address.replace(images.dataset_id, newId()),
      url.pathname,
    ]) {
      const { status, headers, text } = await load(forged)
      expect([status, JSON.parse(text).error_code]).toEqual([403, 'ModelArts.4310'])
      expect(headers['content-type']).toBe('application/json; charset=utf-8')
    }
  })

  test('of a sample that is gone, or whose file is, says 404', async () => {
    await moveSample(other, 'in/gone.png')
    for (const path of [pathOf(other), pathOf('0123456789abcdef0123456789abcdef')]) {
      const { status, text } = await load(path)
      expect([status, JSON.parse(text).error_code]).toEqual([404, 'ModelArts.4420'])
    }
  })

  test('of a sample in a deleted data set says 404', async () => {
    const { dataset_id } = images
    const path = pathOf(sample_id)
    const setStatus = (status: number) =>
      server.services.store.db.updateTable('dataset').set({ status }).where('dataset_id', '=', dataset_id).execute()
    await setStatus(DatasetStatus.deleting)
    expect((await load(path)).status).toBe(404)
    await setStatus(DatasetStatus.normal)
    expect((await load(path)).status).toBe(200)
  })
})

describe('what a browser could run is never shown', () => {
  test.each([
    ['page.jpg', html, 'application/octet-stream'],
    ['picture.svg', svg, 'application/octet-stream'],
    ['paper.pdf', Buffer.from('%PDF-1.7\n'), 'application/octet-stream'],
    ['empty.png', Buffer.alloc(0), 'application/octet-stream'],
  ])('%s is a row of bytes to keep', async (name, bytes, type) => {
    const { status, headers, bytes: served } = await loadAs(name, bytes)
    expect(status).toBe(200)
    expect(served.equals(bytes)).toBe(true)
    expect(headers['content-type']).toBe(type)
    expect(headers['content-disposition']).toBe(`attachment; filename*=UTF-8''${name}`)
    expect(headers['content-security-policy']).toBe("sandbox; default-src 'none'")
  })

  test('a picture named as a page is still a picture, and a strange name stays a name', async () => {
    const { headers } = await loadAs('größe (1)\'s".html', png)
    expect(headers['content-type']).toBe('image/png')
    expect(headers['content-disposition']).toBe("inline; filename*=UTF-8''gr%C3%B6%C3%9Fe%20%281%29%27s%22.html")
  })
})

/** Lets a sample point to another file. */
async function moveSample(sample_id: string, object_key: string): Promise<void> {
  const { db } = server.services.store
  await db.updateTable('sample').set({ object_key }).where('sample_id', '=', sample_id).execute()
}

describe('a reader of a large file', () => {
  const size = 40 * 2 ** 20

  /** Asks for the file over a real connection to a server that waits 400 ms; `read` gets what comes. */
  async function ask(read: (socket: Socket) => Promise<void>) {
    await server.services.blobs.writeBlob(images.bucket, 'in/large.png', Buffer.alloc(size))
    await moveSample(other, 'in/large.png')
    const streams: Readable[] = []
    const { blobs } = server.services
    const openBlob: typeof blobs.openBlob = async (...object) => {
      const opened = await blobs.openBlob(...object)
      streams.push(opened.stream)
      return opened
    }
    const app = buildApp({ ...server.services, blobs: blobsWith(blobs, { openBlob }) }, { stalledTimeout: 400 })
    await app.listen({ host: '127.0.0.1', port: 0 })
    const accepted = once(app.server, 'connection') as Promise<[Socket]>
    const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1').on('error', () => {})
    socket.write(`GET ${pathOf(other)} HTTP/1.1\r\nHost: x\r\n\r\n`)
    const [ofServer] = await accepted
    await read(socket)
    return { app, socket, ofServer, streams }
  }

  test('who stops reading is let go, and the file is closed', async () => {
    const { app, socket, ofServer, streams } = await ask(async (socket) => {
      await once(socket, 'readable')
    })
    await expect.poll(() => ofServer.destroyed, { timeout: 5000 }).toBe(true)
    await expect.poll(() => streams.map(({ destroyed }) => destroyed)).toEqual([true, true])
    socket.destroy()
    await app.close()
  })

  test('who reads slowly gets all of it', async () => {
    let got = 0
    const { app, socket } = await ask(async (socket) => {
      const began = performance.now()
      for await (const chunk of socket) {
        got += (chunk as Buffer).length
        if (got >= size) break
        await sleep(1)
      }
      expect(performance.now() - began).toBeGreaterThan(400)
    })
    expect(got).toBeGreaterThan(size)
    socket.destroy()
    await app.close()
  })
})
