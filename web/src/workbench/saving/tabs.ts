import type { WorkPlace } from './journal-store.ts'

/** The tabs of one person talk over this; a `BroadcastChannel` fits. */
export type TabChannel = {
  postMessage(message: TabMessage): void
  addEventListener(type: 'message', listener: (event: { data: TabMessage }) => void): void
  removeEventListener(type: 'message', listener: (event: { data: TabMessage }) => void): void
}

/** `ask`: who works on it? `mine`: I do. `yield`: let me. `free`: nobody any more. */
export type TabMessage = {
  readonly kind: 'ask' | 'mine' | 'yield' | 'free'
  readonly work: string
  readonly tab: string
  /** The tab that is spoken to; missing: all. */
  readonly to?: string
}

/** The part of the browser's Web Locks that is used; absent on pages without https that are not on this machine. */
export type TabLocks = Pick<LockManager, 'request'>

/** Whether this tab may write: not yet known, it may, or another one does. */
export type TabHold = 'asking' | 'held' | 'elsewhere'

export type TabClaim = {
  hold(): TabHold
  /** "Continue here": the other tab writes down what it has and becomes read-only. */
  takeOver(): void
  /** Gives the work back; the claim is of no use after it. */
  release(): void
}

export type TabWorld = {
  readonly channel: TabChannel
  readonly locks: TabLocks | undefined
  /** Name of this tab, which no other has. */
  readonly tab: string
  readonly wait: (milliseconds: number, then: () => void) => () => void
}

/** How long another tab may take to answer; one that is frozen loses the work to who asks for it. */
const PATIENCE = 500

/**
 * Claims the work on a sample for this tab, so that two tabs of one person never write into one journal (workbench 1.2).
 * With Web Locks the browser decides, and frees the work of a tab that died; without them the tabs settle it among
 * themselves. `changed` is called when the hold changes; on `elsewhere` everything must be in the journal already.
 */
export function claimWork(world: TabWorld, work: string, changed: (hold: TabHold) => void): TabClaim {
  const { channel, locks, tab } = world
  let hold: TabHold = 'asking'
  let free = () => {}
  let stopWaiting = () => {}
  let released = false

  function set(next: TabHold): void {
    if (released || next === hold) return
    hold = next
    changed(next)
  }
  const say = (kind: TabMessage['kind'], to?: string) => channel.postMessage({ kind, work, tab, ...(to && { to }) })

  /** Holds the lock until `free` is called or another tab steals it. */
  function lock(how: LockOptions): void {
    const name = `muster:${work}`
    const held = locks!.request(name, how, (granted) => {
      if (granted === null || released) return set('elsewhere')
      set('held')
      return new Promise<void>((resolve) => {
        free = resolve
      })
    })
    held.catch(() => set('elsewhere'))
  }

  function settleAmongTabs(): void {
    say('ask')
    stopWaiting = world.wait(PATIENCE, () => set('held'))
  }

  function giveWay(): void {
    stopWaiting()
    set('elsewhere')
  }

  function hear({ data }: { data: TabMessage }): void {
    if (data.work !== work || data.tab === tab || (data.to !== undefined && data.to !== tab)) return
    switch (data.kind) {
      case 'ask':
        // Two that ask at once: the name decides, whoever of them hears it.
        if (hold === 'held' || (hold === 'asking' && tab < data.tab)) say('mine', data.tab)
        else if (hold === 'asking') giveWay()
        break
      case 'mine':
        if (hold === 'asking') giveWay()
        break
      case 'yield':
        if (hold !== 'held') break
        set('elsewhere')
        free()
        say('free', data.tab)
        break
      case 'free':
        if (taking) take()
    }
  }

  let taking = false
  function take(): void {
    taking = false
    stopWaiting()
    if (locks) lock({ steal: true })
    else set('held')
  }

  channel.addEventListener('message', hear)
  if (locks) lock({ ifAvailable: true })
  else settleAmongTabs()

  return {
    hold: () => hold,
    takeOver() {
      if (hold !== 'elsewhere' || taking) return
      taking = true
      say('yield')
      stopWaiting = world.wait(PATIENCE, take)
    },
    release() {
      if (released) return
      released = true
      stopWaiting()
      free()
      channel.removeEventListener('message', hear)
    },
  }
}

/** What a claim is about: the same for every tab of a person. */
export function claimName(user: string, { dataset_id, workforce_task_id, worker_id, sample_id }: WorkPlace): string {
  return JSON.stringify([user, workforce_task_id ?? dataset_id, worker_id ?? '', sample_id])
}
