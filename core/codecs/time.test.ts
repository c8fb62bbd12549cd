import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeTime, encodeTime } from './time.ts'

const valid = /^\d\d:[0-5]\d:[0-5]\d\.\d{3}$/

test.each([
  ['00:00:00.000', 0],
  ['00:00:01.250', 1250],
  ['01:02:03.004', 3_723_004],
  ['99:59:59.999', 359_999_999],
])('%s is %i ms', (text, time) => expect(decodeTime(text)).toBe(time))

test.each([
  '',
  '0:00:01.250',
  '00:00:01',
  '00:00:01.25',
  '00:00:01.2500',
  '00:60:00.000',
  '00:00:60.000',
  '-1:00:00.000',
])('%j is no time', (text) => expect(decodeTime(text)).toBeUndefined())
test.each(['00:00:01,250', '00-00-01.250', ' 0:00:01.250', '00:00:+1.250', '00:00:1e.250', '００:00:01.250'])(
  '%j is no time either',
  (text) => expect(decodeTime(text)).toBeUndefined(),
)

test('every time below 100 hours comes back', () => {
  fc.assert(
    fc.property(fc.nat(359_999_999), (time) => {
      expect(decodeTime(encodeTime(time))).toBe(time)
    }),
  )
})

test('a text is a time exactly when it has the documented form', () => {
  const character = fc.constantFrom(...'0123456789:. a+-'.split(''))
  const near = fc.tuple(fc.nat(359_999_999), fc.nat(11), character).map(([time, at, c]) => {
    const text = encodeTime(time)
    return text.slice(0, at) + c + text.slice(at + 1)
  })
  fc.assert(
    fc.property(fc.oneof(near, fc.string({ unit: character, minLength: 12, maxLength: 12 })), (text) => {
      expect(decodeTime(text) !== undefined).toBe(valid.test(text))
      if (valid.test(text)) expect(encodeTime(decodeTime(text)!)).toBe(text)
    }),
  )
})
