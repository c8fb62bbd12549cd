import { describe, expect, test } from 'vitest'
import { fitsColumn } from './column-types.ts'

describe('a cell fits its column', () => {
  test.each([
    ['STRING', ['', 'a', '=1'], []],
    ['BYTE', ['-128', '127', '+5'], ['128', '-129', '1.0', 'a', ' 1']],
    ['SHORT', ['-32768', '32767'], ['32768', '1e3']],
    ['INT', ['2147483647'], ['2147483648', '0x10']],
    ['LONG', ['9223372036854775807', '-9223372036854775808'], ['9223372036854775808']],
    ['DOUBLE', ['1', '-1.5', '.5', '1e-9'], ['1,5', 'NaN', 'Infinity', '1e']],
    ['FLOAT', ['3.'], ['three']],
    ['DATE', ['2024-02-29'], ['2023-02-29', '2024-2-9', '29.02.2024']],
    ['TIMESTAMP', ['2024-02-29 23:59:59'], ['2024-02-29', '2024-02-29 24:00:00', '2023-02-29 10:00:00']],
    ['BOOLEAN', ['true', 'FALSE'], ['1', 'yes']],
    ['POINT', ['anything'], []],
  ])('%s', (type, good, bad) => {
    for (const cell of ['', ...good]) expect([cell, fitsColumn(type, cell)]).toEqual([cell, true])
    for (const cell of bad) expect([cell, fitsColumn(type, cell)]).toEqual([cell, false])
  })
})
