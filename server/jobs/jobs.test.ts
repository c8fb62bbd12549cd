import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Store } from '#adapters/sql/store.ts'
import { freshStore } from '#tests/engines.ts'
import { Jobs } from './jobs.ts'

let store: Store
let dispose: () => Promise<void>
let failures: string[]
let opened: Jobs[]
beforeEach(async () => {
  const fresh = await freshStore()
  store = fresh.store
  dispose = fresh.dispose
  failures = []
  opened = []
})
afterEach(async () => {
  for (const jobs of opened) await jobs.stop()
  await dispose()
})

/** The runner of one process. */
function aRunner(): Jobs {
  const jobs = new Jobs(store.exclusively, (error, job) => failures.push(`${job}: ${(error as Error).message}`))
  opened.push(jobs)
  return jobs
}

const nothing = async () => []

/** Work that waits at a gate; `passed` are the ids that went through. */
function aGate() {
  const { promise, resolve: open } = Promise.withResolvers<void>()
  const entered: string[] = []
  const passed: string[] = []
  const run = async (id: string) => {
    entered.push(id)
    await promise
    passed.push(id)
  }
  return { run, open, entered, passed }
}

test('a started job runs after the call that started it, and idle waits for it', async () => {
  const jobs = aRunner()
  const done: string[] = []
  jobs.define('deal', { run: async (id) => void done.push(id), unfinished: nothing })
  await jobs.begin()
  jobs.start('deal', 't1')
  expect(done).toEqual([])
  await jobs.idle()
  expect(done).toEqual(['t1'])
})

test('what the records say is unfinished is found at the start and by each look', async () => {
  const jobs = aRunner()
  const open = new Set(['t1', 't2'])
  jobs.define('deal', { run: async (id) => void open.delete(id), unfinished: async () => [...open] })
  await jobs.begin()
  await jobs.idle()
  expect(open).toEqual(new Set())
  open.add('t3')
  await jobs.sweep()
  await jobs.idle()
  expect(open).toEqual(new Set())
})

test('three jobs of a kind are under way at a time, the others wait their turn', async () => {
  const jobs = aRunner()
  const gate = aGate()
  jobs.define('deal', { run: gate.run, unfinished: nothing })
  await jobs.begin()
  const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
  for (const id of ids) jobs.start('deal', id)
  await expect.poll(() => gate.entered.length).toBe(3)
  await sleep(50)
  expect(gate.entered.length).toBe(3)
  gate.open()
  await jobs.idle()
  expect(gate.passed.toSorted()).toEqual(ids)
})

test('slow jobs of one kind keep no other kind from going on', async () => {
  const jobs = aRunner()
  const [scans, mails] = [aGate(), aGate()]
  jobs.define('scan', { run: scans.run, unfinished: nothing })
  jobs.define('mail', { run: mails.run, unfinished: nothing })
  await jobs.begin()
  for (const id of ['a', 'b', 'c', 'd']) jobs.start('scan', id)
  await expect.poll(() => scans.entered.length).toBe(3)
  for (const id of ['x', 'y']) jobs.start('mail', id)
  await expect.poll(() => mails.entered).toEqual(['x'])
  // Places beyond the first of a kind are shared, and the scans have them all.
  await sleep(50)
  expect([scans.entered.length, mails.entered.length]).toEqual([3, 1])
  mails.open()
  await expect.poll(() => mails.passed).toEqual(['x', 'y'])
  expect(scans.entered.length).toBe(3)
  scans.open()
  await jobs.idle()
  expect(scans.passed.toSorted()).toEqual(['a', 'b', 'c', 'd'])
})

test('a job started again while it is under way runs once more, one that waits does not', async () => {
  const jobs = aRunner()
  const gate = aGate()
  jobs.define('mail', { run: gate.run, unfinished: async () => ['outbox'] })
  await jobs.begin()
  jobs.start('mail', 'outbox')
  await expect.poll(() => gate.entered).toEqual(['outbox'])
  jobs.start('mail', 'outbox')
  jobs.start('mail', 'outbox')
  await jobs.sweep()
  gate.open()
  await jobs.idle()
  expect(gate.passed).toEqual(['outbox', 'outbox'])
})

test('of two processes one runs a job, the other one finds what is left', async () => {
  const [first, second] = [aRunner(), aRunner()]
  const gate = aGate()
  let unfinished = ['t1']
  const other: string[] = []
  first.define('deal', { run: gate.run, unfinished: async () => unfinished })
  second.define('deal', { run: async (id) => void other.push(id), unfinished: async () => unfinished })
  await first.begin()
  await expect.poll(() => gate.entered).toEqual(['t1'])
  await second.begin()
  await second.idle()
  expect(other).toEqual([])
  gate.open()
  await first.idle()
  await second.sweep()
  await second.idle()
  unfinished = []
  expect(other).toEqual(['t1'])
})

test('a job that fails is reported and tried once more; the runner goes on', async () => {
  const jobs = aRunner()
  const done: string[] = []
  let faults = 1
  const run = async (id: string) => {
    if (faults-- > 0) throw new Error('the database is away')
    done.push(id)
  }
  jobs.define('deal', { run, unfinished: nothing })
  await jobs.begin()
  jobs.start('deal', 't1')
  await jobs.idle()
  expect({ done, failures }).toEqual({ done: ['t1'], failures: ['deal t1: the database is away'] })
  faults = 2
  jobs.start('deal', 't2')
  await jobs.idle()
  expect(failures).toHaveLength(3)
  jobs.start('deal', 't3')
  await jobs.idle()
  expect(done).toEqual(['t1', 't3'])
})

test('a stopping process ends what is under way and begins nothing that waits', async () => {
  const jobs = aRunner()
  const gate = aGate()
  jobs.define('deal', { run: gate.run, unfinished: nothing })
  await jobs.begin()
  for (const id of ['a', 'b', 'c', 'd', 'e']) jobs.start('deal', id)
  await expect.poll(() => gate.entered.length).toBe(3)
  const stopped = jobs.stop()
  jobs.start('deal', 'f')
  expect(jobs.stopped).toBe(true)
  gate.open()
  await stopped
  expect(gate.passed.toSorted()).toEqual(['a', 'b', 'c'])
})

test('a process that only answers calls runs no job', async () => {
  const jobs = aRunner()
  const gate = aGate()
  jobs.define('deal', { run: gate.run, unfinished: async () => ['t1'] })
  jobs.start('deal', 't1')
  await jobs.idle()
  expect(gate.entered).toEqual([])
})

test('a job nobody defined is a mistake', async () => {
  const jobs = aRunner()
  await jobs.begin()
  expect(() => jobs.start('deel', 't1')).toThrow('There is no job "deel"')
})
