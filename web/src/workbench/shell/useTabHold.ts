import { useEffect, useRef, useState } from 'react'
import { newId } from '#web/data/new-id.ts'
import { useSession } from '#web/data/session.tsx'
import type { WorkPlace } from '#web/workbench/saving/journal-store.ts'
import { claimName, claimWork, type TabChannel, type TabClaim, type TabHold } from '#web/workbench/saving/tabs.ts'

/** Names this page among the tabs of one person. */
const TAB = newId()

/**
 * Whether this tab may write; another one of the same person may have the sample open (workbench 1.2). The work is opened
 * only once it is held, and left when another tab takes it over.
 */
export function useTabHold(place: WorkPlace): { hold: TabHold; takeOver: () => void } {
  const { account_id } = useSession()
  const work = claimName(account_id, place)
  const [held, setHeld] = useState<{ work: string; hold: TabHold }>({ work, hold: 'asking' })
  const claim = useRef<TabClaim>(null)
  useEffect(() => {
    const channel = new BroadcastChannel('muster work')
    const wait = (milliseconds: number, then: () => void) => {
      const timer = setTimeout(then, milliseconds)
      return () => clearTimeout(timer)
    }
    const tabWorld = {
      channel: channel as unknown as TabChannel,
      locks: navigator.locks as LockManager | undefined,
      tab: TAB,
      wait,
    }
    // Who goes through a list quickly never claims what he only passes by.
    const beginning = setTimeout(() => {
      claim.current = claimWork(tabWorld, work, (hold) => setHeld({ work, hold }))
      setHeld({ work, hold: claim.current.hold() })
    })
    return () => {
      clearTimeout(beginning)
      claim.current?.release()
      claim.current = null
      channel.close()
    }
  }, [work])
  return { hold: held.work === work ? held.hold : 'asking', takeOver: () => claim.current?.takeOver() }
}
