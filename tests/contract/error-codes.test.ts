import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type ErrorName, errors } from '#contract/errors.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { raisers, type Stage } from './error-raisers.ts'
import { aWorld } from './world.ts'

let server: TestServer
let stage: Stage
beforeAll(async () => {
  server = await aServer()
  stage = { server, shared: await aWorld(server), fresh: () => aWorld(server) }
})
afterAll(() => server.close())

test.each(Object.keys(raisers) as ErrorName[])('%s is told to somebody', async (name) => {
  // Faults of the server go to its log.
  const log = vi.spyOn(console, 'error').mockImplementation(() => {})
  try {
    const { status, error_code } = errors[name]
    const raised = await raisers[name](stage)
    expect(raised.error_code).toBe(error_code)
    if (raised.status !== undefined) expect(raised.status).toBe(status)
  } finally {
    log.mockRestore()
  }
})

test('docs/errors.md lists what the catalogue holds, with its statuses', async () => {
  const page = await readFile(new URL('../../docs/errors.md', import.meta.url), 'utf8')
  const listed = [...page.matchAll(/^\| `(ModelArts\.\d{4})` \| (\d{3}) \|/gm)].map(
    ([, code, status]) => `${code} ${status}`,
  )
  const known = Object.values(errors).map(({ error_code, status }) => `${error_code} ${status}`)
  expect(listed.toSorted()).toEqual(known.toSorted())
})
