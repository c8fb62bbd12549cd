import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CallId } from '#contract/operations.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { MAIN_OPERATIONS } from './built.ts'
import { legalCalls, makeReady } from './legal-calls.ts'
import { legalExtensionCalls } from './legal-extension-calls.ts'
import { aWorld } from './world.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

test('there is a legal call of every operation that is built', () => {
  expect(Object.keys(legalCalls).sort()).toEqual([...MAIN_OPERATIONS].sort())
  expect(MAIN_OPERATIONS).toHaveLength(61)
})

const ofExtensions = Object.keys(legalExtensionCalls) as CallId[]

test.each([...MAIN_OPERATIONS, ...ofExtensions])(
  'the legal call of %s succeeds with the documented status and body',
  async (id) => {
    const world = await aWorld(server)
    const { caller, names, query, body } = await makeReady(world, id)
    const answer = await caller.call(id, { ...names, ...query } as never, body)
    // Batch calls answer 200 also when an item is refused.
    if (answer && 'success' in answer) expect(answer).toMatchObject({ success: true })
  },
)
