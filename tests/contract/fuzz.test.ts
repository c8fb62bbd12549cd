import fc from 'fast-check'
import type { TSchema } from 'typebox'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import { codes, errors } from '#contract/errors.ts'
import { type OperationId, operations } from '#contract/operations.ts'
import { validator } from '#contract/validate.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import type { Caller } from '#tests/caller.ts'
import { faultsOfCounters } from '#tests/recount.ts'
import { aTaskAtWork } from '#tests/scenes.ts'
import { addressOf, MAIN_OPERATIONS } from './built.ts'
import { anyOf, fill, narrowPool, type Pool, parameterOf, pathNamesOf, readPool } from './fuzz-values.ts'
import { describeCall } from './legal-calls.ts'
import { aWorld, openAcceptance, type World } from './world.ts'
import { fieldsOf, type Shape, withValue, wrongValuesFor } from './wrong-values.ts'

/** How many calls are made; more of them by MUSTER_FUZZ_CALLS, others by MUSTER_FUZZ_SEED. */
const CALLS = Number(process.env.MUSTER_FUZZ_CALLS ?? 1500)
const SEED = Number(process.env.MUSTER_FUZZ_SEED ?? 20260)
/** Calls after which a new project takes the place of what the calls have made of the old one. */
const CALLS_PER_WORLD = 150
const AT_ONCE = 3

let server: TestServer
beforeAll(async () => {
  server = await aServer()
  // That of the scenes, whose files are not there.
  await server.bucket('scenes')
})
afterAll(() => server.close())

type Call = {
  id: OperationId
  by: 'owner' | 'labeler' | 'reviewer' | 'manager' | 'as documented'
  names: Partial<Record<string, string>>
  query: Partial<Record<string, string>>
  body: { kind: 'legal' } | { kind: 'wrong'; field: number; value: number } | { kind: 'any'; value: unknown }
}

const call = fc.constantFrom(...MAIN_OPERATIONS).chain((id): fc.Arbitrary<Call> => {
  const { path, query, body } = operations[id]
  const parameters = Object.entries(query.properties)
  return fc.record({
    id: fc.constant<OperationId>(id),
    by: fc.oneof(
      { weight: 7, arbitrary: fc.constant<Call['by']>('as documented') },
      fc.constantFrom<Call['by']>('owner', 'labeler', 'reviewer', 'manager'),
    ),
    names: pathNamesOf(path),
    query: fc.oneof(
      fc.constant({}),
      fc.record(Object.fromEntries(parameters.map(([name, shape]) => [name, parameterOf(shape as Shape, name)])), {
        requiredKeys: [],
      }),
    ),
    body: fc.oneof(
      { weight: 2, arbitrary: fc.constant({ kind: 'legal' as const }) },
      fc.record({ kind: fc.constant('wrong' as const), field: fc.nat(), value: fc.nat() }),
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('any' as const), value: anyOf((body ?? {}) as Shape) }) },
    ),
  })
})

/** What is sent: by whom, where and what. */
async function prepare({ id, by, names, query, body }: Call, world: World, pool: Pool) {
  const { store } = server.services
  const legal = describeCall(world, id)
  const caller: Caller = by === 'as documented' ? legal.caller : world[by]
  const { dataset_id = world.dataset_id } = fill(names, pool)
  const here = await narrowPool(store, pool, dataset_id)
  const search = new URLSearchParams(fill(query, here) as Record<string, string>)
  const address = `${addressOf(id, { ...legal.names, ...fill(names, here) })}?${search}`
  return { caller, address, body: operations[id].body ? bodyOf(id, body, legal.body, here) : undefined }
}

function bodyOf(id: OperationId, body: Call['body'], legal: unknown, pool: Pool): unknown {
  if (body.kind === 'legal') return legal
  if (body.kind === 'any') return fill(body.value, pool)
  const fields = fieldsOf(operations[id].body!)
  const field = fields[body.field % fields.length]!
  const values = wrongValuesFor(field)
  return withValue(legal, field.steps, values[body.value % values.length])
}

/** Undefined when an answer is as it must be, else what is wrong with it. */
function faultOf(id: OperationId, { status, json, text }: Awaited<ReturnType<Caller['request']>>): string | undefined {
  const { replies } = operations[id]
  if (status >= 400) {
    if (!codes.includes(json?.error_code)) return 'its code is not in the catalogue'
    if (Object.keys(json).join() !== 'error_code,error_msg' || !/\S/.test(json.error_msg)) return 'it is no refusal'
    const is = (entry: { status: number; error_code: string }) =>
      entry.status === status && entry.error_code === json.error_code
    return status < 500 || is(errors.notSupported) || is(errors.sampleNotDeleted)
      ? undefined
      : 'it is a fault of the server'
  }
  if (!(status in replies)) return 'its status is not documented'
  const schema = (replies as Record<number, TSchema | null>)[status]
  if (!schema) return text === '' ? undefined : 'it has a body'
  return validator(schema)(json) ?? undefined
}

/** A world in which the other types of datasets are at work too; in every second one an acceptance is open. */
async function aCrowdedWorld(number: number): Promise<World> {
  const world = await aWorld(server)
  for (const type of [DatasetType.textClassification, DatasetType.namedEntities, DatasetType.textTriplets] as const) {
    const samples = ['Ann works for Ümlaut 👩‍👧 Ltd.', 'Bob', 'nothing'].map((content) => ({ content }))
    await aTaskAtWork(server, { type, samples, reviewers: 1, project: world.project })
  }
  const samples = [{ duration: 60_000 }, {}]
  await aTaskAtWork(server, { type: DatasetType.speechParagraphs, samples, project: world.project })
  if (number % 2 === 1) await openAcceptance(world)
  return world
}

test(`${CALLS} calls made up from the schemas, seed ${SEED}: every answer is a documented one`, async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {})
  const succeeded = new Set<OperationId>()
  let world: World
  let made = 0
  await fc.assert(
    fc.asyncProperty(fc.array(call, { minLength: AT_ONCE, maxLength: AT_ONCE }), async (calls) => {
      if (made % CALLS_PER_WORLD === 0) world = await aCrowdedWorld(made / CALLS_PER_WORLD)
      made += calls.length
      const pool = await readPool(server.services.store, world.owner.projectId)
      await Promise.all(
        calls.map(async (one) => {
          const { caller, address, body } = await prepare(one, world, pool)
          const { method } = operations[one.id]
          const sent = await caller.request(method, address, {
            body: body === undefined ? undefined : JSON.stringify(body),
          })
          const fault = faultOf(one.id, sent)
          if (fault)
            throw new Error(`${method} ${address} ${JSON.stringify(body)}\n${sent.status} ${sent.text}\n${fault}`)
          if (sent.status < 300) succeeded.add(one.id)
        }),
      )
    }),
    { numRuns: Math.ceil(CALLS / AT_ONCE), seed: SEED, endOnFailure: true },
  )
  await server.idle()
  // Faults of jobs and of what nobody waits for are in the log.
  expect(log.mock.calls.map((line) => line.map(String).join(' '))).toEqual([])
  log.mockRestore()
  const datasets = await server.services.store.db.selectFrom('dataset').select('dataset_id').execute()
  for (const { dataset_id } of datasets) expect(await faultsOfCounters(server.services.store, dataset_id)).toEqual([])
  expect(succeeded.size).toBeGreaterThanOrEqual(40)
}, 600_000)
