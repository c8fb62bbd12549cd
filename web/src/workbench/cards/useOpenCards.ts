import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import type { DescribeSampleResp } from '#contract/samples.ts'
import type { Saver } from '#web/workbench/saving/saver.ts'
import { entryKey } from '#web/workbench/shell/queue.ts'
import { useSaving } from '#web/workbench/shell/SavingProvider.tsx'
import type { useSubmitNotices } from '#web/workbench/shell/submit-notices.tsx'
import { isReady } from './card-edits.ts'
import type { CardWork } from './useCardWork.ts'

const none: ReadonlySet<string> = new Set()

/** The work on all cards of a page; each card brings its own while it is on the screen. */
export function useOpenCards(
  cards: readonly DescribeSampleResp[],
  watch: ReturnType<typeof useSubmitNotices>,
  onSubmitted: (entry: DescribeSampleResp) => void,
) {
  const { desk } = useSaving()
  const [works, setWorks] = useState<ReadonlyMap<string, CardWork>>(new Map())
  const savers = useMemo(
    () => new Map([...works].flatMap(([key, work]): [string, Saver][] => ('saver' in work ? [[key, work.saver]] : []))),
    [works],
  )
  const shown = useRef(savers)
  useEffect(() => {
    shown.current = savers
  }, [savers])
  const [confirmed, setConfirmed] = useState(none)
  const onWork = useCallback((key: string, work: CardWork | undefined) => {
    setWorks((before) => {
      const next = new Map(before)
      if (work) next.set(key, work)
      else next.delete(key)
      return next
    })
  }, [])
  const isCardReady = (entry: DescribeSampleResp) => {
    const key = entryKey(entry)
    const saver = savers.get(key)
    if (!saver) return false
    const { document, conflict } = saver.view()
    const labels = document.content.labels.length
    return isReady({
      labels,
      differs: saver.differs(),
      contested: conflict !== undefined,
      confirmed: confirmed.has(key),
    })
  }
  const ready = useSyncExternalStore(desk.subscribe, () => cards.filter(isCardReady).length)
  const isRefused = (entry: DescribeSampleResp) => savers.get(entryKey(entry))?.view().chip.kind === 'failed'
  const refused = useSyncExternalStore(desk.subscribe, () => cards.filter(isRefused).length)

  /** All that are ready go in one tick, and so by one call of the wire. */
  const submit = () => {
    const going = cards.filter(isCardReady)
    for (const entry of going) {
      const key = entryKey(entry)
      const saver = savers.get(key)!
      saver.submit()
      watch(
        saver,
        entry,
        () => onSubmitted(entry),
        () => shown.current.has(key),
      )
    }
    setConfirmed(none)
  }
  const save = () => {
    for (const saver of savers.values()) saver.flush()
  }
  const elsewhere = [...works.values()].flatMap((work) => ('takeOver' in work ? [work.takeOver] : []))
  const takeOver = () => {
    for (const take of elsewhere) take()
  }
  const confirm = (entry: DescribeSampleResp) => setConfirmed((before) => new Set([...before, entryKey(entry)]))
  return { savers, confirmed, ready, refused, elsewhere: elsewhere.length, onWork, submit, save, takeOver, confirm }
}
