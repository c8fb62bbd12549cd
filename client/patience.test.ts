import { expect, test } from 'vitest'
import { ApiError } from './client.ts'
import { askPatiently, isPassing, wait } from './patience.ts'

const refusal = (status: number, error_code = 'ModelArts.4302') => new ApiError('call', status, { error_code })
const lost = new TypeError('fetch failed')

test.each([
  [lost, true],
  [new DOMException('too slow', 'TimeoutError'), true],
  [new DOMException('given up', 'AbortError'), false],
  [new Error('a fault of ours'), false],
  [refusal(500), true],
  [refusal(503), true],
  [refusal(429), true],
  [refusal(409), true],
  [refusal(400, 'ModelArts.4314'), true],
  [refusal(400), false],
  [refusal(404), false],
  [refusal(501), false],
])('whether %s may pass: %s', (error, passes) => expect(isPassing(error)).toBe(passes))

test('asks again after pauses that grow, until there is an answer', async () => {
  const pauses: number[] = []
  const troubles: unknown[] = []
  let times = 0
  const ask = async () => {
    if (++times < 4) throw lost
    return times
  }
  const pause = async (milliseconds: number) => void pauses.push(milliseconds)
  expect(await askPatiently(ask, { pause, onTrouble: (error) => troubles.push(error) })).toBe(4)
  expect(pauses).toEqual([500, 1000, 2000])
  expect(troubles).toEqual([lost, lost, lost])
})

test('gives up after minutes, and at once what does not pass', async () => {
  let waited = 0
  const pause = async (milliseconds: number) => {
    waited += milliseconds
  }
  await expect(askPatiently(() => Promise.reject(lost), { pause })).rejects.toBe(lost)
  expect(waited).toBeGreaterThan(180_000)
  waited = 0
  const refused = refusal(404)
  await expect(askPatiently(() => Promise.reject(refused), { pause })).rejects.toBe(refused)
  expect(waited).toBe(0)
})

test('a wait ends early with the reason why', async () => {
  const stop = new AbortController()
  const waiting = wait(60_000, stop.signal)
  stop.abort('given up')
  await expect(waiting).rejects.toBe('given up')
  await expect(wait(60_000, stop.signal)).rejects.toBe('given up')
  const ask = () => Promise.reject(lost)
  await expect(askPatiently(ask, { signal: stop.signal })).rejects.toBe(lost)
})
