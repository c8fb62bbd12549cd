import { afterAll, beforeAll, expect, test } from 'vitest'
import { codes, errors } from '#contract/errors.ts'
import { type OperationId, operations } from '#contract/operations.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { addressOf, BODY_OPERATIONS } from './built.ts'
import { makeReady } from './legal-calls.ts'
import { changesBetween, readAllRows } from './table-rows.ts'
import { aWorld } from './world.ts'
import { type Field, fieldsOf, pathOf, withValue, wrongValuesFor } from './wrong-values.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

/** Where the contract takes more than its tables say (contract README "Traps", clients 8, behaviour 4.2 and D24). */
const leniencies: readonly { operation?: OperationId; path: RegExp; values: readonly unknown[]; why: string }[] = [
  {
    path: /(^|(?<!label_list)\.|_)(labels|tags)$/,
    values: [null],
    why: 'terraform sends null for no labels; null removes all labels',
  },
  { path: /search_conditions.*\.(property|props)\.anything$/, values: [null], why: 'null means any value' },
  { path: /\.metadata\.@modelarts:\w+$/, values: [null], why: 'null removes a key of metadata' },
  { path: /\.metadata\.@modelarts:hard$/, values: [0, 1, true, false], why: 'recorded as number and as boolean' },
  { path: /@modelarts:(default_)?shape$/, values: [''], why: 'empty by default on the pages' },
  { operation: 'CreateWorker', path: /^role$/, values: ['0'], why: 'a number in the table, text in the example' },
]

function isLenient(operation: OperationId, { steps }: Field, value: unknown): boolean {
  return leniencies.some(
    (one) =>
      (one.operation ?? operation) === operation &&
      one.path.test(pathOf(steps)) &&
      one.values.some((of) => of === value),
  )
}

test.each(BODY_OPERATIONS)('%s takes no value of another kind in any field, and changes nothing then', async (id) => {
  const world = await aWorld(server)
  const { caller, names, query, body } = await makeReady(world, id)
  const address = `${addressOf(id, names)}?${new URLSearchParams(query)}`
  const before = await readAllRows(server.services.store)
  const taken: string[] = []
  for (const field of fieldsOf(operations[id].body!)) {
    const path = pathOf(field.steps)
    for (const value of wrongValuesFor(field)) {
      if (isLenient(id, field, value)) continue
      const sent = withValue(body, field.steps, value)
      const { status, json, text } = await caller.request(operations[id].method, address, {
        body: JSON.stringify(sent),
      })
      const isRefused = status === 400 && json.error_code === errors.parameterInvalid.error_code
      const saysWhere = json?.error_msg?.startsWith(`${path || 'the body'}: `)
      if (!isRefused || !saysWhere) taken.push(`${path} = ${JSON.stringify(value)}: ${status} ${text.slice(0, 300)}`)
    }
  }
  expect(taken).toEqual([])
  expect(changesBetween(before, await readAllRows(server.services.store))).toEqual([])
})

test('what the contract takes beside its tables is taken', async () => {
  for (const id of BODY_OPERATIONS) {
    const fields = fieldsOf(operations[id].body!)
    for (const field of fields) {
      const values = leniencies.flatMap(({ values }) => values).filter((value) => isLenient(id, field, value))
      for (const value of values) {
        const world = await aWorld(server)
        const { caller, names, query, body } = await makeReady(world, id)
        const address = `${addressOf(id, names)}?${new URLSearchParams(query)}`
        const sent = withValue(body, field.steps, value)
        const { status, json } = await caller.request(operations[id].method, address, { body: JSON.stringify(sent) })
        const what = `${id} ${pathOf(field.steps)} = ${JSON.stringify(value)}`
        // null and an empty list say the same: nothing to do, which a batch call refuses with a code of its own.
        if (status === 400) expect([what, json.error_code]).toEqual([what, errors.emptyRequest.error_code])
        else expect([what, status]).toEqual([what, expect.toBeOneOf([200, 201, 204])])
      }
    }
  }
})

test.each(BODY_OPERATIONS)('%s misses what is required, and says so', async (id) => {
  const world = await aWorld(server)
  const { caller, names } = await makeReady(world, id)
  const required = (operations[id].body as { required?: string[] }).required ?? []
  const { status, json } = await caller.request(operations[id].method, addressOf(id, names), { body: {} })
  if (required.length === 0) return expect(codes).toContain(json?.error_code ?? codes[0])
  expect([status, json.error_code]).toEqual([400, errors.parameterInvalid.error_code])
  expect(json.error_msg).toBe(`${required[0]}: is required`)
})
