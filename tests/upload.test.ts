import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { uploadFile } from '#client/upload.ts'
import { buildApp } from '#server/app.ts'
import { aServer, type TestServer } from '#tests/app.ts'

let server: TestServer
let line: Server
const sockets = new Set<Socket>()
/** After so many bytes the line breaks; each break doubles it. */
let breaksAfter = 0
let breaks = 0

/** How long a broken line is not known to be broken, in milliseconds: the server takes what came before. */
const SILENCE = 200

/** A line to the server that breaks in the middle of what is sent, as trains do it. */
function aBadLine(port: number): Server {
  return createServer((client) => {
    const up = connect(port, '127.0.0.1')
    let passed = 0
    let isBroken = false
    for (const socket of [client, up]) {
      sockets.add(socket)
      socket.on('error', () => {}).on('close', () => sockets.delete(socket))
    }
    client.on('data', (bytes) => {
      if (isBroken) return
      passed += bytes.length
      up.write(bytes)
      if (breaks === 4 || passed <= breaksAfter) return
      isBroken = true
      breaks++
      breaksAfter *= 2
      setTimeout(() => {
        client.destroy()
        up.destroy()
      }, SILENCE)
    })
    client.on('end', () => up.end())
    up.pipe(client)
  })
}

let stop: () => Promise<void>
let address: string
beforeAll(async () => {
  server = await aServer()
  await server.bucket('films')
  const app = buildApp(server.services)
  await app.listen({ host: '127.0.0.1', port: 0 })
  stop = () => app.close()
  const { port } = app.server.address() as AddressInfo
  address = `http://127.0.0.1:${port}`
  line = aBadLine(port).listen(0, '127.0.0.1')
  await once(line, 'listening')
})
afterAll(async () => {
  for (const socket of sockets) socket.destroy()
  line.close()
  await stop()
  await server.close()
})

test('a file arrives whole over a line that breaks again and again', async () => {
  const bytes = Buffer.alloc(9 * 2 ** 20).map((_, i) => (i * 31) % 251)
  breaksAfter = 700_000
  const settings = { baseUrl: `http://127.0.0.1:${(line.address() as AddressInfo).port}`, token: server.owner.token }
  const progress: number[] = []
  const uploaded = await uploadFile(
    settings,
    new Blob([bytes]),
    { path: '/films/in/long.mp4' },
    {
      onProgress: (sent) => progress.push(sent),
      pause: async () => {},
    },
  )
  expect(uploaded).toEqual({ path: '/films/in/long.mp4' })
  expect((await readFile(join(server.services.config.bucketsFolder, 'films/in/long.mp4'))).equals(bytes)).toBe(true)
  expect(breaks).toBeGreaterThan(2)
  // Pieces that came in part were not sent again.
  expect(progress.some((sent) => sent % (4 * 2 ** 20) !== 0 && sent < bytes.length)).toBe(true)
  expect(progress).toEqual(progress.toSorted((a, b) => a - b))
})

test('of clients that send the same piece at once one writes at a time', async () => {
  const bytes = Buffer.alloc(300_000, 'a')
  const common = { 'X-Auth-Token': server.owner.token, 'Tus-Resumable': '1.0.0' }
  for (let i = 0; i < 10; i++) {
    const name = Buffer.from(`/films/in/same-${i}.mp4`).toString('base64')
    const asked = { ...common, 'Upload-Length': '300000', 'Upload-Metadata': `path ${name}` }
    const begun = await fetch(`${address}/muster/v1/uploads`, { method: 'POST', headers: asked })
    const piece = { ...common, 'Upload-Offset': '0', 'Content-Type': 'application/offset+octet-stream' }
    const send = () =>
      fetch(address + begun.headers.get('Location'), { method: 'PATCH', headers: piece, body: bytes }).then(
        ({ status }) => status,
        () => 'given up',
      )
    const answers = await Promise.all([send(), send(), send()])
    // Who came too late is told where it stands.
    expect(answers.filter((answer) => ![204, 409, 400, 'given up'].includes(answer))).toEqual([])
    const outcome = await fetch(address + begun.headers.get('Location'), { method: 'HEAD', headers: common })
    const come = Number(outcome.headers.get('Upload-Offset'))
    expect(answers.includes(204) ? come : 300_000).toBe(300_000)
  }
})
