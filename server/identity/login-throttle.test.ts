import { expect, test } from 'vitest'
import { LoginThrottle } from './login-throttle.ts'

const enter = (throttle: LoginThrottle, account: string, address: string, now: number) => {
  const place = throttle.enter(account, address, now)
  return 'seconds' in place ? place.seconds : 'in'
}

test('the sixth failed attempt on an account within a minute has to wait, and is told how long', () => {
  const throttle = new LoginThrottle()
  for (const second of [0, 1, 2, 3, 4]) expect(enter(throttle, 'ann', `10.0.0.${second}`, second * 1000)).toBe('in')
  expect(enter(throttle, 'ann', '10.0.0.9', 10_000)).toBe(50)
  expect(enter(throttle, 'bob', '10.0.0.9', 10_000)).toBe('in')
  expect(enter(throttle, 'ann', '10.0.0.9', 59_999)).toBe(1)
  expect(enter(throttle, 'ann', '10.0.0.9', 60_000)).toBe('in')
  expect(enter(throttle, 'ann', '10.0.0.9', 60_000)).toBe(1)
})

test('an address has 30 failed attempts a minute, on whatever accounts', () => {
  const throttle = new LoginThrottle()
  for (let i = 0; i < 30; i++) expect(enter(throttle, `account ${i}`, '10.0.0.1', i)).toBe('in')
  expect(enter(throttle, 'yet another', '10.0.0.1', 1000)).toBe(59)
  expect(enter(throttle, 'yet another', '10.0.0.2', 1000)).toBe('in')
})

test('attempts that succeeded do not count', () => {
  const throttle = new LoginThrottle()
  for (let i = 0; i < 100; i++) {
    const place = throttle.enter('ann', '10.0.0.1', i)
    if ('seconds' in place) throw new Error(`attempt ${i} had to wait`)
    place.release()
  }
})

test('attempts at the same moment count before their passwords are looked at', () => {
  const throttle = new LoginThrottle()
  const outcomes = Array.from({ length: 20 }, () => enter(throttle, 'ann', '10.0.0.1', 5))
  expect(outcomes.filter((outcome) => outcome === 'in')).toHaveLength(5)
})

test('what is old is forgotten, so a flood of names does not fill the memory', () => {
  const throttle = new LoginThrottle()
  for (let i = 0; i < 20_000; i++) enter(throttle, `name ${i}`, `address ${i}`, i * 100)
  expect(throttle.size).toBeLessThan(11_000)
})

test('attempts that are turned away leave nothing behind', () => {
  const throttle = new LoginThrottle()
  for (let i = 0; i < 1000; i++) enter(throttle, `name ${i}`, '10.0.0.1', 5)
  expect(throttle.size).toBe(31)
})
