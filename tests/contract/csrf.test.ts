import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CALL_IDS, type CallId, calls } from '#contract/operations.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { aWorld, type World } from './world.ts'

/**
 * The browser of an owner carries his cookie into whatever a foreign page makes it send (reliability S11). Every call of the
 * wire and of ours is tried, each with the path of something real.
 */

const password = 'violet kestrel 7'
const REFUSED = '403 ModelArts.4336'
const home = 'http://127.0.0.1:8080'
let server: TestServer
let world: World
let cookie: string
beforeAll(async () => {
  server = await aServer({ MUSTER_ADMIN_PASSWORD: password })
  world = await aWorld({ ...server, makeProject: async () => server })
  const reply = await server.app.inject({
    method: 'POST',
    url: '/muster/v1/session',
    headers: { 'sec-fetch-site': 'same-origin', 'x-muster-console': '1' },
    payload: { user_name: 'admin', password },
  })
  cookie = String(reply.headers['set-cookie']).split(';')[0]!
})
afterAll(() => server.close())

type Headers = Record<string, string>

/** The calls beside the tables that a session opens. */
const others = [
  ['GET', '/muster/v1/session'],
  ['DELETE', '/muster/v1/session'],
  ['GET', '/muster/v1/sessions'],
  ['DELETE', '/muster/v1/sessions'],
  ['DELETE', '/muster/v1/sessions/x'],
  ['PUT', '/muster/v1/password'],
  ['GET', '/muster/v1/preferences'],
  ['PUT', '/muster/v1/preferences'],
  ['POST', '/muster/v1/workers/x/invitation'],
  ['DELETE', '/v3/auth/tokens'],
] as const

function addressOf(id: CallId): string {
  const names: Record<string, unknown> = { ...world, project_id: server.projectId, sample_id: world.mine[0] }
  return calls[id].path.replaceAll(/\{(\w+)\}/g, (_, name) => encodeURIComponent(String(names[name] ?? 'x')))
}

/** What a call with the cookie comes to, in two words; the body is of the wrong form, so nothing is changed anyway. */
async function tryCall(method: string, url: string, headers: Headers): Promise<string> {
  const payload = method === 'GET' ? {} : { payload: '[]' }
  const reply = await server.app.inject({
    method: method as 'GET',
    url,
    headers: { ...headers, cookie, ...(method !== 'GET' && { 'content-type': 'application/json' }) },
    ...payload,
  })
  const { error_code } = reply.statusCode < 400 ? { error_code: 'let in' } : reply.json()
  return `${reply.statusCode} ${error_code}`
}

const all = (): [string, string, string][] => [
  ...CALL_IDS.map((id): [string, string, string] => [id, calls[id].method, addressOf(id)]),
  ...others.map(([method, path]): [string, string, string] => [`${method} ${path}`, method, path]),
]

describe('a call with a valid cookie is refused', () => {
  test.each([
    ['from a foreign site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['from a neighbouring host', { 'sec-fetch-site': 'same-site' }],
    ['from a foreign origin, by an old browser', { origin: 'https://evil.example' }],
    ['from a foreign origin that speaks of the console', { origin: 'https://evil.example', 'x-muster-console': '1' }],
    ['from another port', { origin: 'http://127.0.0.1:9999', 'x-muster-console': '1' }],
    ['from a page that hides its origin', { origin: 'null', 'x-muster-console': '1' }],
  ])('%s, whatever it is', async (_, headers: Headers) => {
    for (const [name, method, url] of all()) {
      expect([name, await tryCall(method, url, headers)]).toEqual([name, REFUSED])
    }
  })

  test.each([
    ['without the header of the console', { 'sec-fetch-site': 'same-origin' }],
    ['by an address typed in', { 'sec-fetch-site': 'none', 'x-muster-console': '1' }],
    ['by a program that says nothing of where it is', { 'x-muster-console': '1' }],
  ])('%s, when it would change something', async (_, headers: Headers) => {
    const changing = all().filter(([, method]) => method !== 'GET')
    expect(changing.length).toBeGreaterThan(40)
    for (const [name, method, url] of changing) {
      expect([name, await tryCall(method, url, headers)]).toEqual([name, REFUSED])
    }
  })
})

test('a call of a page of somebody else is refused, whatever it is but the question who is signed in', async () => {
  const headers = { 'sec-fetch-site': 'same-origin', 'x-muster-console': '1', 'x-muster-account': 'somebody' }
  for (const [name, method, url] of all()) {
    const verdict = name === 'GET /muster/v1/session' ? '200 let in' : '401 ModelArts.0211'
    expect([name, await tryCall(method, url, headers)]).toEqual([name, verdict])
  }
})

describe('a call with a valid cookie is let in', () => {
  test.each([
    ['from the console', { 'sec-fetch-site': 'same-origin', 'x-muster-console': '1' }],
    ['from the console in an old browser', { origin: home, 'x-muster-console': '1' }],
    ['from the console under another name of the server', { origin: 'http://localhost', 'x-muster-console': '1' }],
  ])('%s', async (_, headers: Headers) => {
    const host = headers.origin?.replace('http://', '') ?? '127.0.0.1:8080'
    for (const id of CALL_IDS) {
      const verdict = await tryCall(calls[id].method, `${addressOf(id)}?limit=wrong`, { ...headers, host })
      expect([id, verdict]).not.toEqual([id, REFUSED])
      expect([id, verdict.startsWith('401')]).toEqual([id, false])
    }
  })

  test.each([
    ['a picture of the console', { 'sec-fetch-site': 'same-origin' }],
    ['an address typed in', { 'sec-fetch-site': 'none' }],
    ['a browser that says nothing of where it is', {}],
  ])('when it only reads, as %s', async (_, headers: Headers) => {
    expect(await tryCall('GET', addressOf('ListDatasets'), headers)).toBe('200 let in')
  })
})

test('behind TLS a page of the same host without it is foreign', async () => {
  const secure = await aServer({ MUSTER_ADMIN_PASSWORD: password, MUSTER_PUBLIC_URL: 'https://muster.example.com' })
  const signIn = async (origin: string) => {
    const headers = { origin, host: 'muster.example.com', 'x-muster-console': '1' }
    const payload = { user_name: 'admin', password }
    return (await secure.app.inject({ method: 'POST', url: '/muster/v1/session', headers, payload })).statusCode
  }
  expect(await signIn('http://muster.example.com')).toBe(403)
  expect(await signIn('https://muster.example.com')).toBe(200)
  await secure.close()
})
