import { notifications } from '@mantine/notifications'
import { useCallback, useMemo, useState } from 'react'
import type { DescribeSampleResp } from '#contract/samples.ts'
import { wordsOf } from '#web/components/Fault.tsx'
import * as select from './selection.ts'
import type { SamplePages } from './useSamplePages.ts'

/** From so many samples on, reading them takes long enough to tell how far it is. */
const MANY = 1000

/** What is selected among the samples of a list, as they are now. */
export function useSelection(pages: SamplePages) {
  const [selection, setSelection] = useState(select.nothingSelected)
  const [reading, setReading] = useState<number | null>(null)
  const { chosen, anchor, active } = selection
  const samples = useMemo(() => [...chosen].map(([id, one]) => newer(one, pages.known.get(id))), [chosen, pages.known])
  const read = async (from: number, to: number, then: (found: DescribeSampleResp[]) => void) => {
    const [first, last] = [Math.min(from, to), Math.max(from, to)]
    try {
      then(await pages.read(first, last, last - first >= MANY ? setReading : undefined))
    } catch (error) {
      notifications.show({ message: wordsOf(error).text, color: 'red' })
    } finally {
      setReading(null)
    }
  }
  const standing = pages.at(active)
  return {
    selection,
    samples,
    /** How many have been read, while many are being selected. */
    reading,
    /** The selection, else the sample one stands on. */
    meant: samples.length > 0 || !standing ? samples : [standing],
    move: (index: number) => setSelection((before) => select.moveTo(before, index)),
    clear: () => setSelection(select.clear),
    toggle: (index: number) => {
      const sample = pages.at(index)
      if (sample) setSelection((before) => select.toggle(before, index, sample))
    },
    extend: (index: number) => {
      setSelection((before) => select.reachFor(before, index))
      const range = { anchor, active: index }
      return read(anchor, index, (found) => setSelection((before) => select.extendBy(before, range, found)))
    },
    addRange: (first: number, last: number) =>
      read(first, last, (found) => setSelection((before) => select.add(before, found))),
    replace: useCallback(
      (changes: ReadonlyMap<string, DescribeSampleResp | null>) => setSelection((old) => select.replace(old, changes)),
      [],
    ),
  }
}

/** Of two readings of a sample the later one. */
function newer(one: DescribeSampleResp, other: DescribeSampleResp | undefined): DescribeSampleResp {
  return other && (other.muster?.revision ?? 0) > (one.muster?.revision ?? 0) ? other : one
}
