import { useEffect, useState } from 'react'
import { ApiError } from '#client/client.ts'
import { readSession } from '#client/session.ts'
import { isReading, isStaleBy } from './changes.ts'
import { SERVER } from './client.ts'
import { expiry } from './expiry.ts'
import { queries } from './queries.ts'
import { useSession } from './session.tsx'
import { joinStream, type StreamWorld } from './stream.ts'

/** How often is asked while nothing tells what changes, in milliseconds. */
const POLLING = 10_000

/** Reads again what is on the screen, and what could not be read before. */
export function refresh(): void {
  void queries.invalidateQueries({
    predicate: ({ queryKey, state }) => isReading(queryKey) || state.status === 'error',
  })
}

/**
 * Keeps what the screen shows up to date: by events while they come, else by asking every ten seconds. `connected` while
 * the server answers in one way or the other.
 */
export function useLiveUpdates(): { connected: boolean } {
  const { account_id } = useSession()
  const [connected, setConnected] = useState(true)
  useEffect(() => {
    // Tabs of somebody else hear other things.
    const name = `muster events ${account_id}`
    const channel = new BroadcastChannel(name)
    let isTold = true
    let isGone = false
    const look = async () => {
      const answers = await isServerThere(account_id)
      if (!isGone && !isTold) setConnected(answers)
      return answers
    }
    const stream = joinStream(worldOf(name, channel, account_id), {
      onChange: (change) =>
        void queries.invalidateQueries({ predicate: ({ queryKey }) => isStaleBy(change, queryKey) }),
      onBegan: refresh,
      onRuns: (runs) => {
        isTold = runs
        if (runs) setConnected(true)
        else void look()
      },
    })
    const polling = setInterval(() => {
      if (!isTold && document.visibilityState === 'visible') void look().then((answers) => answers && refresh())
      // Who does not answer until the next time is gone.
      isTold = false
      stream.ask()
    }, POLLING)
    return () => {
      isGone = true
      clearInterval(polling)
      stream.leave()
      channel.close()
    }
  }, [account_id])
  return { connected }
}

/** Whether the server answers at all; when it says that the session has ended or is another's, that is known from then on. */
async function isServerThere(account_id: string): Promise<boolean> {
  const isOver = expiry.begin()
  try {
    const session = await readSession(SERVER)
    if (session?.account_id !== account_id) isOver()
    return true
  } catch (error) {
    return error instanceof ApiError && error.status < 500
  }
}

function worldOf(name: string, channel: BroadcastChannel, account_id: string): StreamWorld {
  return {
    name,
    channel: channel as unknown as StreamWorld['channel'],
    // Absent on pages without https that are not on this machine.
    locks: navigator.locks as LockManager | undefined,
    open: () => new EventSource(`/muster/v1/events?account_id=${encodeURIComponent(account_id)}`),
    wait: (milliseconds, then) => {
      const timer = setTimeout(then, milliseconds)
      return () => clearTimeout(timer)
    },
  }
}
