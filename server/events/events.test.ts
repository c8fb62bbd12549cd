import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { type Change, Events } from './events.ts'

/** PostgreSQL takes no longer message (adapters/sql/broadcast.ts). */
const LONGEST = 7_900

const sent: string[] = []
const heard: (Change | null)[] = []
const events = new Events({ send: (message) => sent.push(message), listen: async () => {}, close: async () => {} })
await events.subscribe((change) => heard.push(change))

const change = (worker_ids: string[]): Change => ({
  project_id: 'p'.repeat(32),
  kind: 'entries',
  dataset_id: 'd'.repeat(32),
  workforce_task_id: 't'.repeat(32),
  worker_ids,
})

const ids = (count: number, begin = 0) => Array.from({ length: count }, (_, i) => String(begin + i).padStart(32, '0'))

afterEach(async () => {
  await sleep(600)
  sent.length = 0
  heard.length = 0
})

test('a few labelers are told apart', async () => {
  events.publish(change(ids(100)))
  expect(JSON.parse(sent[0]!).worker_ids).toHaveLength(100)
  expect(heard[0]!.worker_ids).toHaveLength(100)
})

test('changes that came one after the other name no more labelers than other processes can be told of', async () => {
  for (let i = 0; i < 5; i++) events.publish(change(ids(100, i * 100)))
  await sleep(600)
  expect(sent.filter((message) => message.length > LONGEST)).toEqual([])
  // It may concern anybody then.
  expect(heard.at(-1)!.worker_ids).toBeUndefined()
})

test('names that no labeler has are not passed on, however long they are', () => {
  events.publish(change(['x'.repeat(10_000)]))
  events.publish({ ...change(['ü'.repeat(64)]), kind: 'sample' })
  expect(sent.filter((message) => message.length > 500)).toEqual([])
  expect(heard.map((told) => told!.worker_ids)).toEqual([undefined, undefined])
})
