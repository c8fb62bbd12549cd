import { queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { readSession } from '#client/session.ts'
import type { Session } from '#contract/identity.ts'
import { SERVER, SESSION_KEY } from './client.ts'

/** Who is signed in; null when nobody is. */
export const sessionOptions = queryOptions<Session | null>({
  queryKey: SESSION_KEY,
  queryFn: () => readSession(SERVER),
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
