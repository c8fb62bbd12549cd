import { queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { ApiError } from '#client/client.ts'
import { readSession } from '#client/session.ts'
import type { Session } from '#contract/identity.ts'
import { SERVER } from './client.ts'

/** Who is signed in; null when nobody is. */
export const sessionOptions = queryOptions<Session | null>({
  queryKey: ['session'],
  queryFn: async () => {
    try {
      return await readSession(SERVER)
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return null
      throw error
    }
  },
  staleTime: Number.POSITIVE_INFINITY,
})

/** The one who is signed in; only below routes that ask for it. */
export function useSession(): Session {
  const { data } = useSuspenseQuery(sessionOptions)
  if (!data) throw new Error('Nobody is signed in')
  return data
}

/** The same where nobody may be signed in. */
export function useSessionIfAny(): Session | null | undefined {
  return useQuery(sessionOptions).data
}
