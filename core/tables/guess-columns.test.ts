import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fitsColumn } from './column-types.ts'
import { guessColumns } from './guess-columns.ts'
import { headRows } from './head-rows.ts'

const guess = (text: string, hasHeader = true) =>
  guessColumns({ text, isWhole: true }, { hasHeader }).map(({ name, type }) => `${name} ${type}`)

test('each column has the narrowest type that all of its cells fit', () => {
  const text = `ok,n,big,x,day,at,text
true,1,3000000000,1.5,2026-01-31,2026-01-31 10:00:00,a
False,-2,1,2,2024-02-29,2026-01-31 23:59:59,7`
  expect(guess(text)).toEqual([
    'ok BOOLEAN',
    'n INT',
    'big LONG',
    'x DOUBLE',
    'day DATE',
    'at TIMESTAMP',
    'text STRING',
  ])
})

test('without a header the first row is data, and columns have numbers', () => {
  expect(guess('1,a\n2,b', false)).toEqual(['column_1 INT', 'column_2 STRING'])
  expect(guess('1,a\n2,b')).toEqual(['1 INT', 'a STRING'])
})

test('an empty cell says nothing, an empty column is text, and a code keeps its zeros', () => {
  expect(guess('n,empty,post,none\n,,01234,\n7,,80331,')).toEqual([
    'n INT',
    'empty STRING',
    'post STRING',
    'none STRING',
  ])
  expect(guess('share,zero\n0.5,0')).toEqual(['share DOUBLE', 'zero INT'])
})

test('names are told apart, and a column that has none gets one', () => {
  expect(guess('a,a,a_2, ,a\n1,1,1,1,1').map((one) => one.split(' ')[0])).toEqual([
    'a',
    'a_2',
    'a_2_2',
    'column_4',
    'a_3',
  ])
})

test('rows of another length are passed over', () => {
  expect(guess('a,b\n1,2\nx\n3,4,z\n5,6')).toEqual(['a INT', 'b INT'])
})

test('cells may be quoted, with line ends and quotes in them', () => {
  expect(headRows({ text: '\ufeff"a ""b""",c\r\n"1\n2",\r\n\r\n,x', isWhole: true }, 9)).toEqual([
    ['a "b"', 'c'],
    ['1\n2', ''],
    ['', 'x'],
  ])
})

test('a row that is cut by the end of the head does not count', () => {
  expect(guessColumns({ text: 'n\n1\n2\n3.', isWhole: false }, { hasHeader: true })).toEqual([
    { name: 'n', type: 'INT' },
  ])
  expect(headRows({ text: 'a\n"b', isWhole: false }, 9)).toEqual([['a']])
  expect(guess('')).toEqual([])
  expect([guess('a,'.repeat(499)).length, guess('a,'.repeat(500)).length]).toEqual([500, 0])
})

test('whatever a file holds, the head is read in time, and what is guessed fits', () => {
  for (const one of ['"', ',', '""', '"a', '\r', 'a"', '",']) {
    const begin = performance.now()
    guessColumns({ text: one.repeat(64 * 1024), isWhole: true }, { hasHeader: true })
    expect(performance.now() - begin).toBeLessThan(2000)
  }
  const cell = fc.oneof(fc.constantFrom('', '1', '007', '-2.5', 'true', '2026-01-31', 'x,"\n'), fc.string())
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (rows) => {
      const text = rows.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(',')).join('\n')
      const types = guessColumns({ text, isWhole: true }, { hasHeader: false }).map(({ type }) => type)
      expect(headRows({ text, isWhole: true }, rows.length)).toEqual(rows)
      const isFit = (row: string[]) => row.every((one, column) => fitsColumn(types[column], one))
      expect(rows.slice(0, 200).every(isFit)).toBe(true)
    }),
  )
})
