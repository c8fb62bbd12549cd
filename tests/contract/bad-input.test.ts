import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codes, errors } from '#contract/errors.ts'
import { OPERATION_IDS, type OperationId, operations } from '#contract/operations.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { addressOf, BODY_OPERATIONS, MAIN_OPERATIONS } from './built.ts'
import { describeCall } from './legal-calls.ts'
import { publishAndMove } from './legal-data-calls.ts'
import { changesBetween, type Rows, readAllRows } from './table-rows.ts'
import { aWorld, type World } from './world.ts'

const MIB = 2 ** 20

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
  // Nothing in this file may have changed anything.
  expect(changesBetween(before, await readAllRows(server.services.store))).toEqual([])
  await server.close()
})

const names = () => ({
  project_id: world.owner.projectId,
  dataset_id: world.dataset_id,
  workforce_task_id: world.workforce_task_id,
  workforce_id: world.workforce_id,
  sample_id: world.mine[0]!,
  worker_id: world.idler.worker_id,
  label_name: 'car',
  version_id: 'v',
  task_id: 't',
  resource_id: world.dataset_id,
})

type Sent = { status: number; headers: Record<string, unknown>; text: string; json: Record<string, unknown> | null }

/** A refusal as every refusal looks. */
function expectRefusal({ status, headers, json, text }: Sent, expected: { status: number; error_code: string }) {
  expect([status, json?.error_code], text).toEqual([expected.status, expected.error_code])
  expect(Object.keys(json!)).toEqual(['error_code', 'error_msg'])
  expect(codes).toContain(json!.error_code)
  expect(json!.error_msg).toMatch(/^\S.*\S$/s)
  expect(headers['content-type']).toBe('application/json; charset=utf-8')
}

describe('addresses and methods', () => {
  test('an address of no operation is refused, with and without a token', async () => {
    const { projectId } = world.owner
    for (const path of [
      '/v2',
      '/v2/',
      `/v2/${projectId}`,
      `/v2/${projectId}/nothing`,
      `/v2/${projectId}//datasets`,
      `//v2/${projectId}/datasets`,
      `/V2/${projectId}/datasets`,
      `/v1/${projectId}/datasets`,
      `/v2/${projectId}/datasets/${world.dataset_id}/metrics/`,
      `/v2/${projectId}/datasets/${world.dataset_id}/data-annotations`,
      `/v2/${projectId}/datasets;a=b`,
      '/.env',
      '/.git/config',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/muster/v1/nothing',
    ]) {
      for (const token of [world.owner.token, '']) {
        const headers = { 'x-auth-token': token }
        const sent = await world.owner.request('GET', path, { headers })
        expectRefusal(sent, errors.noSuchApi)
      }
    }
  })

  test('another method than those of the address is refused, and told which there are', async () => {
    for (const id of OPERATION_IDS) {
      const path = addressOf(id, names())
      const allowed = OPERATION_IDS.filter((other) => matches(operations[other].path, path)).map(
        (other) => operations[other].method,
      )
      for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
        if (allowed.includes(method as 'GET')) continue
        const sent = await world.owner.request(method, path)
        expectRefusal(sent, errors.methodNotAllowed)
        const told = String(sent.headers.allow).split(', ')
        expect([id, method, told.sort()]).toEqual([id, method, [...new Set(allowed)].sort()])
      }
    }
  })

  function matches(template: string, path: string): boolean {
    return new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path)
  }

  test('HEAD answers as GET does, without the body', async () => {
    for (const id of MAIN_OPERATIONS.filter((one) => operations[one].method === 'GET')) {
      const path = addressOf(id, names())
      const [get, head] = [await world.owner.request('GET', path), await world.owner.request('HEAD', path)]
      expect([id, head.status, head.text]).toEqual([id, get.status, ''])
    }
  })

  test('names that nothing can have are not found, and are no fault of the server', async () => {
    const strange = ['%20', '..%2f..', '%F0%9F%92%A5', "a'b", 'a%22b', 'x'.repeat(5000), '%25', '*', 'null', '0']
    for (const id of MAIN_OPERATIONS) {
      for (const name of [...operations[id].path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)) {
        if (name === 'project_id') continue
        for (const text of strange) {
          const address = addressOf(id, { ...names(), [name]: 'PLACE' }).replace('PLACE', text)
          const body = operations[id].body ? { body: describeCall(world, id).body } : {}
          const sent = await world.owner.request(operations[id].method, address, body)
          // Only of an import nobody knows it is said with 200 (D45).
          const isImport = name === 'task_id' && id === 'DescImportTask'
          expect([id, name, text.slice(0, 20), sent.status]).toEqual([
            id,
            name,
            text.slice(0, 20),
            isImport ? 200 : 404,
          ])
          if (isImport) expect(sent.json!.status).toBe('NOT_EXIST')
          else expect(codes).toContain(sent.json!.error_code)
        }
      }
    }
  })

  test('percent signs that cannot be decoded are refused in every place', async () => {
    for (const id of MAIN_OPERATIONS) {
      for (const [, name] of operations[id].path.matchAll(/\{(\w+)\}/g)) {
        for (const text of ['%', '%zz', '%c0%ae', '%ed%a0%80', '%ff', '%00']) {
          const address = addressOf(id, { ...names(), [name!]: 'PLACE' }).replace('PLACE', text)
          expectRefusal(await world.owner.request(operations[id].method, address), errors.requestMalformed)
        }
      }
    }
  })
})

/** Bodies that are no JSON, or JSON that two readers read differently (issue 2, "The contract as one table"). */
const brokenBodies: Record<string, string | Uint8Array> = {
  'nothing but spaces': '   ',
  'a word': 'samples',
  'an open object': '{"a": 1',
  'two values': '{} {}',
  'a comma too many': '{"a": 1,}',
  'single quotes': "{'a': 1}",
  'a comment': '{} // done',
  NaN: '{"a": NaN}',
  'a number beyond a double': '{"a": 1e999}',
  'a leading zero': '{"a": 01}',
  'a duplicate key': '{"a": 1, "a": 2}',
  'a duplicate key, escaped': '{"a": 1, "\\u0061": 2}',
  'a duplicate key far down': '{"a": [{"b": {"c": 1, "c": 1}}]}',
  __proto__: '{"__proto__": {"role": 3}}',
  '__proto__, escaped': '{"a": {"__pr\\u006fto__": {}}}',
  constructor: '{"constructor": {"prototype": {}}}',
  'a lone surrogate': '{"a": "\\ud83d"}',
  'a lone surrogate in a key': '{"\\udc00": 1}',
  'U+0000': '{"a": "x\\u0000y"}',
  'a control character': '{"a": "x\u0001y"}',
  'depth 65': `${'['.repeat(65)}${']'.repeat(65)}`,
  'depth 100000': '['.repeat(100_000),
  'no UTF-8': Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
  'an overlong form': Buffer.from([0x22, 0xc0, 0xaf, 0x22]),
  'a surrogate in UTF-8': Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]),
  'UTF-16': Buffer.from('\uFEFF{}', 'utf16le'),
}

describe('bodies', () => {
  test.each(Object.keys(brokenBodies))('%s is refused by every operation with a body', async (what) => {
    for (const id of BODY_OPERATIONS) {
      const sent = await world.owner.request(operations[id].method, addressOf(id, names()), {
        body: brokenBodies[what],
      })
      expectRefusal(sent, errors.badJson)
    }
  })

  test('a body of another content type is refused by every operation with a body', async () => {
    for (const id of BODY_OPERATIONS) {
      for (const type of [
        'text/plain',
        'application/xml',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
        'application/json-patch+json',
        'image/png',
        '; charset=utf-8',
        'nonsense',
        '',
      ]) {
        const headers = { 'content-type': type }
        const sent = await world.owner.request(operations[id].method, addressOf(id, names()), { headers, body: '{}' })
        expectRefusal(sent, errors.unsupportedMediaType)
      }
    }
  })

  test('a JSON content type with an empty body is no fault', async () => {
    const headers = { 'content-type': 'application/json', 'content-length': '0' }
    for (const id of MAIN_OPERATIONS) {
      const { method, body } = operations[id]
      if (method === 'GET') {
        const { names } = describeCall(world, id)
        const sent = await world.owner.request(method, addressOf(id, names), { headers })
        expect([id, sent.status]).toEqual([id, 200])
      } else if (method === 'DELETE') {
        const gone = { ...names(), dataset_id: 'x', workforce_id: 'x' }
        expect((await world.owner.request(method, addressOf(id, gone), { headers })).status).toBe(404)
      } else if (body) {
        const gone = { ...names(), dataset_id: 'x', workforce_id: 'x' }
        const sent = await world.owner.request(method, addressOf(id, gone), { headers })
        expect([id, sent.status]).toEqual([id, expect.toBeOneOf([400, 404])])
        expect(sent.json!.error_code).not.toBe(errors.badJson.error_code)
      }
    }
  })

  test('letters of any case and a charset in the content type are taken', async () => {
    for (const type of ['application/json', 'Application/JSON', 'application/json; charset=utf-8']) {
      const headers = { 'content-type': type }
      const sent = await world.owner.request('PUT', addressOf('UpdateWorkforce', names()), { headers, body: '[]' })
      expectRefusal(sent, errors.parameterInvalid)
    }
  })

  test('a body over 12 MiB is refused, one of 12 MiB is read', async () => {
    for (const id of ['CreateWorkforce', 'UpdateWorkforceTaskSamples', 'UploadSamplesJson'] as OperationId[]) {
      const send = (body: string) => world.owner.request(operations[id].method, addressOf(id, names()), { body })
      const filler = (size: number) => `"${'x'.repeat(size - 2)}"`
      expectRefusal(await send(filler(12 * MIB)), errors.parameterInvalid)
      expectRefusal(await send(filler(12 * MIB + 1)), errors.bodyTooLarge)
    }
  })

  test('keys that mean something to JavaScript alone do no harm in a query', async () => {
    for (const name of ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'length']) {
      const sent = await world.owner.request('GET', `${addressOf('ListDatasets', names())}?${name}=1&${name}[limit]=5`)
      expect([name, sent.status]).toEqual([name, 200])
    }
  })
})

test('operations that are refused before their body is read do not mind what it is', async () => {
  for (const body of Object.values(brokenBodies)) {
    const unknown = await world.owner.request('PUT', addressOf('UpdateDataset', { ...names(), dataset_id: 'x' }), {
      body,
    })
    expectRefusal(unknown, errors.datasetNotFound)
    const forbidden = await world.labeler.request('PUT', addressOf('UpdateDataset', names()), { body })
    expectRefusal(forbidden, errors.memberMayNot)
    const nobody = await world.owner.request('PUT', addressOf('UpdateDataset', names()), {
      headers: { 'x-auth-token': '' },
      body,
    })
    expectRefusal(nobody, errors.tokenMissing)
  }
})
