import type { AddressInfo } from 'node:net'
import type { TSchema } from 'typebox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { VersionStatus } from '#contract/codes.ts'
import { errors } from '#contract/errors.ts'
import { type OperationId, operations, successStatus } from '#contract/operations.ts'
import { validator } from '#contract/validate.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { addressOf, LATER_OPERATIONS, MAIN_OPERATIONS } from './built.ts'
import { deviations, rows } from './example-rows.ts'
import { anExampleWorld, documentedExamples, makeExampleFiles } from './example-scenery.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
  await makeExampleFiles(server)
})
afterAll(() => server.close())

/** An operation of which no answer is shown has the status that its page names. */
const undocumented = (id: OperationId) => ({ status: successStatus(id), body: {} })

const replayed = documentedExamples
  .filter(({ operation_id }) => MAIN_OPERATIONS.includes(operation_id))
  .flatMap(({ operation_id, requests, responses }) =>
    requests.map((request, n) => ({ operation_id, n, request, response: responses[0] ?? undocumented(operation_id) })),
  )

test('every documented example of what is built is replayed', () => {
  expect(new Set(replayed.map(({ operation_id }) => operation_id))).toEqual(new Set(MAIN_OPERATIONS))
  expect(Object.keys(rows).sort()).toEqual([...MAIN_OPERATIONS].sort())
  expect(replayed).toHaveLength(65)
  for (const { responses } of documentedExamples) expect(responses).toHaveLength(responses.length && 1)
})

test.each(replayed)('$operation_id, example $n: documented status, model and fields', async (example) => {
  const { operation_id: id, request, response } = example
  const row = rows[id]!
  const world = await row.world(server)
  const caller = row.by?.(world) ?? world.owner
  const { dataset_id, workforce_task_id, workforce_id } = world
  const names = { project_id: caller.projectId, dataset_id, workforce_task_id, workforce_id, ...row.names?.(world) }
  // All that follows the first question mark, as it is: one example has two of them.
  const search = request.url?.includes('?') ? request.url.slice(request.url.indexOf('?')) : ''
  const body = 'body' in request ? ((await row.body?.(request.body, world)) ?? request.body) : undefined
  const sent = await caller.request(operations[id].method, addressOf(id, names) + search, { body })
  expect([sent.status, sent.status >= 400 && sent.text]).toEqual([response.status, false])
  if (response.status === 204) return expect(sent.text).toBe('')
  const schema = (operations[id].replies as Record<number, TSchema>)[response.status]!
  expect(validator(schema)(sent.json)).toBeNull()
  const lacking = deviations.filter(({ operation }) => operation === id).flatMap(({ paths }) => paths)
  // Exactly those: a deviation that is none any more has to go from the table.
  expect(missingFields(response.body, sent.json, '').sort()).toEqual(lacking.sort())
  await server.idle()
  expect(await faultsOf(dataset_id)).toEqual([])
})

/** What a call began and what came to a bad end. */
async function faultsOf(dataset_id: string): Promise<unknown[]> {
  const { db } = server.services.store
  const tasks = await db
    .selectFrom('data_task')
    .select(['kind', 'status', 'error_msg'])
    .where('dataset_id', '=', dataset_id)
    .execute()
  const versions = await db
    .selectFrom('dataset_version')
    .select(['version_name', 'status', 'error_msg'])
    .where('dataset_id', '=', dataset_id)
    .execute()
  return [
    ...tasks.filter(({ status }) => status !== 'COMPLETED' && status !== 'SUCCESSED'),
    ...versions.filter(({ status }) => status !== VersionStatus.normal),
  ]
}

/** Ways to what a documented answer shows and ours does not, or shows as another kind. */
function missingFields(documented: unknown, ours: unknown, path: string): string[] {
  if (Array.isArray(documented)) {
    if (!Array.isArray(ours)) return [path]
    if (documented.length === 0) return []
    return ours.length === 0 ? [`${path}[]`] : missingFields(documented[0], ours[0], `${path}[]`)
  }
  if (typeof documented === 'object' && documented !== null) {
    if (typeof ours !== 'object' || ours === null) return [path]
    const keys = Object.keys(documented)
    return keys.flatMap((key) => {
      const value = (documented as Record<string, unknown>)[key]
      // Mail addresses and times are keys of the user's: any of ours stands for any of theirs.
      const isFree = /^[^@]+@|^\d{13}$/.test(key)
      const own = isFree ? Object.keys(ours)[0] : key
      if (own === undefined || !Object.hasOwn(ours, own)) return [`${path}.${key}`]
      return missingFields(value, (ours as Record<string, unknown>)[own], `${path}.${key}`)
    })
  }
  return typeof documented === typeof ours ? [] : [path]
}

test('over a real connection an answer is what it is without one, and 204 has no body', async () => {
  await server.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = server.app.server.address() as AddressInfo
  const { owner, dataset_id } = await anExampleWorld(server, { task: false })
  const headers = { 'x-auth-token': owner.token, 'content-type': 'application/json' }
  const at = (id: OperationId, names = {}) =>
    `http://127.0.0.1:${port}${addressOf(id, { project_id: owner.projectId, dataset_id, ...names })}`
  const body = JSON.stringify({ workforce_name: 'team-123', description: 'my team' })
  const created = await fetch(at('CreateWorkforce'), { method: 'POST', headers, body })
  expect([created.status, await created.json()]).toEqual([201, { workforce_id: expect.stringMatching(/^\w{19}$/) }])
  const described = await fetch(at('DescDataset'), { headers })
  const injected = await owner.call('DescDataset', { dataset_id })
  expect([described.status, await described.json()]).toEqual([200, injected])
  const deleted = await fetch(at('DeleteDataset'), { method: 'DELETE', headers })
  expect([deleted.status, await deleted.text(), deleted.headers.get('content-type')]).toEqual([204, '', null])
})

describe('operations of later issues', () => {
  test('there are eighteen of them', () => {
    expect(LATER_OPERATIONS).toHaveLength(18)
  })

  test.each(LATER_OPERATIONS)('%s says so after authentication and before any look at ids or body', async (id) => {
    const { owner, team } = await anExampleWorld(server, { task: false })
    const { method } = operations[id]
    const names = { project_id: owner.projectId }
    for (const caller of [owner, team.labelers[0]!]) {
      for (const body of [undefined, '{}', '{"a": ', '[]', 'x'.repeat(100)]) {
        const address = `${addressOf(id, names)}?limit=nonsense`
        const sent = await caller.request(method, address, { body })
        expect([sent.status, sent.json?.error_code]).toEqual([501, errors.notSupported.error_code])
        expect(sent.json.error_msg).toBe(`${id} is not built yet.`)
      }
      const other = await caller.request(method, addressOf(id, { project_id: 'another' }))
      expect([other.status, other.json?.error_code]).toEqual([403, errors.projectMismatch.error_code])
    }
    const nobody = await owner.request(method, addressOf(id, names), { headers: { 'x-auth-token': '' } })
    expect([nobody.status, nobody.json?.error_code]).toEqual([401, errors.tokenMissing.error_code])
  })
})
