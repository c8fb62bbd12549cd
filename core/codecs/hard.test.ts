import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeCoefficient, decodeFlag, decodeHardReasons, encodeFlag, encodeHardReasons } from './hard.ts'

describe('the mark of a hard label', () => {
  test.each([
    ['0', false],
    ['false', false],
    ['1', true],
    ['true', true],
  ])('%s is %s', (text, flag) => expect(decodeFlag(text)).toBe(flag))

  test.each(['', 'TRUE', 'yes', '2', ' 1', 0, 1, true, false, null, undefined, ['1']])('%j is none', (value) =>
    expect(decodeFlag(value)).toBeUndefined(),
  )

  test('comes back', () => expect([true, false].map((flag) => decodeFlag(encodeFlag(flag)))).toEqual([true, false]))
})

describe('the coefficient', () => {
  test.each([
    ['0', 0],
    ['0.0', 0],
    ['0.6', 0.6],
    ['1', 1],
    ['1.0', 1],
    ['1e-05', 0.00001],
  ])('%s is %d', (text, value) => expect(decodeCoefficient(text)).toBe(value))

  test.each([
    '',
    ' ',
    '1.01',
    '-0.1',
    '+0.5',
    '.5',
    '5.',
    '0x1',
    '1e1',
    '0,5',
    '0.5.5',
    '1-1',
    'NaN',
    ' 0.5',
    0.5,
    null,
  ])('%j is refused', (value) => expect(decodeCoefficient(value)).toBeUndefined())

  test('reads every number from 0 to 1 as it is written', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (value) => {
        expect(decodeCoefficient(String(value))).toBe(Number(String(value)))
      }),
    )
  })
})

describe('the reasons', () => {
  test('of the documentation are numbers', () => expect(decodeHardReasons('3-20-21-19')).toEqual([3, 20, 21, 19]))

  test('may be none', () => expect(decodeHardReasons('')).toEqual([]))

  test.each(['31', '-1', '3-', '-', '3--4', '03', '3 - 4', '3,4', 'a', '1a', 'a1', '+3', '1.5', '100', 3, [3], null])(
    '%j are refused',
    (value) => expect(decodeHardReasons(value)).toBeUndefined(),
  )

  test('come back in their order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(30)), (reasons) => {
        expect(decodeHardReasons(encodeHardReasons(reasons))).toEqual(reasons)
      }),
    )
  })
})
