import { expect, test } from 'vitest'
import { joinStream, type StreamNews } from './stream.ts'

type Listener = (event: { data: StreamNews }) => void

/** A browser with tabs: a channel that reaches the others, a lock or none, and sources that the test speaks through. */
function aBrowser({ withLocks = true } = {}) {
  const listeners = new Map<string, Set<Listener>>()
  const sources: FakeSource[] = []
  const timers: (() => void)[] = []
  const waiting: (() => void)[] = []
  let isHeld = false

  const locks = {
    async request(_: string, { signal }: LockOptions, act: () => Promise<void> | undefined) {
      if (isHeld) await new Promise<void>((next) => waiting.push(next))
      if (signal?.aborted) return waiting.shift()?.()
      isHeld = true
      await act()
      isHeld = false
      waiting.shift()?.()
    },
  } as unknown as LockManager

  function open(tab: string) {
    const mine = new Set<Listener>()
    listeners.set(tab, mine)
    const channel = {
      postMessage(data: StreamNews) {
        for (const [other, theirs] of listeners) if (other !== tab) for (const listener of theirs) listener({ data })
      },
      addEventListener: (_: 'message', listener: Listener) => mine.add(listener),
      removeEventListener: (_: 'message', listener: Listener) => mine.delete(listener),
    }
    const heard: string[] = []
    const world = {
      name: 'muster events',
      channel,
      locks: withLocks ? locks : undefined,
      open: () => {
        const source = new FakeSource()
        sources.push(source)
        return source
      },
      wait: (_: number, then: () => void) => {
        timers.push(then)
        return () => timers.splice(timers.indexOf(then), 1)
      },
    }
    const stream = joinStream(world, {
      onChange: ({ kind }) => heard.push(kind),
      onBegan: () => heard.push('began'),
      onRuns: (runs) => heard.push(runs ? 'runs' : 'broke'),
    })
    return { ...stream, heard: () => heard.splice(0) }
  }
  return { open, sources, timers }
}

class FakeSource {
  readyState = 0
  onopen: EventSource['onopen'] = null
  onmessage: EventSource['onmessage'] = null
  onerror: EventSource['onerror'] = null
  close = () => {
    this.readyState = 2
  }
  begin() {
    this.readyState = 1
    this.onopen!.call(this as never, new Event('open'))
  }
  say(data: object) {
    this.onmessage!.call(this as never, { data: JSON.stringify(data) } as MessageEvent)
  }
  fail(readyState: 0 | 2) {
    this.readyState = readyState
    this.onerror!.call(this as never, new Event('error'))
  }
}

const settled = () => new Promise((done) => setTimeout(done))

test('tabs share one stream, and all hear what it says', async () => {
  const { open, sources } = aBrowser()
  const [one, two] = [open('one'), open('two')]
  await settled()
  expect(sources).toHaveLength(1)
  sources[0]!.begin()
  sources[0]!.say({ kind: 'jobs' })
  for (const tab of [one, two]) expect(tab.heard()).toEqual(['runs', 'began', 'jobs'])
})

test('a tab that comes later learns that there is a stream, and takes over when the holder goes', async () => {
  const { open, sources } = aBrowser()
  const one = open('one')
  sources[0]!.begin()
  const two = open('two')
  expect(two.heard()).toEqual(['runs'])
  one.leave()
  await settled()
  expect(sources.map(({ readyState }) => readyState)).toEqual([2, 0])
  sources[1]!.begin()
  expect(two.heard()).toEqual(['runs', 'began'])
})

test('a tab that leaves while it waits never opens a stream', async () => {
  const { open, sources } = aBrowser()
  const [one, two] = [open('one'), open('two')]
  two.leave()
  one.leave()
  await settled()
  expect(sources).toHaveLength(1)
})

test('all hear that it broke, and that it runs again', async () => {
  const { open, sources } = aBrowser()
  const [one, two] = [open('one'), open('two')]
  sources[0]!.begin()
  sources[0]!.fail(0)
  sources[0]!.begin()
  for (const tab of [one, two]) expect(tab.heard()).toEqual(['runs', 'began', 'broke', 'runs', 'began'])
})

test('one that the server refused is asked for again after a while', () => {
  const { open, sources, timers } = aBrowser()
  open('one')
  sources[0]!.fail(2)
  expect(sources).toHaveLength(1)
  timers.shift()!()
  expect(sources).toHaveLength(2)
})

test('without locks every tab has its own', () => {
  const { open, sources } = aBrowser({ withLocks: false })
  const [one, two] = [open('one'), open('two')]
  for (const source of sources) source.begin()
  expect(sources).toHaveLength(2)
  for (const tab of [one, two]) expect(tab.heard()).toEqual(['runs', 'began'])
})

test('who asks hears from whoever has the stream', () => {
  const { open, sources } = aBrowser()
  const [one, two] = [open('one'), open('two')]
  for (const tab of [one, two]) tab.ask()
  expect([one.heard(), two.heard()]).toEqual([['broke'], []])
  sources[0]!.begin()
  for (const tab of [one, two]) tab.heard()
  for (const tab of [one, two]) tab.ask()
  for (const tab of [one, two]) expect(tab.heard()).toEqual(['runs'])
})
