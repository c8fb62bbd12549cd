import { expect, test } from 'vitest'
import { readTableHead } from './table-head.ts'

test('the beginning of a table is read in UTF-8, cut or not, or else in GBK', () => {
  const bytes = new TextEncoder().encode('城市')
  expect(readTableHead(bytes, 6)).toEqual({ text: '城市', isWhole: true })
  expect(readTableHead(bytes.subarray(0, 4), 100_000)).toEqual({ text: '城', isWhole: false })
  expect(readTableHead(Uint8Array.of(0xb3, 0xc7), 2).text).toBe('城')
})
