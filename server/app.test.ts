import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aServer, type TestServer } from '#tests/app.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

test('a NUL character in an address is refused before anything looks at it', async () => {
  const { owner, projectId } = server
  for (const url of [
    `/v2/${projectId}/datasets/%00`,
    `/v2/${projectId}/datasets/a%00b?x=1`,
    '/v3/projects?name=%00',
    '/muster/v1/workers/%00/invitation',
    '/invitation/%00',
  ]) {
    const { status, json } = await owner.request('GET', url)
    expect([status, json.error_code]).toEqual([400, 'ModelArts.4200'])
  }
})

test('every answer says that it is nothing but its type, and is kept by nobody', async () => {
  const { owner, projectId } = server
  for (const url of ['/healthz', '/nowhere', `/v2/${projectId}/datasets`, '/v3/projects']) {
    const { headers } = await owner.request('GET', url)
    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
  }
})

test('an address that cannot be decoded is refused like any other broken request', async () => {
  for (const url of ['/v2/p/datasets/%', '/v2/p/datasets/%zz', '/%c0%ae']) {
    const { status, json } = await server.owner.request('GET', url)
    expect([status, json]).toEqual([
      400,
      { error_code: 'ModelArts.4200', error_msg: 'The request cannot be understood.' },
    ])
  }
})

test.each([
  ['/healthz', 200],
  ['/readyz', 503],
])('%s on an open connection is answered with %d while the server stops', async (path, status) => {
  const own = await aServer()
  await own.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = own.app.server.address() as AddressInfo
  const socket = connect(port, '127.0.0.1')
  let received = ''
  socket.on('data', (chunk) => {
    received += chunk
  })
  const user = { name: 'nobody', password: 'hashing it takes a while' }
  const body = JSON.stringify({ auth: { identity: { methods: ['password'], password: { user } } } })
  const head = `Host: x\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}`
  const arrived = once(own.app.server, 'request')
  socket.write(`POST /v3/auth/tokens HTTP/1.1\r\n${head}\r\n\r\n${body}`)
  await arrived
  const closed = own.close()
  await sleep(0)
  socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`)
  await Promise.all([closed, once(socket, 'close')])
  expect(received.match(/HTTP\/1.1 \d+/g)).toEqual(['HTTP/1.1 401', `HTTP/1.1 ${status}`])
})
