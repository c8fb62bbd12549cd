import { describe, expect, test } from 'vitest'
import { claimName, claimWork, type TabChannel, type TabHold, type TabLocks, type TabMessage } from './tabs.ts'

type Listener = (event: { data: TabMessage }) => void

/** A browser with tabs: a channel that reaches the others, locks or none, and time moved by hand. */
function aBrowser(withLocks: boolean) {
  const listeners = new Map<string, Set<Listener>>()
  const timers = new Set<{ left: number; then: () => void }>()
  const frozen = new Set<string>()
  const queue: (() => void)[] = []

  function channelOf(tab: string): TabChannel {
    const mine = new Set<Listener>()
    listeners.set(tab, mine)
    return {
      postMessage(data) {
        for (const [other, theirs] of listeners) {
          if (other !== tab) for (const listener of theirs) queue.push(() => frozen.has(other) || listener({ data }))
        }
      },
      addEventListener: (_, listener) => mine.add(listener),
      removeEventListener: (_, listener) => mine.delete(listener),
    }
  }

  let holder: { lose: () => void } | undefined
  const locks = {
    async request(_: string, how: LockOptions, then: (lock: Lock | null) => unknown) {
      if (holder !== undefined && !how.steal) return then(null)
      holder?.lose()
      await new Promise<void>((resolve, reject) => {
        const own = { lose: () => reject(new Error('stolen')) }
        holder = own
        Promise.resolve(then({ mode: 'exclusive', name: '' })).then(() => {
          if (holder === own) holder = undefined
          resolve()
        })
      })
    },
  } as TabLocks

  async function pass(milliseconds: number): Promise<void> {
    for (let turn = 0; turn < 30; turn++) {
      for (const act of queue.splice(0)) act()
      await null
    }
    for (const timer of [...timers]) {
      timer.left -= milliseconds
      if (timer.left <= 0 && timers.delete(timer)) timer.then()
    }
    for (let turn = 0; turn < 30; turn++) {
      for (const act of queue.splice(0)) act()
      await null
    }
  }
  return {
    pass,
    frozen,
    open(tab: string) {
      const holds: TabHold[] = []
      const wait = (left: number, then: () => void) => {
        const timer = { left, then }
        timers.add(timer)
        return () => timers.delete(timer)
      }
      const world = { channel: channelOf(tab), locks: withLocks ? locks : undefined, tab, wait }
      return { ...claimWork(world, 'w', (hold) => holds.push(hold)), holds }
    },
  }
}

describe.each([
  ['with locks of the browser', true],
  ['without them', false],
])('%s', (_, withLocks) => {
  test('the first tab works, the second looks on', async () => {
    const browser = aBrowser(withLocks)
    const first = browser.open('a')
    await browser.pass(500)
    const second = browser.open('b')
    await browser.pass(500)
    expect([first.hold(), second.hold()]).toEqual(['held', 'elsewhere'])
  })

  test('two that open at once agree on one', async () => {
    const browser = aBrowser(withLocks)
    const tabs = [browser.open('b'), browser.open('a')]
    await browser.pass(500)
    expect(tabs.map((tab) => tab.hold()).sort()).toEqual(['elsewhere', 'held'])
  })

  test('"continue here" makes the other tab look on first, and it can go back', async () => {
    const browser = aBrowser(withLocks)
    const first = browser.open('a')
    await browser.pass(500)
    const second = browser.open('b')
    await browser.pass(500)
    second.takeOver()
    second.takeOver()
    await browser.pass(0)
    expect([first.hold(), second.hold()]).toEqual(['elsewhere', 'held'])
    first.takeOver()
    await browser.pass(0)
    expect([first.hold(), second.hold()]).toEqual(['held', 'elsewhere'])
    expect(first.holds).toEqual(['held', 'elsewhere', 'held'])
  })

  test('a frozen tab loses the work to who asks for it', async () => {
    const browser = aBrowser(withLocks)
    browser.open('a')
    await browser.pass(500)
    const second = browser.open('b')
    await browser.pass(500)
    browser.frozen.add('a')
    second.takeOver()
    await browser.pass(499)
    expect(second.hold()).toBe('elsewhere')
    await browser.pass(1)
    expect(second.hold()).toBe('held')
  })

  test('released work is free for the next', async () => {
    const browser = aBrowser(withLocks)
    const first = browser.open('a')
    await browser.pass(500)
    first.release()
    await browser.pass(0)
    const second = browser.open('b')
    await browser.pass(500)
    expect(second.hold()).toBe('held')
    expect(first.holds).toEqual(['held'])
  })
})

test('a claim is about one sample of one person, in its task or in the dataset', () => {
  const place = { dataset_id: 'd', sample_id: 's' }
  const names = [place, { ...place, workforce_task_id: 'w' }, { ...place, sample_id: 't' }].map((one) =>
    claimName('u', one),
  )
  expect(new Set(names).size).toBe(3)
})
