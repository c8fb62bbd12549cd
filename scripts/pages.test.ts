import { expect, test } from 'vitest'
import { codes, errors } from '#contract/errors.ts'
import { CALL_IDS, calls, operations } from '#contract/operations.ts'
import { openapiOf } from './openapi.ts'
import { errorsPage, operationsPage } from './pages.ts'

test('the errors page lists every code of the catalogue and no other', () => {
  const listed = errorsPage(errors).match(/ModelArts\.\d{4}/g)
  expect([...new Set(listed)].sort()).toEqual(codes)
})

test('the operations page counts what is built', () => {
  expect(operationsPage(operations, [])).toContain('0 of 79 operations are built')
  const page = operationsPage(operations, ['ListWorkers', 'DescWorker'])
  expect(page).toContain('2 of 79 operations are built')
  expect(page).toContain('## members (2 of 7)')
  expect(page).toMatch(/\| DescWorker \| `GET .*` \| built \|/)
  expect(page.match(/\| not built \|/g)).toHaveLength(77)
})

test('the OpenAPI document holds every call once, our own ones too, and no dangling reference', () => {
  const document = openapiOf(calls, '1.0.0')
  const described = Object.values(document.paths as object).flatMap((path) => Object.values(path as object))
  expect(described.map((call) => call.operationId).sort()).toEqual([...CALL_IDS].sort())
  expect(described.find((call) => call.operationId === 'GetGuideline').tags).toEqual(['muster: tasks'])
  const { schemas } = document.components as { schemas: object }
  const names = [...JSON.stringify(document).matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name]) => name)
  expect(names.length).toBeGreaterThan(79)
  expect(Object.keys(schemas)).toEqual(expect.arrayContaining([...new Set(names)]))
})
