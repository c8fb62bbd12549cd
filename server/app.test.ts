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

test('calls that come while the server stops are answered as ever until there is no server', async () => {
  const own = await aServer()
  const address = await own.app.listen({ host: '127.0.0.1', port: 0 })
  const statuses: number[] = []
  const keepCalling = async () => {
    for (;;) {
      const reply = await fetch(`${address}/readyz`).catch(() => null)
      if (!reply) return
      statuses.push(reply.status)
      await reply.arrayBuffer()
    }
  }
  const clients = [keepCalling(), keepCalling(), keepCalling()]
  await sleep(100)
  await own.close()
  await Promise.all(clients)
  expect(statuses.length).toBeGreaterThan(3)
  expect(new Set(statuses)).toEqual(new Set([200]))
})
