import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { readPreferences, writePreferences } from '#client/session.ts'
import { SERVER } from './client.ts'

type Preferences = Readonly<Record<string, unknown>>

export const preferencesOptions = queryOptions<Preferences>({
  queryKey: ['preferences'],
  queryFn: () => readPreferences(SERVER),
  staleTime: Number.POSITIVE_INFINITY,
})

const nothing: Preferences = {}

/** What this person has chosen on any device; empty until it has arrived. */
export function usePreferences(): Preferences {
  return useQuery(preferencesOptions).data ?? nothing
}

/** Keeps one choice with the others; seen at once, taken back when the server does not take it. */
export function useKeepPreference() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (change: Preferences) => {
      const kept = await queries.ensureQueryData(preferencesOptions)
      await writePreferences(SERVER, { ...kept, ...change })
    },
    onMutate: (change) => {
      const before = queries.getQueryData(preferencesOptions.queryKey)
      queries.setQueryData(preferencesOptions.queryKey, { ...before, ...change })
      return { before }
    },
    onError: (_error, _change, context) => queries.setQueryData(preferencesOptions.queryKey, context?.before),
  })
}
