import { type InfiniteData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import type { ApiError } from '#client/client.ts'
import type { DescribeSampleResp, ListSamplesResp } from '#contract/samples.ts'
import { clientOf } from '#web/data/client.ts'
import { queryOfFilter } from '#web/data/sample-filter.ts'
import { useSession } from '#web/data/session.tsx'
import type { SampleFilter } from '#web/search.ts'
import { THUMBNAIL } from './queue.ts'

const PAGE = 100

type Pages = InfiniteData<ListSamplesResp, number>

/** Samples of a dataset in the order in which they are worked on; as `useQueue`. */
export function useSampleQueue(dataset_id: string, filter: SampleFilter) {
  const { project_id } = useSession()
  const queries = useQueryClient()
  const { state, label, name } = filter
  const queryKey = useMemo(() => ['queue', { dataset_id }, state, label, name], [dataset_id, state, label, name])
  const query = useInfiniteQuery<ListSamplesResp, ApiError, Pages, readonly unknown[], number>({
    queryKey,
    initialPageParam: 0,
    queryFn: ({ pageParam: offset }) => {
      const args = { dataset_id, offset, limit: PAGE, process_parameter: THUMBNAIL, ...queryOfFilter(filter) }
      return clientOf(project_id).call('ListSamples', args)
    },
    getNextPageParam: ({ sample_count }, pages) => (pages.length * PAGE < sample_count ? pages.length : undefined),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnMount: 'always',
    refetchOnWindowFocus: false,
  })
  const entries = useMemo(() => query.data?.pages.flatMap(({ samples }) => samples) ?? [], [query.data])
  const patch = useCallback(
    (sample: DescribeSampleResp) => {
      queries.setQueryData<Pages>(queryKey, (old) => {
        const replace = (one: DescribeSampleResp) =>
          one.sample_id === sample.sample_id ? { ...one, ...sample, source: one.source } : one
        return old && { ...old, pages: old.pages.map((page) => ({ ...page, samples: page.samples.map(replace) })) }
      })
    },
    [queries, queryKey],
  )
  return { ...query, entries, patch }
}
