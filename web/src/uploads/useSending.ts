import { useEffect, useRef, useState } from 'react'
import type { Parcel } from './chosen-files.ts'
import { uploadThrough } from './upload-through.ts'

const AT_ONCE = 3

/** How much of what is sent has arrived. */
export type Sent = { files: number; ofFiles: number; bytes: number; ofBytes: number }

/**
 * Sends files into the store, a few at a time. What has arrived is not sent again when the rest was called off or has failed.
 * While files are on their way the browser asks before it closes the page.
 */
export function useSending() {
  const [sent, setSent] = useState<Sent | null>(null)
  const control = useRef<AbortController>(null)
  const arrived = useRef(new WeakMap<File, string>())
  const isBusy = sent !== null
  useEffect(() => () => control.current?.abort(), [])
  useEffect(() => {
    if (!isBusy) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [isBusy])

  /** Answers whether everything has arrived: false when it was called off. */
  const send = async (parcels: readonly Parcel[]): Promise<boolean> => {
    control.current = new AbortController()
    const { signal } = control.current
    const ofBytes = parcels.reduce((sum, { file }) => sum + file.size, 0)
    let [files, bytes] = [0, 0]
    const tell = () => setSent({ files, ofFiles: parcels.length, bytes, ofBytes })
    const sendOne = async ({ file, path }: Parcel) => {
      let own = 0
      // An upload that goes on after a fault may stand further back than it was thought to.
      const onProgress = (count: number) => {
        bytes += count - own
        own = count
        tell()
      }
      if (arrived.current.get(file) !== path) await uploadThrough(file, { path }, { signal, onProgress })
      arrived.current.set(file, path)
      files++
      onProgress(file.size)
    }
    const waiting = [...parcels]
    const work = async () => {
      for (let next = waiting.shift(); next && !signal.aborted; next = waiting.shift()) await sendOne(next)
    }
    tell()
    try {
      await Promise.all(Array.from({ length: AT_ONCE }, work))
      return !signal.aborted
    } catch (error) {
      if (signal.aborted) return false
      // The others need not go on.
      control.current.abort()
      throw error
    } finally {
      setSent(null)
    }
  }
  return { sent, send, stop: () => control.current?.abort() }
}
