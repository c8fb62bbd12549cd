import { useEffect, useRef, useState } from 'react'
import type { DescribeSampleResp } from '#contract/samples.ts'
import { useSession } from '#web/data/session.tsx'
import type { Saver } from '#web/workbench/saving/saver.ts'
import { entryKey, type TaskNames } from '#web/workbench/shell/queue.ts'
import { useSaver } from '#web/workbench/shell/useSaver.ts'
import { useTabHold } from '#web/workbench/shell/useTabHold.ts'
import { useWorkPlace } from '#web/workbench/shell/useWorkPlace.ts'

/** What the page may do with a card: change and submit its work, or take it over from another tab. */
export type CardWork = { readonly saver: Saver } | { readonly takeOver: () => void }

export type CardWorkProps = {
  names: TaskNames
  entry: DescribeSampleResp
  /** The same as it was read when its page was opened. */
  known: DescribeSampleResp | undefined
  /** Undefined when the card goes. */
  onWork: (key: string, work: CardWork | undefined) => void
}

/** The work on one card, taken up while it is on the screen: the same saver as when it is worked on by itself. */
export function useCardWork({ names, entry, known, onWork }: CardWorkProps) {
  const { role } = useSession()
  const isSettled = entry.sample_status === 'ACCEPTED' && role !== 'owner'
  const place = useWorkPlace(names, entry)
  const { hold, takeOver } = useTabHold(place)
  const isElsewhere = hold === 'elsewhere' && !isSettled
  // What another tab did meanwhile is read when the work is taken over.
  const [wasElsewhere, setWasElsewhere] = useState(false)
  useEffect(() => {
    if (isElsewhere) setWasElsewhere(true)
  }, [isElsewhere])
  const opened = useSaver(hold === 'held' && !isSettled ? place : null, wasElsewhere ? undefined : known)
  const saver = opened && 'saver' in opened ? opened.saver : undefined
  const newest = useRef(takeOver)
  useEffect(() => {
    newest.current = takeOver
  })
  const key = entryKey(entry)
  useEffect(() => {
    if (saver) onWork(key, { saver })
    else if (isElsewhere) onWork(key, { takeOver: () => newest.current() })
    else return
    return () => onWork(key, undefined)
  }, [key, saver, isElsewhere, onWork])
  return {
    saver,
    view: opened && 'saver' in opened ? opened.view : undefined,
    failed: opened && 'error' in opened ? opened : undefined,
    isSettled,
    isElsewhere,
  }
}
