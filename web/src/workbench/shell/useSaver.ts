import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import { ApiError } from '#client/client.ts'
import type { DescribeSampleResp } from '#contract/samples.ts'
import { useExpired } from '#web/data/expiry.ts'
import { backOff } from '#web/workbench/saving/back-off.ts'
import type { WorkPlace } from '#web/workbench/saving/journal-store.ts'
import type { Saver, SaverView } from '#web/workbench/saving/saver.ts'
import { useSaving } from './SavingProvider.tsx'

type Opened = { saver: Saver; view: SaverView } | { error: unknown; retry: () => void } | null
type Failed = { place: string; error: unknown; failures: number }

const nothing = () => () => {}

/**
 * Takes up the work on a sample while this is on the screen; null until it is there. While the server cannot be reached, or
 * nobody is signed in, it is tried again and again.
 */
export function useSaver(place: WorkPlace | null, known: DescribeSampleResp | undefined): Opened {
  const { desk } = useSaving()
  const [opened, setOpened] = useState<{ place: string; saver: Saver } | Failed | null>(null)
  const [attempt, setAttempt] = useState(0)
  const retry = useCallback(() => setAttempt((before) => before + 1), [])
  const key = place && JSON.stringify(place)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says which place; what is known of it is only looked at when it is opened.
  useEffect(() => {
    if (!place || !key) return
    let gone = false
    let mine: Saver | undefined
    desk.open(place, known).then(
      (saver) => {
        mine = saver
        if (gone) desk.leave(saver)
        else setOpened({ place: key, saver })
      },
      (error: unknown) => {
        if (gone) return
        const failures = (before: typeof opened) =>
          before && 'error' in before && before.place === key ? before.failures : 0
        setOpened((before) => ({ place: key, error, failures: failures(before) + 1 }))
      },
    )
    return () => {
      gone = true
      if (mine) desk.leave(mine)
    }
  }, [desk, key, attempt])
  const current = opened?.place === key ? opened : null
  const failed = current && 'error' in current ? current : null
  const expired = useExpired()
  useEffect(() => {
    if (!failed || expired || !mayComeBack(failed.error)) return
    const timer = setTimeout(retry, backOff(failed.failures - 1, Math.random()))
    window.addEventListener('online', retry)
    return () => {
      clearTimeout(timer)
      window.removeEventListener('online', retry)
    }
  }, [failed, expired, retry])
  const saver = current && 'saver' in current ? current.saver : null
  const view = useSyncExternalStore(saver?.subscribe ?? nothing, () => saver?.view() ?? null)
  if (failed) return { error: failed.error, retry }
  return saver && view ? { saver, view } : null
}

/** Whether another attempt may do: nothing answered, or nobody was signed in. */
function mayComeBack(error: unknown): boolean {
  return !(error instanceof ApiError) || error.status >= 500 || error.status === 401
}
