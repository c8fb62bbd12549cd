import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { WorkerStatus } from '#contract/codes.ts'
import { aServer, signInOwner, type TestServer } from '#tests/app.ts'
import { aTeam } from '#tests/builders.ts'
import type { Caller } from '#tests/caller.ts'
import { forgetMember } from './accounts.ts'
import { invitationFor } from './invitations.ts'

const password = 'violet kestrel 7'
const HOUR = 3_600_000
let server: TestServer
let owner: Caller
let member: Caller
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())
beforeEach(async () => {
  owner = await signInOwner(server, server.projectId)
  const { labelers } = await aTeam(server, { labelers: 1 })
  member = labelers[0]!
})

const path = () => `/muster/v1/workers/${member.worker_id}/invitation`
const read = (caller = owner) => caller.request('GET', path())
const renew = (caller = owner) => caller.request('POST', path())
const tokenOf = (link: string) => link.slice(link.lastIndexOf('/') + 1)
const openToken = async () => tokenOf((await read()).json.link)

async function send(method: 'GET' | 'POST', url: string, payload?: object | string, type = 'application/json') {
  const body = payload === undefined ? {} : { payload, headers: { 'content-type': type } }
  const reply = await server.app.inject({ method, url, ...body })
  const isJson = String(reply.headers['content-type']).startsWith('application/json')
  return { status: reply.statusCode, headers: reply.headers, text: reply.body, json: isJson ? reply.json() : null }
}

const accept = (token: string, secret: unknown = password) =>
  send('POST', `/muster/v1/invitations/${token}`, { password: secret })
const fill = (token: string, form: Record<string, string>) =>
  send(
    'POST',
    `/muster/v1/invitations/${token}`,
    new URLSearchParams(form).toString(),
    'application/x-www-form-urlencoded',
  )
const signIn = (secret = password, name = member.email) =>
  send('POST', '/v3/auth/tokens', {
    auth: {
      identity: {
        methods: ['password'],
        password: { user: { name, password: secret, domain: { name: 'Default' } } },
      },
    },
  })
const statusOfWorker = async () =>
  (
    await server.services.store.db
      .selectFrom('worker')
      .select('status')
      .where('worker_id', '=', member.worker_id)
      .executeTakeFirstOrThrow()
  ).status

describe('an invitation', () => {
  test('is the same link whenever the owner reads it, for 72 hours', async () => {
    const first = await read()
    expect(first).toMatchObject({ status: 200, json: { state: 'open' } })
    expect(first.json.link).toMatch(/^http:\/\/127\.0\.0\.1:8080\/invitation\/[A-Za-z0-9_-]{75}$/)
    expect(first.json.expires_at - server.services.now()).toBeGreaterThan(71 * HOUR)
    server.advance(71 * HOUR)
    owner = await signInOwner(server, server.projectId)
    expect((await read()).json).toEqual(first.json)
    server.advance(HOUR)
    const next = await read()
    expect(next.json.state).toBe('open')
    expect(next.json.link).not.toBe(first.json.link)
    expect(await accept(tokenOf(first.json.link))).toMatchObject({
      status: 400,
      json: { error_code: 'ModelArts.4609' },
    })
  })

  test('makes a member invited when the owner takes its link to pass it on', async () => {
    expect(await statusOfWorker()).toBe(WorkerStatus.notInvited)
    const token = await openToken()
    expect(await statusOfWorker()).toBe(WorkerStatus.invited)
    await accept(token)
    await signIn()
    server.advance(HOUR)
    owner = await signInOwner(server, server.projectId)
    await renew()
    expect(await statusOfWorker()).toBe(WorkerStatus.loggedIn)
  })

  test('lets the member set a password once and sign in with it', async () => {
    const token = await openToken()
    expect(await accept(token)).toMatchObject({
      status: 200,
      json: { user_name: member.email, domain_name: 'Default' },
    })
    expect(await statusOfWorker()).toBe(WorkerStatus.invited)
    expect((await read()).json).toEqual({ state: 'accepted' })

    const again = await accept(token, 'another password')
    expect(again).toMatchObject({ status: 400, json: { error_code: 'ModelArts.4609' } })
    expect((await signIn('another password')).status).toBe(401)

    const login = await signIn()
    expect(login).toMatchObject({ status: 201, json: { token: { roles: [{ name: 'member' }] } } })
    expect(login.json.token.user.name).toBe(member.email)
    expect(await statusOfWorker()).toBe(WorkerStatus.loggedIn)
    expect((await signIn(password, member.email.toUpperCase())).status).toBe(201)
  })

  test('tells the console whom it invites, as long as it works', async () => {
    const token = await openToken()
    const path = `/muster/v1/invitations/${token}`
    expect(await send('GET', path)).toMatchObject({
      status: 200,
      json: { user_name: member.email, domain_name: 'Default' },
    })
    await accept(token)
    expect(await send('GET', path)).toMatchObject({ status: 400, json: { error_code: 'ModelArts.4609' } })
  })

  test('in a mail is the link the owner reads, and none for a member who has a password', async () => {
    const { services } = server
    const link = await services.store.transaction((tx) => invitationFor(services, tx, member))
    expect((await read()).json.link).toBe(link)
    await accept(tokenOf(link!))
    expect(await invitationFor(services, services.store.db, member)).toBeNull()
  })

  test('taken up ends the sessions from before', async () => {
    expect((await member.request('GET', '/v3/projects')).status).toBe(200)
    await accept(await openToken())
    expect((await member.request('GET', '/v3/projects')).status).toBe(401)
  })

  test.each([
    ['short', 'short'],
    ['common', 'Password-1234'],
    ['empty', ''],
  ])('stays open after a %s password', async (_, weak) => {
    const token = await openToken()
    expect(await accept(token, weak)).toMatchObject({ status: 400, json: { error_code: 'ModelArts.4128' } })
    expect((await accept(token)).status).toBe(200)
  })

  test('wants a password that is text', async () => {
    const token = await openToken()
    for (const wrong of [null, 123456789012, ['violet kestrel 7'], {}, true]) {
      expect(await accept(token, wrong)).toMatchObject({ status: 400, json: { error_code: 'ModelArts.4396' } })
    }
    expect((await accept(token)).status).toBe(200)
  })

  test('with more than 64 KiB is not read, as JSON or as a form', async () => {
    const token = await openToken()
    const filler = 'x'.repeat(65_536)
    const replies = [await accept(token, filler), await fill(token, { password: filler })]
    const tooLarge = { status: 413, json: { error_code: 'ModelArts.4104' } }
    expect(replies).toMatchObject([tooLarge, tooLarge])
    expect((await accept(token)).status).toBe(200)
  })

  test('that is made up, changed or of somebody else is refused like a used one', async () => {
    const token = await openToken()
    const { labelers } = await aTeam(server, { labelers: 1 })
    const changed = `${token.slice(0, -2)}${token.endsWith('AA') ? 'BB' : 'AA'}`
    const moved = `${labelers[0]!.worker_id}${token.slice(32)}`
    for (const wrong of [changed, moved, token.slice(0, -1), `${token}x`, 'x', encodeURIComponent("' or 1=1")]) {
      expect(await accept(wrong)).toMatchObject({ status: 400, json: { error_code: 'ModelArts.4609' } })
    }
  })

  test('used twice at the same moment sets one password', async () => {
    const token = await openToken()
    const [one, other] = await Promise.all([accept(token, `${password} a`), accept(token, `${password} b`)])
    expect([one!.status, other!.status].sort()).toEqual([200, 400])
    const winner = one!.status === 200 ? 'a' : 'b'
    expect((await signIn(`${password} ${winner}`)).status).toBe(201)
  })

  test('of a member who was deleted is dead, his sessions too, and his password with them', async () => {
    await accept(await openToken())
    const login = await signIn()
    const token = await newLink()
    const { db } = server.services.store
    await forgetMember(db, member.worker_id)
    await db
      .updateTable('worker')
      .set({ email: null, status: WorkerStatus.deleted })
      .where('worker_id', '=', member.worker_id)
      .execute()
    expect((await accept(token)).status).toBe(400)
    expect((await signIn()).status).toBe(401)
    expect(await read()).toMatchObject({ status: 404, json: { error_code: 'ModelArts.4604' } })
    const list = await server.app.inject({
      url: '/v3/projects',
      headers: { 'x-auth-token': String(login.headers['x-subject-token']) },
    })
    expect([list.statusCode, list.json().error_code]).toEqual([401, 'ModelArts.4632'])

    // Added again, he is the same person with a new invitation; the old session does not come back to life.
    await db
      .updateTable('worker')
      .set({ email: member.email, status: WorkerStatus.notInvited })
      .where('worker_id', '=', member.worker_id)
      .execute()
    const later = await server.app.inject({
      url: '/v3/projects',
      headers: { 'x-auth-token': String(login.headers['x-subject-token']) },
    })
    expect(later.json().error_code).toBe('ModelArts.4632')
    expect((await accept(await openToken(), `${password} again`)).status).toBe(200)
    expect((await signIn(`${password} again`)).status).toBe(201)
  })

  test('does not take over an account of the same name', async () => {
    const { db } = server.services.store
    await db.updateTable('worker').set({ email: 'admin' }).where('worker_id', '=', member.worker_id).execute()
    await db.deleteFrom('account').where('worker_id', '=', member.worker_id).execute()
    expect(await accept(await openToken())).toMatchObject({ status: 400, json: { error_code: 'ModelArts.4609' } })
  })
})

describe('a new link', () => {
  test('replaces the one before, at most once in 300 seconds', async () => {
    const old = await openToken()
    expect(await renew()).toMatchObject({ status: 400, json: { error_code: 'ModelArts.4634' } })
    server.advance(299_000)
    expect((await renew()).status).toBe(400)
    server.advance(1_001)
    const next = await renew()
    expect(next).toMatchObject({ status: 200, json: { state: 'open' } })
    expect((await read()).json).toEqual(next.json)
    expect((await accept(old)).status).toBe(400)
    expect((await accept(tokenOf(next.json.link))).status).toBe(200)
  })

  test('lets a member who forgot his password set another one', async () => {
    await accept(await openToken())
    const token = await newLink()
    expect((await signIn()).status).toBe(201)
    expect((await accept(token, 'a quite different one')).status).toBe(200)
    expect((await signIn()).status).toBe(401)
    expect((await signIn('a quite different one')).status).toBe(201)
  })

  test('asked for by many at once is made once', async () => {
    const replies = await Promise.all(Array.from({ length: 8 }, () => renew()))
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1)
  })
})

describe('only the owner reads and makes invitations', () => {
  test('a foreign owner and an unknown member get the same bytes', async () => {
    const stranger = (await server.makeProject()).owner
    const unknown = '/muster/v1/workers/0123456789abcdef0123456789abcdef/invitation'
    for (const method of ['GET', 'POST']) {
      const [foreign, missing] = await Promise.all([stranger.request(method, path()), owner.request(method, unknown)])
      expect(foreign).toMatchObject({ status: 404, json: { error_code: 'ModelArts.4604' } })
      expect(missing!.text).toBe(foreign!.text)
    }
  })

  test('members are refused, also for themselves; without a token nobody gets in', async () => {
    const { managers } = await aTeam(server, { managers: 1 })
    for (const caller of [member, managers[0]!]) {
      expect(await read(caller)).toMatchObject({ status: 403, json: { error_code: 'ModelArts.4600' } })
      expect((await renew(caller)).status).toBe(403)
    }
    expect((await send('GET', path())).status).toBe(401)
  })
})

describe('the page of an invitation', () => {
  test('is a form without any script that sets the password', async () => {
    const token = await openToken()
    const page = await send('GET', `/invitation/${token}`)
    expect(page.status).toBe(200)
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    const policy = String(page.headers['content-security-policy'])
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toContain('unsafe')
    expect(page.text).not.toContain('<script')
    expect(page.text).toContain(member.email)
    const action = /action="([^"]+)"/.exec(page.text)![1]!
    const body = new URLSearchParams({ password, repeat: password }).toString()
    const done = await send('POST', action, body, 'application/x-www-form-urlencoded')
    expect(done.status).toBe(200)
    expect(done.headers['content-type']).toBe('text/html; charset=utf-8')
    expect((await signIn()).status).toBe(201)
  })

  test('comes back with a sentence when the passwords differ or are weak', async () => {
    const token = await openToken()
    const differ = await fill(token, { password, repeat: `${password}!` })
    expect([differ.status, differ.text]).toEqual([400, expect.stringContaining('not the same')])
    const weak = await fill(token, { password: 'short', repeat: 'short' })
    expect([weak.status, weak.text]).toEqual([400, expect.stringContaining('at least 12 characters')])
    const empty = await fill(token, {})
    expect([empty.status, empty.text]).toEqual([400, expect.stringContaining('<form')])
    expect((await fill(token, { password, repeat: password })).status).toBe(200)
  })

  test('says so when the link does not work any more', async () => {
    const token = await openToken()
    await accept(token)
    for (const reply of [
      await send('GET', `/invitation/${token}`),
      await send('GET', '/invitation/x'),
      await fill(token, { password, repeat: password }),
    ]) {
      expect(reply.status).toBe(400)
      expect(reply.headers['content-type']).toBe('text/html; charset=utf-8')
      expect(reply.text).toContain('unknown, used or expired')
    }
  })

  test('shows a strange address as text', async () => {
    const email = '"><script>alert(1)</script>@example.com'
    const { db } = server.services.store
    await db.updateTable('worker').set({ email }).where('worker_id', '=', member.worker_id).execute()
    const page = await send('GET', `/invitation/${await openToken()}`)
    expect(page.text).not.toContain('<script')
    expect(page.text).toContain('&lt;script&gt;')
  })
})

/** A reset link, asked for once it may be. */
async function newLink(): Promise<string> {
  server.advance(300_001)
  return tokenOf((await renew()).json.link)
}
