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
