import { useSyncExternalStore } from 'react'
import { ACCOUNT_HEADER } from '#contract/identity.ts'

/** Whether the server has said that the session ended while somebody worked, or is another person's by now. */
export type Expiry = {
  isExpired(): boolean
  /** Calls back when that changes; returns how to stop that. */
  subscribe(listener: () => void): () => void
  /** Somebody has signed in. Answers whether a session had ended. */
  signedIn(): boolean
  /**
   * To be called when a call begins. What it returns is called when the answer was that he is not signed in: false when that
   * answer is about a session before the newest one and says nothing about it.
   */
  begin(): () => boolean
}

export function createExpiry(): Expiry {
  let expired = false
  let signIns = 0
  const listeners = new Set<() => void>()
  const set = (value: boolean) => {
    if (value === expired) return false
    expired = value
    for (const listener of listeners) listener()
    return true
  }
  return {
    isExpired: () => expired,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    signedIn() {
      signIns++
      return set(false)
    },
    begin() {
      const before = signIns
      return () => {
        if (before !== signIns) return false
        set(true)
        return true
      }
    },
  }
}

/**
 * `fetch` that says whose page it is and notices the end of the session. A call that was begun before the newest sign-in, and
 * is refused for that, is made once more: the server has done nothing of it. Fails where the page is somebody else's by then:
 * what one has done is never sent under the name of another.
 */
export function fetchNoticing(
  expiry: Expiry,
  accountOfPage: () => string | undefined,
  send: typeof fetch,
): typeof fetch {
  return async (address, init) => {
    const account = accountOfPage()
    const headers = new Headers(init?.headers)
    if (account !== undefined) headers.set(ACCOUNT_HEADER, account)
    for (;;) {
      if (accountOfPage() !== account) throw new TypeError('Somebody else has signed in')
      const isOver = expiry.begin()
      const reply = await send(address, { ...init, headers })
      if (reply.status !== 401 || isOver()) return reply
    }
  }
}

/** Of this page. */
export const expiry = createExpiry()

export function useExpired(): boolean {
  return useSyncExternalStore(expiry.subscribe, expiry.isExpired)
}
