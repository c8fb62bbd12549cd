import { useEffect, useRef, useState } from 'react'
import { useSession } from '#web/data/session.tsx'
import { workKey } from '#web/workbench/saving/journal.ts'
import type { WorkPlace } from '#web/workbench/saving/journal-store.ts'
import type { Saver } from '#web/workbench/saving/saver.ts'
import { claimWork, type TabChannel, type TabClaim, type TabHold } from '#web/workbench/saving/tabs.ts'

/** Names this page among the tabs of one person. */
const TAB = crypto.randomUUID()

/** Whether this tab may write; another one of the same person may have the sample open (workbench 1.2). */
export function useTabHold(place: WorkPlace, saver: Saver | undefined): { hold: TabHold; takeOver: () => void } {
  const { account_id } = useSession()
  const work = workKey(account_id, place, 0)
  const [held, setHeld] = useState<{ work: string; hold: TabHold }>({ work, hold: 'asking' })
  const claim = useRef<TabClaim>(null)
  const newest = useRef(saver)
  useEffect(() => {
    newest.current = saver
  })
  useEffect(() => {
    const channel = new BroadcastChannel('muster work')
    const wait = (milliseconds: number, then: () => void) => {
      const timer = setTimeout(then, milliseconds)
      return () => clearTimeout(timer)
    }
    const tabWorld = { channel: channel as unknown as TabChannel, locks: navigator.locks, tab: TAB, wait }
    const mine = claimWork(tabWorld, work, (hold) => {
      if (hold === 'elsewhere') newest.current?.flush()
      setHeld({ work, hold })
    })
    claim.current = mine
    setHeld({ work, hold: mine.hold() })
    return () => {
      mine.release()
      channel.close()
    }
  }, [work])
  return { hold: held.work === work ? held.hold : 'asking', takeOver: () => claim.current?.takeOver() }
}
