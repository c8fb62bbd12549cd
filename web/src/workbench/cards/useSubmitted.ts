import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import type { CallId } from '#contract/operations.ts'
import type { DescribeSampleResp } from '#contract/samples.ts'
import { clientOf } from '#web/data/client.ts'
import { useSession } from '#web/data/session.tsx'
import type { TaskNames } from '#web/workbench/shell/queue.ts'

const STALE: readonly unknown[] = ['DescWorkforceTask', 'DescribeWorkforceTaskSample'] satisfies CallId[]

/**
 * Tells the list what has become of entries that the server took: those that it took by one call are read by one call. It
 * may be called after the page was left.
 */
export function useSubmitted(names: TaskNames, patch: (entry: DescribeSampleResp) => void) {
  const { project_id } = useSession()
  const queries = useQueryClient()
  const taken = useMemo(() => new Set<string>(), [])
  return useCallback(
    ({ sample_id }: DescribeSampleResp) => {
      taken.add(sample_id!)
      if (taken.size > 1) return
      setTimeout(async () => {
        const of_samples = [...taken].join()
        taken.clear()
        void queries.invalidateQueries({ predicate: ({ queryKey }) => STALE.includes(queryKey[0]) })
        const asked = clientOf(project_id).call('ListEntries', { ...names, limit: 100, of_samples })
        // Without an answer the list shows the state that it was read with, until it is read again.
        const { entries } = await asked.catch(() => ({ entries: [] }))
        for (const entry of entries) patch(entry)
      })
    },
    [names, patch, project_id, queries, taken],
  )
}
