import { useSyncExternalStore } from 'react'
import { ApiError } from '#client/client.ts'

/** Whether the server has said that the session ended while somebody worked. */
let expired = false
const listeners = new Set<() => void>()

/** Answers whether that was news. */
export function setExpired(value: boolean): boolean {
  if (value === expired) return false
  expired = value
  for (const listener of listeners) listener()
  return true
}

/** Asks for the password over the work when an answer says that nobody is signed in any more. */
export function noticeExpiry(error: unknown): void {
  if (error instanceof ApiError && error.status === 401) setExpired(true)
}

export function useExpired(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => expired,
  )
}
