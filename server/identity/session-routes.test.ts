import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type OwnSession, OwnSessions, Session, SessionOrNobody } from '#contract/identity.ts'
import { validator } from '#contract/validate.ts'
import { aServer, signInOwner, type TestServer } from '#tests/app.ts'
import { aTeam } from '#tests/builders.ts'
import type { Caller } from '#tests/caller.ts'

const password = 'violet kestrel 7'
const MINUTE = 60_000
const HOUR = 60 * MINUTE
let server: TestServer
let owner: Caller
beforeAll(async () => {
  server = await aServer({ MUSTER_ADMIN_PASSWORD: password })
})
afterAll(() => server.close())
beforeEach(async () => {
  // A minute later nobody remembers the guesses of the test before.
  server.advance(MINUTE)
  owner = await signInOwner(server, server.projectId)
})

type Headers = Record<string, string>
const fromConsole = { 'sec-fetch-site': 'same-origin', 'x-muster-console': '1' }

async function send(method: string, url: string, headers: Headers = {}, body?: unknown) {
  const payload = body === undefined ? {} : { payload: body as object }
  const reply = await server.app.inject({ method: method as 'GET', url, headers, ...payload })
  const json = reply.body === '' ? null : reply.json()
  return { status: reply.statusCode, headers: reply.headers, json }
}

const signIn = (headers: Headers = fromConsole, body: object = {}) =>
  send('POST', '/muster/v1/session', headers, { user_name: 'admin', password, ...body })
const cookieOf = (reply: { headers: Record<string, unknown> }) => String(reply.headers['set-cookie']).split(';')[0]!
const openSession = async (body: object = {}) => cookieOf(await signIn(fromConsole, body))
/** Who is signed in. */
const ask = (headers: Headers) => send('GET', '/muster/v1/session', headers)
/** Something that needs a session. */
const read = (cookie: string, headers: Headers = fromConsole) =>
  send('GET', '/muster/v1/preferences', { ...headers, cookie })

/** A member who has a password. */
async function aMemberWithPassword() {
  const { labelers } = await aTeam(server, { labelers: 1 })
  const { email, worker_id } = labelers[0]!
  const { json } = await owner.request('GET', `/muster/v1/workers/${worker_id}/invitation`)
  const token = json.link.slice(json.link.lastIndexOf('/') + 1)
  await send('POST', `/muster/v1/invitations/${token}`, {}, { password })
  return { email, worker_id }
}

describe('a session of the console', () => {
  test('begins with the password and is a cookie that no script can read', async () => {
    const reply = await signIn()
    expect(reply.status).toBe(200)
    expect(reply.headers['set-cookie']).toMatch(
      /^muster_session=[A-Za-z0-9_-]{43}; Path=\/; Max-Age=86400; HttpOnly; SameSite=Lax$/,
    )
    expect(validator(Session)(reply.json)).toBeNull()
    expect(reply.json).toMatchObject({
      user_name: 'admin',
      role: 'owner',
      project_id: server.projectId,
      project_name: 'muster',
      domain_name: 'Default',
    })
    expect(reply.json).not.toHaveProperty('worker_id')
    expect(await ask({ cookie: cookieOf(reply) })).toMatchObject({ status: 200, json: reply.json })
    const rows = await server.services.store.db.selectFrom('token').select('token_hash').execute()
    expect(JSON.stringify(rows)).not.toContain(cookieOf(reply).split('=')[1])
  })

  test('behind TLS has a cookie that no neighbour can plant', async () => {
    const secure = await aServer({ MUSTER_ADMIN_PASSWORD: password, MUSTER_PUBLIC_URL: 'https://muster.example.com' })
    const url = '/muster/v1/session'
    const payload = { user_name: 'admin', password }
    const reply = await secure.app.inject({ method: 'POST', url, headers: fromConsole, payload })
    expect(reply.headers['set-cookie']).toMatch(
      /^__Host-muster_session=[A-Za-z0-9_-]{43}; Path=\/; Max-Age=86400; HttpOnly; SameSite=Lax; Secure$/,
    )
    const cookie = String(reply.headers['set-cookie']).split(';')[0]!
    expect((await secure.app.inject({ url, headers: { cookie } })).json().role).toBe('owner')
    const planted = cookie.replace('__Host-', '')
    expect((await secure.app.inject({ url, headers: { cookie: planted } })).json().role).toBe('nobody')
    await secure.close()
  })

  test('of a member says who he is in the project', async () => {
    const { email, worker_id } = await aMemberWithPassword()
    const reply = await signIn(fromConsole, { user_name: email })
    expect(reply.json).toMatchObject({ role: 'member', user_name: email, email, worker_id })
    expect((await signIn(fromConsole, { user_name: email, domain_name: 'default' })).status).toBe(200)
    expect((await signIn(fromConsole, { user_name: email, domain_name: 'elsewhere' })).status).toBe(401)
  })

  test('opens the wire and the identity calls in the place of a token', async () => {
    const cookie = await openSession()
    for (const url of [`/v2/${server.projectId}/datasets`, '/v3/projects', '/muster/v1/preferences']) {
      expect([url, (await send('GET', url, { cookie })).status]).toEqual([url, 200])
    }
    const made = await send('POST', `/v2/${server.projectId}/workforces`, { ...fromConsole, cookie }, {})
    expect(made).toMatchObject({ status: 400, json: { error_code: 'ModelArts.4396' } })
  })

  test('is no token, and a token is no session', async () => {
    const cookie = await openSession()
    const value = cookie.split('=')[1]!
    const refused = { status: 401, json: { error_code: 'ModelArts.0203' } }
    expect(await send('GET', '/v3/projects', { 'x-auth-token': value })).toMatchObject(refused)
    const identity = { methods: ['token'], token: { id: value } }
    expect(await send('POST', '/v3/auth/tokens', {}, { auth: { identity } })).toMatchObject(refused)
    expect(await read(`muster_session=${owner.token}`)).toMatchObject(refused)
  })

  test('is found among other cookies', async () => {
    const cookie = await openSession()
    expect((await read(`theme=dark; ${cookie}; a=b`)).status).toBe(200)
    expect(await read('theme=dark')).toMatchObject({ status: 401, json: { error_code: 'ModelArts.0201' } })
    expect(await read('muster_session=')).toMatchObject({ status: 401, json: { error_code: 'ModelArts.0201' } })
    expect(await read('muster_session=x')).toMatchObject({ status: 401, json: { error_code: 'ModelArts.0203' } })
  })

  test('has a new cookie after signing in again, and the old one is dead', async () => {
    const first = await openSession()
    const second = cookieOf(await signIn({ ...fromConsole, cookie: first }))
    expect(second).not.toBe(first)
    expect((await read(first)).status).toBe(401)
    expect((await read(second)).status).toBe(200)
  })

  test('ends when one signs out, here and in the records', async () => {
    const cookie = await openSession()
    const other = await openSession()
    const reply = await send('DELETE', '/muster/v1/session', { ...fromConsole, cookie })
    expect(reply.status).toBe(204)
    expect(reply.headers['set-cookie']).toBe('muster_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax')
    expect(await read(cookie)).toMatchObject({ status: 401, json: { error_code: 'ModelArts.0203' } })
    expect((await read(other)).status).toBe(200)
    expect((await send('DELETE', '/muster/v1/session', { ...fromConsole, cookie })).status).toBe(204)
  })

  test('of a deleted member is over like every other way in', async () => {
    const { labelers, workforce_id } = await aTeam(server, { labelers: 1 })
    const { email, worker_id } = labelers[0]!
    const { json } = await owner.request('GET', `/muster/v1/workers/${worker_id}/invitation`)
    await send('POST', `/muster/v1/invitations/${json.link.split('/').at(-1)}`, {}, { password })
    const cookie = await openSession({ user_name: email })
    await owner.call('DeleteWorker', { workforce_id, worker_id })
    expect(await read(cookie)).toMatchObject({ status: 401, json: { error_code: 'ModelArts.4632' } })
  })
})

describe('who is signed in', () => {
  const nobody = { status: 200, json: { role: 'nobody' } }

  test('is nobody before signing in, after signing out, and when the session is over: that is no fault', async () => {
    expect(await ask({})).toMatchObject(nobody)
    expect(await ask({ cookie: 'muster_session=x' })).toMatchObject(nobody)
    const [left, idle] = [await openSession(), await openSession()]
    await send('DELETE', '/muster/v1/session', { ...fromConsole, cookie: left })
    expect(await ask({ cookie: left })).toMatchObject(nobody)
    server.advance(30 * MINUTE)
    expect(await ask({ cookie: idle })).toMatchObject(nobody)
    for (const { json } of [await ask({}), await ask({ cookie: idle })]) {
      expect(validator(SessionOrNobody)(json)).toBeNull()
    }
  })

  test('is said to no foreign page, and to a token only while it holds', async () => {
    const cookie = await openSession()
    expect((await ask({ cookie, 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await ask({ 'x-auth-token': owner.token })).json).toMatchObject({ role: 'owner', user_name: 'admin' })
    expect(await ask({ 'x-auth-token': 'x' })).toMatchObject({ status: 401, json: { error_code: 'ModelArts.0203' } })
  })
})

describe('the own sessions', () => {
  const list = async (cookie: string) => {
    const { json } = await send('GET', '/muster/v1/sessions', { ...fromConsole, cookie })
    expect(validator(OwnSessions)(json)).toBeNull()
    return json.sessions as OwnSession[]
  }
  const end = (cookie: string, path = '') => send('DELETE', `/muster/v1/sessions${path}`, { ...fromConsole, cookie })

  test('are listed with their last use, the one that asks is marked, and no others are', async () => {
    const { email: user_name } = await aMemberWithPassword()
    const begun = server.services.now()
    const here = cookieOf(await signIn({ ...fromConsole, 'user-agent': 'A browser' }, { user_name }))
    server.advance(5 * MINUTE)
    const elsewhere = await openSession({ user_name })
    await openSession()
    server.advance(20 * MINUTE)
    await read(here)
    const sessions = await list(here)
    expect(sessions).toMatchObject([{ current: true, user_agent: 'A browser' }, { current: false }])
    const minutes = (time: number) => Math.floor((time - begun) / MINUTE)
    expect(sessions.map(({ create_time, last_use }) => [minutes(create_time), minutes(last_use)])).toEqual([
      [0, 25],
      [5, 5],
    ])
    expect((await list(elsewhere)).map(({ current }) => current)).toEqual([true, false])
    expect(JSON.stringify(await list(here))).not.toContain(here.split('=')[1])
    server.advance(12 * HOUR)
    expect(await list(await openSession({ user_name }))).toHaveLength(1)
  })

  test('are ended one by one, or all others at once; tokens go on', async () => {
    const { email: user_name } = await aMemberWithPassword()
    const identity = { methods: ['password'], password: { user: { name: user_name, password } } }
    const issued = await send('POST', '/v3/auth/tokens', {}, { auth: { identity } })
    const [here, one, two, three] = await Promise.all([1, 2, 3, 4].map(() => openSession({ user_name })))
    const ids = await list(one!)
    const mine = ids.find(({ current }) => current)!.session_id
    expect((await end(here!, `/${mine}`)).status).toBe(204)
    expect(await Promise.all([here, one, two, three].map(async (cookie) => (await read(cookie!)).status))).toEqual([
      200, 401, 200, 200,
    ])
    expect((await end(here!, `/${mine}`)).status).toBe(204)
    expect((await end(here!)).status).toBe(204)
    expect(await Promise.all([here, two, three].map(async (cookie) => (await read(cookie!)).status))).toEqual([
      200, 401, 401,
    ])
    const token = String(issued.headers['x-subject-token'])
    expect((await send('GET', '/v3/projects', { 'x-auth-token': token })).status).toBe(200)
  })

  test('of somebody else stay, and nobody sees any without signing in', async () => {
    const { email: user_name } = await aMemberWithPassword()
    const [boss, member] = [await openSession(), await openSession({ user_name })]
    const [{ session_id }] = (await list(boss)).filter(({ current }) => current) as [OwnSession]
    await end(member, `/${session_id}`)
    await end(member)
    expect((await read(boss)).status).toBe(200)
    expect((await send('GET', '/muster/v1/sessions')).status).toBe(401)
    expect((await send('DELETE', '/muster/v1/sessions', fromConsole)).status).toBe(401)
  })
})

describe('a session lasts', () => {
  test('for an owner 30 minutes from the last thing he does', async () => {
    const cookie = await openSession()
    server.advance(29 * MINUTE)
    expect((await read(cookie)).status).toBe(200)
    server.advance(29 * MINUTE)
    expect((await read(cookie)).status).toBe(200)
    server.advance(30 * MINUTE)
    expect(await read(cookie)).toMatchObject({ status: 401, json: { error_code: 'ModelArts.0202' } })
  })

  test('no longer because a page asks by itself', async () => {
    const cookie = await openSession()
    server.advance(29 * MINUTE)
    expect((await read(cookie, { 'x-muster-console': 'background' })).status).toBe(200)
    expect((await read(cookie, {})).status).toBe(200)
    server.advance(2 * MINUTE)
    expect((await read(cookie)).status).toBe(401)
  })

  test('for a member 12 hours, and 24 hours after signing in at the most', async () => {
    const { email } = await aMemberWithPassword()
    const cookie = await openSession({ user_name: email })
    server.advance(11 * HOUR)
    expect((await read(cookie)).status).toBe(200)
    server.advance(11 * HOUR)
    expect((await read(cookie)).status).toBe(200)
    server.advance(2 * HOUR)
    expect((await read(cookie)).status).toBe(401)
  })
})

describe('signing in at the console', () => {
  const wrong = { status: 401, json: { error_code: 'ModelArts.4122' } }

  test('refuses a wrong password and an unknown name alike', async () => {
    const [byPassword, byName] = await Promise.all([
      signIn(fromConsole, { password: 'wrong' }),
      signIn(fromConsole, { user_name: 'nobody' }),
    ])
    expect(byPassword).toMatchObject(wrong)
    expect(byPassword.json).toEqual(byName!.json)
    expect(byPassword.headers).not.toHaveProperty('set-cookie')
    expect(server.log.at(-1)).toContain('login failed')
  })

  test('counts its guesses together with those at the API', async () => {
    const identity = { methods: ['password'], password: { user: { name: 'admin', password: 'wrong' } } }
    for (let n = 0; n < 3; n++)
      expect((await send('POST', '/v3/auth/tokens', {}, { auth: { identity } })).status).toBe(401)
    for (let n = 0; n < 2; n++) expect(await signIn(fromConsole, { password: 'wrong' })).toMatchObject(wrong)
    const refused = await signIn()
    expect(refused).toMatchObject({ status: 429, json: { error_code: 'ModelArts.4206' } })
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(50)
    expect((await send('POST', '/v3/auth/tokens', {}, { auth: { identity } })).status).toBe(429)
  })

  test.each([
    ['a foreign page', { 'sec-fetch-site': 'cross-site', 'x-muster-console': '1' }],
    ['a neighbouring host', { 'sec-fetch-site': 'same-site', 'x-muster-console': '1' }],
    ['a form', { 'sec-fetch-site': 'same-origin' }],
    ['a page that hides where it is from', { origin: 'null', 'x-muster-console': '1' }],
    ['nobody knows whom', { 'x-muster-console': '1' }],
  ])('is refused when it comes from %s', async (_, headers: Headers) => {
    expect(await signIn(headers)).toMatchObject({ status: 403, json: { error_code: 'ModelArts.4336' } })
  })

  test('needs a body of the right form', async () => {
    for (const body of [{ user_name: 5 }, { user_name: '' }, { password: null }, { domain_name: [] }]) {
      const refused = { status: 400, json: { error_code: 'ModelArts.4396' } }
      expect(await signIn(fromConsole, body)).toMatchObject(refused)
    }
  })
})

describe('the own password', () => {
  const change = (cookie: string, body: object) => send('PUT', '/muster/v1/password', { ...fromConsole, cookie }, body)
  const next = 'another kestrel 8'

  test('is changed by who knows the old one; all other sessions and tokens end', async () => {
    const { email: user_name } = await aMemberWithPassword()
    const [here, elsewhere] = [await openSession({ user_name }), await openSession({ user_name })]
    const identity = { methods: ['password'], password: { user: { name: user_name, password } } }
    const issued = await send('POST', '/v3/auth/tokens', {}, { auth: { identity } })
    const token = String(issued.headers['x-subject-token'])
    expect((await change(here, { old_password: password, password: next })).status).toBe(204)
    expect((await read(here)).status).toBe(200)
    expect((await read(elsewhere)).status).toBe(401)
    expect((await send('GET', '/v3/projects', { 'x-auth-token': token })).status).toBe(401)
    expect((await signIn(fromConsole, { user_name })).status).toBe(401)
    expect((await signIn(fromConsole, { user_name, password: next })).status).toBe(200)
  })

  test('stays when the old one is wrong, the new one weak, or nobody is signed in', async () => {
    const { email: user_name } = await aMemberWithPassword()
    const cookie = await openSession({ user_name })
    const refusals = [
      [{ old_password: 'wrong', password: next }, 400, 'ModelArts.4122'],
      [{ old_password: password, password: 'short' }, 400, 'ModelArts.4128'],
      [{ password: next }, 400, 'ModelArts.4396'],
    ] as const
    for (const [body, status, error_code] of refusals) {
      expect(await change(cookie, body)).toMatchObject({ status, json: { error_code } })
    }
    expect((await change('', { old_password: password, password: next })).status).toBe(401)
    expect((await signIn(fromConsole, { user_name })).status).toBe(200)
  })

  test('cannot be guessed any faster than at the door', async () => {
    const { email: user_name } = await aMemberWithPassword()
    const cookie = await openSession({ user_name })
    for (let n = 0; n < 5; n++)
      expect((await change(cookie, { old_password: 'wrong', password: next })).status).toBe(400)
    expect((await change(cookie, { old_password: password, password: next })).status).toBe(429)
  })
})

describe('preferences', () => {
  const url = '/muster/v1/preferences'
  const write = (cookie: string, preferences: unknown) => send('PUT', url, { ...fromConsole, cookie }, { preferences })
  const readOf = async (cookie: string) => (await send('GET', url, { cookie })).json

  test('belong to one person and are kept as they are', async () => {
    const { email: user_name } = await aMemberWithPassword()
    const [boss, member] = [await openSession(), await openSession({ user_name })]
    expect(await readOf(member)).toEqual({ preferences: {} })
    const preferences = { language: 'de', keys: { next: ['KeyD', '→'] }, grid: null }
    expect(await write(member, preferences)).toMatchObject({ status: 200, json: { preferences } })
    expect(await write(boss, { language: 'zh' })).toMatchObject({ status: 200 })
    expect(await readOf(await openSession({ user_name }))).toEqual({ preferences })
    await write(member, { language: 'en' })
    expect(await readOf(member)).toEqual({ preferences: { language: 'en' } })
    expect(await readOf(boss)).toEqual({ preferences: { language: 'zh' } })
  })

  test('are an object of at most 64 KiB', async () => {
    const cookie = await openSession()
    for (const wrong of [[], null, 'dark', undefined]) {
      expect(await write(cookie, wrong)).toMatchObject({ status: 400, json: { error_code: 'ModelArts.4396' } })
    }
    expect((await write(cookie, { a: 'x'.repeat(60_000) })).status).toBe(200)
    expect(await write(cookie, { a: 'x'.repeat(66_000) })).toMatchObject({
      status: 413,
      json: { error_code: 'ModelArts.4104' },
    })
    expect((await send('GET', url)).status).toBe(401)
  })

  test('of a deleted member are erased', async () => {
    const { labelers, workforce_id } = await aTeam(server, { labelers: 1 })
    const labeler = labelers[0]!
    await labeler.request('PUT', url, { body: { preferences: { a: 1 } } })
    const count = () => server.services.store.db.selectFrom('preference').select('account_id').execute()
    const before = (await count()).length
    await owner.call('DeleteWorker', { workforce_id, worker_id: labeler.worker_id })
    expect((await count()).length).toBe(before - 1)
  })
})
