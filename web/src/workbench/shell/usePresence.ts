import { useMutation } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { clientOf } from '#web/data/client.ts'
import { useSession } from '#web/data/session.tsx'
import { shortName } from './authors.ts'
import type { TaskNames } from './queue.ts'

/** What is said holds for two minutes; it is said again in time, in milliseconds. */
const AGAIN = 60_000

/** One entry of a team task; `worker_id` when it is somebody else's. */
type Entry = { sample_id: string; worker_id?: string }

/**
 * Says that one works on an entry as long as the page is seen. `holder` is who else does so already; when the server
 * cannot be asked, nobody is assumed, for what was done meanwhile is merged anyway.
 */
export function usePresence(names: TaskNames, { sample_id, worker_id }: Entry) {
  const { project_id } = useSession()
  const { dataset_id, workforce_task_id } = names
  const place = useMemo(
    () => ({ dataset_id, workforce_task_id, sample_id, ...(worker_id && { worker_id }) }),
    [dataset_id, workforce_task_id, sample_id, worker_id],
  )
  const { mutate, data, variables } = useMutation({
    mutationKey: ['presence'],
    mutationFn: ({ at, take_over }: { at: typeof place; take_over: boolean }) =>
      clientOf(project_id).call('SetPresence', at, { take_over }),
  })
  useEffect(() => {
    const say = () => {
      if (document.visibilityState === 'visible') mutate({ at: place, take_over: false })
    }
    say()
    const again = setInterval(say, AGAIN)
    document.addEventListener('visibilitychange', say)
    return () => {
      clearInterval(again)
      document.removeEventListener('visibilitychange', say)
    }
  }, [mutate, place])
  const holder = variables?.at === place ? data?.holder : undefined
  return {
    holder: holder === undefined ? undefined : shortName(holder),
    takeOver: () => mutate({ at: place, take_over: true }),
  }
}
