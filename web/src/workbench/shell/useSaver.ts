import { useEffect, useState, useSyncExternalStore } from 'react'
import type { DescribeSampleResp } from '#contract/samples.ts'
import type { WorkPlace } from '#web/workbench/saving/journal-store.ts'
import type { Saver, SaverView } from '#web/workbench/saving/saver.ts'
import { useSaving } from './SavingProvider.tsx'

type Opened = { saver: Saver; view: SaverView } | { error: unknown } | null

const nothing = () => () => {}

/** Takes up the work on a sample while this is on the screen; null until it is there. */
export function useSaver(place: WorkPlace | null, known: DescribeSampleResp | undefined): Opened {
  const { desk } = useSaving()
  const [opened, setOpened] = useState<{ place: string; saver: Saver } | { place: string; error: unknown } | null>(null)
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
      (error: unknown) => gone || setOpened({ place: key, error }),
    )
    return () => {
      gone = true
      if (mine) desk.leave(mine)
    }
  }, [desk, key])
  const current = opened?.place === key ? opened : null
  const saver = current && 'saver' in current ? current.saver : null
  const view = useSyncExternalStore(saver?.subscribe ?? nothing, () => saver?.view() ?? null)
  if (current && 'error' in current) return { error: current.error }
  return saver && view ? { saver, view } : null
}
