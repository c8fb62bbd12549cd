import { useMemo } from 'react'
import type { DescribeSampleResp } from '#contract/samples.ts'
import { useSession } from '#web/data/session.tsx'
import type { WorkPlace } from '#web/workbench/saving/journal-store.ts'
import type { WorkNames } from './queue.ts'

/** Where work on a sample is kept; of entries, those of others are told apart from one's own. */
export function useWorkPlace(names: WorkNames, { sample_id, worker_id }: DescribeSampleResp): WorkPlace {
  const { worker_id: own } = useSession()
  return useMemo(
    () => ({ ...names, sample_id: sample_id!, ...(worker_id && worker_id !== own && { worker_id }) }),
    [names, sample_id, worker_id, own],
  )
}
