import { QueryClient } from '@tanstack/react-query'
import { ApiError } from '#client/client.ts'

const RETRIES = 3

/** Refusals are answers; only what did not arrive is asked again. */
function mayRetry(failures: number, error: unknown): boolean {
  return failures < RETRIES && !(error instanceof ApiError && error.status < 500)
}

export const queries = new QueryClient({
  defaultOptions: { queries: { staleTime: 10_000, retry: mayRetry, refetchOnWindowFocus: true } },
})
