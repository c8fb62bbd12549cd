import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TokenResp } from '#contract/identity.ts'
import { validator } from '#contract/validate.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { aTeam } from '#tests/builders.ts'

const password = 'violet kestrel 7'
let server: TestServer
beforeAll(async () => {
  server = await aServer({ MUSTER_ADMIN_PASSWORD: password, MUSTER_PUBLIC_URL: 'https://muster.example.com/' })
})
afterAll(() => server.close())

type Options = { headers?: Record<string, string>; remoteAddress?: string }

async function send(method: string, url: string, body?: unknown, { headers = {}, remoteAddress }: Options = {}) {
  const payload = body === undefined ? {} : { payload: body as object }
  const reply = await server.app.inject({ method: method as 'GET', url, headers, remoteAddress, ...payload })
  const json = String(reply.headers['content-type']).includes('json') ? reply.json() : null
  return { status: reply.statusCode, headers: reply.headers, text: reply.body, json }
}

const user = (name: string, secret: string, domain: object = { name: 'Default' }) => ({
  identity: { methods: ['password'], password: { user: { name, password: secret, domain } } },
})
const signIn = (auth: object, options?: Options) => send('POST', '/v3/auth/tokens', { auth }, options)
const list = (token: string, project = server.projectId) =>
  send('GET', `/v2/${project}/workforces/worker-tasks`, undefined, { headers: { 'x-auth-token': token } })

describe('discovery', () => {
  test('/ is a version document for clients that prefer JSON and a page for people', async () => {
    const document = await send('GET', '/', undefined, { headers: { accept: 'application/json' } })
    expect(document.status).toBe(300)
    expect(document.json.versions.values).toMatchObject([
      { id: 'v3.14', status: 'stable', links: [{ rel: 'self', href: 'https://muster.example.com/v3/' }] },
    ])
    const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'
    for (const accept of [browser, '*/*', 'application/json;q=0.5, text/html']) {
      const page = await send('GET', '/', undefined, { headers: { accept } })
      expect(page.status).toBe(200)
      expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
      expect(page.headers['content-security-policy']).toContain("default-src 'none'")
      expect(page.text).toContain('console is switched off')
      expect(page.text).toContain('https://muster.example.com/v3/auth/tokens')
    }
  })

  test('/ looks at a long Accept header about as fast as at a short one', async () => {
    const fastest = async (blanks: number) => {
      const accept = `text/html${' '.repeat(blanks)}x, application/json ; q=0.5,application/json`
      const times = []
      for (let i = 0; i < 20; i++) {
        const began = performance.now()
        expect((await send('GET', '/', undefined, { headers: { accept } })).status).toBe(300)
        times.push(performance.now() - began)
      }
      return Math.min(...times)
    }
    // Of twenty the fastest is hardly held up by other work; an expression that goes back and forth takes a hundred times as long.
    expect(await fastest(12_000)).toBeLessThan(20 * (await fastest(1)))
  })

  test.each(['/v3', '/v3/'])('%s says which version it is', async (url) => {
    expect((await send('GET', url)).json.version).toMatchObject({ id: 'v3.14', status: 'stable' })
  })
})

describe('signing in with a password', () => {
  test('answers 201, a token in the header, and where the services are', async () => {
    const before = Date.now()
    const reply = await signIn({ ...user('admin', password), scope: { project: { id: server.projectId } } })
    expect(reply.status).toBe(201)
    expect(reply.headers['x-subject-token']).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect(reply.headers['cache-control']).toBe('no-store')
    expect(validator(TokenResp)(reply.json)).toBeNull()
    const { token } = reply.json
    expect(token).toMatchObject({
      methods: ['password'],
      user: { name: 'admin', domain: { id: 'default', name: 'Default' } },
      project: { id: server.projectId, name: 'muster', domain: { id: 'default', name: 'Default' } },
      roles: [{ name: 'owner' }],
    })
    const entry = token.catalog.find(({ type }: { type: string }) => type === 'modelartsv2')
    expect(entry.endpoints).toMatchObject([
      { interface: 'public', url: `https://muster.example.com/v2/${server.projectId}` },
    ])
    const lifetime = Date.parse(token.expires_at) - before
    expect(lifetime).toBeGreaterThan(24 * 3_600_000 - 1000)
    expect(lifetime).toBeLessThan(24 * 3_600_000 + 60_000)
    expect(JSON.stringify(reply.json)).not.toContain(reply.headers['x-subject-token'])
  })

  test('gives a token with which the API lets one in; only its hash is stored', async () => {
    const reply = await signIn(user('admin', password))
    const token = String(reply.headers['x-subject-token'])
    expect((await list(token)).status).not.toBe(401)
    const rows = await server.services.store.db.selectFrom('token').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(token)
  })

  test.each([
    ['no scope', undefined],
    ['the project by name', { project: { name: 'muster' } }],
    ['the project by name and domain', { project: { name: 'muster', domain: { name: 'Default' } } }],
    ['the project by name and domain id', { project: { name: 'muster', domain: { id: 'default' } } }],
  ])('%s scopes the token to the project', async (_, scope) => {
    const reply = await signIn({ ...user('admin', password), ...(scope && { scope }) })
    expect(reply.json.token.project.id).toBe(server.projectId)
  })

  test.each([[{ name: 'Default' }], [{ id: 'default' }], [{ name: 'Default', id: 'default' }]])(
    'the user is found in the domain %j',
    async (domain) => {
      expect((await signIn(user('admin', password, domain))).status).toBe(201)
    },
  )

  test('by the id of the user works as by his name', async () => {
    const { token } = (await signIn(user('admin', password))).json
    const identity = { methods: ['password'], password: { user: { id: token.user.id, password } } }
    expect((await signIn({ identity })).status).toBe(201)
  })

  test('for the domain gives a token that opens no project', async () => {
    const reply = await signIn({ ...user('admin', password), scope: { domain: { name: 'Default' } } })
    expect(reply.status).toBe(201)
    expect(reply.json.token).not.toHaveProperty('project')
    expect(reply.json.token.domain).toEqual({ id: 'default', name: 'Default' })
    const refusal = await list(String(reply.headers['x-subject-token']))
    expect(refusal).toMatchObject({ status: 400, json: { error_code: 'ModelArts.0204' } })
  })

  test.each([
    [{ project: { id: 'unknown' } }],
    [{ project: { name: 'unknown' } }],
    [{ project: { name: 'muster', domain: { name: 'Elsewhere' } } }],
    [{ project: {} }],
    [{ domain: { id: 'elsewhere' } }],
  ])('for %j, which is not the account’s, is refused', async (scope) => {
    const reply = await signIn({ ...user('admin', password), scope })
    expect(reply).toMatchObject({ status: 403, json: { error_code: 'ModelArts.0210' } })
  })

  test('a foreign project is refused like an unknown one', async () => {
    const { projectId } = await server.makeProject()
    const [foreign, unknown] = await Promise.all(
      [projectId, 'unknown'].map((id) => signIn({ ...user('admin', password), scope: { project: { id } } })),
    )
    expect(foreign!.text).toBe(unknown!.text)
  })

  test('a wrong password, an unknown user and an unknown domain are refused alike', async () => {
    const attempts = [
      user('admin', 'not the password'),
      user('nobody', password),
      user('admin', password, { name: 'Elsewhere' }),
      user("admin' or '1'='1", password),
    ]
    const replies = await Promise.all(attempts.map((auth) => signIn(auth, { remoteAddress: '10.1.0.1' })))
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1)
    expect(replies[0]).toMatchObject({ status: 401, json: { error_code: 'ModelArts.4122' } })
  })

  const fine = user('admin', password).identity
  test.each([
    ['nothing', undefined, 'the body'],
    ['no auth', {}, 'auth'],
    ['a list', [], 'the body'],
    ['no identity', { auth: {} }, 'auth.identity'],
    ['two methods', { auth: { identity: { ...fine, methods: ['password', 'totp'] } } }, 'auth.identity.methods'],
    ['another method', { auth: { identity: { methods: ['totp'] } } }, 'auth.identity.methods'],
    ['no password part', { auth: { identity: { methods: ['password'] } } }, 'auth.identity.password'],
    ['no token part', { auth: { identity: { methods: ['token'] } } }, 'auth.identity.token'],
    ['a user without name', { auth: user(undefined as never, password) }, 'auth.identity.password.user'],
    ['a password that is no text', { auth: user('admin', 12 as never) }, 'auth.identity.password.user.password'],
    ['a password that is too long', { auth: user('admin', 'x'.repeat(5000)) }, 'auth.identity.password.user.password'],
    ['an endless domain', { auth: user('admin', password, { name: 'x'.repeat(1025) }) }, 'user.domain.name'],
    ['a scope that is no object', { auth: { identity: fine, scope: 'all' } }, 'auth.scope'],
  ])('a body with %s is refused with a sentence that names the place', async (_, body, place) => {
    const { status, json } = await send('POST', '/v3/auth/tokens', body)
    expect({ status, code: json.error_code }).toEqual({ status: 400, code: 'ModelArts.4396' })
    expect(json.error_msg).toContain(place)
  })

  test('a body over 64 KiB is not read: whoever sends it is a stranger still', async () => {
    const filler = (length: number) => ({ auth: user('admin', password), filler: 'x'.repeat(length) })
    expect((await send('POST', '/v3/auth/tokens', filler(65_000))).status).toBe(201)
    const { status, json } = await send('POST', '/v3/auth/tokens', filler(65_536))
    expect([status, json]).toEqual([
      413,
      { error_code: 'ModelArts.4104', error_msg: 'The request body is larger than 64 KiB.' },
    ])
  })

  test('other content types and broken JSON have clear answers', async () => {
    const form = { headers: { 'content-type': 'application/x-www-form-urlencoded' } }
    expect((await send('POST', '/v3/auth/tokens', 'a=b' as never, form)).status).toBe(415)
    const json = { headers: { 'content-type': 'application/json' } }
    const broken = await send('POST', '/v3/auth/tokens', '{"auth":' as never, json)
    expect(broken).toMatchObject({ status: 400, json: { error_code: 'ModelArts.4105' } })
  })
})

describe('guessing passwords', () => {
  test('the sixth attempt on an account within a minute has to wait, whether the account exists or not', async () => {
    for (const name of ['guessed', 'boss@example.com']) {
      const guess = () => signIn(user(name, 'not the password'), { remoteAddress: '10.2.0.1' })
      for (let i = 0; i < 5; i++) expect((await guess()).status).toBe(401)
      const refusal = await guess()
      expect(refusal).toMatchObject({ status: 429, json: { error_code: 'ModelArts.4206' } })
      const seconds = Number(refusal.headers['retry-after'])
      expect(seconds).toBeGreaterThan(50)
      expect(seconds).toBeLessThanOrEqual(60)
    }
  })

  test('upper case of a mail address and a forwarded address are no way round', async () => {
    const names = ['Eve@example.com', 'EVE@example.com', 'eve@EXAMPLE.com', 'evE@example.com', 'eVe@example.com']
    for (const [index, name] of names.entries()) {
      const headers = { 'x-forwarded-for': `10.9.0.${index}` }
      expect((await signIn(user(name, 'wrong'), { headers, remoteAddress: '10.3.0.1' })).status).toBe(401)
    }
    expect((await signIn(user('eve@example.com', 'wrong'), { remoteAddress: '10.3.0.2' })).status).toBe(429)
  })

  test('people behind a proxy that is trusted are told apart; its word is taken from nobody else', async () => {
    const own = await aServer({ MUSTER_TRUSTED_PROXIES: '10.6.0.0/24, ::1' })
    const guess = async (from: string, forwarded: string) => {
      const headers = { 'x-forwarded-for': forwarded }
      const payload = { auth: user(`guess-${guesses++}`, 'wrong') }
      const reply = await own.app.inject({
        method: 'POST',
        url: '/v3/auth/tokens',
        remoteAddress: from,
        headers,
        payload,
      })
      return reply.statusCode
    }
    const thirty = async (step: (i: number) => Promise<number>) =>
      new Set(await Promise.all(Array.from({ length: 30 }, (_, i) => step(i))))
    let guesses = 0
    // What the client itself wrote in front of his address changes nothing.
    expect(await thirty((i) => guess('10.6.0.7', `192.0.2.${i}, 198.51.100.1`))).toEqual(new Set([401]))
    expect(await guess('10.6.0.7', '198.51.100.1')).toBe(429)
    expect(await guess('10.6.0.8', '198.51.100.1')).toBe(429)
    expect(await guess('10.6.0.7', '198.51.100.2')).toBe(401)
    expect(await thirty((i) => guess('10.7.0.1', `198.51.100.${i + 3}`))).toEqual(new Set([401]))
    expect(await guess('10.7.0.1', '198.51.100.99')).toBe(429)
    await own.close()
  })

  test('after five wrong ones even the right password waits; a minute later it is let in; others never wait', async () => {
    const { owner } = server
    const wrong = () => signIn(user('admin', 'not the password'), { remoteAddress: '10.4.0.1' })
    const right = () => signIn(user('admin', password), { remoteAddress: '10.4.0.2' })
    while ((await wrong()).status === 401) {}
    expect((await right()).status).toBe(429)
    expect((await list(owner.token)).status).not.toBe(429)
    server.advance(60_000)
    expect((await right()).status).toBe(201)
  })

  test('a wall clock that is set back makes nobody wait longer', async () => {
    const { services } = server
    const { now } = services
    const wrong = () => signIn(user('clock@example.com', 'wrong'), { remoteAddress: '10.5.0.1' })
    for (let i = 0; i < 5; i++) await wrong()
    services.now = () => now() - 3_600_000
    const refusal = await wrong()
    services.now = now
    expect(refusal.status).toBe(429)
    expect(Number(refusal.headers['retry-after'])).toBeLessThanOrEqual(60)
  })
})

describe('the log of logins', () => {
  test('has a line for each that was looked at, with name and address and no password; a name makes no line', async () => {
    server.advance(60_000)
    const from = { remoteAddress: '10.8.0.1' }
    const evil = 'x\nlogin {"user":"admin"}'
    const before = server.log.length
    await signIn(user('admin', password), from)
    await signIn(user('admin', 'not the password'), from)
    for (let i = 0; i < 7; i++) await signIn(user(evil, password), from)
    expect(server.log.slice(before)).toEqual([
      'login {"user":"admin","address":"10.8.0.1"}',
      'login failed {"user":"admin","address":"10.8.0.1"}: ModelArts.4122',
      // Attempts beyond are turned away without a look, and a line.
      ...Array.from(
        { length: 5 },
        () => `login failed ${JSON.stringify({ user: evil, address: '10.8.0.1' })}: ModelArts.4122`,
      ),
    ])
    expect(server.log.join()).not.toContain(password)
  })
})

describe('signing in with a token', () => {
  const byToken = (id: string, scope?: object) =>
    signIn({ identity: { methods: ['token'], token: { id } }, ...(scope && { scope }) })

  test('gives another token that ends with the first', async () => {
    const first = await signIn({ ...user('admin', password), scope: { domain: { id: 'default' } } })
    server.advance(3_600_000)
    const second = await byToken(String(first.headers['x-subject-token']), { project: { id: server.projectId } })
    expect(second.status).toBe(201)
    expect(second.json.token).toMatchObject({ methods: ['token'], expires_at: first.json.token.expires_at })
    expect((await list(String(second.headers['x-subject-token']))).status).not.toBe(401)
  })

  test('an unknown token is refused', async () => {
    expect(await byToken('unknown')).toMatchObject({ status: 401, json: { error_code: 'ModelArts.0203' } })
  })
})

describe('a token', () => {
  const newToken = async () => String((await signIn(user('admin', password))).headers['x-subject-token'])
  const about = (method: string, token: string, subject: string) =>
    send(method, '/v3/auth/tokens', undefined, { headers: { 'x-auth-token': token, 'x-subject-token': subject } })

  test('is missing, unknown or expired: 401 with the code of each', async () => {
    const token = await newToken()
    const url = `/v2/${server.projectId}/workforces/worker-tasks`
    const code = async (headers: Record<string, string>) => {
      const { status, json } = await send('GET', url, undefined, { headers })
      return [status, json.error_code]
    }
    expect(await code({})).toEqual([401, 'ModelArts.0201'])
    expect(await code({ 'x-auth-token': '' })).toEqual([401, 'ModelArts.0201'])
    expect(await code({ 'x-auth-token': 'x'.repeat(5000) })).toEqual([401, 'ModelArts.0203'])
    server.advance(24 * 3_600_000)
    expect(await code({ 'x-auth-token': token })).toEqual([401, 'ModelArts.0202'])
  })

  test('can be checked by its owner and ended by him', async () => {
    const [token, other] = [await newToken(), await newToken()]
    const seen = await about('GET', token, other)
    expect(seen).toMatchObject({ status: 200, json: { token: { user: { name: 'admin' } } } })
    expect((await about('DELETE', token, other)).status).toBe(204)
    expect(await list(other)).toMatchObject({ status: 401, json: { error_code: 'ModelArts.0203' } })
    expect((await about('GET', token, other)).status).toBe(401)
    expect((await list(token)).status).not.toBe(401)
  })

  test('of a member is ended by the owner, not by another member and not from another project', async () => {
    const { labelers } = await aTeam(server, { labelers: 2 })
    const [ann, bob] = labelers.map(({ token }) => token) as [string, string]
    const stranger = (await server.makeProject()).owner.token
    for (const token of [bob, stranger]) expect((await about('DELETE', token, ann)).status).toBe(401)
    expect((await about('GET', ann, ann)).status).toBe(200)
    expect((await about('DELETE', await newToken(), ann)).status).toBe(204)
    expect((await about('GET', bob, bob)).status).toBe(200)
  })

  test('that expired a day ago is forgotten', async () => {
    const token = await newToken()
    server.advance(49 * 3_600_000)
    const fresh = await newToken()
    expect(await list(token)).toMatchObject({ status: 401, json: { error_code: 'ModelArts.0203' } })
    expect((await list(fresh)).status).not.toBe(401)
  })
})

describe('projects and domains', () => {
  test('are listed for the caller, by name if he asks so', async () => {
    const reply = await signIn({ ...user('admin', password), scope: { domain: { id: 'default' } } })
    const get = (url: string) =>
      send('GET', url, undefined, { headers: { 'x-auth-token': String(reply.headers['x-subject-token']) } })
    const project = { id: server.projectId, name: 'muster', domain_id: 'default', enabled: true }
    for (const url of ['/v3/projects', '/v3/projects?name=muster', '/v3/auth/projects']) {
      expect((await get(url)).json.projects).toMatchObject([project])
    }
    expect((await get('/v3/projects?name=elsewhere')).json.projects).toEqual([])
    expect((await get('/v3/auth/domains')).json.domains).toMatchObject([{ id: 'default', name: 'Default' }])
    expect((await send('GET', '/v3/projects')).status).toBe(401)
  })
})
