import { expect, test } from 'vitest'
import { boundsOf, CARDS, pageOf, stepOn } from './pages.ts'

test('every entry is on one page, between its bounds', () => {
  const listed = 3 * CARDS + 7
  for (let index = 0; index < listed; index++) {
    const { first, end } = boundsOf(pageOf(index), listed)
    expect(first).toBeLessThanOrEqual(index)
    expect(end).toBeGreaterThan(index)
    expect(end - first).toBe(index < 3 * CARDS ? CARDS : 7)
  }
})

test('a step goes on within the page and stays at its ends', () => {
  expect(stepOn(20, 1, 50)).toBe(21)
  expect(stepOn(39, 1, 50)).toBe(39)
  expect(stepOn(20, -1, 50)).toBe(20)
  expect(stepOn(49, 1, 50)).toBe(49)
  expect(stepOn(45, 1, 46)).toBe(45)
})

test('an entry that is not in the list counts as on the first page', () => {
  expect(pageOf(-1)).toBe(0)
})
