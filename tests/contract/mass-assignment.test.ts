import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OperationId, operations } from '#contract/operations.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { addressOf, BODY_OPERATIONS, MAIN_OPERATIONS } from './built.ts'
import { makeReady } from './legal-calls.ts'
import { changesBetween, effectBetween, type Rows, readAllRows } from './table-rows.ts'
import { aWorld, type World } from './world.ts'
import { fieldsOf, type Shape } from './wrong-values.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

/** A number that stands nowhere in the records unless somebody took it over. */
const SENTINEL = 6_172_839_455

/** Keys of whatever the contract knows anywhere, in requests and in answers. */
const wireNames = new Set(
  MAIN_OPERATIONS.flatMap((id) => [operations[id].body, ...Object.values(operations[id].replies)])
    .flatMap((schema) => (schema === null ? [] : fieldsOf(schema)))
    .flatMap(({ steps }) => steps.filter((step) => typeof step === 'string')),
)

/** Where users keep keys of their own: there every key is legal. */
const openMaps = new Set(['metadata', 'property', 'label_names'])

/** Where a name that is not known is refused: a search that leaves out a condition finds too much. */
const closedLists = new Set(['search_conditions'])

/** A body in which every object carries every known name beside its own keys. */
function withExtraKeys(body: unknown, schema: Shape | undefined, extra: Readonly<Record<string, unknown>>): unknown {
  if (Array.isArray(body)) return body.map((item) => withExtraKeys(item, schema?.items, extra))
  if (typeof body !== 'object' || body === null) return body
  const known = (schema?.anyOf?.find(({ type }) => type === 'object') ?? schema)?.properties ?? {}
  const own = Object.entries(body).map(([key, value]) => {
    const isOpen = openMaps.has(key) && known[key]?.additionalProperties !== undefined
    return [key, isOpen || closedLists.has(key) ? value : withExtraKeys(value, known[key], extra)]
  })
  const foreign = Object.entries(extra).filter(([key]) => !Object.hasOwn(known, key))
  return Object.fromEntries([...foreign, ...own])
}

/** What the legal call of an operation does in a fresh world, with other keys put into its body. */
async function effectOf(id: OperationId, extrasFor: (world: World, before: Rows) => Record<string, unknown>) {
  const world = await aWorld(server)
  const { caller, names, query, body } = await makeReady(world, id)
  // What the making of the world set going must not count as done by the call.
  await server.idle()
  const before = await readAllRows(server.services.store)
  const sent = withExtraKeys(body, operations[id].body as Shape, extrasFor(world, before))
  const address = `${addressOf(id, names)}?${new URLSearchParams(query)}`
  const { status, json, text } = await caller.request(operations[id].method, address, { body: sent })
  await server.idle()
  const after = await readAllRows(server.services.store)
  const succeeded = status < 300 && (json?.success ?? true)
  const fresh = changesBetween(before, after).filter((line) => line.startsWith('+'))
  return { succeeded: succeeded || text, effect: effectBetween(before, after), fresh }
}

/** Every name of a column, and every name of the wire. */
function everyName(rows: Rows): string[] {
  const columns = [...rows.values()].flatMap(([first]) => (first === undefined ? [] : Object.keys(JSON.parse(first))))
  return [...new Set([...columns, ...wireNames])]
}

/** Values as somebody would choose them who wants to reach what is not his. */
function plausibleValue(name: string, world: World): unknown {
  const ids: Record<string, unknown> = {
    project_id: 'another',
    account_id: 'another',
    dataset_id: world.dataset_id,
    task_id: world.workforce_task_id,
    worker_id: world.idler.worker_id,
    workforce_id: world.workforce_id,
    role: 3,
    status: 3,
    state: 5,
    sample_status: 'ACCEPTED',
    score: 'A',
  }
  return name in ids ? ids[name] : /accept|is_|auto|success|final/.test(name) ? true : 1
}

test('every object of the wire and every table is known by its names', async () => {
  await aWorld(server)
  const names = everyName(await readAllRows(server.services.store))
  expect(names).toEqual(
    expect.arrayContaining(['check_accept', 'sample_status', 'project_id', 'late_in', 'password_hash']),
  )
})

test.each(BODY_OPERATIONS)('%s takes over no key that is not its own', async (id) => {
  const plain = await effectOf(id, () => ({}))
  const numbered = await effectOf(id, (_, before) => {
    return Object.fromEntries(everyName(before).map((name) => [name, SENTINEL]))
  })
  const plausible = await effectOf(id, (world, before) => {
    return Object.fromEntries(everyName(before).map((name) => [name, plausibleValue(name, world)]))
  })
  expect([plain.succeeded, numbered.succeeded, plausible.succeeded]).toEqual([true, true, true])
  expect(numbered.fresh.filter((line) => line.includes(String(SENTINEL)))).toEqual([])
  expect(numbered.effect).toEqual(plain.effect)
  expect(plausible.effect).toEqual(plain.effect)
})
