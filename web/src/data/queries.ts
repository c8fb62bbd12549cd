import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiError } from '#client/client.ts'
import { noticeExpiry } from './expiry.ts'

const RETRIES = 3

/** Refusals are answers; only what did not arrive is asked again. */
function mayRetry(failures: number, error: unknown): boolean {
  return failures < RETRIES && !(error instanceof ApiError && error.status < 500)
}

export const queries = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, { queryKey }) => {
      if (queryKey[0] !== 'session') noticeExpiry(error)
    },
  }),
  mutationCache: new MutationCache({
    onError: (error, _values, _context, { options }) => {
      if (options.mutationKey?.[0] !== 'sign in') noticeExpiry(error)
    },
  }),
  defaultOptions: { queries: { staleTime: 10_000, retry: mayRetry, refetchOnWindowFocus: true } },
})
