import { useState } from 'react'

/**
 * The newest value that is there: while the next one is on its way, the one before stays on the screen. A value is kept
 * while it is drawn, not after: nothing is drawn twice. It must be the same value as long as nothing changes.
 */
export function useLatest<Value>(value: Value | undefined | null): Value | undefined {
  const [latest, setLatest] = useState(value ?? undefined)
  if (value !== undefined && value !== null && value !== latest) setLatest(value)
  return value ?? latest
}
