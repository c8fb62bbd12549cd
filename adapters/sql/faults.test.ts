import { expect, test } from 'vitest'
import { isDatabaseAway } from './faults.ts'

const coded = (code: string) => Object.assign(new Error('something'), { code })

test.each([
  '08006',
  '53300',
  '57P01',
  '57014',
  'SQLITE_FULL',
  'SQLITE_IOERR_WRITE',
  'ECONNREFUSED',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
])('%s means that the database is away', (code) => {
  expect(isDatabaseAway(coded(code))).toBe(true)
})

test.each([
  'Connection terminated unexpectedly',
  'Connection terminated due to connection timeout',
  'timeout exceeded when trying to connect',
  'timeout expired',
  'Client has encountered a connection error and is not queryable',
  'Client was closed and is not queryable',
])('"%s" means that the database is away', (message) => {
  expect(isDatabaseAway(new Error(message))).toBe(true)
})

test('several addresses that all refuse mean that the database is away', () => {
  expect(isDatabaseAway(new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')], ''))).toBe(true)
})

test('faults of statements and of programs do not', () => {
  for (const error of [
    coded('23505'),
    coded('42601'),
    coded('40P01'),
    coded('ENOENT'),
    coded('SQLITE_ERROR'),
    coded('SQLITE_CONSTRAINT_UNIQUE'),
    new TypeError('x is undefined'),
  ]) {
    expect(isDatabaseAway(error)).toBe(false)
  }
  for (const error of [undefined, null, 'Connection terminated']) expect(isDatabaseAway(error)).toBe(false)
})
