import { useEffect } from 'react'
import type { DescribeSampleResp } from '#contract/samples.ts'
import { useSession } from '#web/data/session.tsx'
import type { Saver } from '#web/workbench/saving/saver.ts'
import { entryKey, type TaskNames } from '#web/workbench/shell/queue.ts'
import { useSaver } from '#web/workbench/shell/useSaver.ts'
import { useTabHold } from '#web/workbench/shell/useTabHold.ts'
import { useWorkPlace } from '#web/workbench/shell/useWorkPlace.ts'

/**
 * The work on one card, taken up while it is on the screen: the same saver as when it is worked on by itself. `onSaver`
 * tells the page what it can change and submit.
 */
export function useCardWork(
  names: TaskNames,
  entry: DescribeSampleResp,
  known: DescribeSampleResp | undefined,
  onSaver: (key: string, saver: Saver | undefined) => void,
) {
  const { role } = useSession()
  const isSettled = entry.sample_status === 'ACCEPTED' && role !== 'owner'
  const place = useWorkPlace(names, entry)
  const { hold, takeOver } = useTabHold(place)
  const opened = useSaver(hold === 'held' && !isSettled ? place : null, known)
  const saver = opened && 'saver' in opened ? opened.saver : undefined
  const key = entryKey(entry)
  useEffect(() => {
    if (!saver) return
    onSaver(key, saver)
    return () => onSaver(key, undefined)
  }, [key, saver, onSaver])
  return {
    saver,
    view: opened && 'saver' in opened ? opened.view : undefined,
    failed: opened && 'error' in opened ? opened : undefined,
    isSettled,
    isElsewhere: hold === 'elsewhere',
    takeOver,
  }
}
