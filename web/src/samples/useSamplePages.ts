import { useQueries, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import type { DescribeSampleResp } from '#contract/samples.ts'
import { callOptions, useCall } from '#web/data/calls.ts'
import { queryOfFilter } from '#web/data/sample-filter.ts'
import { useSession } from '#web/data/session.tsx'
import type { SampleFilter } from '#web/search.ts'

type Sample = DescribeSampleResp

const PAGE = 100
/** What is selected at once, and the reach of an undo. */
export const MOST_SELECTED = 10_000

/** The samples a filter finds, page by page as they come into sight, in any place of the list. */
export function useSamplePages(dataset_id: string, filter: SampleFilter, process_parameter: string | undefined) {
  const { project_id } = useSession()
  const queries = useQueryClient()
  const [shown, setShown] = useState({ first: 0, last: 0 })
  const argsOf = useCallback(
    (offset: number) => ({
      dataset_id,
      ...queryOfFilter(filter),
      offset,
      limit: PAGE,
      ...(process_parameter && { process_parameter }),
    }),
    [dataset_id, filter, process_parameter],
  )
  const head = useCall('ListSamples', argsOf(0), { keepPrevious: true })
  const total = head.data?.sample_count ?? 0
  const numbers = useMemo(() => {
    const last = Math.min(shown.last, Math.ceil(total / PAGE) - 1)
    return Array.from({ length: Math.max(0, last - shown.first + 1) }, (_, index) => shown.first + index)
  }, [shown, total])
  const loaded = useQueries({
    queries: numbers.map((number) => callOptions(project_id, 'ListSamples', argsOf(number))),
    combine: (results) => results.map(({ data }) => data),
  })
  const pages = useMemo(() => {
    const found = new Map(numbers.map((number, index) => [number, loaded[index]?.samples]))
    if (!found.get(0)) found.set(0, head.data?.samples)
    return found
  }, [numbers, loaded, head.data])
  const at = useCallback(
    (index: number): Sample | undefined => pages.get(Math.floor(index / PAGE))?.[index % PAGE],
    [pages],
  )
  /** Says which places are in sight. */
  const show = useCallback((from: number, to: number) => {
    const [first, last] = [Math.floor(from / PAGE), Math.floor(to / PAGE)]
    setShown((before) => (before.first === first && before.last === last ? before : { first, last }))
  }, [])
  /** Reads the samples of a range of places, at most MOST_SELECTED; those read a moment ago are at hand. */
  const read = useCallback(
    async (from: number, to: number, onProgress?: (done: number) => void): Promise<Sample[]> => {
      const end = Math.min(to, from + MOST_SELECTED - 1)
      const samples: Sample[] = []
      for (let number = Math.floor(from / PAGE); number * PAGE <= end; number++) {
        const page = await queries.fetchQuery(callOptions(project_id, 'ListSamples', argsOf(number)))
        const start = number * PAGE
        samples.push(...page.samples.slice(Math.max(0, from - start), end - start + 1))
        onProgress?.(samples.length)
        if (page.samples.length < PAGE) break
      }
      return samples
    },
    [queries, project_id, argsOf],
  )
  const known = useMemo(
    () => new Map([...pages.values()].flatMap((page = []) => page.map((one) => [one.sample_id!, one] as const))),
    [pages],
  )
  return { total, error: head.error, isReady: head.data !== undefined, refetch: head.refetch, at, show, read, known }
}

export type SamplePages = ReturnType<typeof useSamplePages>
