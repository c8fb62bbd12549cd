import { ApiError } from '#client/client.ts'
import { Fault } from '#web/components/Fault.tsx'

/** Why work on the data of a dataset has failed, in the words that a refused call has. */
export function TaskFault({
  fault: { error_code, error_msg },
}: {
  fault: { error_code?: string; error_msg?: string }
}) {
  if (!error_code && !error_msg) return null
  const body = { ...(error_code && { error_code }), ...(error_msg && { error_msg }) }
  return <Fault error={new ApiError('task', 400, body)} />
}
