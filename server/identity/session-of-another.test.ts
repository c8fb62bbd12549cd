import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { hashPassword } from '#server/identity/password.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { aTaskAtWork, type TaskScene } from '#tests/scenes.ts'

/** The tabs of a browser share one cookie: Mia works in one of them when Kim signs in in another one. */

const password = 'violet kestrel 7'
const MINUTE = 60_000
const refused = { status: 401, error_code: 'ModelArts.0211' }
let server: TestServer
let scene: TaskScene
let address: string
let mia: Session
let kim: Session

type Session = { account_id: string; user_name: string; cookie: string }

beforeAll(async () => {
  server = await aServer()
  address = await server.app.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(() => server.close())
beforeEach(async () => {
  server.advance(MINUTE)
  scene = await aTaskAtWork(server, { samples: 2, repetition: 2 })
  const password_hash = await hashPassword(password)
  await server.services.store.db
    .updateTable('account')
    .set({ password_hash })
    .where('worker_id', 'is not', null)
    .execute()
  mia = await signIn(scene.team.labelers[0]!.email)
  kim = await signIn(scene.team.labelers[1]!.email, mia.cookie)
})

type Headers = Record<string, string>

async function send(method: string, path: string, headers: Headers, body?: unknown) {
  const response = await fetch(address + path, {
    method,
    headers: {
      'sec-fetch-site': 'same-origin',
      'x-muster-console': '1',
      'content-type': 'application/json',
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const json = text && JSON.parse(text)
  return { status: response.status, headers: response.headers, json, error_code: json?.error_code }
}

async function signIn(user_name: string, cookie = ''): Promise<Session> {
  const { json, headers } = await send('POST', '/muster/v1/session', { cookie }, { user_name, password })
  return { ...json, cookie: headers.getSetCookie()[0]!.split(';')[0]! }
}

/** A page of hers whose cookie has become his. */
const hersWithHis = () => ({ cookie: kim.cookie, 'x-muster-account': mia.account_id })

const pathOf = ({ dataset_id, workforce_task_id }: TaskScene) =>
  `/v2/${server.projectId}/datasets/${dataset_id}/workforce-tasks/${workforce_task_id}/data-annotations/samples`
const draw = (headers: Headers) => {
  const samples = scene.sample_ids.map((sample_id) => ({ sample_id, labels: [{ name: 'spam' }] }))
  return send('PUT', pathOf(scene), headers, { samples })
}
const labelled = async () => {
  const { samples } = await server.owner.call('ListWorkforceTaskSamples', scene)
  return samples.filter(({ labels }) => labels!.length > 0).map(({ worker_id }) => worker_id)
}

test('what a page of hers sends with his cookie is not stored as his', async () => {
  expect(await draw(hersWithHis())).toMatchObject(refused)
  expect(await labelled()).toEqual([])
  expect((await draw({ cookie: kim.cookie, 'x-muster-account': kim.account_id })).status).toBe(200)
  expect(new Set(await labelled())).toEqual(new Set([scene.team.labelers[1]!.worker_id]))
})

test('his page goes on, and so does hers once she has signed in again', async () => {
  const { cookie } = await signIn(mia.user_name, kim.cookie)
  expect(await draw(hersWithHis())).toMatchObject({ status: 401, error_code: 'ModelArts.0203' })
  expect(await draw({ cookie, 'x-muster-account': kim.account_id })).toMatchObject(refused)
  expect((await draw({ cookie, 'x-muster-account': mia.account_id })).status).toBe(200)
  expect(new Set(await labelled())).toEqual(new Set([scene.team.labelers[0]!.worker_id]))
})

test('a page of hers is told that he is signed in, and neither signs him out nor keeps his session alive', async () => {
  expect((await send('GET', '/muster/v1/session', hersWithHis())).json).toMatchObject({ user_name: kim.user_name })
  expect(await send('DELETE', '/muster/v1/session', hersWithHis())).toMatchObject(refused)
  const lastUse = async () => {
    const { json } = await send('GET', '/muster/v1/sessions', { cookie: kim.cookie, 'x-muster-console': 'background' })
    return json.sessions[0].last_use
  }
  const before = await lastUse()
  server.advance(5 * MINUTE)
  await send('GET', '/muster/v1/session', hersWithHis())
  await draw(hersWithHis())
  expect(await lastUse()).toBe(before)
})

test('a file that she sends does not come in as his, nor does a page of hers hear what he may know', async () => {
  const names = `path ${Buffer.from('/a-bucket/a-file').toString('base64')}`
  const tus = { 'tus-resumable': '1.0.0', 'upload-length': '5', 'upload-metadata': names }
  expect(await send('POST', '/muster/v1/uploads', { ...hersWithHis(), ...tus })).toMatchObject(refused)
  const events = (account_id: string) => `/muster/v1/events?account_id=${account_id}`
  expect(await send('GET', events(mia.account_id), { cookie: kim.cookie })).toMatchObject(refused)
})

test('her stream of events ends when he signs in with the same browser', async () => {
  const { cookie, account_id } = await signIn(mia.user_name)
  const stream = await fetch(`${address}/muster/v1/events?account_id=${account_id}`, { headers: { cookie } })
  expect(stream.status).toBe(200)
  await signIn(kim.user_name, cookie)
  expect(await stream.text()).toContain('retry: ')
})

test('a call with a token is what its token says, whatever it names', async () => {
  const labeler = scene.team.labelers[0]!
  expect((await draw({ 'x-auth-token': labeler.token, 'x-muster-account': kim.account_id })).status).toBe(200)
})
