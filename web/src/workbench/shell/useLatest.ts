import { useEffect, useState } from 'react'

/** The newest value that is there: while the next one is on its way, the one before stays on the screen. */
export function useLatest<Value>(value: Value | undefined | null): Value | undefined {
  const [latest, setLatest] = useState(value ?? undefined)
  useEffect(() => {
    if (value !== undefined && value !== null) setLatest(value)
  }, [value])
  return value ?? latest
}
