import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ChangeEvent } from '#contract/events.ts'
import { CALL_IDS, calls } from '#contract/operations.ts'
import { handlers } from '#server/handlers/index.ts'
import { openServer, startServer } from '#server/main.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { aDataset, aTeam, sampleIdsOf, type TestTeam } from '#tests/builders.ts'
import type { Caller } from '#tests/caller.ts'
import { engine } from '#tests/engines.ts'
import { kindsOfCalls } from './changes-of-calls.ts'

let server: TestServer
let address: string
let open: Listener[]

beforeEach(async () => {
  server = await aServer()
  address = await server.app.listen({ host: '127.0.0.1', port: 0 })
  open = []
})

afterEach(async () => {
  for (const listener of open) listener.stop()
  await server.close()
})

/** Reads an event stream like a browser. */
class Listener {
  readonly events: ChangeEvent[] = []
  text = ''
  ended = false
  readonly #abort = new AbortController()

  static async open(caller: Pick<Caller, 'token'>, at = address): Promise<Listener> {
    const listener = new Listener()
    open.push(listener)
    const headers = { 'X-Auth-Token': caller.token }
    const response = await fetch(`${at}/muster/v1/events`, { headers, signal: listener.#abort.signal })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(response.headers.get('cache-control')).toBe('no-store')
    listener.#read(response)
    return listener
  }

  /** Waits for an event that has at least these fields. */
  async heard(wanted: Partial<ChangeEvent>): Promise<ChangeEvent> {
    for (let waited = 0; waited < 5000; waited += 10) {
      const found = this.events.find((event) =>
        Object.entries(wanted).every(([key, value]) => event[key as 'kind'] === value),
      )
      if (found) return found
      await sleep(10)
    }
    throw new Error(`${JSON.stringify(wanted)} was not told: ${JSON.stringify(this.events)}`)
  }

  async hasEnded(): Promise<void> {
    for (let waited = 0; waited < 5000 && !this.ended; waited += 10) await sleep(10)
    expect(this.ended).toBe(true)
  }

  stop(): void {
    this.#abort.abort()
  }

  async #read(response: Response): Promise<void> {
    try {
      for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) {
        this.text += piece
        for (const [, data] of piece.matchAll(/^data: (.*)$/gm)) this.events.push(JSON.parse(data!))
      }
    } catch {
      // Given up by the test, or cut off by the server.
    }
    this.ended = true
  }
}

/** A task of two labelers with two samples each. */
async function aTask(team: TestTeam) {
  const { dataset_id } = await aDataset(server, { lines: ['a', 'b', 'c', 'd'], labels: [{ name: 'good' }] })
  const workforces_config = { workforces: [{ workforce_id: team.workforce_id }] }
  const { task_id } = await server.owner.call('CreateWorkforceTask', { dataset_id }, { workforces_config })
  await server.idle()
  return { dataset_id, workforce_task_id: task_id! }
}

async function labelOne(labeler: Caller, task: { dataset_id: string; workforce_task_id: string }): Promise<void> {
  const { samples } = await labeler.call('ListWorkforceTaskSamples', { ...task, sample_state: '__NONE__' })
  const labels = [{ name: 'good' }]
  await labeler.call('UpdateWorkforceTaskSamples', task, { samples: [{ sample_id: samples[0]!.sample_id!, labels }] })
}

describe('the event stream', () => {
  test('says what changed and nothing of what it is now', async () => {
    const owner = await Listener.open(server.owner)
    const { dataset_id } = await aDataset(server, { lines: ['a'] })
    await owner.heard({ kind: 'dataset', dataset_id })
    await server.owner.call('CreateLabels', { dataset_id }, { labels: [{ name: 'secret name' }] })
    expect(await owner.heard({ kind: 'labels' })).toEqual({ kind: 'labels', dataset_id })
    const [sample_id] = await sampleIdsOf(server, dataset_id)
    await server.owner.call(
      'UpdateSamples',
      { dataset_id },
      { samples: [{ sample_id, labels: [{ name: 'secret name' }] }] },
    )
    await owner.heard({ kind: 'sample', dataset_id })
    expect(owner.text).toContain('retry: ')
    expect(owner.text).not.toContain('secret')
  })

  test('tells a refused call to nobody', async () => {
    const owner = await Listener.open(server.owner)
    await server.owner.refused('CreateWorkforce', {}, { workforce_name: '', description: '' })
    await server.owner.call('CreateWorkforce', {}, { workforce_name: 'one', description: '' })
    await owner.heard({ kind: 'team' })
    expect(owner.events).toHaveLength(1)
  })

  test('tells what work in the background changes', async () => {
    const team = await aTeam(server, { labelers: 2 })
    const owner = await Listener.open(server.owner)
    const { dataset_id, workforce_task_id } = await aTask(team)
    await owner.heard({ kind: 'jobs', dataset_id })
    await owner.heard({ kind: 'jobs', dataset_id, workforce_task_id })
    await owner.heard({ kind: 'entries', dataset_id, workforce_task_id })
  })

  test('tells each person only what he may see', async () => {
    const team = await aTeam(server, { labelers: 2, reviewers: 1, managers: 1 })
    const others = await aTeam(server, { labelers: 1 })
    const elsewhere = await server.makeProject()
    const task = await aTask(team)
    const [first, second] = team.labelers as [Caller, Caller]
    const hears = await Promise.all(
      [server.owner, first, team.reviewers[0]!, team.managers[0]!].map((caller) => Listener.open(caller)),
    )
    const deaf = await Promise.all(
      [second, others.labelers[0]!, elsewhere.owner].map((caller) => Listener.open(caller)),
    )
    await labelOne(first, task)
    for (const listener of hears) await listener.heard({ kind: 'entries', ...task })
    await sleep(600)
    expect(deaf.flatMap(({ events }) => events.filter(({ kind }) => kind === 'entries'))).toEqual([])

    await server.owner.call('UpdateDataset', { dataset_id: task.dataset_id }, { description: 'new' })
    for (const listener of [...hears, deaf[0]!]) await listener.heard({ kind: 'dataset', dataset_id: task.dataset_id })
    await server.owner.call('UpdateWorkforce', { workforce_id: team.workforce_id }, { description: 'new' })
    await hears[3]!.heard({ kind: 'team' })
    for (const listener of [hears[1]!, hears[2]!, ...deaf]) {
      expect(listener.events.filter(({ kind }) => kind === 'team' || kind === 'jobs')).toEqual([])
    }
    expect([...deaf[1]!.events, ...deaf[2]!.events]).toEqual([])
  })

  test('tells the same at most twice a second, and the last change always', async () => {
    const owner = await Listener.open(server.owner)
    const { dataset_id } = await aDataset(server, { lines: ['a'] })
    await sleep(600)
    owner.events.length = 0
    const begin = performance.now()
    for (let i = 0; i < 40; i++)
      await server.owner.call('CreateLabels', { dataset_id }, { labels: [{ name: `l${i}` }] })
    const elapsed = performance.now() - begin
    await sleep(700)
    const told = owner.events.filter(({ kind }) => kind === 'labels').length
    expect(told).toBeGreaterThanOrEqual(2)
    expect(told).toBeLessThanOrEqual(2 + Math.ceil(elapsed / 500))
  })

  test('is refused without a token and beyond ten of one account', async () => {
    expect((await fetch(`${address}/muster/v1/events`)).status).toBe(401)
    for (let i = 0; i < 10; i++) await Listener.open(server.owner)
    const headers = { 'X-Auth-Token': server.owner.token }
    expect((await fetch(`${address}/muster/v1/events`, { headers })).status).toBe(429)
    open[0]!.stop()
    await sleep(100)
    await Listener.open(server.owner)
  })

  test('is not kept for somebody who went away before it began', async () => {
    const { events } = server.services
    const subscribe = events.subscribe.bind(events)
    events.subscribe = async (listener) => {
      await sleep(300)
      await subscribe(listener)
    }
    const headers = { 'X-Auth-Token': server.owner.token }
    const gone = Array.from({ length: 10 }, () =>
      fetch(`${address}/muster/v1/events`, { headers, signal: AbortSignal.timeout(100) }).catch(() => null),
    )
    expect(await Promise.all(gone)).toEqual(Array(10).fill(null))
    await sleep(400)
    await Listener.open(server.owner)
  })

  test('ends when its caller signs out', async () => {
    const listener = await Listener.open(server.owner)
    const headers = { 'X-Auth-Token': server.owner.token, 'X-Subject-Token': server.owner.token }
    await fetch(`${address}/v3/auth/tokens`, { method: 'DELETE', headers })
    await listener.hasEnded()
  })

  test('does not keep the server from stopping', async () => {
    const listener = await Listener.open(server.owner)
    const begin = performance.now()
    await server.app.close()
    expect(performance.now() - begin).toBeLessThan(2000)
    await listener.hasEnded()
  })

  test.runIf(engine === 'postgres')('hears what other processes do, and again after the connection broke', async () => {
    const { config, store } = server.services
    const other = await openServer({ ...config, port: 0 })
    await startServer(other)
    const { port } = other.app.server.address() as AddressInfo
    const there = `http://127.0.0.1:${port}`
    try {
      const listener = await Listener.open(server.owner, there)
      await server.owner.call('CreateWorkforce', {}, { workforce_name: 'one', description: '' })
      await listener.heard({ kind: 'team' })
      const { rows } = await sql<{ ended: boolean }>`
        select pg_terminate_backend(pid) as ended from pg_stat_activity
        where application_name = 'muster events' and datname = current_database()`.execute(store.db)
      expect(rows).toEqual([{ ended: true }])
      // What was missed is not known: whoever listens has to ask for everything.
      await listener.hasEnded()
      const again = await Listener.open(server.owner, there)
      await server.owner.call('CreateWorkforce', {}, { workforce_name: 'two', description: '' })
      await again.heard({ kind: 'team' })
    } finally {
      await other.stop()
    }
  })
})

test('every call that changes something is told, or quiet on purpose', () => {
  const changing = CALL_IDS.filter((id) => handlers[id] && calls[id].method !== 'GET')
  expect(changing.filter((id) => kindsOfCalls[id] === undefined)).toEqual([])
})
