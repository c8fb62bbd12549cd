import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { namesEntity, readByteRange } from './byte-range.ts'

describe('a range', () => {
  test.each([
    ['bytes=0-99', { start: 0, end: 99 }],
    ['bytes=990-', { start: 990, end: 999 }],
    ['bytes=990-5000', { start: 990, end: 999 }],
    ['bytes=-10', { start: 990, end: 999 }],
    ['bytes=-5000', { start: 0, end: 999 }],
    ['bytes=999-999', { start: 999, end: 999 }],
  ])('%s of 1000 bytes', (header, range) => {
    expect(readByteRange(header, 1000)).toEqual(range)
  })

  test.each(['bytes=1000-', 'bytes=1000-2000', 'bytes=-0', 'bytes=999999999999999-'])(
    '%s is beyond 1000 bytes',
    (header) => {
      expect(readByteRange(header, 1000)).toBe('none')
    },
  )

  test.each([
    undefined,
    '',
    'bytes=',
    'bytes=-',
    'bytes=5-2',
    'bytes=0-1,5-6',
    'lines=0-5',
    'bytes = 0-1',
    'bytes=a-b',
    `bytes=${'9'.repeat(20)}-`,
  ])('%s asks for everything', (header) => {
    expect(readByteRange(header, 1000)).toBeNull()
  })

  test('of an empty file is none', () => {
    expect(readByteRange('bytes=0-', 0)).toBe('none')
    expect(readByteRange('bytes=-1', 0)).toBe('none')
  })

  test('lies within the file, whatever is asked for', () => {
    const header = fc.tuple(fc.nat(), fc.option(fc.nat(), { nil: '' })).map(([a, b]) => `bytes=${a}-${b}`)
    fc.assert(
      fc.property(fc.oneof(header, fc.string()), fc.nat(5000), (header, size) => {
        const range = readByteRange(header, size)
        if (range === null || range === 'none') return
        expect(0 <= range.start && range.start <= range.end && range.end < size).toBe(true)
      }),
    )
  })
})

test('an entity is known by one of the tags, weak or not', () => {
  expect(namesEntity('"a"', '"a"')).toBe(true)
  expect(namesEntity('"b", W/"a"', '"a"')).toBe(true)
  expect(namesEntity('*', '"a"')).toBe(true)
  expect(namesEntity('"b"', '"a"')).toBe(false)
  expect(namesEntity(undefined, '"a"')).toBe(false)
})
