import { type InfiniteData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import type { ApiError } from '#client/client.ts'
import type { SampleState } from '#contract/codes.ts'
import type { ListEntriesResp } from '#contract/ours.ts'
import type { DescribeSampleResp } from '#contract/samples.ts'
import { callOptions } from '#web/data/calls.ts'
import { clientOf } from '#web/data/client.ts'
import { useSession } from '#web/data/session.tsx'

export type TaskNames = { dataset_id: string; workforce_task_id: string }
/** A team task, or the dataset itself. */
export type WorkNames = { dataset_id: string; workforce_task_id?: string }

/** What somebody works through: entries in these states, one state after the other; an empty one means all. */
export type QueueFilter = {
  states: readonly (SampleState | '')[]
  worker_id?: string
  /** How images are shown. */
  process_parameter?: string
}

type Place = { state: number; after?: string }
type Pages = InfiniteData<ListEntriesResp & { state: number }, Place>

const PAGE = 50
/** How lists show images. */
export const THUMBNAIL = 'image/resize,m_lfit,h_96,w_160'

/**
 * Entries in the order in which they are worked on. Those that were listed stay where they are when their state changes,
 * so that "next" and "previous" mean the same all the time; `refetch` begins anew.
 */
export function useQueue(names: TaskNames, { states, worker_id, process_parameter = THUMBNAIL }: QueueFilter) {
  const { project_id } = useSession()
  const queries = useQueryClient()
  const queryKey = useMemo(
    () => ['queue', names, states, worker_id, process_parameter],
    [names, states, worker_id, process_parameter],
  )
  const query = useInfiniteQuery<ListEntriesResp & { state: number }, ApiError, Pages, readonly unknown[], Place>({
    queryKey,
    initialPageParam: { state: 0 },
    queryFn: async ({ pageParam: { state, after } }) => {
      const sample_state = states[state]!
      const args = {
        ...names,
        limit: PAGE,
        process_parameter,
        ...(sample_state && { sample_state }),
        ...(after && { after }),
        ...(worker_id && { worker_id }),
      }
      return { ...(await clientOf(project_id).call('ListEntries', args)), state }
    },
    getNextPageParam: ({ cursor, state }) => {
      if (cursor) return { state, after: cursor }
      return state + 1 < states.length ? { state: state + 1 } : undefined
    },
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnMount: 'always',
    refetchOnWindowFocus: false,
  })
  const entries = useMemo(() => distinct(query.data?.pages.flatMap((page) => page.entries) ?? []), [query.data])
  /** Says what has become of an entry, without asking for the list again. */
  const patch = useCallback(
    (entry: DescribeSampleResp) => {
      queries.setQueryData<Pages>(queryKey, (old) => {
        const replace = (one: DescribeSampleResp) =>
          entryKey(one) === entryKey(entry) ? { ...one, ...entry, source: one.source } : one
        return old && { ...old, pages: old.pages.map((page) => ({ ...page, entries: page.entries.map(replace) })) }
      })
    },
    [queries, queryKey],
  )
  return { ...query, entries, patch }
}

/** An entry may have moved from one state to the next while the list was read. */
function distinct(entries: readonly DescribeSampleResp[]): DescribeSampleResp[] {
  return [...new Map(entries.map((entry) => [entryKey(entry), entry])).values()]
}

/** Reads a sample of the dataset, or an entry of a team task, as a whole. */
export function describeOptions(project_id: string, names: WorkNames, sample: DescribeSampleResp) {
  const { dataset_id, workforce_task_id } = names
  const sample_id = sample.sample_id!
  if (workforce_task_id === undefined) return callOptions(project_id, 'DescribeSample', { dataset_id, sample_id })
  const args = { dataset_id, workforce_task_id, sample_id, ...(sample.worker_id && { worker_id: sample.worker_id }) }
  // Both answer the same kind of body.
  return callOptions(project_id, 'DescribeWorkforceTaskSample', args) as never as ReturnType<
    typeof callOptions<'DescribeSample'>
  >
}

/** Tells entries apart: a sample may have been dealt to several members. */
export function entryKey({ sample_id, worker_id }: Pick<DescribeSampleResp, 'sample_id' | 'worker_id'>): string {
  return `${sample_id} ${worker_id}`
}
