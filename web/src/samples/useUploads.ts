import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { CallId } from '#contract/operations.ts'
import { wordsOf } from '#web/components/Fault.tsx'
import { nameOf } from '#web/uploads/chosen-files.ts'
import { uploadThrough } from '#web/uploads/upload-through.ts'

const AT_ONCE = 3
const stale: readonly CallId[] = ['ListSamples', 'GetDatasetStats', 'DescDataset', 'GetDatasetMetrics']

/** A file on its way; `fault` says in words why it did not arrive. */
export type Upload = { name: string; size: number; sent: number; isDone: boolean; fault?: string }

/** Sends files into a dataset, a few at a time. What arrived stays when the others are called off. */
export function useUploads(dataset_id: string) {
  const queries = useQueryClient()
  const [uploads, setUploads] = useState<readonly Upload[]>([])
  const [isBusy, setBusy] = useState(false)
  const control = useRef<AbortController>(null)
  useEffect(() => () => control.current?.abort(), [])

  const patch = (index: number, change: Partial<Upload>) =>
    setUploads((before) => before.map((one, at) => (at === index ? { ...one, ...change } : one)))
  const sendOne = async (file: File, index: number, signal: AbortSignal) => {
    try {
      const onProgress = (sent: number) => patch(index, { sent })
      await uploadThrough(file, { dataset_id, filename: nameOf(file) }, { signal, onProgress })
      patch(index, { isDone: true, sent: file.size })
    } catch (error) {
      if (!signal.aborted) patch(index, { fault: wordsOf(error).text })
    }
  }
  const send = async (files: readonly File[]) => {
    control.current = new AbortController()
    const { signal } = control.current
    setUploads(files.map((file) => ({ name: nameOf(file), size: file.size, sent: 0, isDone: false })))
    setBusy(true)
    const waiting = files.map((file, index) => ({ file, index }))
    const work = async () => {
      for (let next = waiting.shift(); next && !signal.aborted; next = waiting.shift()) {
        await sendOne(next.file, next.index, signal)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
    setBusy(false)
    await queries.invalidateQueries({ predicate: ({ queryKey }) => stale.includes(queryKey[0] as CallId) })
  }
  return { uploads, isBusy, send, stop: () => control.current?.abort(), forget: () => setUploads([]) }
}
