import { existsSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { OPERATION_IDS } from '#contract/operations.ts'
import { builtOperations } from '#server/handlers/index.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { aTeam } from '#tests/builders.ts'
import { Refused } from '#tests/caller.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

test('the owner and the members of a team are let in, each in the role he has', async () => {
  const team = await aTeam(server, { labelers: 2, reviewers: 1, managers: 1 })
  const people = [...team.labelers, ...team.reviewers, ...team.managers]
  expect(new Set(people.map(({ worker_id }) => worker_id)).size).toBe(4)
  for (const caller of [server.owner, ...people]) {
    const { status, json } = await caller.request('GET', '/v3/auth/tokens', {
      headers: { 'x-subject-token': caller.token },
    })
    expect({ status, name: json.token.user.name }).toEqual({ status: 200, name: caller.email || 'admin' })
  }
})

test('a refused call throws what the wire says', async () => {
  const unbuilt = OPERATION_IDS.find((id) => !builtOperations.includes(id))!
  const refusal = await server.owner.refused(unbuilt, { dataset_id: 'x' } as never)
  expect(refusal).toBeInstanceOf(Refused)
  expect(refusal).toMatchObject({ status: 501, error_code: 'ModelArts.4383' })
})

test('another project is foreign: its owner is kept out of the first one', async () => {
  const other = await server.makeProject()
  expect(other.projectId).not.toBe(server.projectId)
  const refusal = await other.owner.refused('ListDatasets', { project_id: server.projectId })
  expect(refusal).toMatchObject({ status: 403, error_code: 'ModelArts.0210' })
})

test('a bucket is a folder of the store', async () => {
  const folder = await server.bucket('acme')
  await server.services.blobs.writeBlob('acme', 'in/a.txt', Buffer.from('a'))
  expect(existsSync(`${folder}/in/a.txt`)).toBe(true)
})

test('the clock of a server can be moved on', async () => {
  const own = await aServer()
  own.advance(25 * 3_600_000)
  const refusal = await own.owner.refused('ListDatasets', {})
  expect(refusal).toMatchObject({ status: 401, error_code: 'ModelArts.0202' })
  await own.close()
})
