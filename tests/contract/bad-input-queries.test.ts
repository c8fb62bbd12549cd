import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { errors } from '#contract/errors.ts'
import { type OperationId, operations } from '#contract/operations.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { addressOf, MAIN_OPERATIONS } from './built.ts'
import { describeCall } from './legal-calls.ts'
import { publishAndMove } from './legal-data-calls.ts'
import { changesBetween, type Rows, readAllRows } from './table-rows.ts'
import { aWorld, type World } from './world.ts'
import type { Shape } from './wrong-values.ts'

let server: TestServer
let world: World
let before: Rows
beforeAll(async () => {
  server = await aServer()
  world = await aWorld(server)
  await publishAndMove(world)
  before = await readAllRows(server.services.store)
})
afterAll(async () => {
  expect(changesBetween(before, await readAllRows(server.services.store))).toEqual([])
  await server.close()
})

type Parameter = { id: OperationId; name: string; shape: Shape & { format?: string; default?: unknown } }

const parameters: Parameter[] = MAIN_OPERATIONS.flatMap((id) =>
  Object.entries(operations[id].query.properties).map(([name, shape]) => ({ id, name, shape: shape as Shape })),
)
const reading = parameters.filter(({ id }) => operations[id].method === 'GET')

async function ask(id: OperationId, search: string) {
  const { caller, names, body } = describeCall(world, id)
  return caller.request(operations[id].method, `${addressOf(id, names)}?${search}`, { body })
}

/** Texts that are no value of the kind of a parameter, percent-encoded. */
function wrongTexts({ shape, name }: Parameter): string[] {
  if (name === 'locale') return ['de-de', 'en', 'null', '0']
  if (name === 'search_conditions')
    return ['x', '5', '%22a%22', '%7B', '%5B5%5D', '%7B%22hard%22%3A5%7D', 'true', 'null']
  const numeric = [
    'x',
    '%20',
    '1e2',
    '0x1',
    '+1',
    '1,2',
    'NaN',
    'Infinity',
    'null',
    'true',
    '%EF%BC%91',
    '9'.repeat(30),
  ]
  if (shape.enum) return ['no-such-value', '12345', '__', '-', 'null', '%5B%5D', '1.0']
  if (shape.type === 'integer') return [...numeric, '1.5', '1.0', '--1']
  if (shape.type === 'number') return [...numeric, '1.', '.5', '1.5.5']
  if (shape.type === 'boolean') return ['yes', 'no', '1', '0', 'on', 'tru', 'null', 'true%20', 'falsefalse', '%5B%5D']
  return []
}

describe('wrong texts', () => {
  test.each(parameters.filter((parameter) => wrongTexts(parameter).length > 0))(
    '$id refuses what $name cannot be',
    async (parameter) => {
      const { id, name } = parameter
      for (const text of wrongTexts(parameter)) {
        const { status, json } = await ask(id, `${name}=${text}`)
        const expected = name === 'locale' ? errors.languageNotSupported : errors.parameterInvalid
        expect([text, status, json?.error_code]).toEqual([text, 400, expected.error_code])
        expect(json.error_msg).toMatch(new RegExp(`^${name}\\b`))
      }
    },
  )

  test.each(reading.filter(({ name }) => name === 'limit' || name === 'offset'))(
    '$id keeps to the range of $name',
    async ({ id, name, shape }) => {
      const { minimum, maximum } = shape as { minimum: number; maximum: number }
      for (const value of [minimum, maximum]) expect((await ask(id, `${name}=${value}`)).status).toBe(200)
      for (const value of [minimum - 1, maximum + 1, -(2 ** 31)]) {
        const { status, json } = await ask(id, `${name}=${value}`)
        expect([value, status, json.error_code]).toEqual([value, 400, errors.parameterInvalid.error_code])
      }
    },
  )

  test('names of columns and relations order and filter nothing: they are as wrong as any word', async () => {
    const rows = [...before.values()].flatMap(([first]) => (first ? Object.keys(JSON.parse(first)) : []))
    const names = [
      ...new Set([...rows, ...before.keys(), 'rowid', 'ctid', 'create_time; drop table', 'create_time desc']),
    ]
    for (const { id, shape } of reading.filter(({ name }) => name === 'sort_by')) {
      const random = await ask(id, 'sort_by=no_such_name')
      for (const name of names.filter((one) => !shape.enum!.includes(one))) {
        const { status, json } = await ask(id, `sort_by=${encodeURIComponent(name)}`)
        const answer = { ...json, error_msg: json.error_msg.replace(`"${name}"`, '"no_such_name"') }
        expect([status, answer]).toEqual([random.status, random.json])
      }
    }
  })
})

describe('leniencies', () => {
  test.each(reading)('$id takes $name left empty for absent', async ({ id, name }) => {
    const [empty, absent] = [await ask(id, `${name}=`), await ask(id, '')]
    const steady = (text: string) => text.replaceAll(/"source":"[^"]*"|"\d{13}":/g, '')
    expect([empty.status, steady(empty.text)]).toEqual([200, steady(absent.text)])
  })

  test.each(reading.filter(({ shape }) => shape.type === 'boolean'))(
    '$id takes $name in any case',
    async ({ id, name }) => {
      for (const text of ['true', 'True', 'TRUE', 'false', 'False'])
        expect((await ask(id, `${name}=${text}`)).status).toBe(200)
    },
  )

  test.each(parameters)('$id refuses $name given twice', async ({ id, name }) => {
    const { status, json } = await ask(id, `${name}=1&${name}=1`)
    expect([status, json?.error_code]).toEqual([400, errors.parameterInvalid.error_code])
    expect(json.error_msg).toContain(name)
  })

  test('every reading call ignores parameters that it does not know', async () => {
    for (const id of MAIN_OPERATIONS.filter((one) => operations[one].method === 'GET')) {
      const { status } = await ask(id, 'marker=1&filePreview=false&type=0&a[b]=c&=&&x&%3F=1&__proto__=x')
      expect([id, status]).toEqual([id, 200])
    }
  })

  test('states are taken in any case, with and without underscores', async () => {
    for (const { id, name } of reading.filter(({ shape }) => shape.format === 'sample-state')) {
      for (const state of ['__NONE__', '__none__', 'none', 'None', 'AUTO_ANNOTATION', '__Auto_Annotation__', 'all']) {
        const { status } = await ask(id, `${name}=${state}`)
        // A single sample that is in another state is not found.
        expect([id, state, status]).toEqual([id, state, id.startsWith('Describe') ? expect.toBeOneOf([200, 404]) : 200])
      }
    }
  })
})

describe('texts', () => {
  const strange = [
    '%00',
    'a%00b',
    '%zz',
    '%',
    '%ff',
    '%ed%a0%80',
    '%F0%9F%92%A5',
    "'%20or%201=1--",
    '%25',
    '_',
    '%5C',
    'x'.repeat(8000),
  ]

  test.each(reading)('$id does no harm whatever text $name holds', async ({ id, name }) => {
    for (const text of strange) {
      const { status, json } = await ask(id, `${name}=${text}`)
      expect([text, status]).toEqual([text, expect.toBeOneOf([200, 400, 404])])
      if (status !== 200) expect(json).toEqual({ error_code: expect.any(String), error_msg: expect.any(String) })
      if (text.includes('%00')) expect([status, json.error_code]).toEqual([400, errors.requestMalformed.error_code])
    }
  })
})
