import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Throttle } from './throttle.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('the first of a key passes at once, the others together at the end of the interval', () => {
  const passed: number[] = []
  const throttle = new Throttle<number>(
    (value) => passed.push(value),
    (earlier, later) => earlier + later,
  )
  throttle.push('a', 1)
  throttle.push('a', 2)
  throttle.push('a', 3)
  throttle.push('b', 10)
  expect(passed).toEqual([1, 10])
  vi.advanceTimersByTime(499)
  expect(passed).toEqual([1, 10])
  vi.advanceTimersByTime(1)
  expect(passed).toEqual([1, 10, 5])
  throttle.push('a', 7)
  vi.advanceTimersByTime(500)
  expect(passed).toEqual([1, 10, 5, 7])
})

test('quiet keys are forgotten, and nothing comes after the end', () => {
  const passed: number[] = []
  const throttle = new Throttle<number>(
    (value) => passed.push(value),
    (_, later) => later,
  )
  for (let i = 0; i < 100; i++) throttle.push(`key ${i}`, i)
  expect(throttle.size).toBe(100)
  vi.advanceTimersByTime(500)
  expect(throttle.size).toBe(0)
  throttle.push('a', 1)
  throttle.push('a', 2)
  throttle.close()
  vi.advanceTimersByTime(5000)
  expect(passed).toHaveLength(101)
})
