import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createExpiry, fetchNoticing } from './expiry.ts'

const REFUSED = 401

/** A server whose answers come when they are let go, each by the session that was there when it was asked. */
function aSlowServer() {
  let cookie = 'first'
  let account: string | undefined = 'mia'
  const valid = new Set([cookie])
  const waiting: { path: string; answer: () => void }[] = []
  const seen: string[] = []
  const expiry = createExpiry()
  const send = ((path: string, { headers }: { headers: Headers }) =>
    new Promise<Response>((resolve) => {
      const status = valid.has(cookie) ? 200 : REFUSED
      seen.push(`${headers.get('x-muster-account')} ${path} ${status}`)
      waiting.push({ path, answer: () => resolve(new Response(null, { status })) })
    })) as unknown as typeof fetch
  return {
    expiry,
    seen,
    waiting,
    call: fetchNoticing(expiry, () => account, send),
    turnInto: (next: string | undefined) => (account = next),
    endSession: () => valid.delete(cookie),
    signIn(name: string) {
      cookie = name
      valid.add(name)
      return expiry.signedIn()
    },
    async answer(path: string) {
      const at = waiting.findIndex((one) => one.path === path)
      waiting.splice(at, 1)[0]!.answer()
      await new Promise((resolve) => setTimeout(resolve))
    },
  }
}

test('a call that is refused because nobody is signed in asks for the password', async () => {
  const server = aSlowServer()
  const told: boolean[] = []
  server.expiry.subscribe(() => told.push(server.expiry.isExpired()))
  server.endSession()
  const reply = server.call('/a')
  await server.answer('/a')
  expect((await reply).status).toBe(REFUSED)
  expect(told).toEqual([true])
  expect(server.signIn('second')).toBe(true)
  expect(told).toEqual([true, false])
})

test('a refusal that comes after the new sign-in does not end the new session, and the call is made again', async () => {
  const server = aSlowServer()
  server.endSession()
  const early = server.call('/early')
  const late = server.call('/late')
  await server.answer('/early')
  expect((await early).status).toBe(REFUSED)
  server.signIn('second')
  await server.answer('/late')
  expect(server.expiry.isExpired()).toBe(false)
  await server.answer('/late')
  expect((await late).status).toBe(200)
  expect(server.seen).toEqual(['mia /early 401', 'mia /late 401', 'mia /late 200'])
})

test('the end of the new session is noticed, too', async () => {
  const server = aSlowServer()
  server.endSession()
  const late = server.call('/late')
  server.signIn('second')
  server.endSession()
  await server.answer('/late')
  await server.answer('/late')
  expect((await late).status).toBe(REFUSED)
  expect(server.expiry.isExpired()).toBe(true)
})

test('other refusals are answers', async () => {
  const expiry = createExpiry()
  const call = fetchNoticing(
    expiry,
    () => 'mia',
    async () => new Response(null, { status: 403 }),
  )
  expect((await call('/a')).status).toBe(403)
  expect(expiry.isExpired()).toBe(false)
})

test('a call says whose page makes it, beside what it says itself', async () => {
  const seen: Headers[] = []
  let account: string | undefined
  const send = async (_: unknown, init?: RequestInit) => {
    seen.push(init!.headers as Headers)
    return new Response(null, { status: 200 })
  }
  const call = fetchNoticing(createExpiry(), () => account, send)
  await call('/session')
  account = 'mia'
  await call('/upload', { headers: { 'X-Muster-Console': '1' }, keepalive: true })
  expect(seen.map((headers) => Object.fromEntries(headers))).toEqual([
    {},
    { 'x-muster-account': 'mia', 'x-muster-console': '1' },
  ])
})

test.each(['kim', undefined])('what one has done is not made once more on the page of %s', async (next) => {
  const server = aSlowServer()
  server.endSession()
  const late = server.call('/late')
  server.turnInto(next)
  server.signIn('of somebody else')
  await Promise.all([expect(late).rejects.toThrow(TypeError), server.answer('/late')])
  expect(server.seen).toEqual(['mia /late 401'])
  expect(server.expiry.isExpired()).toBe(false)
})

test('whatever comes in whatever order, the password is asked for exactly while the newest session is over', async () => {
  const deed = fc.oneof(fc.constantFrom('call', 'end', 'sign in'), fc.nat(5))
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { maxLength: 30 }), async (deeds) => {
      const server = aSlowServer()
      let sessions = 1
      const calls: Promise<Response>[] = []
      for (const what of deeds) {
        if (what === 'call') calls.push(server.call(`/${calls.length}`))
        else if (what === 'end') server.endSession()
        else if (what === 'sign in') server.signIn(`session ${++sessions}`)
        else if (server.waiting.length > 0) await server.answer(server.waiting[what % server.waiting.length]!.path)
      }
      server.signIn('the last one')
      while (server.waiting.length > 0) await server.answer(server.waiting[0]!.path)
      await Promise.all(calls)
      expect(server.expiry.isExpired()).toBe(false)
      server.endSession()
      const last = server.call('/last')
      await server.answer('/last')
      expect((await last).status).toBe(REFUSED)
      expect(server.expiry.isExpired()).toBe(true)
    }),
  )
})
