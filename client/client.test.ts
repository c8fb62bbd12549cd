import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ApiError, createClient, login } from './client.ts'

type Seen = { method: string | undefined; url: string | undefined; headers: IncomingHttpHeaders; body: string }

let server: Server
let baseUrl: string
let seen: Seen[]
let answer: { status: number; body: string; headers?: Record<string, string> }

beforeEach(async () => {
  seen = []
  answer = { status: 200, body: '{}' }
  server = createServer(async (request, reply) => {
    seen.push({ method: request.method, url: request.url, headers: request.headers, body: await text(request) })
    reply.writeHead(answer.status, answer.headers).end(answer.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})

afterEach(() => new Promise((resolve) => server.close(resolve)))

test('a call fills the path, sends the rest as query and the token beside it', async () => {
  const client = createClient({ baseUrl, project_id: 'p', token: 'T' })
  answer.body = '{"sample_count":0,"samples":[]}'
  const reply = await client.call('ListWorkforceTaskSamples', {
    dataset_id: 'd',
    workforce_task_id: 't',
    limit: 5,
    label_name: 'a&b',
    sample_state: undefined,
  })
  expect(reply).toEqual({ sample_count: 0, samples: [] })
  expect(seen[0]?.method).toBe('GET')
  expect(seen[0]?.url).toBe('/v2/p/datasets/d/workforce-tasks/t/data-annotations/samples?limit=5&label_name=a%26b')
  expect(seen[0]?.headers['x-auth-token']).toBe('T')
  expect(seen[0]?.body).toBe('')
})

test('without a token a call uses the session of the console, and says whether a person makes it', async () => {
  await createClient({ baseUrl, project_id: 'p' }).call('ListDatasets', {})
  await createClient({ baseUrl, project_id: 'p', background: () => true }).call('ListDatasets', {})
  await createClient({ baseUrl, project_id: 'p', token: 'T' }).call('ListDatasets', {})
  expect(seen.map(({ headers }) => headers['x-muster-console'])).toEqual(['1', 'background', undefined])
  expect(seen.map(({ headers }) => headers['x-auth-token'])).toEqual([undefined, undefined, 'T'])
})

test('a body goes out as JSON', async () => {
  const client = createClient({ baseUrl, project_id: 'p' })
  const body = { samples: [{ sample_id: 's', labels: [{ name: 'tulips' }] }] }
  await client.call('UpdateWorkforceTaskSamples', { dataset_id: 'd', workforce_task_id: 't' }, body)
  expect(seen[0]?.method).toBe('PUT')
  expect(seen[0]?.headers['content-type']).toBe('application/json')
  expect(JSON.parse(seen[0]?.body ?? '')).toEqual(body)
})

test('names in a path are percent-encoded', async () => {
  const client = createClient({ baseUrl, project_id: 'p' })
  answer = { status: 204, body: '' }
  expect(await client.call('DeleteLabelAndSamples', { dataset_id: 'd', label_name: '深圳/?' })).toBeNull()
  expect(seen[0]?.url).toBe(`/v2/p/datasets/d/data-annotations/labels/${encodeURIComponent('深圳/?')}`)
})

test('a missing name in the path is not sent', async () => {
  const client = createClient({ baseUrl, project_id: 'p' })
  // @ts-expect-error dataset_id is needed
  await expect(client.call('DescDataset', {})).rejects.toThrow('dataset_id is missing')
  expect(seen).toEqual([])
})

test('a refusal is thrown with status, code and sentence', async () => {
  const client = createClient({ baseUrl, project_id: 'p' })
  answer = { status: 404, body: '{"error_code":"ModelArts.4352","error_msg":"The dataset does not exist."}' }
  const refused = client.call('DescDataset', { dataset_id: 'x' })
  await expect(refused).rejects.toThrow(ApiError)
  await expect(refused).rejects.toMatchObject({
    status: 404,
    error_code: 'ModelArts.4352',
    error_msg: 'The dataset does not exist.',
  })
})

test.each(['<html>bad gateway</html>', '', 'null'])('an answer that is not ours is a refusal too: %j', async (body) => {
  answer = { status: 502, body }
  const refused = createClient({ baseUrl, project_id: 'p' }).call('DescDataset', { dataset_id: 'x' })
  await expect(refused).rejects.toMatchObject({ name: 'ApiError', status: 502, error_code: '' })
})

test('a page that something else answers with 200 is a refusal, too', async () => {
  answer = { status: 200, body: '<html>welcome</html>' }
  const refused = createClient({ baseUrl, project_id: 'p' }).call('DescDataset', { dataset_id: 'x' })
  await expect(refused).rejects.toMatchObject({ name: 'ApiError', status: 200, error_code: '' })
})

test('signing in sends the password once and returns the token of the header', async () => {
  answer = {
    status: 201,
    body: '{"token":{"expires_at":"2030-01-01T00:00:00.000000Z","project":{"id":"p"}}}',
    headers: { 'X-Subject-Token': 'T' },
  }
  const scope = { project: { id: 'p' } }
  const signedIn = await login({ baseUrl }, { email: 'lea@example.com', password: 'secret', scope })
  expect(signedIn).toEqual({ token: 'T', expires_at: '2030-01-01T00:00:00.000000Z', project_id: 'p' })
  expect(seen[0]?.url).toBe('/v3/auth/tokens')
  const user = { name: 'lea@example.com', password: 'secret', domain: { name: 'Default' } }
  expect(JSON.parse(seen[0]?.body ?? '')).toEqual({
    auth: { identity: { methods: ['password'], password: { user } }, scope },
  })
})

test('wrong credentials are thrown as the server says it', async () => {
  answer = { status: 401, body: '{"error_code":"ModelArts.4122","error_msg":"The password is wrong."}' }
  const refused = login({ baseUrl }, { user_name: 'admin', password: 'x' })
  await expect(refused).rejects.toMatchObject({ status: 401, error_code: 'ModelArts.4122' })
})
