import { expect, test } from 'vitest'
import { ApiError } from './client.ts'
import { uploadFile } from './upload.ts'

const MIB = 2 ** 20
const file = new Blob([new Uint8Array(10 * MIB).map((_, i) => i)])
const settings = { baseUrl: 'http://muster.example/', token: 'abc' }
const target = { path: '/bucket/größe.bin' }
const pause = async () => {}

/** A server of one upload as tus describes it; `fault` may take a request over. */
function aServer(fault: (method: string, count: number) => Response | Error | undefined = () => undefined) {
  let got = 0
  let exists = false
  const seen: string[] = []
  const send = async (url: string | URL | Request, { method, headers, body, signal }: RequestInit = {}) => {
    signal?.throwIfAborted()
    const sent = new Headers(headers)
    seen.push(`${method} ${sent.get('upload-offset') ?? ''}`.trimEnd())
    expect(sent.get('tus-resumable')).toBe('1.0.0')
    expect(sent.get('x-auth-token')).toBe('abc')
    const taken = fault(method!, seen.length)
    if (taken instanceof Error) {
      // Half of a piece came before the connection was lost.
      if (method === 'PATCH') got += MIB
      throw taken
    }
    if (taken) return taken
    if (method === 'POST') {
      exists = true
      expect(String(url)).toBe('http://muster.example/muster/v1/uploads')
      const [name, value] = sent.get('upload-metadata')!.split(' ') as [string, string]
      expect([name, Buffer.from(value, 'base64').toString()]).toEqual(['path', target.path])
      return new Response(null, { status: 201, headers: { Location: '/muster/v1/uploads/1' } })
    }
    if (!exists || !String(url).endsWith('/1')) return new Response('{}', { status: 404 })
    if (method === 'HEAD') return new Response(null, { headers: { 'Upload-Offset': String(got) } })
    if (Number(sent.get('upload-offset')) !== got) return new Response('{}', { status: 409 })
    got += (body as Blob).size
    const done = got === file.size ? { 'Muster-Path': encodeURI(target.path), 'Muster-Sample-Id': 'id' } : {}
    return new Response(null, {
      status: 204,
      headers: { 'Upload-Offset': String(got), ...done } as Record<string, string>,
    })
  }
  return { fetch: send as typeof fetch, seen, has: () => got }
}

test('a file goes in pieces of 4 MiB, and it is told how far', async () => {
  const server = aServer()
  const progress: number[] = []
  const done = await uploadFile({ ...settings, fetch: server.fetch }, file, target, {
    onProgress: (sent, total) => progress.push(sent / total),
  })
  expect(done).toEqual({ path: target.path, sample_id: 'id' })
  expect(server.seen).toEqual(['POST', 'PATCH 0', `PATCH ${4 * MIB}`, `PATCH ${8 * MIB}`])
  expect(progress).toEqual([0, 0.4, 0.8, 1])
})

test('after a lost connection it goes on from what came', async () => {
  const server = aServer((_, count) => (count === 3 || count === 4 ? new TypeError('fetch failed') : undefined))
  await uploadFile({ ...settings, fetch: server.fetch }, file, target, { pause })
  expect(server.seen).toEqual([
    'POST',
    'PATCH 0',
    `PATCH ${4 * MIB}`,
    'HEAD',
    'HEAD',
    `PATCH ${5 * MIB}`,
    `PATCH ${9 * MIB}`,
  ])
  expect(server.has()).toBe(file.size)
})

test('a server that is away for long is given up in the end', async () => {
  const waits: number[] = []
  const server = aServer((method) => (method === 'POST' ? undefined : new TypeError('fetch failed')))
  const upload = uploadFile({ ...settings, fetch: server.fetch }, file, target, {
    pause: async (ms) => void waits.push(ms),
  })
  await expect(upload).rejects.toThrow('fetch failed')
  expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 15_000, ...Array(6).fill(30_000)])
})

test('a refusal ends it at once', async () => {
  const server = aServer((method) =>
    method === 'PATCH' ? Response.json({ error_code: 'ModelArts.4421', error_msg: 'No.' }, { status: 400 }) : undefined,
  )
  const upload = uploadFile({ ...settings, fetch: server.fetch }, file, target, { pause })
  await expect(upload).rejects.toThrow(new ApiError('upload', 400, { error_code: 'ModelArts.4421', error_msg: 'No.' }))
  expect(server.seen.length).toBe(2)
})

test('an upload of before goes on, and begins anew when it is gone', async () => {
  const server = aServer()
  let address = ''
  const stop = new AbortController()
  const first = uploadFile({ ...settings, fetch: server.fetch }, file, target, {
    signal: stop.signal,
    onBegun: (begun) => (address = begun),
    onProgress: (sent) => sent > 0 && stop.abort(new Error('the page was closed')),
  })
  await expect(first).rejects.toThrow('the page was closed')
  await uploadFile({ ...settings, fetch: server.fetch }, file, target, { resume: address })
  expect(server.seen.slice(2)).toEqual(['HEAD', `PATCH ${4 * MIB}`, `PATCH ${8 * MIB}`])
  const other = aServer()
  await uploadFile({ ...settings, fetch: other.fetch }, file, target, { resume: '/muster/v1/uploads/2' })
  expect(other.seen.slice(0, 3)).toEqual(['HEAD', 'POST', 'PATCH 0'])
})
