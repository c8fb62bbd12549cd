import type { ChangeEvent } from '#contract/events.ts'

/** What tabs tell each other. `ask`: is there a stream? `began`: it runs (again), and told nothing of what was before. */
export type StreamNews =
  | { readonly kind: 'change'; readonly change: ChangeEvent }
  | { readonly kind: 'ask' | 'began' | 'runs' | 'broke' }

type StreamChannel = {
  postMessage(news: StreamNews): void
  addEventListener(type: 'message', listener: (event: { data: StreamNews }) => void): void
  removeEventListener(type: 'message', listener: (event: { data: StreamNews }) => void): void
}

/** The part of an `EventSource` that is used. */
type Source = Pick<EventSource, 'readyState' | 'close' | 'onopen' | 'onmessage' | 'onerror'>

export type StreamWorld = {
  /** Of the lock: who shares it shares the stream. */
  readonly name: string
  readonly channel: StreamChannel
  /** The browser's Web Locks; without them (a page without https) every tab has a stream of its own. */
  readonly locks: Pick<LockManager, 'request'> | undefined
  readonly open: () => Source
  readonly wait: (milliseconds: number, then: () => void) => () => void
}

type StreamListener = {
  onChange: (change: ChangeEvent) => void
  /** It runs: whatever happened before was not told. */
  onBegan: () => void
  /** Whether there is one. */
  onRuns: (runs: boolean) => void
}

const CLOSED = 2
/** A stream that the server refused is asked for again after this time, in milliseconds. */
const REFUSED = 10_000

/**
 * Joins the one stream of events that all tabs of a person share in a browser: the tab with the lock holds it and passes on what it
 * hears; when that tab goes, the next one takes over. Returns how to find out again whether it runs, and how to leave.
 */
export function joinStream(world: StreamWorld, listener: StreamListener): { ask: () => void; leave: () => void } {
  const { channel, locks } = world
  let held: { runs: () => boolean; close: () => void } | undefined
  let letGo = () => {}
  const gone = new AbortController()

  const hear = (news: StreamNews) => {
    if (news.kind === 'change') listener.onChange(news.change)
    else if (news.kind === 'ask') return
    else listener.onRuns(news.kind !== 'broke')
    if (news.kind === 'began') listener.onBegan()
  }
  const tell = (news: StreamNews) => {
    channel.postMessage(news)
    hear(news)
  }
  const onMessage = ({ data }: { data: StreamNews }) => {
    if (data.kind !== 'ask') hear(data)
    else if (held?.runs()) channel.postMessage({ kind: 'runs' })
  }

  const hold = () => {
    if (gone.signal.aborted) return
    // Only who shares a stream tells the others of it.
    held = holdStream(world, locks ? tell : hear)
    return new Promise<void>((done) => {
      letGo = done
    })
  }

  if (locks) {
    channel.addEventListener('message', onMessage)
    locks.request(world.name, { signal: gone.signal }, hold).catch(() => {})
  } else {
    void hold()
  }
  const ask = () => {
    if (held) listener.onRuns(held.runs())
    else channel.postMessage({ kind: 'ask' })
  }
  if (!held) channel.postMessage({ kind: 'ask' })
  return {
    ask,
    leave: () => {
      gone.abort()
      channel.removeEventListener('message', onMessage)
      held?.close()
      letGo()
    },
  }
}

/** Keeps a stream open. The browser connects again by itself unless the server refused. */
function holdStream(world: StreamWorld, tell: (news: StreamNews) => void) {
  let source: Source
  let stopWaiting = () => {}
  let runs = false
  const open = () => {
    source = world.open()
    source.onopen = () => {
      runs = true
      tell({ kind: 'began' })
    }
    source.onmessage = ({ data }) => tell({ kind: 'change', change: JSON.parse(data) as ChangeEvent })
    source.onerror = () => {
      runs = false
      if (source.readyState === CLOSED) stopWaiting = world.wait(REFUSED, open)
      tell({ kind: 'broke' })
    }
  }
  open()
  return {
    runs: () => runs,
    close: () => {
      stopWaiting()
      source.close()
    },
  }
}
