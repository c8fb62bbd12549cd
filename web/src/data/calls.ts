import {
  keepPreviousData,
  queryOptions,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import type { ApiError, Arguments } from '#client/client.ts'
import type { Body, CallId, Reply } from '#contract/operations.ts'
import { clientOf } from './client.ts'
import { useSession } from './session.tsx'

type Reading = { enabled?: boolean; refetchInterval?: number | false; keepPrevious?: boolean }

/** What a reading call answers, kept under its id and arguments; see `live.ts` for what makes it stale. */
export function callOptions<Id extends CallId>(project_id: string, id: Id, args: Arguments<Id>) {
  return queryOptions<Reply<Id>, ApiError>({
    queryKey: [id, args],
    queryFn: () => (clientOf(project_id).call as Reader)(id, args) as Promise<Reply<Id>>,
  })
}

type Reader = (id: CallId, args: object) => Promise<unknown>
type Writer = (id: CallId, args: object, body?: unknown) => Promise<unknown>

/** The answer of a reading call on the screen. */
export function useCall<Id extends CallId>(
  id: Id,
  args: Arguments<Id>,
  { enabled, refetchInterval, keepPrevious }: Reading = {},
): UseQueryResult<Reply<Id>, ApiError> {
  const { project_id } = useSession()
  return useQuery<Reply<Id>, ApiError>({
    ...callOptions(project_id, id, args),
    ...(enabled !== undefined && { enabled }),
    ...(refetchInterval !== undefined && { refetchInterval }),
    ...(keepPrevious && { placeholderData: keepPreviousData }),
  } as ReturnType<typeof callOptions<Id>>)
}

/**
 * A call that changes something. What it may have changed is read again when it has succeeded: everything read under one of
 * the ids in `stale`.
 */
export function useSend<Id extends CallId>(id: Id, stale: readonly CallId[] = []) {
  const { project_id } = useSession()
  const queries = useQueryClient()
  return useMutation<Reply<Id>, ApiError, { args: Arguments<Id>; body?: Body<Id> }>({
    mutationFn: ({ args, body }) => (clientOf(project_id).call as Writer)(id, args, body) as Promise<Reply<Id>>,
    onSuccess: () => queries.invalidateQueries({ predicate: ({ queryKey }) => stale.includes(queryKey[0] as CallId) }),
  })
}
