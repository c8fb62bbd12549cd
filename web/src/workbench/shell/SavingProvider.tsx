import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { createClient } from '#client/client.ts'
import { Loading } from '#web/components/Loading.tsx'
import { SERVER } from '#web/data/client.ts'
import { expiry } from '#web/data/expiry.ts'
import { newId } from '#web/data/new-id.ts'
import { useSession } from '#web/data/session.tsx'
import type { Journal } from '#web/workbench/saving/journal.ts'
import { openJournal } from '#web/workbench/saving/open-journal.ts'
import { createSavingDesk, type SavingDesk } from '#web/workbench/saving/saving-desk.ts'
import { openServerDoor } from '#web/workbench/saving/server-door.ts'

type Saving = { desk: SavingDesk; journal: Journal }

const Context = createContext<Saving | null>(null)

/** All unfinished work of this page and its way to the server; what is inside may open samples. */
export function SavingProvider({ children }: { children: ReactNode }) {
  const { project_id, account_id } = useSession()
  const [saving, setSaving] = useState<Saving | null>(null)

  useEffect(() => {
    let opened: Saving | undefined
    let gone = false
    void openJournal().then((journal) => {
      if (gone) return
      const door = openServerDoor((send) => createClient({ ...SERVER, project_id, fetch: send }), SERVER.fetch)
      // The refused call has asked for the password itself; it may have been given before this is known here.
      const askSignIn = () => expiry.isExpired() || desk.tell('signedIn')
      const user = `${project_id}/${account_id}`
      const desk = createSavingDesk({ ...world, door, journal, user, askSignIn })
      opened = { journal, desk }
      setSaving(opened)
    })
    return () => {
      gone = true
      opened?.desk.close()
    }
  }, [project_id, account_id])

  const desk = saving?.desk
  useEffect(() => {
    if (!desk) return
    const parting = () => desk.tell('pagehide')
    const hidden = () => document.visibilityState === 'hidden' && parting()
    const online = () => desk.tell('online')
    window.addEventListener('pagehide', parting)
    document.addEventListener('visibilitychange', hidden)
    window.addEventListener('online', online)
    const stop = expiry.subscribe(() => expiry.isExpired() || desk.tell('signedIn'))
    return () => {
      stop()
      window.removeEventListener('pagehide', parting)
      document.removeEventListener('visibilitychange', hidden)
      window.removeEventListener('online', online)
    }
  }, [desk])

  return saving ? <Context value={saving}>{children}</Context> : <Loading />
}

const world = {
  newTab: newId,
  now: () => Date.now(),
  random: () => Math.random(),
  wait: (milliseconds: number, then: () => void) => {
    const timer = setTimeout(then, milliseconds)
    return () => clearTimeout(timer)
  },
}

export function useSaving(): Saving {
  const saving = useContext(Context)
  if (!saving) throw new Error('There is no SavingProvider around this')
  return saving
}
