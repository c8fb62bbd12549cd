import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aServer, type TestServer } from '#tests/app.ts'
import { aDataset, sampleIdsOf } from '#tests/builders.ts'
import { sourceOf } from './source.ts'

let server: TestServer
let sound: string
let line: string
const bytes = Buffer.concat([Buffer.from('fLaC'), Buffer.from(Array.from({ length: 996 }, (_, i) => i % 251))])
const text = 'Größe 😀 passt gut'
beforeAll(async () => {
  server = await aServer()
  const sounds = await aDataset(server, { type: 200, files: { 'a.flac': bytes } })
  const lines = await aDataset(server, { lines: [text] })
  const pathOf = async ({ dataset_id }: { dataset_id: string }) => {
    const [sample_id] = await sampleIdsOf(server, dataset_id)
    const { pathname, search } = new URL(sourceOf(server.services, dataset_id, sample_id!))
    return pathname + search
  }
  sound = await pathOf(sounds)
  line = await pathOf(lines)
})
afterAll(() => server.close())

async function load(url: string, headers: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET') {
  const { statusCode: status, headers: got, rawPayload } = await server.app.inject({ method, url, headers })
  return { status, headers: got, bytes: rawPayload }
}

describe('a part of a file', () => {
  test.each([
    ['bytes=0-3', 0, 4],
    ['bytes=100-199', 100, 200],
    ['bytes=990-', 990, 1000],
    ['bytes=-5', 995, 1000],
  ])('%s is sent alone', async (range, from, to) => {
    const { status, headers, bytes: got } = await load(sound, { range })
    expect(status).toBe(206)
    expect(got.equals(bytes.subarray(from, to))).toBe(true)
    expect(headers).toMatchObject({
      'content-range': `bytes ${from}-${to - 1}/1000`,
      'content-length': String(to - from),
      'content-type': 'audio/flac',
      'accept-ranges': 'bytes',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
    })
  })

  test('of the text of a line counts its bytes', async () => {
    const whole = Buffer.from(text)
    const { status, headers, bytes: got } = await load(line, { range: 'bytes=2-9' })
    expect([status, headers['content-range']]).toEqual([206, `bytes 2-9/${whole.length}`])
    expect(got.equals(whole.subarray(2, 10))).toBe(true)
  })

  test('that lies behind the end is refused, and kept nowhere', async () => {
    for (const [path, size] of [
      [sound, 1000],
      [line, Buffer.byteLength(text)],
    ] as const) {
      const { status, headers, bytes: got } = await load(path, { range: 'bytes=1000-' })
      expect([status, headers['content-range'], headers['cache-control']]).toEqual([416, `bytes */${size}`, 'no-store'])
      expect(headers['content-type']).toBe('application/json; charset=utf-8')
      expect(JSON.parse(got.toString()).error_code).toBe('ModelArts.4207')
    }
  })

  test('several of them, or what is no range, are the whole file', async () => {
    for (const range of ['bytes=0-1,5-6', 'lines=1-2', 'bytes=9-2']) {
      const { status, bytes: got } = await load(sound, { range })
      expect([status, got.length]).toEqual([200, 1000])
    }
  })

  test('of a file that has changed meanwhile is all of the new one', async () => {
    const { etag } = (await load(sound)).headers
    expect((await load(sound, { range: 'bytes=0-3', 'if-range': etag as string })).status).toBe(206)
    expect((await load(sound, { range: 'bytes=0-3', 'if-range': '"another"' })).status).toBe(200)
  })
})

describe('who has a file already', () => {
  test('is told that it is still the same', async () => {
    for (const path of [sound, line]) {
      const { etag } = (await load(path)).headers
      const again = await load(path, { 'if-none-match': `"other", ${etag}` })
      expect([again.status, again.bytes.length, again.headers.etag]).toEqual([304, 0, etag])
      expect((await load(path, { 'if-none-match': '"other"' })).status).toBe(200)
    }
  })
})

test('HEAD tells of a file without sending it', async () => {
  for (const path of [sound, line]) {
    const whole = await load(path)
    const { status, headers, bytes: got } = await load(path, {}, 'HEAD')
    expect([status, got.length]).toEqual([200, 0])
    for (const name of ['content-length', 'content-type', 'etag', 'accept-ranges']) {
      expect(headers[name]).toBe(whole.headers[name])
    }
  }
  const part = await load(sound, { range: 'bytes=0-9' }, 'HEAD')
  expect([part.status, part.headers['content-length']]).toEqual([206, '10'])
})
