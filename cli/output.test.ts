import { afterEach, expect, test, vi } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import { bytesOf, countOf, percent, printFacts, printTable, textOf, timeOf, wordOf } from './output.ts'

const log = vi.spyOn(console, 'log').mockImplementation(() => {})
afterEach(() => log.mockClear())
const printed = () => log.mock.calls.map(([text]) => text).join('\n')

test('columns are as wide as what stands in them, numbers stand to the right, wide letters count twice', () => {
  printTable(
    ['name', 'samples', 'note'],
    [
      ['照片', 7, undefined],
      ['long-name', 12_345, 'a\u001b[2Jb'],
    ],
  )
  expect(printed().split('\n').slice(1)).toEqual(['照片             7', 'long-name   12,345  a [2Jb'])
})

test('a table without rows is a sentence', () => {
  printTable(['name'], [], 'There are none.')
  expect(printed()).toBe('There are none.')
})

test('facts that nobody knows are left out', () => {
  printFacts([
    ['name', 'photos'],
    ['description', undefined],
    ['samples', 0],
  ])
  expect(printed()).toBe('name     photos\nsamples  0')
})

test.each([
  [wordOf(DatasetType, 101), 'named entities'],
  [wordOf(DatasetType, 77), '77'],
  [percent(0.1234), '12.3 %'],
  [percent(undefined), undefined],
  [timeOf(0), '1970-01-01 00:00:00'],
  [textOf('two\nlines'), 'two lines'],
  [countOf(1, 'sample'), '1 sample'],
  [countOf(2000, 'sample'), '2,000 samples'],
  [bytesOf(0), '0 B'],
  [bytesOf(999), '999 B'],
  [bytesOf(3_440_000), '3.4 MB'],
])('%j is %j', (said, expected) => expect(said).toBe(expected))
