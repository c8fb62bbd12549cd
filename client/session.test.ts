import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ApiError } from './client.ts'
import {
  acceptInvitation,
  changePassword,
  endOtherSessions,
  endSession,
  listSessions,
  readInvitation,
  readPreferences,
  readSession,
  signIn,
  signOut,
  writePreferences,
} from './session.ts'

type Seen = { call: string; headers: IncomingHttpHeaders; body: unknown }

let server: Server
let baseUrl: string
let seen: Seen[]
let answer: { status: number; body: string }

beforeEach(async () => {
  seen = []
  answer = { status: 200, body: '{}' }
  server = createServer(async (request, reply) => {
    const body = await text(request)
    const call = `${request.method} ${request.url}`
    seen.push({ call, headers: request.headers, body: body && JSON.parse(body) })
    reply.writeHead(answer.status).end(answer.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})

afterEach(() => new Promise((resolve) => server.close(resolve)))

test('every call says that it comes from the console', async () => {
  await signIn({ baseUrl }, { user_name: 'olga', password: 'secret' })
  await readSession({ baseUrl })
  await changePassword({ baseUrl }, { old_password: 'secret', password: 'another' })
  await readInvitation({ baseUrl }, 'a/b')
  await acceptInvitation({ baseUrl }, 'a/b', 'secret')
  await writePreferences({ baseUrl }, { language: 'de' })
  await listSessions({ baseUrl })
  await endSession({ baseUrl }, 'a/b')
  await endOtherSessions({ baseUrl })
  await signOut({ baseUrl })
  expect(seen.map(({ call, body }) => [call, body])).toEqual([
    ['POST /muster/v1/session', { user_name: 'olga', password: 'secret' }],
    ['GET /muster/v1/session', ''],
    ['PUT /muster/v1/password', { old_password: 'secret', password: 'another' }],
    ['GET /muster/v1/invitations/a%2Fb', ''],
    ['POST /muster/v1/invitations/a%2Fb', { password: 'secret' }],
    ['PUT /muster/v1/preferences', { preferences: { language: 'de' } }],
    ['GET /muster/v1/sessions', ''],
    ['DELETE /muster/v1/sessions/a%2Fb', ''],
    ['DELETE /muster/v1/sessions', ''],
    ['DELETE /muster/v1/session', ''],
  ])
  for (const { headers } of seen) {
    expect(headers).toMatchObject({ 'x-muster-console': '1', 'content-type': 'application/json' })
    expect(headers).not.toHaveProperty('x-auth-token')
  }
})

test('preferences come without their wrapping', async () => {
  answer.body = '{"preferences":{"language":"zh"}}'
  expect(await readPreferences({ baseUrl })).toEqual({ language: 'zh' })
})

test('nobody is signed in is an answer', async () => {
  answer.body = '{"role":"nobody"}'
  expect(await readSession({ baseUrl })).toBeNull()
  answer.body = '{"role":"owner"}'
  expect(await readSession({ baseUrl })).toEqual({ role: 'owner' })
})

test('what the page asks by itself says so', async () => {
  await readSession({ baseUrl, background: () => true })
  await readSession({ baseUrl, background: () => false })
  expect(seen.map(({ headers }) => headers['x-muster-console'])).toEqual(['background', '1'])
})

test('a refusal is thrown with its code', async () => {
  answer = { status: 401, body: '{"error_code":"ModelArts.0202","error_msg":"The token has expired."}' }
  const refusal = await readPreferences({ baseUrl }).catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(ApiError)
  expect(refusal).toMatchObject({ status: 401, error_code: 'ModelArts.0202' })
})

test('a page of the console calls the server that it came from', async () => {
  const calls: unknown[] = []
  const fetch = async (url: unknown) => {
    calls.push(url)
    return new Response('{}')
  }
  await readSession({ baseUrl: '', fetch: fetch as typeof globalThis.fetch })
  expect(calls).toEqual(['/muster/v1/session'])
})
