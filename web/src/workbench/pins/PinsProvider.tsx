import { type ReactNode, useMemo, useState } from 'react'
import type { CommentPlace } from '#contract/ours.ts'
import type { DescribeSampleResp } from '#contract/samples.ts'
import { useCall } from '#web/data/calls.ts'
import { entryKey, type TaskNames } from '#web/workbench/shell/queue.ts'
import { type Pins, PinsContext, pinsOf } from './pins.ts'

/** Gives what is inside the pins of an entry; another entry begins without a draft. */
export function PinsProvider({
  names,
  sample,
  onTalk,
  children,
}: {
  names: TaskNames
  sample: DescribeSampleResp
  /** The thread has to be seen now. */
  onTalk: () => void
  children: ReactNode
}) {
  const args = { ...names, sample_id: sample.sample_id!, ...(sample.worker_id && { worker_id: sample.worker_id }) }
  const { data } = useCall('ListEntryComments', args)
  const pins = useMemo(() => pinsOf(data?.comments ?? []), [data])
  const entry = entryKey(sample)
  const [kept, keep] = useState<{ entry: string; draft?: CommentPlace | undefined; chosen?: string }>({ entry })
  const { draft, chosen } = kept.entry === entry ? kept : {}
  const value: Pins = {
    pins,
    draft,
    chosen,
    put: (place) => {
      keep({ entry, draft: place })
      if (place) onTalk()
    },
    open: (comment_id) => {
      keep({ entry, draft, chosen: comment_id })
      onTalk()
    },
  }
  return <PinsContext value={value}>{children}</PinsContext>
}
